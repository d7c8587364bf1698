"""The quick way to the same plan: whole numbers over one common denominator.

Most loans have one rate, one payout and no special rules. For them every row is a few operations
on whole numbers. Any other loan goes the general way. Both ways give the same rows to the minor
unit, which a property test holds them to.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import lru_cache
from itertools import accumulate
from math import lcm
from operator import sub
from typing import NamedTuple

from grodd.engines.calendar import BankingDays, Moving, Unit
from grodd.engines.daycount import DayCount
from grodd.engines.money import Money
from grodd.engines.rounding import Rounding, rounded
from grodd.engines.schedule.general import general_plan
from grodd.engines.schedule.periods import periods, years
from grodd.engines.schedule.plan import Plan
from grodd.engines.schedule.simple import annuity_factor
from grodd.engines.schedule.terms import (
    Amortisation,
    Ending,
    FirstPeriod,
    LoanTerms,
    PeriodLength,
    Working,
)

_CACHED_GRIDS = 8192
FACTOR_BITS = 128
_HALF = 1 << (FACTOR_BITS - 1)
_MASK = (1 << FACTOR_BITS) - 1
_KINDS = (Amortisation.ANNUITY, Amortisation.STRAIGHT)
_TIES = (Rounding.HALF_EVEN, Rounding.HALF_UP)

# Looked up once: the hot path asks for them on every loan.
_ANNUITY = Amortisation.ANNUITY
_HALF_EVEN = Rounding.HALF_EVEN
_REST = Ending.LAST_TAKES_REST
_EXACT = Working.EXACT
_BY_LENGTH = FirstPeriod.BY_LENGTH


class GridKey(NamedTuple):
    """What the time and the price of a loan depend on."""

    rate_numerator: int
    rate_denominator: int
    disbursed: date
    instalments: int
    every: int
    unit: Unit
    first_due: date | None
    day_count: DayCount
    period_length: PeriodLength
    moving: Moving
    banking_days: BankingDays
    interest_follows_move: bool


@dataclass(frozen=True, slots=True)
class Grid:
    """The time and the price of a loan as whole numbers, whatever its size.

    Attributes:
        dues: When each row is paid.
        doubled: Twice rate times length of each period, over ``denominator``.
        denominator: The common denominator.
        factor: The equal payment of a debt of 1, exact.
        scaled: The same times 2 to the power of ``FACTOR_BITS``, rounded down.
    """

    dues: tuple[date, ...]
    doubled: tuple[int, ...]
    denominator: int
    factor: Fraction
    scaled: int


def plan(terms: LoanTerms) -> Plan:
    """The plan of a loan, exact to the minor unit, the quick way where there is one."""
    if not is_plain(terms):
        return general_plan(terms)
    return _quick(terms, grid_of(terms), terms.principal.minor)


def plans_for(terms: LoanTerms) -> Callable[[int], Plan]:
    """A maker of plans that differ only in the principal (unit: minor units).

    For offers and portfolios, where one product on one day is lent in many sizes.
    """
    assert is_plain(terms), "only a plain loan is the same in every size"
    grid = grid_of(terms)

    def made(principal: int) -> Plan:
        return _quick(terms, grid, principal)

    return made


def _quick(terms: LoanTerms, grid: Grid, principal: int) -> Plan:
    even = terms.rounding is _HALF_EVEN
    if terms.amortisation is _ANNUITY:
        payment = _payment(grid, principal, terms.rounding)
        interest, balances = _annuity_rows(grid, principal, payment, even=even)
        parts = [payment - paid for paid in interest]
        parts[-1] = balances[-2] if len(parts) > 1 else principal
        if min(parts) < 0 or min(balances) < 0:
            return general_plan(_of_size(terms, principal))
    else:
        count = len(grid.dues)
        each, rest = divmod(principal, count)
        parts = [each + 1] * rest + [each] * (count - rest)
        balances = list(accumulate(parts, sub, initial=principal))
        interest = _interest_on(balances, grid, even=even)
        del balances[0]
    fee = terms.fee_each.minor if terms.fee_each else 0
    return Plan(
        terms.principal.currency,
        grid.dues,
        tuple(parts),
        tuple(interest),
        (fee,) * len(parts),
        tuple(balances),
    )


def _annuity_rows(
    grid: Grid, balance: int, payment: int, *, even: bool
) -> tuple[list[int], list[int]]:
    """Interest and balance of each row. The hot loop: it is written for speed."""
    denominator = grid.denominator
    doubled = 2 * denominator
    interest: list[int] = []
    balances: list[int] = []
    owe, leave = interest.append, balances.append
    for numerator in grid.doubled:
        above = balance * numerator + denominator
        owed = above // doubled
        if owed & 1 and even and owed * doubled == above:
            owed -= 1
        owe(owed)
        balance -= payment - owed
        leave(balance)
    balances[-1] = 0
    return interest, balances


def _interest_on(balances: list[int], grid: Grid, *, even: bool) -> list[int]:
    """Interest of each row on the balance before it."""
    denominator = grid.denominator
    doubled = 2 * denominator
    interest: list[int] = []
    for balance, numerator in zip(balances, grid.doubled, strict=False):
        above = balance * numerator + denominator
        owed = above // doubled
        if owed & 1 and even and owed * doubled == above:
            owed -= 1
        interest.append(owed)
    return interest


def _payment(grid: Grid, principal: int, rounding: Rounding) -> int:
    """The equal instalment. Where the scaled factor cannot decide, the exact one does."""
    above = principal * grid.scaled + _HALF
    beyond = above & _MASK
    if beyond > 0 and beyond + principal <= _MASK:
        return above >> FACTOR_BITS
    return rounded(principal * grid.factor, rounding)


def is_plain(terms: LoanTerms) -> bool:
    """Whether the loan has one rate, one payout and no special rules."""
    return (
        terms.amortisation in _KINDS
        and terms.rounding in _TIES
        and terms.instalment_rounding is None
        and terms.ending is _REST
        and terms.working is _EXACT
        and terms.first_period is _BY_LENGTH
        and terms.fixed_payment is None
        and not (terms.rate_steps or terms.draws or terms.down_payment_percent)
        and not (terms.grace_principal or terms.grace_interest or terms.instalment_multiple)
    )


def _of_size(terms: LoanTerms, principal: int) -> LoanTerms:
    return replace(terms, principal=Money(principal, terms.principal.currency))


def grid_of(terms: LoanTerms) -> Grid:
    """The dates and prices of a plain loan, whatever its size."""
    return _grid(grid_key(terms))


def grid_key(terms: LoanTerms) -> GridKey:
    """What the dates and prices of a plain loan depend on."""
    return GridKey(
        terms.annual_rate.numerator,
        terms.annual_rate.denominator,
        terms.disbursed,
        terms.instalments,
        terms.every,
        terms.unit,
        terms.first_due,
        terms.day_count,
        terms.period_length,
        terms.moving,
        terms.banking_days,
        terms.interest_follows_move,
    )


@lru_cache(maxsize=_CACHED_GRIDS)
def _grid(key: GridKey) -> Grid:
    """Dates and prices of a loan of any size. Remembered: portfolios repeat their products."""
    terms = LoanTerms(
        principal=Money(1, "SEK"),
        annual_rate=Fraction(key.rate_numerator, key.rate_denominator),
        disbursed=key.disbursed,
        instalments=key.instalments,
        every=key.every,
        unit=key.unit,
        first_due=key.first_due,
        day_count=key.day_count,
        period_length=key.period_length,
        moving=key.moving,
        banking_days=key.banking_days,
        interest_follows_move=key.interest_follows_move,
    )
    rows = periods(terms)
    factors = [terms.annual_rate * years(terms, row, row.start, row.end) for row in rows]
    denominator = lcm(*(factor.denominator for factor in factors))
    factor = annuity_factor(factors)
    return Grid(
        dues=tuple(row.due for row in rows),
        doubled=tuple(2 * denominator // x.denominator * x.numerator for x in factors),
        denominator=denominator,
        factor=factor,
        scaled=(factor.numerator << FACTOR_BITS) // factor.denominator,
    )
