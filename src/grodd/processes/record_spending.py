"""Record what an award was used for."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy

from grodd.agreements.models import Agreement, Award, Spending
from grodd.agreements.queries import agreements_seen_by, may_use
from grodd.agreements.refusals import (
    AgreementIsNotOpen,
    MoreHoursThanAwarded,
    MoreThanAwarded,
    ReceiptNeeded,
)
from grodd.agreements.servicing import award_standing
from grodd.base import audit
from grodd.base.audit import Stamp
from grodd.base.errors import KeyUsedForOtherContent, NotAllowed, NotFound
from grodd.base.models import StoredFile
from grodd.engines.money import Money
from grodd.people.asker import Asker


@dataclass(frozen=True, slots=True)
class Use:
    """What was used.

    Attributes:
        key: Names the entry, so that a form sent twice writes once.
        spent_on: The day.
        text: For what.
        amount: Money, or nothing.
        hours: Working time (unit: hours), or nothing.
        receipt: The receipt, if there is one.
        mends: Id of an entry that this one takes back; amount and hours are then its opposite.
    """

    key: str
    spent_on: date
    text: str
    amount: Money
    hours: int = 0
    receipt: StoredFile | None = None
    mends: int | None = None


@transaction.atomic
def record_spending(*, by: Asker, award_id: int, use: Use, at: datetime) -> Spending:
    """Write down what was used of an award, in money, hours or both.

    Args:
        by: The owner, a co-owner, or one who manages the award.
        award_id: Which award.
        use: What was used.
        at: When it is written down.

    Raises:
        NotFound, NotAllowed: The award is not ``by``'s to use.
        AgreementIsNotOpen: Both parties have not said yes.
        ReceiptNeeded: Above the programme's limit.
        MoreThanAwarded, MoreHoursThanAwarded: Not so much is left.
    """
    award = _locked(award_id)
    if known := Spending.objects.filter(key=use.key).first():
        return _same(known, use)
    _refuse(by, award, use)
    entry = Spending.objects.create(
        award=award,
        spent_on=use.spent_on,
        text=use.text,
        amount_minor=use.amount.minor,
        hours=use.hours,
        receipt=use.receipt,
        mends_id=use.mends,
        recorded_by_id=by.person_id,
        recorded_at=at,
        key=use.key,
    )
    audit.record(
        Stamp(at, by.key, award.agreement.scope.organisation_id),
        action="spending.recorded",
        subject=f"award:{award.pk}",
        facts={"spending": entry.pk, "amount_minor": entry.amount_minor, "hours": entry.hours},
    )
    return entry


def _locked(award_id: int) -> Award:
    awards = Award.objects.select_for_update(of=("self",))
    return awards.select_related("agreement__scope", "agreement__application").get(pk=award_id)


def _same(known: Spending, use: Use) -> Spending:
    told = {
        gettext_lazy("amount"): (Money(known.amount_minor, use.amount.currency), use.amount),
        gettext_lazy("hours"): (known.hours, use.hours),
        gettext_lazy("text"): (known.text, use.text),
    }
    for name, (before, now) in told.items():
        if before != now:
            raise KeyUsedForOtherContent(key=use.text, field=name, before=before, now=now)
    return known


def _refuse(by: Asker, award: Award, use: Use) -> None:
    agreement = award.agreement
    if not agreements_seen_by(by).filter(pk=agreement.pk).exists():
        raise NotFound
    if not may_use(by, agreement):
        raise NotAllowed
    if agreement.state != Agreement.State.ACCEPTED:
        raise AgreementIsNotOpen
    limit = Money(award.receipt_above_minor, award.currency)
    if use.amount > limit and use.receipt is None:
        raise ReceiptNeeded(limit=limit, amount=use.amount)
    standing = award_standing(award)
    if use.amount > standing.left:
        raise MoreThanAwarded(wished=use.amount, left=standing.left)
    hours_left = standing.hours - standing.hours_used
    if use.hours > hours_left:
        raise MoreHoursThanAwarded(wished=use.hours, left=hours_left)
