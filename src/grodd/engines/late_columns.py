"""Late interest and running interest of a whole portfolio at once, in 64-bit whole numbers.

A twin of the scalar engines, equal to them on every row. Late interest is linear in what is
unpaid: the whole claim from its due day, less each payment from its own day. So one running sum of
rate times days for each rate is enough, whatever the number of rows and payments.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

Column = npt.NDArray[np.int64]

YEAR_DAYS = 365
BP = 10_000
PRODUCT_MAX = 1 << 62


@dataclass(frozen=True, slots=True)
class Claims:
    """Rows that were not paid in time, and what was paid of them; of one late rate.

    Attributes:
        due: The day each should have been paid, as a proleptic Gregorian ordinal.
        amount: Fees, interest and principal of each (unit: minor units).
        row: Of each payment, which claim it is for, counted from 0.
        paid_on: Of each payment, its day as an ordinal.
        paid: Of each payment, what it paid but for late interest (unit: minor units).
    """

    due: Column
    amount: Column
    row: Column
    paid_on: Column
    paid: Column


@dataclass(frozen=True, slots=True)
class LateRate:
    """A late rate from a day on.

    Attributes:
        first: The day, as an ordinal.
        annual_rate_bp: Unit: parts of ten thousand a year.
    """

    first: int
    annual_rate_bp: int


def late_interest_of_all(claims: Claims, until: int, rates: Sequence[LateRate]) -> Column:
    """Late interest that ran on each claim by ``until``, paid or not, half-even (minor units).

    Days count actual/365, from the due day, without days of grace, as ``late_interest`` does.

    Args:
        claims: What was not paid in time.
        until: Last day, exclusive, as an ordinal.
        rates: Rising by day; the first holds from the earliest due day at least.
    """
    if not len(claims.due):
        return np.zeros(0, dtype=np.int64)
    assert rates[0].first <= int(claims.due.min()), "no rate for the earliest due day"
    assert all(a.first < b.first for a, b in pairwise(rates)), rates
    end = _running(np.array([until], dtype=np.int64), rates)[0]
    due = np.minimum(claims.due, until)
    most = int(claims.amount.max()) * int(end - _running(due, rates).min())
    assert most < PRODUCT_MAX, "beyond 64 bits"
    run = claims.amount * (end - _running(due, rates))
    begins = np.minimum(np.maximum(claims.paid_on, claims.due[claims.row]), until)
    np.subtract.at(run, claims.row, claims.paid * (end - _running(begins, rates)))
    return half_even(run, np.int64(YEAR_DAYS * BP))


def running_interest_of_all(
    balance: Column, annual_rate_bp: Column, days_360: Column, year_days: int = 360
) -> Column:
    """Interest that ran on balances for some days, half-even (unit: minor units).

    Args:
        balance: What bears interest (unit: minor units).
        annual_rate_bp: Unit: parts of ten thousand a year.
        days_360: How long, as 30E/360 counts days.
        year_days: Days of the year that they are counted in.
    """
    assert int(balance.max(initial=0)) * int(annual_rate_bp.max(initial=0)) < 1 << 48, "too much"
    return half_even(balance * annual_rate_bp * days_360, np.int64(year_days * BP))


def days_30e_360(start: Sequence[tuple[int, int, int]], end: tuple[int, int, int]) -> Column:
    """Days from each start (year, month, day) to one end under 30E/360 (ISDA 2006, 4.16(g))."""
    parts = np.array(start, dtype=np.int64).reshape(-1, 3)
    year, month, day = end
    months = 12 * (year - parts[:, 0]) + (month - parts[:, 1])
    days: Column = 30 * months + (min(day, 30) - np.minimum(parts[:, 2], 30))
    return days


def half_even(above: Column, below: Column | np.int64) -> Column:
    """``above`` over ``below``, a tie to the even neighbour; ``below`` is positive."""
    whole, rest = np.divmod(above, below)
    twice = 2 * rest
    nearest: Column = whole + ((twice > below) | ((twice == below) & (whole % 2 == 1)))
    return nearest


def _running(days: Column, rates: Sequence[LateRate]) -> Column:
    """Rate times days from the first rate's day up to each day (unit: bp days)."""
    firsts = np.array([rate.first for rate in rates], dtype=np.int64)
    each = np.array([rate.annual_rate_bp for rate in rates], dtype=np.int64)
    before = np.concatenate([[0], np.cumsum(np.diff(firsts) * each[:-1])]).astype(np.int64)
    place = np.maximum(np.searchsorted(firsts, days, side="right") - 1, 0)
    running: Column = before[place] + (days - firsts[place]) * each[place]
    return running
