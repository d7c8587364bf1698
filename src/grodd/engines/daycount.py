"""Day counts: how long the time between two days is, as an exact part of a year."""

from collections.abc import Callable
from datetime import date
from enum import StrEnum
from fractions import Fraction

_LAST_DAY_COUNTED = 30


class DayCount(StrEnum):
    """A convention for the length of a period. The value is what the contract prints."""

    THIRTY_E_360 = "30E/360"
    THIRTY_U_360 = "30U/360"
    THIRTY_364 = "30/364"
    THIRTY_365 = "30/365"
    THIRTY_ACTUAL = "30/actual"
    ACTUAL_360 = "actual/360"
    ACTUAL_364 = "actual/364"
    ACTUAL_365 = "actual/365"
    ACTUAL_ACTUAL = "actual/actual ISDA"
    ACTUAL_ACTUAL_31_DECEMBER = "actual/actual cut at 31 December"


def thirty_e_360(start: date, end: date) -> Fraction:
    """Year fraction under 30E/360 (Eurobond basis).

    Every month counts 30 days and every year 360; day 31 counts as day 30.

    Args:
        start: First day of the period, inclusive.
        end: Last day of the period, exclusive.

    Returns:
        A fraction of a year (unit: years, exact), e.g. 1/12 for one whole month.

    Source:
        2006 ISDA Definitions, section 4.16(g).
    """
    first = min(start.day, _LAST_DAY_COUNTED)
    last = min(end.day, _LAST_DAY_COUNTED)
    return _thirty(start, first, end, last)


def thirty_u_360(start: date, end: date) -> Fraction:
    """Year fraction under 30U/360 (US basis, with the end-of-February rule).

    Args:
        start: First day of the period, inclusive.
        end: Last day of the period, exclusive.

    Returns:
        A fraction of a year (unit: years, exact).

    Source:
        SIA Standard Securities Calculation Methods; 2006 ISDA Definitions, section 4.16(f),
        with the February rule of the US bond market.
    """
    first, last = start.day, end.day
    if _is_last_of_february(start):
        if _is_last_of_february(end):
            last = _LAST_DAY_COUNTED
        first = _LAST_DAY_COUNTED
    if last > _LAST_DAY_COUNTED <= first:
        last = _LAST_DAY_COUNTED
    return _thirty(start, min(first, _LAST_DAY_COUNTED), end, last)


def thirty_364(start: date, end: date) -> Fraction:
    """Months of 30 days over a year of 52 whole weeks, so that a year is less than one."""
    return thirty_e_360(start, end) * Fraction(360, 364)


def thirty_365(start: date, end: date) -> Fraction:
    """Months of 30 days over a year of 365, so that a year is a little less than one."""
    return thirty_e_360(start, end) * Fraction(360, 365)


def thirty_actual(start: date, end: date) -> Fraction:
    """Months of 30 days over the length of the year in which the period begins."""
    return thirty_e_360(start, end) * Fraction(360, year_days(start.year))


def actual_360(start: date, end: date) -> Fraction:
    """Calendar days over 360. Source: 2006 ISDA Definitions, section 4.16(e)."""
    return Fraction((end - start).days, 360)


def actual_364(start: date, end: date) -> Fraction:
    """Calendar days over 364, a year of 52 whole weeks."""
    return Fraction((end - start).days, 364)


def actual_365(start: date, end: date) -> Fraction:
    """Calendar days over 365, leap year or not. Source: 2006 ISDA Definitions, 4.16(d)."""
    return Fraction((end - start).days, 365)


def actual_actual(start: date, end: date) -> Fraction:
    """Calendar days, each over the length of the year it lies in.

    Args:
        start: First day of the period, inclusive.
        end: Last day of the period, exclusive: 1 January belongs to the new year.

    Source:
        2006 ISDA Definitions, section 4.16(b).
    """
    return _cut_by_year(start, end, month=1, day=1)


def actual_actual_31_december(start: date, end: date) -> Fraction:
    """Like actual/actual ISDA, but the new year begins on 31 December.

    12 December 2023 to 12 January 2024 is 19 days of 365 and 12 days of 366. Some widely used
    loan systems count so; it differs by one day's part of a year, only around leap years.
    """
    return _cut_by_year(start, end, month=12, day=31)


_COUNTS: dict[DayCount, Callable[[date, date], Fraction]] = {
    DayCount.THIRTY_E_360: thirty_e_360,
    DayCount.THIRTY_U_360: thirty_u_360,
    DayCount.THIRTY_364: thirty_364,
    DayCount.THIRTY_365: thirty_365,
    DayCount.THIRTY_ACTUAL: thirty_actual,
    DayCount.ACTUAL_360: actual_360,
    DayCount.ACTUAL_364: actual_364,
    DayCount.ACTUAL_365: actual_365,
    DayCount.ACTUAL_ACTUAL: actual_actual,
    DayCount.ACTUAL_ACTUAL_31_DECEMBER: actual_actual_31_december,
}


def year_fraction(convention: DayCount, start: date, end: date) -> Fraction:
    """How long it is from ``start`` to ``end`` (unit: years, exact) under ``convention``.

    Args:
        convention: The day count agreed.
        start: First day of the period, inclusive.
        end: Last day of the period, exclusive, never before ``start``.
    """
    assert start <= end, (start, end)
    return _COUNTS[convention](start, end)


def year_days(year: int) -> int:
    """How many days ``year`` has (unit: days, 365 or 366)."""
    return date(year, 12, 31).timetuple().tm_yday


def _thirty(start: date, first: int, end: date, last: int) -> Fraction:
    months = 12 * (end.year - start.year) + end.month - start.month
    return Fraction(30 * months + last - first, 360)


def _is_last_of_february(day: date) -> bool:
    return day.month == 2 and day.day == year_days(day.year) - 337  # noqa: PLR2004 - 31 + 306 others


def _cut_by_year(start: date, end: date, *, month: int, day: int) -> Fraction:
    """Sum the days over the length of the year they lie in, cut on ``month``/``day``.

    A cut in December opens the year after it.
    """
    if start.year == end.year:
        return Fraction((end - start).days, year_days(start.year))
    opening = 0 if month == 1 else 1
    sum_of_parts = Fraction(0)
    period_start = start
    for year in range(start.year, end.year):
        cut = date(year + 1 - opening, month, day)
        sum_of_parts += Fraction((cut - period_start).days, year_days(year))
        period_start = cut
    return sum_of_parts + Fraction((end - period_start).days, year_days(end.year))
