"""Banking days, checked against an independent calendar; moved dates; dates in a row."""

from datetime import date, timedelta

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grodd.engines.calendar import (
    BankingDays,
    Moving,
    Rhythm,
    Unit,
    add_months,
    bank_holidays,
    dates_after,
    dates_from,
    easter_sunday,
    is_banking_day,
    midsummer_eve,
    month_days,
    moved,
)

ONE_DAY = timedelta(days=1)
YEARS = range(2005, 2100)
DAYS = st.dates(date(1992, 1, 1), date(2150, 12, 31))


def _eves(where: BankingDays, year: int) -> set[date]:
    eves = {midsummer_eve(year), date(year, 12, 24)}
    return eves | {date(year, 12, 31)} if where is BankingDays.SWEDEN else eves


def _public(where: BankingDays, year: int) -> set[date]:
    code = "SE" if where is BankingDays.SWEDEN else "FI"
    return set(holidays.country_holidays(code, years=year))


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("where", [BankingDays.SWEDEN, BankingDays.FINLAND])
def test_public_holidays_and_the_closed_eves_are_the_only_closed_weekdays(
    where: BankingDays, year: int
) -> None:
    expected = {day for day in _public(where, year) | _eves(where, year) if day.weekday() < 5}
    assert {day for day in bank_holidays(where, year) if day.weekday() < 5} == expected


@pytest.mark.parametrize("year", YEARS)
def test_target_closing_days_are_those_of_the_central_bank(year: int) -> None:
    expected = set(holidays.financial_holidays("ECB", years=year))
    assert set(bank_holidays(BankingDays.TARGET, year)) == expected


def test_the_year_2026_in_sweden_is_as_the_bankers_print_it() -> None:
    closed = sorted(day for day in bank_holidays(BankingDays.SWEDEN, 2026) if day.weekday() < 5)
    assert [day.isoformat() for day in closed] == [
        "2026-01-01", "2026-01-06", "2026-04-03", "2026-04-06", "2026-05-01", "2026-05-14",
        "2026-06-19", "2026-12-24", "2026-12-25", "2026-12-31",
    ]  # fmt: skip


def test_whit_monday_was_free_until_the_national_day_became_so() -> None:
    assert not is_banking_day(date(2004, 5, 31), BankingDays.SWEDEN)
    assert is_banking_day(date(2005, 5, 16), BankingDays.SWEDEN)
    assert not is_banking_day(date(2005, 6, 6), BankingDays.SWEDEN)


@given(st.integers(1991, 2200))
def test_easter_is_a_sunday_between_22_march_and_25_april(year: int) -> None:
    easter = easter_sunday(year)
    assert easter.weekday() == 6
    assert date(year, 3, 22) <= easter <= date(year, 4, 25)


@given(DAYS, st.sampled_from(Moving), st.sampled_from(BankingDays))
def test_a_moved_date_is_a_banking_day_and_not_far_away(
    day: date, moving: Moving, where: BankingDays
) -> None:
    landed = moved(day, moving, where)
    assert abs((landed - day).days) <= 7
    if moving is Moving.NONE:
        assert landed == day
        return
    assert is_banking_day(landed, where)
    assert moved(landed, moving, where) == landed
    between = range(min(0, (landed - day).days), max(0, (landed - day).days) + 1)
    open_days = [day + i * ONE_DAY for i in between if is_banking_day(day + i * ONE_DAY, where)]
    assert open_days == [landed]


@given(DAYS, st.sampled_from(BankingDays))
def test_following_never_goes_back_preceding_never_on_and_modified_stays_in_its_month(
    day: date, where: BankingDays
) -> None:
    assert moved(day, Moving.FOLLOWING, where) >= day
    assert moved(day, Moving.PRECEDING, where) <= day
    assert moved(day, Moving.MODIFIED_FOLLOWING, where).month == day.month


def test_the_end_of_the_month_is_counted_from_the_origin() -> None:
    assert dates_after(date(2024, 1, 31), 4) == (
        date(2024, 2, 29), date(2024, 3, 31), date(2024, 4, 30), date(2024, 5, 31),
    )  # fmt: skip


@given(DAYS, st.integers(-1200, 500))
def test_months_are_added_without_leaving_the_month_aimed_at(origin: date, months: int) -> None:
    landed = add_months(origin, months)
    assert 12 * landed.year + landed.month == 12 * origin.year + origin.month + months
    assert landed.day == min(origin.day, month_days(landed.year, landed.month))


RHYTHMS = st.builds(Rhythm, st.integers(1, 12), st.sampled_from(Unit))


@given(DAYS, RHYTHMS, st.integers(-9, 60))
def test_many_days_of_a_rhythm_are_those_asked_for_one_by_one(
    origin: date, rhythm: Rhythm, first: int
) -> None:
    counts = range(first, first + 14)
    assert rhythm.days(origin, counts) == [rhythm.after(origin, count) for count in counts]


@given(DAYS, st.integers(1, 60), st.integers(1, 12), st.sampled_from(Unit))
def test_dates_in_a_row_rise_and_begin_where_they_should(
    origin: date, count: int, every: int, unit: Unit
) -> None:
    after = dates_after(origin, count, every=every, unit=unit)
    assert len(after) == count
    assert list(after) == sorted(set(after))
    assert after[0] > origin
    assert dates_from(origin, count + 1, every=every, unit=unit) == (origin, *after)
