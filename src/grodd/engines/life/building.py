"""The rows of a plan from a balance on: one place for a new plan and for every change of one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import lru_cache

from grodd.engines.daycount import thirty_e_360
from grodd.engines.money import Money
from grodd.engines.schedule.simple import annuity_factor

NO_CURRENCY = "XTS"
"""The code that ISO 4217 keeps for tests: the shares of an amount do not depend on its currency."""


@dataclass(frozen=True, slots=True)
class Task:
    """What a plan is to repay, and how.

    Attributes:
        annuity: Equal payments; else equal parts of principal.
        balance: Principal (unit: minor units, as all amounts here).
        carried: Interest that ran before ``start`` and is unpaid.
        start: From when interest runs.
        dues: Rising, all after ``start``.
        annual_rate: Unit: parts of one a year.
        grace: How many of the first rows pay no principal.
        silent: How many of the first rows pay no interest either; it waits.
        keep: The size that stays (payment of an annuity, else principal): the plan gets shorter.
    """

    annuity: bool
    balance: int
    carried: int
    start: date
    dues: tuple[date, ...]
    annual_rate: Fraction
    grace: int = 0
    silent: int = 0
    keep: int = 0


@dataclass(frozen=True, slots=True)
class Built:
    """A row: what it pays, the interest that waited when it began, and what bears interest in it.

    ``factor`` is rate times length, exact.
    """

    principal: int
    interest: int
    waited: int
    bears: int
    factor: Fraction


def build(task: Task) -> list[Built]:
    """The rows; fewer than due days where the size is kept."""
    assert 0 <= task.grace < len(task.dues), task
    assert task.silent <= task.grace, task
    factors = _factors(task)
    return _equal_payments(task, factors) if task.annuity else _equal_parts(task, factors)


def half_even(top: int, bottom: int) -> int:
    """``top / bottom`` as the nearest whole number, ties to the even one (bottom above zero)."""
    whole, rest = divmod(top, bottom)
    twice = 2 * rest
    return whole + (twice > bottom or (twice == bottom and whole % 2 == 1))


def _factors(task: Task) -> list[Fraction]:
    starts = (task.start, *task.dues[:-1])
    return [
        _factor(task.annual_rate, thirty_e_360(start, due))
        for start, due in zip(starts, task.dues, strict=True)
    ]


@lru_cache(maxsize=4_096)
def _factor(annual_rate: Fraction, years: Fraction) -> Fraction:
    """Rate times length; most months of a loan are as long as the others."""
    return annual_rate * years


def _equal_parts(task: Task, factors: Sequence[Fraction]) -> list[Built]:
    free = len(task.dues) - task.grace
    parts = [part.minor for part in Money(task.balance, NO_CURRENCY).split([1] * free)]
    rows: list[Built] = []
    balance, waiting = task.balance, task.carried
    for i, factor in enumerate(factors):
        waited, bears = waiting, balance
        waiting += half_even(balance * factor.numerator, factor.denominator)
        if i < task.grace:
            part = 0
        elif i == len(factors) - 1:
            part = balance
        else:
            part = min(task.keep or parts[i - task.grace], balance)
        interest = 0 if i < task.silent else max(waiting, 0)
        waiting -= interest
        balance -= part
        rows.append(Built(part, interest, waited, bears, factor))
        if i >= task.grace and not balance:
            break
    return rows


def _equal_payments(task: Task, factors: Sequence[Fraction]) -> list[Built]:
    payment = task.keep or _payment(task, factors)
    rows: list[Built] = []
    balance, waiting = task.balance, task.carried
    last = len(factors) - 1
    for i, factor in enumerate(factors):
        waited, bears = waiting, balance
        waiting += half_even(balance * factor.numerator, factor.denominator)
        if i == last:
            interest, part = max(waiting, 0), balance
        elif i < task.grace:
            interest, part = 0 if i < task.silent else max(waiting, 0), 0
        else:
            interest = min(max(waiting, 0), payment)
            part = min(payment - interest, balance)
        waiting -= interest
        balance -= part
        rows.append(Built(part, interest, waited, bears, factor))
        if i >= task.grace and not balance and waiting <= 0:
            break
    return rows


def _payment(task: Task, factors: Sequence[Fraction]) -> int:
    """The equal payment; unpaid interest is shared by all payments, without interest on it."""
    waiting = Fraction(0)
    if task.silent == task.grace:
        waiting += task.carried
        waiting += sum(task.balance * factor for factor in factors[: task.silent])
    free = factors[task.grace :]
    return round((task.balance + waiting / (1 + free[0])) * annuity_factor(free))
