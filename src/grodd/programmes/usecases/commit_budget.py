"""Promise a part of a round's budget."""

from datetime import datetime

from django.db import transaction

from grodd.base import audit
from grodd.base.audit import SYSTEM, Stamp
from grodd.base.errors import KeyUsedForOtherContent
from grodd.engines.money import Money
from grodd.programmes.models import Round, RoundCommitment
from grodd.programmes.queries import money_left
from grodd.programmes.refusals import BudgetExceeded, HoursExceeded


@transaction.atomic
def commit_budget(
    *, round_id: int, key: str, amount: Money, hours: int, at: datetime
) -> RoundCommitment:
    """Promise ``amount`` and ``hours`` of a round under ``key``, such as ``application:12``.

    The round is locked before its budget is read, so two promises at once are counted one after
    the other; the database checks the sum as well. The same key again is the same promise.

    Raises:
        BudgetExceeded, HoursExceeded: when less is left than is asked for.
        KeyUsedForOtherContent: when the key stands for another amount.
    """
    assert amount.minor >= 0, amount
    assert hours >= 0, hours
    held = (
        Round.objects.select_for_update(of=("self",)).select_related("programme").get(pk=round_id)
    )
    already = RoundCommitment.objects.filter(key=key).first()
    if already and already.released_at is None:
        return _same(already, held, amount, hours)
    _check(held, amount, hours)
    held.committed_minor += amount.minor
    held.committed_hours += hours
    held.save(update_fields=["committed_minor", "committed_hours"])
    made, _ = RoundCommitment.objects.update_or_create(
        key=key,
        defaults={
            "round": held,
            "amount_minor": amount.minor,
            "hours": hours,
            "committed_at": at,
            "released_at": None,
        },
    )
    audit.record(
        Stamp(at, SYSTEM, held.programme.organisation_id),
        action="round.budget_committed",
        subject=f"round:{held.pk}",
        facts={"key": key, "amount_minor": amount.minor, "hours": hours},
    )
    return made


def _same(already: RoundCommitment, held: Round, amount: Money, hours: int) -> RoundCommitment:
    before = Money(already.amount_minor, held.currency)
    if already.round_id != held.pk:
        raise KeyUsedForOtherContent(
            key=already.key, field="round", before=already.round_id, now=held.pk
        )
    if before != amount:
        raise KeyUsedForOtherContent(key=already.key, field="amount", before=before, now=amount)
    if already.hours != hours:
        raise KeyUsedForOtherContent(
            key=already.key, field="hours", before=already.hours, now=hours
        )
    return already


def _check(held: Round, amount: Money, hours: int) -> None:
    left = money_left(held)
    if amount > left:
        raise BudgetExceeded(wanted=amount, left=left, round=str(held))
    hours_left = held.budget_hours - held.committed_hours
    if hours > hours_left:
        raise HoursExceeded(wanted=hours, left=hours_left, round=str(held))
