"""The result of a period by account, and which figure of the ratios each account counts in."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.utils.translation import gettext

from grodd.base import display
from grodd.engines.money import Money
from grodd.ledger.charts import Purpose
from grodd.ledger.models import Account
from grodd.ledger.queries import result_between
from grodd.payments.queries import book_id_seen_by
from grodd.people.asker import Asker
from grodd.reports.books import KINDS
from grodd.reports.sheets import Sheet

EARNED = frozenset({Purpose.INTEREST, Purpose.LATE_INTEREST, Purpose.FEES})
REVENUE = EARNED | {Purpose.RECOVERED}
"""What lending earned. Gifts and grants that were received are no operating revenue."""

LOST = frozenset({Purpose.LOSSES, Purpose.EXPECTED_LOSSES})
"""Losses that came, and what was set aside for those that may."""

FINANCIAL = ("83", "84")
"""How the numbers of accounts for financial income and costs begin in the Swedish chart."""


class Part(StrEnum):
    """A figure of the ratios that is a sum of accounts."""

    EARNED = "earned"
    REVENUE = "revenue"
    FINANCIAL = "financial"
    LOAN_LOSS = "loan_loss"
    OPERATING = "operating"


COSTS = (Part.FINANCIAL, Part.LOAN_LOSS, Part.OPERATING)
Lines = list[tuple[Account, Money]]


@dataclass(frozen=True, slots=True)
class Sums:
    """What came of a period in one currency."""

    income: Money
    costs: Money

    @property
    def left(self) -> Money:
        """What the income was more than the costs."""
        return self.income - self.costs


@dataclass(frozen=True, slots=True)
class Result:
    """The income and the expense accounts of a period where something was booked, and their sums.

    Attributes:
        income, costs: Accounts with what they got, seen from their own side.
        sums: In each currency.
    """

    income: Lines
    costs: Lines
    sums: tuple[Sums, ...]


def parts_of(account: Account) -> frozenset[Part]:
    """The figures that an account counts in. Awards that were given are no cost of lending."""
    if account.kind != Account.Kind.EXPENSE:
        counted = ((Part.EARNED, EARNED), (Part.REVENUE, REVENUE))
        return frozenset(part for part, purposes in counted if account.purpose in purposes)
    if account.purpose == Purpose.AWARDS:
        return frozenset()
    if account.purpose in LOST:
        return frozenset({Part.LOAN_LOSS})
    is_financial = account.number.startswith(FINANCIAL)
    return frozenset({Part.FINANCIAL if is_financial else Part.OPERATING})


def result_of(asker: Asker, *, first: date, last: date, part: Part | None = None) -> Result:
    """What came of a period, or of it what one figure of the ratios counts.

    Args:
        asker: Who reads the books here.
        first: The first day that counts.
        last: The last one.
        part: The figure; None for all accounts.

    Raises:
        NotFound: There are no books here that they may read.
    """
    lines = [
        (account, money)
        for account, money in result_between(book_id_seen_by(asker), first, last)
        if part is None or part in parts_of(account)
    ]
    sides: dict[bool, Lines] = {True: [], False: []}
    for account, money in lines:
        sides[account.kind == Account.Kind.INCOME].append((account, money))
    currencies = sorted({money.currency for _account, money in lines})
    sums = (Sums(_sum(sides[True], one), _sum(sides[False], one)) for one in currencies)
    return Result(sides[True], sides[False], tuple(sums))


def result_sheet(found: Result, *, first: date, last: date) -> Sheet:
    """The accounts of a period as a file."""
    heads = [
        gettext("Kind"), gettext("Number"), gettext("Account"), gettext("Currency"),
        gettext("Amount"),
    ]  # fmt: skip
    rows = [
        [_kind(account), account.number, account.name, money.currency, money]
        for account, money in (*found.income, *found.costs)
    ]
    title = gettext("Result of a period: %(first)s to %(last)s") % {
        "first": display.day(first), "last": display.day(last),
    }  # fmt: skip
    return Sheet(f"result-{first}-{last}", title, heads, rows, len(rows))


def _kind(account: Account) -> str:
    return str(KINDS[Account.Kind(account.kind)])


def _sum(lines: Lines, currency: str) -> Money:
    return Money(sum(one.minor for _account, one in lines if one.currency == currency), currency)
