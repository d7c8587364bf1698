"""Interest is earned as it runs: what fell due and what runs make the interest of every day."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grodd.engines.calendar import MONTHLY, Rhythm, Unit
from grodd.engines.daycount import thirty_e_360
from grodd.engines.life import (
    ASIDE_FROM,
    Ahead,
    Contract,
    Draw,
    Event,
    Extension,
    Holiday,
    Life,
    NewDueDay,
    NewRhythm,
    Payment,
    PaymentRules,
    RateChange,
    Side,
    live,
)
from grodd.engines.waterfall import Component, Reach, same_order
from tests.engines.lives import ANNUITY, CONTRACT, DRAWN, FIRST, PAID_OUT, due

pytestmark = pytest.mark.once

CHANGES: list[Event] = [
    RateChange("rate", date(2026, 8, 11), Fraction(6, 100)),
    Holiday("h", date(2026, 9, 9), 2, pays_interest=False, longer=True),
    Extension("e", date(2026, 10, 1), 3),
    NewDueDay("due", date(2026, 6, 12), date(2026, 6, 25)),
    NewRhythm("often", date(2026, 5, 20), Rhythm(10, Unit.DAYS), date(2026, 6, 3), 30),
    NewRhythm("rare", date(2026, 6, 30), Rhythm(1, Unit.QUARTERS), date(2026, 9, 30), 3),
    Draw("more", date(2026, 5, 5), 150_000),
]
OUT_OF_THE_ROWS = (Ahead.LOWER, Ahead.SHORTER, Ahead.KEEP)
"""After these the principal of a row to come is all of it unpaid, so it is what bears interest."""


def earned(life: Life) -> int:
    """What is income by the day of a life: what fell due, and what ran since."""
    return life.ran + sum(p.amount for p in life.postings if p.credit is Side.INTEREST)


def slow_sum(contract: Contract, events: list[Event], on: date) -> Fraction:
    """Day by day: what is to be repaid later bears the rate of the day."""
    total, day = Fraction(0), PAID_OUT
    rates = [e for e in events if isinstance(e, RateChange)]
    while day < on:
        life = live(contract, events, day)
        rows = (row for row in life.rows if row.due > day and row.number < ASIDE_FROM)
        bears = sum(row.owed[3] for row in rows)
        following = day + timedelta(1)
        rate = next((e.annual_rate for e in rates if e.day <= day), contract.annual_rate)
        total += bears * rate * thirty_e_360(day, following)
        day = following
    return total


@st.composite
def plans(draw: st.DrawFn) -> Contract:
    rhythm = draw(st.sampled_from([MONTHLY, Rhythm(1, Unit.QUARTERS), Rhythm(2, Unit.WEEKS)]))
    base = draw(st.sampled_from([CONTRACT, ANNUITY, replace(CONTRACT, grace=3)]))
    return replace(base, rhythm=rhythm, instalments=6)


DAYS = st.integers(0, 100).map(lambda n: PAID_OUT + timedelta(n))
AMOUNTS = st.lists(st.tuples(DAYS, st.integers(1, 150_000)), max_size=3)
SOME = st.lists(st.sampled_from(CHANGES), max_size=2, unique_by=id)


@given(plans(), AMOUNTS, SOME, st.sampled_from([*OUT_OF_THE_ROWS, Ahead.NEXT]), st.integers(0, 75))
def test_what_is_earned_is_the_slow_sum_of_every_day(
    contract: Contract,
    paid: list[tuple[date, int]],
    changes: list[Event],
    ahead: Ahead,
    late: int,
) -> None:
    payments = [Payment(f"p{n}", day, minor, ahead) for n, (day, minor) in enumerate(paid)]
    events = [DRAWN, *payments, *(changes if ahead is not Ahead.NEXT else ())]
    on = date(2026, 4, 20) + timedelta(3 * late)
    life = live(contract, events, on)
    rounded = 1 + len(life.rows) + len(events)
    assert abs(earned(life) - slow_sum(contract, events, on)) <= rounded


@given(
    st.lists(st.tuples(st.integers(0, 300), st.integers(1, 9_000)), max_size=3),
    SOME,
    st.integers(0, 420),
)
def test_interest_is_earned_when_it_runs_whenever_it_was_paid(
    payments: list[tuple[int, int]], changes: list[Event], later: int
) -> None:
    """Some interest is paid ahead, and nothing else: then the same is earned as without it."""
    order = (Component.INTEREST, Component.FEE, Component.LATE_INTEREST, Component.PRINCIPAL)
    rule = same_order(order, reach=Reach.VERTICAL)
    contract = replace(CONTRACT, rules=dict.fromkeys(CONTRACT.rules, rule))
    on = PAID_OUT + timedelta(later)
    ahead: list[Event] = [
        Payment(f"p{n}", PAID_OUT + timedelta(days), minor, Ahead.NEXT)
        for n, (days, minor) in enumerate(payments)
    ]
    plain = live(contract, [DRAWN, *changes], on)
    early = live(contract, [DRAWN, *changes, *ahead], on)
    if any(row.paid[3] or row.paid[1] for row in early.rows):
        return  # more than interest was paid, so another debt is left
    assert abs(earned(early) - earned(plain)) <= len(changes) + 1


def test_a_row_that_was_paid_ahead_whole_still_runs() -> None:
    """By hand: 12 000 kr at 4 %, a month is 40 kr; the first instalment is paid ten days after."""
    payment = Payment("p", PAID_OUT + timedelta(10), 104_000, Ahead.NEXT)
    half = date(2026, 3, 17)
    life = live(CONTRACT, (DRAWN, payment), half)
    assert (life.rows[0].left, life.accrued, life.ran) == (0, 0, 2_000)
    whole = live(CONTRACT, (DRAWN, payment), FIRST)
    assert (whole.ran, earned(whole)) == (0, 4_000)


def test_more_can_fall_due_than_ran_where_it_was_paid_ahead_and_the_rate_fell() -> None:
    rules = PaymentRules("interest_first", reach=Reach.VERTICAL).by_state()
    contract = replace(CONTRACT, rules=rules)
    ahead = Payment("p", PAID_OUT, 20_000, Ahead.NEXT)
    free = RateChange("rate", FIRST, Fraction(0))
    life = live(contract, (DRAWN, ahead, free), due(2))
    # 40 kr ran until the rate fell to nothing; the second instalment holds 36.67 that was paid.
    assert (life.ran, earned(life)) == (-3_667, 4_000)


def test_a_rate_that_is_agreed_for_a_later_day_costs_nothing_before_it() -> None:
    later = RateChange("rate", date(2026, 8, 20), Fraction(8, 100))
    before = date(2026, 8, 12)
    paid = [Payment(f"p{n}", due(n), 104_000 - n * 200) for n in range(1, 5)]
    plain, agreed = (live(CONTRACT, (DRAWN, *paid, *more), before) for more in ((), (later,)))
    assert agreed.rows != plain.rows
    assert (agreed.ran, agreed.accrued) == (plain.ran, plain.accrued)
    assert agreed.payoff == plain.payoff


def test_nothing_runs_on_a_loan_that_is_over() -> None:
    payoff = live(CONTRACT, (DRAWN,), date(2026, 3, 17)).payoff
    over = live(CONTRACT, (DRAWN, Payment("p", date(2026, 3, 17), payoff)), date(2026, 3, 31))
    assert (over.ran, earned(over)) == (0, 2_000)
