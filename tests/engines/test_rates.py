"""Rates that change with time: what holds when, and what is missing."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grodd.engines.rates import (
    MissingRate,
    RateFrom,
    decided_throughout,
    half_years,
    percent,
    rate_on,
    stretches,
    with_margin,
)
from grodd.engines.rounding import Rounding, rounded, rounded_to_multiple

HALF_YEARS = tuple(
    RateFrom(date(year, month, 1), Fraction(year - 2000 + month, 1000))
    for year in range(2020, 2027)
    for month in (1, 7)
)
DAYS = st.dates(date(2020, 1, 1), date(2026, 12, 31))


def test_a_rate_holds_from_its_day_until_the_next() -> None:
    assert rate_on(HALF_YEARS, date(2024, 6, 30)) == Fraction(25, 1000)
    assert rate_on(HALF_YEARS, date(2024, 7, 1)) == Fraction(31, 1000)


def test_a_day_before_the_first_rate_has_none() -> None:
    with pytest.raises(MissingRate, match="2019-12-31"):
        rate_on(HALF_YEARS, date(2019, 12, 31))


def test_a_half_year_without_its_own_rate_is_named() -> None:
    assert decided_throughout(HALF_YEARS, date(2020, 1, 1), date(2027, 1, 1)) == HALF_YEARS
    with pytest.raises(MissingRate, match="2027-01-01"):
        decided_throughout(HALF_YEARS, date(2026, 3, 1), date(2027, 1, 2))


def test_the_reference_rate_is_asked_for_at_each_half_year() -> None:
    asked = half_years(date(2025, 11, 3), date(2026, 7, 2))
    assert asked == (date(2025, 11, 3), date(2026, 1, 1), date(2026, 7, 1))


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (Fraction(99, 1000), "9.9 %"), (Fraction(8, 100), "8 %"), (Fraction(0), "0 %"),
        (Fraction(-5, 1000), "-0.5 %"), (Fraction(1, 12), "25/3 %"),
        (Fraction("0.0948221317"), "9.48221317 %"),
    ],
)  # fmt: skip
def test_a_rate_is_printed_exactly(share: Fraction, text: str) -> None:
    assert percent(share) == text


@given(DAYS, DAYS)
def test_stretches_join_without_gap_and_each_has_the_rate_of_its_days(a: date, b: date) -> None:
    start, end = sorted([a, b])
    cut = stretches(HALF_YEARS, start, end)
    assert sum((s.end - s.start).days for s in cut) == (end - start).days
    for stretch in cut:
        assert rate_on(HALF_YEARS, stretch.start) == stretch.annual_rate
        assert rate_on(HALF_YEARS, stretch.end - timedelta(1)) == stretch.annual_rate


@given(DAYS, st.fractions(0, 1))
def test_a_margin_is_added_to_every_rate(day: date, margin: Fraction) -> None:
    assert rate_on(with_margin(HALF_YEARS, margin), day) == rate_on(HALF_YEARS, day) + margin


TIES = [(5, 0, 1), (15, 2, 2), (25, 2, 3), (-5, 0, -1), (-25, -2, -3), (24, 2, 2)]


@pytest.mark.parametrize(("tenths", "even", "up"), TIES)
def test_ties_are_broken_by_name(tenths: int, even: int, up: int) -> None:
    assert rounded(Fraction(tenths, 10), Rounding.HALF_EVEN) == even
    assert rounded(Fraction(tenths, 10), Rounding.HALF_UP) == up


@given(st.fractions(-(10**6), 10**6), st.sampled_from(Rounding))
def test_rounding_moves_an_amount_by_less_than_one(exact: Fraction, rounding: Rounding) -> None:
    moved = abs(rounded(exact, rounding)) - abs(exact)
    assert abs(moved) < 1
    if rounding in {Rounding.HALF_EVEN, Rounding.HALF_UP}:
        assert abs(moved) <= Fraction(1, 2)
    else:
        assert moved >= 0 if rounding is Rounding.UP else moved <= 0


def test_an_instalment_is_never_rounded_away() -> None:
    assert rounded_to_multiple(Fraction(49), 100) == 49
    assert rounded_to_multiple(Fraction(151), 100) == 200
    assert rounded_to_multiple(Fraction(151), 0) == 151
    assert rounded_to_multiple(Fraction(101), 100, Rounding.UP) == 200
    assert rounded_to_multiple(Fraction(199), 100, Rounding.DOWN) == 100
