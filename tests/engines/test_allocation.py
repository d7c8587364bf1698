from datetime import date, timedelta
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from grodd.engines.allocation import (
    Claim,
    Component,
    Owed,
    Paid,
    allocate,
    overdue,
    owed_on,
)
from grodd.engines.daycount import DayCount
from grodd.engines.late_interest import NO_LATE_INTEREST, LateTerms
from grodd.engines.money import Money, total
from grodd.engines.rates import RateFrom

DUE = date(2026, 1, 31)
RATES = (
    RateFrom(date(2026, 1, 1), Fraction(2, 100)),
    RateFrom(date(2026, 7, 1), Fraction(4, 100)),
)
LATE = LateTerms(RATES, Fraction(8, 100), day_count=DayCount.ACTUAL_365)


def sek(minor: int) -> Money:
    return Money(minor, "SEK")


def claim(*paid: Paid, key: int = 1, due: date = DUE) -> Claim:
    return Claim(key, due, sek(1_000), sek(4_000), sek(95_000), paid)


def late_interest(owing: Claim, day: date) -> Money:
    """All that ran, paid or not."""
    paid = owing.paid_of(Component.LATE_INTEREST)
    return owed_on(owing, day, LATE).of(Component.LATE_INTEREST) + paid


def test_nothing_runs_on_the_due_day_itself() -> None:
    assert late_interest(claim(), DUE) == sek(0)
    assert late_interest(claim(), DUE + timedelta(days=1)) == sek(27)


def test_a_late_year_costs_the_rate_of_each_half() -> None:
    to_july, to_january = (date(2026, 7, 1) - DUE).days, (date(2027, 1, 1) - date(2026, 7, 1)).days
    exact = Fraction(100_000 * (10 * to_july + 12 * to_january), 100 * 365)
    assert late_interest(claim(), date(2027, 1, 1)) == sek(round(exact))


def test_a_part_paid_on_the_way_stops_the_clock_on_that_part() -> None:
    half = claim(Paid(DUE + timedelta(days=73), Component.PRINCIPAL, sek(50_000)))
    assert late_interest(half, DUE + timedelta(days=146)) == sek(3_000)


def test_late_interest_never_runs_on_late_interest() -> None:
    day = DUE + timedelta(days=73)
    with_late_paid = claim(Paid(day, Component.LATE_INTEREST, sek(1_500)))
    later = DUE + timedelta(days=146)
    assert late_interest(with_late_paid, later) == late_interest(claim(), later)
    owed = owed_on(with_late_paid, later, LATE)
    assert owed.of(Component.LATE_INTEREST) == late_interest(claim(), later) - sek(1_500)


def test_money_that_came_in_time_bears_no_late_interest() -> None:
    paid = claim(Paid(DUE, Component.PRINCIPAL, sek(95_000)))
    assert late_interest(paid, DUE + timedelta(days=73)) == sek(100)


def test_the_oldest_is_paid_first_and_in_it_fees_late_interest_interest_principal() -> None:
    old, new = claim(key=1), claim(key=2, due=date(2026, 2, 28))
    day = DUE + timedelta(days=73)
    owed = [owed_on(each, day, LATE) for each in (new, old)]
    shares, left = allocate(sek(102_500), owed)
    assert [(s.key, s.component, s.amount.minor) for s in shares] == [
        (1, Component.FEE, 1_000),
        (1, Component.LATE_INTEREST, 2_000),
        (1, Component.INTEREST, 4_000),
        (1, Component.PRINCIPAL, 95_000),
        (2, Component.FEE, 500),
    ]
    assert left == sek(0)


def test_nobody_asks_for_a_rate_before_it_is_late() -> None:
    assert owed_on(claim(), DUE, NO_LATE_INTEREST).total == sek(100_000)
    assert owed_on(claim(), DUE, LateTerms((), Fraction(8, 100))).total == sek(100_000)


def test_payments_in_any_order_lower_the_same_debt() -> None:
    parts = (
        Paid(date(2026, 3, 1), Component.PRINCIPAL, sek(5_000)),
        Paid(date(2026, 2, 1), Component.INTEREST, sek(4_000)),
        Paid(date(2026, 2, 1), Component.LATE_INTEREST, sek(7)),
    )
    assert overdue(claim(*parts)) == overdue(claim(*reversed(parts)))
    assert overdue(claim(*parts)).paid == (
        (date(2026, 2, 1), sek(4_000)),
        (date(2026, 3, 1), sek(5_000)),
    )


@settings(max_examples=40)
@given(st.integers(1, 500_000), st.lists(st.integers(0, 60_000), min_size=4, max_size=12))
def test_not_an_ore_is_lost_or_made(received: int, amounts: list[int]) -> None:
    owed = [
        Owed(key, DUE, tuple(zip(Component, map(sek, amounts[key : key + 4]), strict=True)))
        for key in range(0, len(amounts) - 3, 4)
    ]
    shares, left = allocate(sek(received), owed)
    assert total([share.amount for share in shares], "SEK") + left == sek(received)
    assert left == sek(max(0, received - sum(debt.total.minor for debt in owed)))
    assert all(share.amount.minor > 0 for share in shares)
