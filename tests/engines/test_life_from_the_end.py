"""Money that is left pays the last instalments first: they stand as planned, and end the loan."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grodd.engines.calendar import Rhythm, Unit
from grodd.engines.life import (
    Ahead,
    Aside,
    Charge,
    Contract,
    Draw,
    Event,
    Extension,
    Holiday,
    Life,
    LifeState,
    NewDueDay,
    NewRhythm,
    Payment,
    PaymentRules,
    RateChange,
    Side,
    Termination,
    ToBalance,
    live,
)
from grodd.engines.waterfall import Reach
from tests.engines.lives import (
    ANNUITY,
    CONTRACT,
    DRAWN,
    FIRST,
    PAID_OUT,
    after,
    due,
    interest,
    principal,
)

pytestmark = pytest.mark.once

LAST_TWO = 100_333 + 100_667
"""The last instalment with its 3.33 of interest, and the one before it with 6.67."""
BACK = (Ahead.LAST, Ahead.NEXT_LAST)


def last(amount: int, day: date = PAID_OUT, key: str = "p") -> Payment:
    return Payment(key, day, amount, Ahead.LAST)


def paid(life: Life) -> list[int]:
    return [sum(row.paid) for row in life.rows]


def earned(life: Life) -> int:
    return life.ran + sum(p.amount for p in life.postings if p.credit is Side.INTEREST)


def test_the_last_instalment_is_paid_whole_and_then_the_one_before_it() -> None:
    life = after(last(104_000 + 100_333 + 50_000, FIRST))
    assert paid(life) == [104_000, *[0] * 9, 50_000, 100_333]
    assert life.rows[-2].paid == (0, 0, 667, 49_333)
    assert interest(life) == interest(after()), "no interest falls away"
    assert life.from_the_end
    assert not after().from_the_end


def test_the_next_instalment_comes_before_the_last_ones_until_it_is_paid() -> None:
    first = Payment("p", FIRST, 104_000 + 103_667 + 50_000, Ahead.NEXT_LAST)
    second = Payment("q", FIRST + timedelta(3), 60_000, Ahead.NEXT_LAST)
    assert paid(after(first)) == [104_000, 103_667, *[0] * 9, 50_000]
    # The next one is paid already: all of it goes to the end.
    assert paid(after(first, second, on=due(2)))[-2:] == [9_667, 100_333]


def test_all_of_it_pays_every_instalment_as_it_stands_and_the_rest_is_kept() -> None:
    whole = sum(row.amount for row in after().rows)
    life = after(last(whole + 700))
    assert (life.state, life.principal, life.kept) == (LifeState.REPAID, 0, 700)
    assert earned(life) == sum(interest(after()))


def test_interest_paid_with_the_last_instalments_counts_when_the_loan_ends_early() -> None:
    """By hand: 20 kr ran in half a month, 10 of them were paid with the last two."""
    half = date(2026, 3, 17)
    before = after(last(LAST_TWO), on=half)
    assert (before.accrued, before.payoff) == (1_000, 1_000_000 + 1_000)
    over = after(last(LAST_TWO), Payment("q", half, 1_001_000), on=half)
    assert (over.state, over.kept, earned(over)) == (LifeState.REPAID, 0, 2_000)


@pytest.mark.parametrize(
    "change",
    [
        RateChange("c", FIRST, Fraction(8, 100)),
        NewDueDay("c", FIRST, date(2026, 5, 20)),
        Payment("c", FIRST + timedelta(1), 1_000, Ahead.LOWER),
        Draw("c", FIRST, 1_000),
    ],
    ids=["rate", "due day", "less", "more"],
)
def test_a_plan_that_is_made_anew_ends_before_what_was_paid_at_the_end(change: Event) -> None:
    life = after(last(LAST_TWO), Payment("q", FIRST, 104_000), change, on=FIRST + timedelta(1))
    assert [row.number for row in life.rows if row.left] == list(range(2, 11))
    assert [row.due for row in life.rows[-2:]] == [life.rows[9].due] * 2
    assert [row.owed for row in life.rows[-2:]] == [(0, 0, 667, 100_000), (0, 0, 333, 100_000)]


def test_a_new_plan_counts_on_what_is_left_and_on_interest_that_was_paid() -> None:
    """By hand: 9 000 kr at 8 % is 60 kr a month, and 10 kr of interest was paid before."""
    change = RateChange("c", FIRST, Fraction(8, 100))
    life = after(last(LAST_TWO), Payment("q", FIRST, 104_000), change)
    assert principal(life)[1:10] == [100_000] * 9
    assert interest(life)[1:4] == [6_000 - 1_000, 5_333, 4_667]
    on = due(2) - timedelta(15)
    running = after(last(LAST_TWO), Payment("q", FIRST, 104_000), change, on=on)
    assert running.ran == 3_000 + 0
    assert running.accrued == 3_000 - 1_000


def test_a_loan_ends_with_what_is_owed_while_interest_waits_in_a_pause() -> None:
    pause = Holiday("h", FIRST, 3, pays_interest=False, longer=True)
    day = date(2026, 4, 17)
    paid_first = Payment("q", FIRST, 104_000)
    payoff = after(paid_first, pause, on=day).payoff
    assert payoff == 1_100_000 + 1_833
    life = after(paid_first, pause, Payment("end", day, payoff, Ahead.LOWER), on=day)
    assert (life.state, life.payoff, earned(life)) == (LifeState.REPAID, 0, 5_833)


def test_more_instalments_share_what_is_left_over_those_paid_at_the_end() -> None:
    life = after(last(LAST_TWO), Payment("q", FIRST, 104_000), Extension("e", FIRST, 3))
    assert len(life.rows) == 1 + 9 + 3
    assert [row.left for row in life.rows[1:]].count(0) == 0
    assert sum(row.owed[3] - row.paid[3] for row in life.rows) == 900_000


def test_fewer_instalments_keep_what_was_paid_where_it_was_paid() -> None:
    shorter: list[Event] = [
        Extension("e", FIRST, -4),
        NewRhythm("e", FIRST, Rhythm(1, Unit.QUARTERS), date(2026, 7, 2), 5),
    ]
    for change in shorter:
        half = last(100_333 + 30_667)
        life = after(half, Payment("q", FIRST, 104_000), change)
        end = max(row.due for row in life.rows if row.left)
        assert [(row.number, row.due, row.left) for row in life.rows[-2:]] == [
            (11, end, 0), (12, end, 0)
        ]  # fmt: skip
        assert [row.paid for row in life.rows[-2:]] == [(0, 0, 667, 30_000), (0, 0, 333, 100_000)]
        assert life.principal == 1_200_000 - 230_000


def test_a_fee_and_more_money_after_the_last_one_was_paid_are_owed_again() -> None:
    whole = sum(row.amount for row in after().rows)
    fee = Charge("c", FIRST, 6_000)
    assert after(last(whole), fee).payoff == 6_000
    more = after(last(whole), Draw("more", FIRST, 50_000))
    assert (more.state, more.principal) == (LifeState.REPAYING, 50_000)
    assert more.rows[-1].due > FIRST


@given(
    st.sampled_from([CONTRACT, ANNUITY, replace(CONTRACT, grace=3)]),
    st.sampled_from(["costs_first", "interest_first", "principal_first"]),
    st.sampled_from(Reach),
    st.lists(
        st.tuples(st.integers(0, 200), st.integers(1, 300_000), st.sampled_from(BACK)),
        min_size=1, max_size=3,
    ),
    st.lists(
        st.sampled_from(
            [
                RateChange("rate", date(2026, 6, 11), Fraction(6, 100)),
                Holiday("h", date(2026, 7, 9), 2, pays_interest=False, longer=True),
                Extension("e", date(2026, 5, 12), -3),
                Extension("f", date(2026, 8, 1), 5),
                NewDueDay("due", date(2026, 6, 12), date(2026, 6, 25)),
                NewRhythm("r", date(2026, 7, 1), Rhythm(10, Unit.DAYS), date(2026, 7, 9), 9),
                Draw("more", date(2026, 8, 5), 150_000),
                ToBalance("to", date(2026, 6, 20), 1),
                Aside("as", date(2026, 7, 20)),
                Termination("t", date(2026, 9, 1), for_arrears=False),
            ]
        ),
        max_size=3, unique_by=id,
    ),
    st.integers(0, 60),
)  # fmt: skip
def test_whatever_changes_rows_rise_nothing_is_lost_and_what_ends_the_loan_ends_it(
    contract: Contract,
    order: str,
    reach: Reach,
    money: list[tuple[int, int, Ahead]],
    changes: list[Event],
    weeks: int,
) -> None:
    contract = replace(contract, rules=PaymentRules(order, reach=reach).by_state())
    events = [
        *changes,
        *(Payment(f"p{n}", PAID_OUT + timedelta(d), m, a) for n, (d, m, a) in enumerate(money)),
    ]
    on = PAID_OUT + timedelta(7 * weeks)
    life = live(contract, [DRAWN, *events], on)
    rows = [row for row in life.rows if row.number <= 2_000]
    assert [row.due for row in rows] == sorted(row.due for row in rows)
    assert [row.number for row in rows] == sorted({row.number for row in rows})
    shares = {(share.number, share.component) for share in life.shares}
    numbers = {row.number for row in life.rows}
    assert {number for number, _ in shares if number} <= numbers, "what was paid stays in sight"
    assert earned(live(contract, [DRAWN, *events], on + timedelta(7))) >= earned(life) - 3
    if life.payoff:
        ended = live(contract, [DRAWN, *events, Payment("z", on, life.payoff, Ahead.LOWER)], on)
        assert (ended.state, ended.principal, ended.payoff) == (LifeState.REPAID, 0, 0)
