"""The annual percentage rate of charge (APR) as the European Union defines it.

The rate at which everything paid out is worth as much as everything paid back, with all
compulsory fees, counted from the first payout. It is no money and is never booked, so it is
computed in floating point, to far more decimals than are shown.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from grodd.engines.calendar import Unit, add_months
from grodd.engines.schedule.plan import Plan
from grodd.engines.schedule.terms import LoanTerms

_RATE_MAX = 10_000.0
_RATE_MIN = -0.999_999
_STEPS = 200
_WEEKS_A_YEAR = 52


@dataclass(frozen=True, slots=True)
class Flow:
    """Money between lender and borrower.

    Attributes:
        day: When it moves.
        minor: To the borrower above zero, from the borrower below (unit: minor units).
    """

    day: date
    minor: int


def years_between(first: date, day: date, unit: Unit = Unit.MONTHS) -> float:
    """Time as the directive counts it (unit: years).

    Whole months of a twelfth (or whole weeks of a 52nd, or whole years) are counted back from
    ``day``; the days left over count over the 365 or 366 days of the year that ends where
    they do.

    Source:
        Directive 2008/48/EC, Annex I, as amended by 2011/90/EU; Directive (EU) 2023/2225,
        Annex III.
    """
    assert first <= day, (first, day)
    if unit is Unit.WEEKS:
        weeks, days = divmod((day - first).days, 7)
        anchor = date.fromordinal(first.toordinal() + days)
        return weeks / _WEEKS_A_YEAR + days / _year_ending(anchor)
    if unit is Unit.DAYS:
        return _years_by_days(first, day)
    months = 12 * (day.year - first.year) + day.month - first.month
    if add_months(first, months) == day:
        return months / 12
    while add_months(day, -months) < first:
        months -= 1
    anchor = add_months(day, -months)
    return months / 12 + (anchor - first).days / _year_ending(anchor)


def annual_percentage_rate(flows: Sequence[Flow], unit: Unit = Unit.MONTHS) -> float:
    """The rate that makes all flows worth nothing (unit: parts of one a year).

    Args:
        flows: Payouts and payments, all compulsory fees among them.
        unit: The unit in which time is counted.

    Returns:
        The rate; 0.0 if nothing is paid beyond what was lent.

    Raises:
        ValueError: The flows have no such rate, because all run one way.
    """
    if not any(flow.minor > 0 for flow in flows) or not any(flow.minor < 0 for flow in flows):
        raise ValueError("a rate needs money both ways")
    first = min(flow.day for flow in flows)
    timed = [(years_between(first, flow.day, unit), flow.minor) for flow in flows]
    return effective_rate(timed)


def effective_rate(timed: Sequence[tuple[float, int]]) -> float:
    """The yearly rate at which ``timed`` flows are worth nothing, by halving.

    It halves until no number lies between the two ends, so the last bit is right.

    Args:
        timed: Years after the first flow, and minor units (to the borrower above zero).
    """
    if sum(minor for _, minor in timed) == 0:
        return 0.0
    low, high = _RATE_MIN, _RATE_MAX
    for _ in range(_STEPS):
        middle = (low + high) / 2
        if not low < middle < high:
            break
        if _worth(timed, middle) < 0:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def shown(rate: float, decimals: int = 2) -> Decimal:
    """A rate as percent with ``decimals``; the directive asks for one at least."""
    return Decimal(repr(100 * rate)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def flows_of(terms: LoanTerms, plan: Plan, arrangement_fee_minor: int = 0) -> tuple[Flow, ...]:
    """Everything that moves under a plan, for the rate shown in the contract.

    Args:
        terms: The set-up of the loan.
        plan: Its plan.
        arrangement_fee_minor: A fee paid at the first payout (unit: minor units).
    """
    out = [Flow(terms.disbursed, terms.principal.minor - arrangement_fee_minor)]
    out += [Flow(draw.day, draw.amount.minor) for draw in terms.draws]
    back = zip(plan.dues, plan.amounts(), strict=True)
    return (*out, *(Flow(due, -amount) for due, amount in back if amount))


def _worth(timed: Sequence[tuple[float, int]], rate: float) -> float:
    return math.fsum(minor * math.pow(1 + rate, -years) for years, minor in timed)


def _year_ending(day: date) -> int:
    """The length of the year that ends on ``day`` (unit: days)."""
    return (day - add_months(day, -12)).days


def _years_by_days(first: date, day: date) -> float:
    years = day.year - first.year
    while add_months(day, -12 * years) < first:
        years -= 1
    anchor = add_months(day, -12 * years)
    return years + (anchor - first).days / _year_ending(anchor)
