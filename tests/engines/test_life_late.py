"""Late interest in the life of a loan: its rates, and that counting on is counting at once."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grodd.engines.daycount import DayCount
from grodd.engines.late_interest import NO_LATE_INTEREST, LateTerms, Overdue, late_interest
from grodd.engines.life import RateChange, live
from grodd.engines.life.late import LateClock
from grodd.engines.money import Money
from grodd.engines.rates import MissingRate, RateFrom
from grodd.engines.rounding import Rounding
from tests.engines.lives import CONTRACT, DRAWN, FIRST, LATE, RATES, after

pytestmark = pytest.mark.once
DAY = date(2026, 5, 2)


def test_a_rate_that_rises_lifts_the_floor_of_late_interest_from_its_day() -> None:
    dear = RateChange("r", FIRST + timedelta(10), Fraction(12, 100))
    # The reference rate and 8 points are 10 %; the loan costs 4 % for ten days and then 12 %.
    expected = 104_000 * (Fraction(10, 100) * 10 + Fraction(12, 100) * 20) / 365
    assert after(dear, on=DAY).late == {1: round(expected)}


def test_a_rate_that_falls_lowers_the_floor_from_its_day() -> None:
    contract = replace(
        CONTRACT, annual_rate=Fraction(15, 100), late=replace(LATE, contract_rate=Fraction(15, 100))
    )
    cheap = RateChange("r", FIRST + timedelta(10), Fraction(6, 100))
    owed = 100_000 + 15_000
    expected = owed * (Fraction(15, 100) * 10 + Fraction(10, 100) * 20) / 365
    assert after(cheap, on=DAY, contract=contract).late == {1: round(expected)}


def test_a_new_rate_makes_nobody_pay_late_interest_that_was_not_agreed() -> None:
    contract = replace(CONTRACT, late=NO_LATE_INTEREST)
    assert after(RateChange("r", FIRST, Fraction(12, 100)), on=DAY, contract=contract).late == {}


def test_days_of_grace_know_the_new_rate_too() -> None:
    contract = replace(CONTRACT, late=replace(LATE, grace_days=5))
    dear = RateChange("r", FIRST + timedelta(10), Fraction(12, 100))
    assert after(dear, on=FIRST + timedelta(5), contract=contract).late == {}
    assert after(dear, on=DAY, contract=contract).late == after(dear, on=DAY).late


def test_a_half_year_without_a_rate_is_named() -> None:
    contract = replace(CONTRACT, late=replace(LATE, reference=(RATES[0], RATES[2])))
    assert live(contract, (DRAWN,), date(2026, 7, 1)).late
    with pytest.raises(MissingRate) as missing:
        live(contract, (DRAWN,), date(2026, 7, 2))
    assert missing.value.day == date(2026, 7, 1)


COUNTS = [DayCount.ACTUAL_365, DayCount.ACTUAL_ACTUAL, DayCount.ACTUAL_360, DayCount.ACTUAL_364]
RATES_OF_ALL = st.integers(0, 3_000).map(lambda bp: Fraction(bp, 10_000))
DAYS = st.integers(0, 1_400).map(lambda days: RATES[0].valid_from + timedelta(days))


@st.composite
def terms(draw: st.DrawFn) -> LateTerms:
    changes = sorted(draw(st.sets(DAYS, max_size=3)))
    return LateTerms(
        tuple(RateFrom(rate.valid_from, draw(RATES_OF_ALL)) for rate in RATES),
        draw(RATES_OF_ALL),
        contract_rate=draw(RATES_OF_ALL),
        day_count=draw(st.sampled_from(COUNTS)),
        rounding=draw(st.sampled_from(Rounding)),
        changes=tuple(RateFrom(day, draw(RATES_OF_ALL)) for day in changes),
    )


@given(terms(), st.lists(DAYS, min_size=2, max_size=5), st.integers(1, 10_000_000))
def test_counted_on_day_by_day_it_is_what_it_is_at_once(
    agreed: LateTerms, days: list[date], base: int
) -> None:
    clock = LateClock(replace(agreed, changes=()), [rate.annual_rate for rate in agreed.changes])
    for rate in agreed.changes:
        clock.change_rate(rate.valid_from, rate.annual_rate)
    stops = sorted(days)
    run = sum(clock.run(*pair) for pair in pairwise(stops))
    at_once = late_interest(Overdue(stops[0], Money(base, "SEK")), stops[-1], agreed)
    assert clock.whole(base * run) == at_once.amount.minor


def test_a_count_by_months_is_asked_one_by_one() -> None:
    agreed = replace(LATE, day_count=DayCount.THIRTY_E_360)
    clock = LateClock(agreed, ())
    at_once = late_interest(Overdue(FIRST, Money(77_777, "SEK")), date(2027, 8, 31), agreed)
    assert clock.whole(77_777 * clock.run(FIRST, date(2027, 8, 31))) == at_once.amount.minor
