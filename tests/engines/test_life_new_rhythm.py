"""A running loan gets another rhythm: from the next instalment on, for all that is left."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grodd.engines.calendar import MONTHLY, Rhythm, Unit, dates_from
from grodd.engines.life import (
    ASIDE_FROM,
    Ahead,
    Aside,
    Contract,
    Event,
    Extension,
    Fit,
    Holiday,
    Life,
    LifeState,
    NewDueDay,
    NewRhythm,
    Payment,
    RateChange,
    Reversal,
    ToBalance,
    earliest,
    fit,
    live,
)
from tests.engines.lives import (
    ANNUITY,
    CONTRACT,
    DRAWN,
    FIRST,
    PAID_OUT,
    TAKEN_OVER,
    after,
    due,
    interest,
    lives,
    principal,
)

pytestmark = pytest.mark.once

APRIL = date(2026, 4, 20)
FORTNIGHT, QUARTERLY = Rhythm(2, Unit.WEEKS), Rhythm(1, Unit.QUARTERS)
RHYTHMS = st.builds(Rhythm, st.integers(1, 12), st.sampled_from(Unit))
SHAPES = (CONTRACT, ANNUITY, replace(CONTRACT, bullet=True), replace(CONTRACT, fee=9_900))
MOST = 2_000


def fortnights(day: date = APRIL, first: date = date(2026, 4, 30), count: int = 24) -> NewRhythm:
    return NewRhythm("r", day, FORTNIGHT, first, count)


def dues(life: Life) -> list[date]:
    return [row.due for row in life.rows]


def instalments(life: Life) -> list[tuple[date, int, int, int]]:
    """What a plan asks for, whatever the numbers of its rows."""
    return [(row.due, row.owed[0], row.owed[2], row.owed[3]) for row in life.rows]


def test_every_second_week_from_the_next_instalment_on() -> None:
    """By hand: 40 kr a month ran to 2 April; then 11 000 kr at 4 %, 28 days, 14 days, 14 days."""
    life = after(fortnights(), on=APRIL)
    assert dues(life)[:4] == [FIRST, date(2026, 4, 30), date(2026, 5, 14), date(2026, 5, 28)]
    assert (len(life.rows), dues(life)[-1]) == (25, date(2027, 3, 18))
    assert principal(life) == [100_000] + [45_834] * 8 + [45_833] * 16
    assert interest(life)[1] == 2_200 + 1_222
    assert interest(life)[2] == round((1_100_000 - 45_834) * 0.04 * 14 / 360)
    assert life.rhythm == FORTNIGHT


def test_every_quarter_for_a_loan_that_was_repaid_every_month() -> None:
    life = after(NewRhythm("r", APRIL, QUARTERLY, date(2026, 7, 2), 3), on=APRIL)
    assert dues(life)[1:] == [date(2026, 7, 2), date(2026, 10, 2), date(2027, 1, 2)]
    assert principal(life)[1:] == [366_667, 366_667, 366_666]
    assert interest(life)[1:3] == [2_200 + 8_800, round(733_333 * 0.01)]


@given(
    st.sampled_from(SHAPES), RHYTHMS, st.integers(1, 40), st.integers(1, 30),
    st.lists(st.tuples(st.integers(1, 400), st.integers(1, 300_000)), max_size=3),
    st.sampled_from(Ahead),
)  # fmt: skip
def test_a_rhythm_agreed_before_the_first_instalment_is_that_of_the_contract(
    contract: Contract,
    rhythm: Rhythm,
    first: int,
    count: int,
    paid: list[tuple[int, int]],
    ahead: Ahead,
) -> None:
    first_due = PAID_OUT + timedelta(first)
    events = [
        Payment(f"p{n}", PAID_OUT + timedelta(day), minor, ahead)
        for n, (day, minor) in enumerate(paid)
    ]
    on = PAID_OUT + timedelta(401)
    change = NewRhythm("r", PAID_OUT, rhythm, first_due, count)
    agreed = replace(contract, rhythm=rhythm, first_due=first_due, instalments=count)
    changed = after(change, *events, on=on, contract=contract)
    plain = after(*events, on=on, contract=agreed)
    assert replace(changed, restructured=False) == plain


@given(
    lives(), RHYTHMS, st.integers(0, 300), st.integers(1, 60), st.integers(1, 30),
    st.integers(0, 200), st.randoms(use_true_random=False),
)  # fmt: skip
def test_whenever_it_is_agreed_and_told_no_principal_is_made_or_lost(
    told: tuple[Contract, list[Event]],
    rhythm: Rhythm,
    days: int,
    wait: int,
    count: int,
    later: int,
    chance: object,
) -> None:
    contract, events = told
    day = PAID_OUT + timedelta(days)
    change = NewRhythm("r", day, rhythm, day + timedelta(wait), count)
    on = day + timedelta(later)
    changed = after(*events, change, on=on, contract=contract)
    mixed = [DRAWN, change, *events]
    chance.shuffle(mixed)  # type: ignore[attr-defined] # a Random
    assert live(contract, mixed, on) == changed
    before = [event for event in events if event.day < day]
    without = after(*before, on=day, contract=contract)
    on_the_day = after(*before, change, on=day, contract=contract)
    assert on_the_day.principal == without.principal
    assert on_the_day.payoff == without.payoff, "interest that ran is the same, and no more"
    assert [row for row in on_the_day.rows if row.due <= day] == [
        row for row in without.rows if row.due <= day
    ]
    assert all(part >= 0 for row in changed.rows for part in row.owed)
    taken_back = [*events, change, Reversal("undo", day, "r")]
    assert after(*taken_back, on=on, contract=contract) == after(*events, on=on, contract=contract)


def test_what_was_paid_ahead_stays_and_only_what_follows_changes() -> None:
    ahead = Payment("p", FIRST, 104_000 + 103_667, Ahead.NEXT)
    life = after(ahead, fortnights(first=date(2026, 5, 9), count=20), on=APRIL)
    assert dues(life)[:3] == [FIRST, due(2), date(2026, 5, 9)]
    assert [row.left for row in life.rows[:2]] == [0, 0]
    assert sum(principal(life)[2:]) == 1_000_000


def test_instalments_of_interest_only_go_on_as_long_as_they_would_have() -> None:
    contract = replace(CONTRACT, grace=3)
    often = after(fortnights(), on=APRIL, contract=contract)
    # Until 2 June, the last of the three: 30 April, 14 and 28 May.
    assert principal(often)[:5] == [0, 0, 0, 0, 57_143]
    rare = after(NewRhythm("r", APRIL, QUARTERLY, date(2026, 7, 2), 4), on=APRIL, contract=contract)
    assert principal(rare) == [0, 300_000, 300_000, 300_000, 300_000]
    held = after(
        NewRhythm("r", APRIL, Rhythm(1, Unit.DAYS), date(2026, 4, 21), 5),
        on=APRIL, contract=contract,
    )  # fmt: skip
    assert principal(held) == [0, 0, 0, 0, 0, 1_200_000], "the last one repays, whatever was free"


@pytest.mark.parametrize(
    ("count", "eased"), [(24, False), (25, False), (26, True), (30, True), (10, False)]
)
def test_terms_are_eased_when_the_loan_ends_a_whole_step_later(count: int, eased: bool) -> None:
    """It ended on 2 March, and a month is the longer step: 1 April is no easing, 15 April is."""
    assert after(fortnights(count=count), on=APRIL).restructured is eased


def test_changes_after_it_count_in_the_new_rhythm() -> None:
    life = after(
        fortnights(),
        Extension("e", date(2026, 5, 20), 2),
        Holiday("h", date(2026, 5, 20), 1, pays_interest=True, longer=True),
        NewDueDay("d", date(2026, 6, 1), date(2026, 6, 15)),
        RateChange("x", date(2026, 6, 20), Fraction(5, 100)),
        on=date(2026, 6, 20),
    )
    assert dues(life)[3:7] == [
        date(2026, 5, 28), date(2026, 6, 15), date(2026, 6, 29), date(2026, 7, 13)
    ]  # fmt: skip
    assert len(life.rows) == 1 + 24 + 3
    late = after(fortnights(), ToBalance("t", date(2026, 6, 1), 3), on=date(2026, 6, 1))
    coming = [row for row in late.rows if row.due > date(2026, 6, 1) and row.number < ASIDE_FROM]
    assert {(b.due - a.due).days for a, b in pairwise(coming)} == {14}


def test_on_one_day_another_due_day_has_the_last_word() -> None:
    both = (NewDueDay("a", APRIL, date(2026, 5, 5)), fortnights())
    assert dues(after(*both, on=APRIL))[1:3] == [date(2026, 5, 5), date(2026, 5, 19)]


def test_what_was_set_aside_still_waits_for_the_last_day() -> None:
    life = after(Aside("a", APRIL), fortnights(count=30), on=APRIL)
    assert life.rows[-1].number == ASIDE_FROM
    assert dues(life)[-1] == max(dues(life)) == date(2027, 6, 10)


def test_it_can_be_agreed_for_a_later_day_and_for_a_loan_that_was_taken_over() -> None:
    before = date(2026, 4, 10)
    assert after(fortnights(), on=before).rows == after(fortnights(), on=APRIL).rows
    change = NewRhythm("r", date(2026, 4, 6), FORTNIGHT, date(2026, 4, 19), 4)
    life = live(CONTRACT, (TAKEN_OVER, change), date(2026, 4, 6))
    assert dues(life)[-4:] == list(dates_from(date(2026, 4, 19), 4, every=2, unit=Unit.WEEKS))


def test_where_nothing_is_to_come_it_does_nothing() -> None:
    over = due(12)
    change = NewRhythm("r", over, FORTNIGHT, over + timedelta(14), 3)
    assert after(change, on=over) == after(on=over)
    payoff = after(on=FIRST).payoff
    ended = after(Payment("p", FIRST, payoff), fortnights(), on=APRIL)
    assert (ended.state, ended.rhythm) == (LifeState.REPAID, MONTHLY)


@pytest.mark.parametrize(
    ("first", "count"), [(APRIL, 3), (date(2026, 4, 30), 0)], ids=["no time", "no instalments"]
)
def test_a_rhythm_needs_time_and_instalments(first: date, count: int) -> None:
    with pytest.raises(AssertionError):
        after(fortnights(first=first, count=count), on=APRIL)


@given(lives(), RHYTHMS, st.integers(0, 300))
def test_what_is_offered_ends_the_loan_within_half_a_step_of_its_plan(
    told: tuple[Contract, list[Event]], rhythm: Rhythm, days: int
) -> None:
    contract, day = told[0], PAID_OUT + timedelta(days)
    events = [event for event in told[1] if event.day <= day]
    before = after(*events, on=day, contract=contract)
    offered = fit(before.rows, rhythm, day, most=MOST)
    if offered is None:
        assert not [row for row in before.rows if row.due > day and row.left]
        return
    assert offered.first_due > earliest(before.rows, day)
    to_pay = [
        row for row in before.rows if row.number < ASIDE_FROM and (row.left or not row.amount)
    ]
    last = max(row.due for row in to_pay)
    end = rhythm.after(offered.first_due, offered.instalments - 1)
    step = rhythm.after(end, 1) - end
    assert offered.instalments == 1 or abs(end - last) <= step / 2 + timedelta(2)
    change = NewRhythm("r", day, rhythm, *offered)
    made = after(*events, change, on=day, contract=contract)
    assert made.restructured == before.restructured or offered.instalments == 1


def test_what_is_offered_follows_the_due_day_before_or_the_day_that_was_chosen() -> None:
    rows = after(on=APRIL).rows
    assert fit(rows, FORTNIGHT, APRIL, most=MOST) == Fit(date(2026, 4, 30), 23)
    assert fit(rows, QUARTERLY, APRIL, most=MOST) == Fit(date(2026, 7, 2), 4)
    late = date(2026, 5, 4)
    assert fit(rows, QUARTERLY, APRIL, first_due=late, most=MOST) == Fit(late, 4)
    assert fit(rows, Rhythm(1, Unit.DAYS), APRIL, most=40) == Fit(date(2026, 4, 21), 39)
    assert fit(after(on=due(12)).rows, FORTNIGHT, due(12), most=MOST) is None
