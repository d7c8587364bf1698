"""The two everyday plans: hand-checked figures, and not an öre lost in any plan."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grodd.engines.calendar import dates_after
from grodd.engines.daycount import DayCount, year_fraction
from grodd.engines.money import Money, total
from grodd.engines.schedule import Instalment, annuity_schedule, straight_schedule

DISBURSED = date(2026, 1, 15)
COUNTS = st.integers(1, 72)
PRINCIPALS = st.integers(1_00, 10_000_000_00)
RATES = st.integers(0, 4_000)


def sek(kronor: str) -> Money:
    whole, _, part = kronor.partition(".")
    return Money(int(whole) * 100 + int((part + "00")[:2]), "SEK")


def figures(lines: tuple[Instalment, ...]) -> list[tuple[int, int, int]]:
    return [(x.principal.minor, x.interest.minor, x.balance_after.minor) for x in lines]


def test_a_straight_plan_by_hand() -> None:
    lines = straight_schedule(
        principal=sek("12000"), annual_rate_bp=600, disbursed=DISBURSED,
        due_dates=dates_after(DISBURSED, 4),
    )  # fmt: skip
    assert figures(lines) == [
        (3000_00, 60_00, 9000_00),
        (3000_00, 45_00, 6000_00),
        (3000_00, 30_00, 3000_00),
        (3000_00, 15_00, 0),
    ]


def test_an_annuity_with_the_tie_on_its_first_row() -> None:
    start = date(2024, 1, 1)
    lines = annuity_schedule(
        principal=sek("10500"), annual_rate_bp=990, disbursed=start,
        due_dates=dates_after(start, 60),
    )  # fmt: skip
    assert lines[0].interest == sek("86.62")
    assert lines[0].amount == sek("222.58")
    assert lines[-1].amount == sek("222.38")


def test_a_year_of_interest_only_comes_before_the_repayment() -> None:
    dues = dates_after(DISBURSED, 24)
    for make in (straight_schedule, annuity_schedule):
        lines = make(
            principal=sek("24000"), annual_rate_bp=500, disbursed=DISBURSED, due_dates=dues,
            grace_principal=12, fee_each=sek("25"),
        )  # fmt: skip
        assert {line.principal.minor for line in lines[:12]} == {0}
        assert {line.interest.minor for line in lines[:12]} == {100_00}
        assert all(line.principal.minor > 0 for line in lines[12:])
        assert total([line.fee for line in lines], "SEK") == sek("600")


@given(PRINCIPALS, RATES, COUNTS, st.data(), st.sampled_from(DayCount))
def test_not_an_ore_of_the_principal_is_lost(
    minor: int, rate: int, count: int, data: st.DataObject, day_count: DayCount
) -> None:
    grace = data.draw(st.integers(0, count - 1))
    dues = dates_after(DISBURSED, count)
    for make in (straight_schedule, annuity_schedule):
        lines = make(
            principal=Money(minor, "SEK"), annual_rate_bp=rate, disbursed=DISBURSED,
            due_dates=dues, grace_principal=grace, day_count=day_count,
        )  # fmt: skip
        assert total([line.principal for line in lines], "SEK").minor == minor
        assert tuple(line.due for line in lines) == dues
        assert min(line.principal.minor for line in lines) >= 0
        assert min(line.interest.minor for line in lines) >= 0
        balance = minor
        for line in lines:
            balance -= line.principal.minor
            assert line.balance_after.minor == balance


@given(PRINCIPALS, RATES, COUNTS)
def test_straight_interest_is_within_half_an_ore_of_the_exact_on_every_row(
    minor: int, rate: int, count: int
) -> None:
    dues = dates_after(DISBURSED, count)
    lines = straight_schedule(
        principal=Money(minor, "SEK"), annual_rate_bp=rate, disbursed=DISBURSED, due_dates=dues
    )
    start, balance = DISBURSED, minor
    for line in lines:
        years = year_fraction(DayCount.THIRTY_E_360, start, line.due)
        exact = balance * Fraction(rate, 10_000) * years
        assert abs(line.interest.minor - exact) <= Fraction(1, 2)
        start, balance = line.due, line.balance_after.minor


@given(st.integers(1000_00, 10_000_000_00), RATES, COUNTS)
def test_annuity_payments_are_equal_and_the_last_differs_by_little(
    minor: int, rate: int, count: int
) -> None:
    lines = annuity_schedule(
        principal=Money(minor, "SEK"), annual_rate_bp=rate, disbursed=DISBURSED,
        due_dates=dates_after(DISBURSED, count),
    )  # fmt: skip
    amounts = [line.amount.minor for line in lines]
    assert len(set(amounts[:-1])) <= 1
    growth = (1 + Fraction(rate, 120_000)) ** count
    assert abs(amounts[-1] - amounts[0]) <= count * growth + 1


def test_interest_larger_than_the_payment_is_carried_and_the_debt_never_grows() -> None:
    dues = (date(2036, 1, 15), *dates_after(date(2036, 1, 15), 3))
    lines = annuity_schedule(
        principal=sek("1000"), annual_rate_bp=4_000, disbursed=DISBURSED, due_dates=dues
    )
    assert lines[0].principal.minor == 0
    assert total([line.principal for line in lines], "SEK") == sek("1000")
    # Ten years at 40 % are 4 000.00; nothing of it is forgotten on the way to the last row.
    assert total([line.interest for line in lines], "SEK") > sek("4000")


@pytest.mark.parametrize("dues", [(DISBURSED,), (), (date(2026, 3, 1), date(2026, 2, 1))])
def test_due_dates_that_do_not_rise_are_a_mistake(dues: tuple[date, ...]) -> None:
    with pytest.raises(AssertionError):
        straight_schedule(
            principal=sek("100"), annual_rate_bp=0, disbursed=DISBURSED, due_dates=dues
        )
