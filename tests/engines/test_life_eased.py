"""Hardship: for a time a share of the late interest falls away, told in time or afterwards."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grodd.engines.allocation import Component
from grodd.engines.daycount import DayCount
from grodd.engines.late_interest import LateTerms, Overdue, Relief, late_interest
from grodd.engines.life import (
    Ahead,
    Contract,
    Eased,
    Event,
    Life,
    LifeState,
    Payment,
    RateChange,
    Reversal,
    Termination,
    live,
)
from grodd.engines.life.late import LateClock
from grodd.engines.money import Money
from tests.engines.lives import ANNUITY, CONTRACT, DRAWN, FIRST, LATE, PAID_OUT, after

pytestmark = pytest.mark.once

HALF, ALL = Fraction(1, 2), Fraction(1)
TENTH, TWENTIETH = FIRST + timedelta(10), FIRST + timedelta(20)
MAY = date(2026, 5, 2)
ILL = Eased("ill", TENTH, TWENTIETH, HALF)


def test_half_of_ten_days_falls_away() -> None:
    """By hand: 1 040 kr at 10 %, ten days whole, ten by half, and ten whole."""
    assert after(on=MAY).late == {1: round(104_000 * Fraction(10, 100) * 30 / 365)}
    assert after(ILL, on=MAY).late == {1: round(104_000 * Fraction(10, 100) * 25 / 365)}


def test_all_of_it_can_fall_away_and_nothing_else_does() -> None:
    eased, plain = after(replace(ILL, day=PAID_OUT, until=MAY, share=ALL), on=MAY), after(on=MAY)
    assert (eased.late, plain.late != {}) == ({}, True)
    assert (eased.rows, eased.principal) == (plain.rows, plain.principal)
    assert not eased.restructured


def test_until_its_first_day_and_from_its_last_nothing_is_eased() -> None:
    for on in (TENTH, FIRST):
        assert after(ILL, on=on) == after(on=on)
    over = [after(ILL, on=on).late[1] for on in (TWENTIETH, MAY)]
    whole = [after(on=on).late[1] for on in (TWENTIETH, MAY)]
    assert abs((over[1] - over[0]) - (whole[1] - whole[0])) <= 1


def test_what_was_paid_before_it_was_told_is_counted_again() -> None:
    """By hand: 29 days at 10 % are 8,26 kr; five days less are 6,84 kr."""
    day = MAY - timedelta(1)
    paid = Payment("p", day, 104_826, Ahead.KEEP)
    assert (after(paid, on=day).late, after(paid, on=day).kept) == ({}, 0)
    assert after(ILL, paid, on=day).kept == 142


def test_undone_it_never_held() -> None:
    undone = Reversal("undo", TENTH, ILL.key)
    assert after(ILL, undone, on=MAY) == after(on=MAY)


def test_a_rate_that_changes_meanwhile_is_lowered_too() -> None:
    dear = RateChange("r", FIRST + timedelta(15), Fraction(12, 100))
    weights = Fraction(10, 100) * (10 + Fraction(5, 2)) + Fraction(12, 100) * (Fraction(5, 2) + 10)
    assert after(ILL, dear, on=MAY).late == {1: round(104_000 * weights / 365)}


def test_a_loan_that_was_called_in_is_eased_as_well() -> None:
    called = Termination("t", FIRST, for_arrears=False)
    june = date(2026, 6, 2)
    eased = after(called, replace(ILL, until=june, share=ALL), on=june)
    assert eased.state is LifeState.TERMINATED
    assert sum(eased.late.values()) == sum(after(called, on=TENTH).late.values())


@pytest.mark.parametrize(
    "wrong",
    [
        (replace(ILL, until=TENTH),),
        (replace(ILL, share=Fraction(3, 2)),),
        (ILL, replace(ILL, key="b", day=TWENTIETH - timedelta(1), until=MAY)),
    ],
)
def test_no_day_is_eased_twice_or_by_more_than_all(wrong: Sequence[Event]) -> None:
    with pytest.raises(AssertionError):
        after(*wrong, on=MAY)


DAYS = st.integers(0, 900).map(lambda days: PAID_OUT + timedelta(days))
SHARES = st.integers(1, 20).flatmap(lambda d: st.integers(1, d).map(lambda n: Fraction(n, d)))
COUNTS = [
    DayCount.ACTUAL_365, DayCount.ACTUAL_ACTUAL, DayCount.ACTUAL_360, DayCount.THIRTY_E_360
]  # fmt: skip


@st.composite
def hardship(draw: st.DrawFn) -> list[Relief]:
    """Up to three times that never meet."""
    edges = sorted(draw(st.sets(DAYS, min_size=2, max_size=6)))
    times = list(pairwise(edges))[::2]
    return [Relief(start, end, draw(SHARES)) for start, end in times]


@given(
    hardship(), st.lists(DAYS, min_size=2, max_size=5), st.integers(1, 10_000_000), st.booleans()
)
def test_counted_on_it_is_what_it_is_at_once(
    relief: list[Relief], days: list[date], base: int, is_floor: bool
) -> None:
    agreed = replace(LATE, contract_rate=Fraction(23, 100)) if is_floor else LATE
    clock, stops = LateClock(agreed, (), relief), sorted(days)
    run = sum(clock.run(*pair) for pair in pairwise(stops))
    claim = Overdue(stops[0], Money(base, "SEK"))
    at_once = late_interest(claim, stops[-1], agreed, relief)
    assert clock.whole(base * run) == at_once.amount.minor


@given(hardship(), st.sampled_from(COUNTS), DAYS, DAYS)
def test_however_days_are_counted_one_stretch_is_the_same(
    relief: list[Relief], count: DayCount, one: date, two: date
) -> None:
    start, end = sorted((one, two))
    terms = (
        replace(LATE, day_count=count),
        LateTerms(None, Fraction(0), contract_rate=Fraction(7, 100), day_count=count),
    )
    for agreed in terms:
        at_once = late_interest(Overdue(start, Money(77_777, "SEK")), end, agreed, relief)
        clock = LateClock(agreed, (), relief)
        assert clock.whole(77_777 * clock.run(start, end)) == at_once.amount.minor


PAYMENTS = st.lists(st.tuples(DAYS, st.integers(1, 250_000)), max_size=5)
CONTRACTS = [CONTRACT, ANNUITY, replace(CONTRACT, late=replace(LATE, grace_days=9))]


@given(st.sampled_from(CONTRACTS), hardship(), PAYMENTS, DAYS)
def test_each_row_of_a_life_bears_what_its_claim_does_by_itself(
    contract: Contract, relief: list[Relief], paid: list[tuple[date, int]], on: date
) -> None:
    payments = [Payment(f"p{n}", *each, Ahead.KEEP) for n, each in enumerate(paid)]
    eased = [Eased(f"e{n}", each.start, each.end, each.share) for n, each in enumerate(relief)]
    life = live(contract, [*payments, *eased, DRAWN], on)
    for row in life.rows:
        if row.due <= on and row.left:
            assert _late_of(life, row.number) == _by_itself(life, row.number, contract, relief, on)


def _late_of(life: Life, number: int) -> int:
    """What is unpaid of it and what was paid, while neither more nor less than that was."""
    late = [s.amount for s in life.shares if (s.number, s.component) == (number, LATE_PART)]
    return life.late.get(number, 0) + sum(late)


LATE_PART = Component.LATE_INTEREST


def _by_itself(life: Life, number: int, contract: Contract, relief: list[Relief], on: date) -> int:
    row = next(row for row in life.rows if row.number == number)
    paid = sorted(
        (share.day, Money(share.amount, "SEK"))
        for share in life.shares
        if share.number == number and share.component is not LATE_PART
    )
    amount = Money(row.owed[0] + row.owed[2] + row.owed[3], "SEK")
    claim = Overdue(row.due, amount, tuple(paid))
    return late_interest(claim, on, contract.late, relief).amount.minor
