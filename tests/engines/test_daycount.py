"""Day counts: published examples, and laws that hold for any two days."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grodd.engines.daycount import DayCount, year_days, year_fraction

DAYS = st.dates(date(1991, 1, 1), date(2150, 12, 31))
ONE_DAY = timedelta(days=1)

EXAMPLES = [
    ("30E/360", "2024-01-31", "2024-02-29", 29),
    ("30E/360", "2024-02-29", "2024-03-31", 31),
    ("30E/360", "2007-01-15", "2007-01-30", 15),
    ("30E/360", "2007-09-30", "2008-03-31", 180),
    ("30E/360", "2007-09-30", "2007-10-31", 30),
    ("30E/360", "2008-02-29", "2009-02-28", 359),
    ("30U/360", "2008-02-29", "2009-02-28", 360),
    ("30U/360", "2007-02-28", "2007-03-31", 30),
    ("30U/360", "2007-01-15", "2007-01-31", 16),
    ("30U/360", "2007-01-31", "2007-02-28", 28),
    ("30U/360", "2006-08-31", "2007-02-28", 178),
]


@pytest.mark.parametrize(("convention", "start", "end", "days"), EXAMPLES)
def test_thirty_day_months_count_as_published(
    convention: str, start: str, end: str, days: int
) -> None:
    fraction = year_fraction(
        DayCount(convention), date.fromisoformat(start), date.fromisoformat(end)
    )
    assert fraction * 360 == days


def test_isda_cuts_at_new_year_and_the_variant_a_day_before() -> None:
    start, end = date(2023, 12, 12), date(2024, 1, 12)
    assert year_fraction(DayCount.ACTUAL_ACTUAL, start, end) == Fraction(20, 365) + Fraction(
        11, 366
    )
    assert year_fraction(DayCount.ACTUAL_ACTUAL_31_DECEMBER, start, end) == Fraction(
        19, 365
    ) + Fraction(12, 366)


def test_isda_example_over_two_new_years() -> None:
    assert year_fraction(DayCount.ACTUAL_ACTUAL, date(2003, 11, 1), date(2004, 5, 1)) == Fraction(
        61, 365
    ) + Fraction(121, 366)
    assert year_fraction(DayCount.ACTUAL_ACTUAL, date(2023, 7, 1), date(2025, 7, 1)) == Fraction(
        184, 365
    ) + 1 + Fraction(181, 365)


@given(DAYS, DAYS, DAYS, st.sampled_from([
    DayCount.ACTUAL_360, DayCount.ACTUAL_365, DayCount.ACTUAL_ACTUAL, DayCount.THIRTY_E_360,
]))  # fmt: skip
def test_two_periods_in_a_row_are_as_long_as_the_whole(
    a: date, b: date, c: date, convention: DayCount
) -> None:
    a, b, c = sorted([a, b, c])
    whole = year_fraction(convention, a, c)
    assert year_fraction(convention, a, b) + year_fraction(convention, b, c) == whole


@given(DAYS, DAYS, st.sampled_from(DayCount))
def test_no_period_is_negative_and_an_empty_one_is_nothing(
    a: date, b: date, convention: DayCount
) -> None:
    start, end = sorted([a, b])
    assert year_fraction(convention, start, end) >= 0
    assert year_fraction(convention, start, start) == 0


@given(DAYS, DAYS)
def test_actual_actual_adds_one_day_at_a_time(a: date, b: date) -> None:
    start, end = sorted([a, b])
    end = min(end, start + 800 * ONE_DAY)
    days = [start + i * ONE_DAY for i in range((end - start).days)]
    expected = sum((Fraction(1, year_days(day.year)) for day in days), Fraction(0))
    assert year_fraction(DayCount.ACTUAL_ACTUAL, start, end) == expected


@given(DAYS, DAYS)
def test_the_december_variant_is_isda_seen_one_day_later(a: date, b: date) -> None:
    start, end = sorted([a, b])
    if start.year == end.year:
        expected = Fraction((end - start).days, year_days(start.year))
    else:
        expected = year_fraction(DayCount.ACTUAL_ACTUAL, start + ONE_DAY, end + ONE_DAY)
    assert year_fraction(DayCount.ACTUAL_ACTUAL_31_DECEMBER, start, end) == expected


@given(st.integers(1991, 2200))
def test_a_whole_year_is_one_in_every_convention_that_says_so(year: int) -> None:
    start, end = date(year, 1, 1), date(year + 1, 1, 1)
    for convention in (DayCount.THIRTY_E_360, DayCount.THIRTY_U_360, DayCount.ACTUAL_ACTUAL):
        assert year_fraction(convention, start, end) == 1
    assert year_fraction(DayCount.ACTUAL_365, start, end) == Fraction(year_days(year), 365)
    assert year_fraction(DayCount.ACTUAL_360, start, end) == Fraction(year_days(year), 360)
