"""Interest for paying late, under the Swedish and the Finnish interest acts.

The rate is the reference rate of each half-year with points on it, or the rate of the loan where
that is higher. Late interest is never charged on late interest. How many points the law adds is a
dated figure that the caller brings; none stands here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise

from grodd.engines.daycount import DayCount, year_fraction
from grodd.engines.money import Money
from grodd.engines.rates import (
    RateFrom,
    decided_throughout,
    percent,
    rate_on,
    stretches,
    with_margin,
)
from grodd.engines.rounding import Rounding, rounded


class Grace(StrEnum):
    """From when late interest runs once the days of grace are over.

    The value is what the contract prints.
    """

    FROM_DUE = "then from the due date"
    FROM_END = "then from their end"


@dataclass(frozen=True, slots=True)
class LateTerms:
    """What is agreed, or said by law, about paying late.

    Attributes:
        reference: Reference rates, rising by day, one for each half-year; None where there is
            none and only ``contract_rate`` holds.
        points: What is added to them (unit: parts of one a year).
        contract_rate: The rate of the loan; it goes on where it is higher (section 7).
        changes: Other rates of the loan from later days on, rising by day.
        day_count: How days are counted.
        rounding: How ties are broken, once for each claim.
        grace_days: Days after the due date that cost nothing, if paid within them.
        grace: What the days of grace are worth to who pays after them.
    """

    reference: tuple[RateFrom, ...] | None
    points: Fraction
    contract_rate: Fraction = Fraction(0)
    day_count: DayCount = DayCount.ACTUAL_ACTUAL
    rounding: Rounding = Rounding.HALF_EVEN
    grace_days: int = 0
    grace: Grace = Grace.FROM_DUE
    changes: tuple[RateFrom, ...] = ()

    def __post_init__(self) -> None:
        """Assert what the rate below relies on."""
        assert self.grace_days >= 0, self.grace_days
        assert self.reference is not None or self.points == 0, "points need a reference rate"
        for earlier, later in pairwise(self.reference or ()):
            assert earlier.valid_from < later.valid_from, self.reference

    @property
    def is_agreed(self) -> bool:
        """Whether paying late costs anything at all."""
        return self.reference is not None or self.contract_rate > 0

    def floor_on(self, day: date) -> Fraction:
        """The rate of the loan on a day: late interest is never below it."""
        begun = [rate.annual_rate for rate in self.changes if rate.valid_from <= day]
        return begun[-1] if begun else self.contract_rate


NO_LATE_INTEREST = LateTerms(reference=None, points=Fraction(0))
"""Nothing is agreed, and the law is not asked."""


@dataclass(frozen=True, slots=True)
class Overdue:
    """A claim that was not paid in time: principal, interest and fees, never late interest.

    Attributes:
        due: The day it should have been paid; late interest runs from it.
        amount: What was to be paid.
        paid: What was paid, in time or later: day and amount, rising by day.
    """

    due: date
    amount: Money
    paid: tuple[tuple[date, Money], ...] = ()


@dataclass(frozen=True, slots=True)
class Relief:
    """A reduction for hardship: illness, unemployment and the like (section 8).

    Attributes:
        start: First day, inclusive.
        end: Last day, exclusive.
        share: How much of the late interest falls away (0 to 1).
    """

    start: date
    end: date
    share: Fraction


@dataclass(frozen=True, slots=True)
class LatePart:
    """A stretch of time with one base, one rate and one relief, as a demand must show it.

    Attributes:
        start: First day, inclusive.
        end: Last day, exclusive.
        base: What bears late interest.
        annual_rate: The rate after relief (unit: parts of one a year).
        exact: The late interest of the stretch (unit: minor units, not rounded).
    """

    start: date
    end: date
    base: Money
    annual_rate: Fraction
    exact: Fraction


@dataclass(frozen=True, slots=True)
class LateInterest:
    """The late interest of one claim.

    Attributes:
        amount: All of it, rounded once.
        parts: How it came about.
    """

    amount: Money
    parts: tuple[LatePart, ...]


def late_interest(
    claim: Overdue, until: date, terms: LateTerms, relief: Sequence[Relief] = ()
) -> LateInterest:
    """Late interest of ``claim`` up to ``until``.

    Args:
        claim: What was not paid in time.
        until: Last day, exclusive; usually the day it is paid or shown. A lender that counts the
            due day too passes the day after.
        terms: What is agreed, or said by law.
        relief: Reductions for hardship, never over each other.

    Raises:
        grodd.engines.rates.MissingRate: A half-year in question has no reference rate.

    Source:
        Swedish interest act 1975:635, sections 3 and 6 to 9; Finnish interest act 633/1982,
        sections 4, 4 a, 11 and 12.
    """
    grace_ends = claim.due + timedelta(terms.grace_days)
    parts: list[LatePart] = []
    if until > grace_ends:
        begins = claim.due if terms.grace is Grace.FROM_DUE else grace_ends
        for start, end, base in _balances(claim, begins, grace_ends, until):
            parts += _parts(start, end, base, terms, relief)
    exact = sum((part.exact for part in parts), Fraction(0))
    return LateInterest(Money(rounded(exact, terms.rounding), claim.amount.currency), tuple(parts))


def runs_from(*, due: date | None, demanded: date | None, days_after_demand: int) -> date | None:
    """The day late interest runs from, or None while nothing starts it.

    Args:
        due: The due date, where one was set in advance.
        demanded: The day of an invoice or a demand that says late interest will be charged.
        days_after_demand: How many days the law gives from then on, where no due date was set.

    Source:
        Swedish interest act 1975:635, sections 3 and 4.
    """
    if due is not None:
        return due
    return None if demanded is None else demanded + timedelta(days_after_demand)


def late_conventions(terms: LateTerms) -> str:
    """Say in one line what paying late costs, for the contract; the same in every language."""
    if terms.reference is None:
        rate = f"late interest {percent(terms.contract_rate)} a year"
    else:
        rate = f"late interest at the reference rate of each half-year + {percent(terms.points)}"
        rate += f", at least {percent(terms.contract_rate)}" if terms.contract_rate else ""
    grace = f"{terms.grace_days} days of grace, {terms.grace.value}"
    parts = [
        rate,
        terms.day_count.value,
        grace if terms.grace_days else "from the due date",
        f"rounding {terms.rounding.value}, once for each instalment",
        "never on late interest",
    ]
    return "; ".join(parts)


def _balances(
    claim: Overdue, begins: date, in_time: date, until: date
) -> list[tuple[date, date, Money]]:
    """Stretches of time with what was unpaid in each; what came ``in_time`` bears nothing."""
    result: list[tuple[date, date, Money]] = []
    start, base = begins, claim.amount
    for day, amount in claim.paid:
        assert amount.minor >= 0, amount
        if day > in_time:
            result.append((start, min(day, until), base))
            start = day
        base -= amount
    result.append((start, until, base))
    return [(a, b, left) for a, b, left in result if a < b and left.minor > 0]


def _parts(
    start: date, end: date, base: Money, terms: LateTerms, relief: Sequence[Relief]
) -> list[LatePart]:
    """Cut where the half-year's rate or a relief changes."""
    rates: tuple[RateFrom, ...] = (RateFrom(start, Fraction(0)),)
    if terms.reference is not None:
        rates = with_margin(decided_throughout(terms.reference, start, end), terms.points)
    edges = {end} | {stretch.start for stretch in stretches(rates, start, end)}
    edges |= {day for each in relief for day in (each.start, each.end) if start < day < end}
    edges |= {rate.valid_from for rate in terms.changes if start < rate.valid_from < end}
    parts: list[LatePart] = []
    for first, last in pairwise(sorted(edges)):
        full = max(rate_on(rates, first), terms.floor_on(first))
        rate = full * (1 - _relieved(first, relief))
        years = year_fraction(terms.day_count, first, last)
        parts.append(LatePart(first, last, base, rate, base.minor * rate * years))
    return parts


def _relieved(day: date, relief: Sequence[Relief]) -> Fraction:
    shares = [each.share for each in relief if each.start <= day < each.end]
    assert len(shares) <= 1, "two reliefs hold on one day"
    assert all(0 <= share <= 1 for share in shares), shares
    return shares[0] if shares else Fraction(0)
