"""What is booked for losses: the level of a programme, and what a new one would post.

Setting aside by class is counted each night, to steer by. The booked level is a judgement that a
finance officer answers for. Both are of one programme; the two accounts hold all of them together.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import Exists, OuterRef, QuerySet, Sum

from grodd.agreements.models import Loan
from grodd.engines.money import Money
from grodd.ledger.charts import Purpose
from grodd.ledger.entry import Move
from grodd.ledger.models import Transfer
from grodd.ledger.posting import open_period
from grodd.ledger.queries import accounts_by_purpose
from grodd.people.roles import Role
from grodd.servicing.models import BookedProvision
from grodd.servicing.refusals import (
    ProvisionAboveLent,
    ProvisionBelowZero,
    ProvisionDayAhead,
    ProvisionDayOutOfOrder,
    ProvisionUnchanged,
    ProvisionWithoutReason,
)

BOOKERS = (Role.FINANCE_OFFICER,)
"""Who answers for what is set aside, in the whole organisation whose books they are."""


class Whose(NamedTuple):
    """A programme, what it is called, and the books that it is lent from."""

    scope_id: int
    programme: str
    book_id: int


@dataclass(frozen=True, slots=True)
class Level:
    """What a finance officer says.

    Attributes:
        amount: What is set aside from now on, in the currency of the books.
        as_of: The day whose loans were judged.
        reason: Why so much.
    """

    amount: Money
    as_of: date
    reason: str


@dataclass(frozen=True, slots=True)
class Posting:
    """What a new level would post.

    Attributes:
        before: The level until then.
        after: The new one.
        lent: All that the programme had lent at the end of the day.
        move: The one line of the voucher: expense to adjustment, or the other way.
    """

    before: Money
    after: Money
    lent: Money
    move: Move


def last_levels(scope_ids: Collection[int]) -> QuerySet[BookedProvision]:
    """The last row of each programme and currency."""
    later = BookedProvision.objects.filter(
        scope=OuterRef("scope"), currency=OuterRef("currency"), pk__gt=OuterRef("pk")
    )
    return BookedProvision.objects.filter(~Exists(later), scope_id__in=scope_ids).order_by()


def lent_on(scope_id: int, currency: str, day: date) -> Money:
    """What the books say that a programme had lent at the end of a day (one query)."""
    loans = Loan.objects.filter(agreement__scope_id=scope_id, currency=currency)
    receivables = loans.filter(receivable__isnull=False).order_by().values("receivable")
    until = Transfer.objects.filter(voucher__booked_on__lte=day).order_by()
    moved = until.values("debit__currency")
    both = moved.filter(debit__in=receivables).annotate(minor=Sum("amount_minor"))
    back = moved.filter(credit__in=receivables).annotate(minor=-Sum("amount_minor"))
    return Money(sum(row["minor"] for row in both.union(back, all=True)), currency)


def posting_of(level: Level, *, whose: Whose, today: date) -> Posting:
    """What a level would post. To post it, hold the book: another level may be on its way.

    Raises:
        ProvisionBelowZero, ProvisionWithoutReason, ProvisionDayAhead, ProvisionDayOutOfOrder,
        ProvisionUnchanged, ProvisionAboveLent: See there.
        YearIsMissing, PeriodIsClosed: Nothing can be booked on the day.
    """
    currency = level.amount.currency
    last = last_levels([whose.scope_id]).filter(currency=currency).first()
    before = Money(last.level_minor if last else 0, currency)
    _refuse_unclear(level, last, whose, today)
    if level.amount == before:
        raise ProvisionUnchanged(level=level.amount, programme=whose.programme)
    open_period(whose.book_id, level.as_of)
    lent = lent_on(whose.scope_id, currency, level.as_of)
    if level.amount.minor > lent.minor:
        raise ProvisionAboveLent(
            level=level.amount, programme=whose.programme, day=level.as_of, lent=lent
        )
    return Posting(before, level.amount, lent, _move(whose, before, level.amount))


def _refuse_unclear(level: Level, last: BookedProvision | None, whose: Whose, today: date) -> None:
    if level.amount.minor < 0:
        raise ProvisionBelowZero(level=level.amount)
    if not level.reason.strip():
        raise ProvisionWithoutReason
    if level.as_of > today:
        raise ProvisionDayAhead(day=level.as_of)
    if last and level.as_of < last.as_of:
        raise ProvisionDayOutOfOrder(day=level.as_of, last=last.as_of, programme=whose.programme)


def _move(whose: Whose, before: Money, after: Money) -> Move:
    accounts = accounts_by_purpose(whose.book_id, (Purpose.SET_ASIDE, Purpose.EXPECTED_LOSSES))
    adjustment, expense = accounts[Purpose.SET_ASIDE], accounts[Purpose.EXPECTED_LOSSES]
    change = after - before
    told = {"scope": whose.scope_id}
    if change.minor > 0:
        return Move(expense, adjustment, change, told)
    return Move(adjustment, expense, -change, told)
