"""Book what is set aside for losses on the loans of a programme."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy, override

from grodd.agreements.voucher_words import language_of, set_aside
from grodd.base import audit, clock
from grodd.base.audit import Stamp
from grodd.base.errors import KeyUsedForOtherContent, NotFound
from grodd.engines.money import Money
from grodd.ledger.posting import lock_book
from grodd.ledger.usecases.post_voucher import post_voucher
from grodd.payments.queries import treasury_of
from grodd.people.asker import Asker
from grodd.people.models import Scope
from grodd.people.rights import must_hold
from grodd.servicing.models import BookedProvision
from grodd.servicing.provisions import BOOKERS, Level, Whose, posting_of


@transaction.atomic
def book_provision(
    *, by: Asker, scope_id: int, level: Level, key: str, at: datetime
) -> BookedProvision:
    """Bring the books to a new level, and post what differs from the one before.

    The book is held before the old level is read, so two levels that arrive together are posted
    one after the other, and the accounts hold the later one.

    Args:
        by: A finance officer of the whole organisation.
        scope_id: The programme's.
        level: How much, as of which day, and why.
        key: Names the judgement, so that a form sent twice books once.
        at: When it is told.

    Raises:
        NotFound, NotAllowed: See ``must_hold``.
        TreasuryMissing: There are no books here yet.
        KeyUsedForOtherContent: The key was used with another amount, day or reason.
        Refusal: See ``posting_of``.
    """
    scope = Scope.objects.filter(pk=scope_id).first()
    if scope is None:
        raise NotFound
    space = must_hold(by, *BOOKERS, organisation_id=scope.organisation_id)
    book_id = treasury_of(space).book_id
    lock_book(book_id)
    currency = level.amount.currency
    named = BookedProvision.objects.filter(scope=scope, currency=currency, key=key)
    if known := named.first():
        _same(known, level)
        return known
    posting = posting_of(level, whose=Whose(scope.pk, str(scope), book_id), today=clock.day_of(at))
    stamp = Stamp(at, by.key, space)
    voucher = post_voucher(
        book_id=book_id,
        key=f"provision:{scope.pk}:{key}",
        booked_on=level.as_of,
        text=_text(scope),
        moves=[posting.move],
        stamp=stamp,
    )
    booked = BookedProvision.objects.create(
        scope=scope, currency=currency, key=key, as_of=level.as_of,
        before_minor=posting.before.minor, level_minor=level.amount.minor,
        reason=level.reason.strip(), voucher=voucher, booked_by_id=by.person_id, booked_at=at,
    )  # fmt: skip
    audit.record(
        stamp, action="provision.booked", subject=f"scope:{scope.pk}",
        facts={"voucher": voucher.pk, "before_minor": booked.before_minor,
               "level_minor": booked.level_minor, "currency": currency,
               "as_of": level.as_of.isoformat(), "reason": booked.reason},
    )  # fmt: skip
    return booked


def _text(scope: Scope) -> str:
    language = language_of(scope.organisation_id)
    with override(language):
        return set_aside(language, str(scope))


def _same(known: BookedProvision, level: Level) -> None:
    compared = {
        gettext_lazy("amount"): (Money(known.level_minor, known.currency), level.amount),
        gettext_lazy("day"): (known.as_of, level.as_of),
        gettext_lazy("reason"): (known.reason, level.reason.strip()),
    }
    for name, (before, now) in compared.items():
        if before != now:
            raise KeyUsedForOtherContent(key=known.key, field=name, before=before, now=now)
