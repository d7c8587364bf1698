"""The rows of a plan from a balance on: one place for a new plan and for every change of one.

Everything is counted in whole numbers. A row's interest is its balance times ``top * days`` over
``bottom``, where days are those of 30E/360.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import groupby
from math import gcd

from grodd.engines.rounding import half_even

YEAR_DAYS = 360
LAST_DAY_COUNTED = 30


@dataclass(frozen=True, slots=True)
class Task:
    """What a plan is to repay, and how.

    Attributes:
        annuity: Equal payments; else equal parts of principal.
        balance: Principal (unit: minor units, as all amounts here).
        carried: Interest that ran before the first period and is unpaid.
        days: How long each period is (unit: days of 30E/360); the second and later ones are
            whole periods between due days.
        annual_rate: Unit: parts of one a year.
        grace: How many of the first rows pay no principal.
        silent: How many of the first rows pay no interest either; it waits.
        keep: The size that stays (payment of an annuity, else principal): the plan gets shorter.
    """

    annuity: bool
    balance: int
    carried: int
    days: Sequence[int]
    annual_rate: Fraction
    grace: int = 0
    silent: int = 0
    keep: int = 0


Built = tuple[int, int, int, int]
"""A row: principal, interest, the interest that waited when it began, what bears interest in it."""


def serial(day: date) -> int:
    """Days of 30E/360 since the year 0: the difference of two is the length of a period.

    Source:
        2006 ISDA Definitions, section 4.16(g); see ``daycount.thirty_e_360``.
    """
    last = day.day
    return YEAR_DAYS * day.year + 30 * day.month + last - (last > LAST_DAY_COUNTED)


def build(task: Task) -> list[Built]:
    """The rows; fewer than periods where the size is kept."""
    assert 0 <= task.grace < len(task.days), task
    assert task.silent <= task.grace, task
    top, bottom = task.annual_rate.numerator, task.annual_rate.denominator * YEAR_DAYS
    return _equal_payments(task, top, bottom) if task.annuity else _equal_parts(task, top, bottom)


def _equal_parts(task: Task, top: int, bottom: int) -> list[Built]:
    free = len(task.days) - task.grace
    part_of_all, larger = divmod(task.balance, free)
    rows: list[Built] = []
    balance, waiting = task.balance, task.carried
    last = len(task.days) - 1
    top, two = 2 * top, 2 * bottom
    for i, days in enumerate(task.days):
        waited, bears = waiting, balance
        whole, rest = divmod(balance * top * days + bottom, two)  # half_even, without the call
        waiting += whole if rest or whole % 2 == 0 else whole - 1  # nothing is over at a tie
        if i < task.grace:
            part = 0
        elif i == last:
            part = balance
        else:
            # The first ones take what does not divide.
            part = min(task.keep or part_of_all + (i - task.grace < larger), balance)
        interest = 0 if i < task.silent else max(waiting, 0)
        waiting -= interest
        balance -= part
        rows.append((part, interest, waited, bears))
        if i >= task.grace and not balance:
            break
    return rows


def _equal_payments(task: Task, top: int, bottom: int) -> list[Built]:
    payment = task.keep or _payment(task, top, bottom)
    rows: list[Built] = []
    balance, waiting = task.balance, task.carried
    last, grace, silent = len(task.days) - 1, task.grace, task.silent
    top, two = 2 * top, 2 * bottom
    for i, days in enumerate(task.days):
        waited, bears = waiting, balance
        whole, rest = divmod(balance * top * days + bottom, two)  # half_even, without the call
        waiting += whole if rest or whole % 2 == 0 else whole - 1  # nothing is over at a tie
        if grace <= i < last and 0 <= waiting <= payment <= balance:  # most rows are like this
            interest, part = waiting, payment - waiting
        elif i == last:
            interest, part = max(waiting, 0), balance
        elif i < grace:
            interest, part = 0 if i < silent else max(waiting, 0), 0
        else:
            interest = min(max(waiting, 0), payment)
            part = min(payment - interest, balance)
        waiting -= interest
        balance -= part
        rows.append((part, interest, waited, bears))
        if not balance and i >= grace and waiting <= 0:
            break
    return rows


def _payment(task: Task, top: int, bottom: int) -> int:
    """The equal payment; unpaid interest is shared by all payments, without interest on it.

    With the factor of each row ``1 + f = q / one``, the payment of a balance is
    ``balance * q1 * ... * qn / (one * g)`` where ``g`` is 1 for the first row and for each later
    one ``one**(i-1) + g * qi``: the sum of all payments carried to the last due day. Rows of one
    length are counted at once. Exact until it is rounded.
    """
    days = task.days[task.grace :]
    one = bottom // gcd(bottom, *(top * count for count in set(task.days)))
    unit = bottom // one
    first = one + top * days[0] // unit
    owed = task.balance * first
    if task.silent == task.grace:
        silent = sum(task.days[: task.silent]) * top // unit
        owed += task.carried * one + task.balance * silent
    grown, power, carried = 1, 1, 1
    for count, alike in groupby(days[1:]):
        factor, rows = one + top * count // unit, len(list(alike))
        ones, factors = one**rows, factor**rows
        # one**1 * factor**(rows-1) + ... + one**rows, by the sum of a geometric series.
        series = one * ((factors - ones) // (factor - one)) if factor != one else rows
        carried = carried * factors + power * series
        power *= ones
        grown *= factors
    return half_even(owed * grown, one * carried)
