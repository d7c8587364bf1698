"""The waterfall: hand-checked orders, and the law that entering late changes nothing."""

import random
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grodd.engines.rounding import Rounding
from grodd.engines.schedule import PeriodLength, plan
from grodd.engines.waterfall import (
    Ahead,
    Allocation,
    Charge,
    Component,
    Event,
    OwedRow,
    Payment,
    Reach,
    Reversal,
    Rule,
    State,
    StateChange,
    Waiver,
    When,
    allocate,
    difference,
    same_order,
)
from tests.engines.loans import loan

COSTS_FIRST = (Component.LATE_INTEREST, Component.FEE, Component.INTEREST, Component.PRINCIPAL)
PRINCIPAL_FIRST = tuple(reversed(COSTS_FIRST))
START = date(2026, 1, 1)
JAN, FEB, MAR, APR = (date(2026, month, 1) for month in (1, 2, 3, 4))
ROWS = (
    OwedRow(JAN, FEB, principal=100_00, interest=10_00, fee=1_00),
    OwedRow(FEB, MAR, principal=100_00, interest=7_00),
    OwedRow(MAR, APR, principal=100_00, interest=3_00),
)


def run(*events: Event, rule: Rule | None = None, until: date = date.max) -> Allocation:
    rules = {State.ORDINARY: rule or same_order(COSTS_FIRST)}
    return allocate(ROWS, events, rules, until=until)


def paid(result: Allocation) -> list[tuple[int, ...]]:
    return [row.paid for row in result.rows]


def test_a_payment_on_the_day_pays_the_instalment_whole() -> None:
    row = run(Payment("a", FEB, 111_00)).rows[0]
    assert (row.outstanding, row.paid_on, row.in_advance, row.late) == (0, FEB, 0, 0)


def test_costs_come_before_principal_and_the_oldest_instalment_first() -> None:
    assert paid(run(Payment("a", MAR + timedelta(2), 120_00))) == [
        (1_00, 0, 10_00, 100_00), (0, 0, 7_00, 2_00), (0, 0, 0, 0),
    ]  # fmt: skip


def test_vertical_pays_all_interest_before_any_principal() -> None:
    rule = same_order(COSTS_FIRST, reach=Reach.VERTICAL)
    assert paid(run(Payment("a", MAR + timedelta(2), 20_00), rule=rule)) == [
        (1_00, 0, 10_00, 2_00), (0, 0, 7_00, 0), (0, 0, 0, 0),
    ]  # fmt: skip


def test_next_last_and_last_order_by_hand() -> None:
    last = run(Payment("a", JAN, 150_00), rule=same_order(COSTS_FIRST, ahead=Ahead.LAST))
    assert [sum(row.paid) for row in last.rows] == [0, 47_00, 103_00]
    both = run(Payment("a", JAN, 150_00), rule=same_order(COSTS_FIRST, ahead=Ahead.NEXT_LAST))
    assert [sum(row.paid) for row in both.rows] == [111_00, 0, 39_00]


def test_money_ahead_is_shared_and_the_last_takes_the_rest() -> None:
    rule = same_order((Component.PRINCIPAL,), ahead=Ahead.REAMORTISE)
    result = run(Payment("a", JAN, 100_01), rule=rule)
    assert [row.paid[3] for row in result.rows] == [33_34, 33_34, 33_33]


def test_what_a_row_does_not_need_of_its_share_is_shared_again_by_the_others() -> None:
    rule = same_order((Component.PRINCIPAL,), ahead=Ahead.REAMORTISE)
    small = Waiver("w", JAN, Component.PRINCIPAL, 90_00)
    result = run(small, Payment("a", JAN, 90_01), rule=rule)
    assert [row.paid[3] for row in result.rows] == [90_00 + 10_00, 40_00, 40_01]


def test_kept_money_pays_each_instalment_on_its_due_date() -> None:
    rule = same_order(COSTS_FIRST, ahead=Ahead.KEEP)
    early = run(Payment("a", JAN, 150_00), rule=rule, until=FEB - timedelta(1))
    assert (sum(map(sum, paid(early))), early.credit) == (0, (("a", 150_00),))
    later = run(Payment("a", JAN, 150_00), rule=rule, until=MAR)
    assert [sum(row.paid) for row in later.rows] == [111_00, 39_00, 0]
    assert (later.rows[0].paid_on, later.rows[0].in_advance, later.credit) == (FEB, 0, ())


def test_more_than_the_whole_debt_is_kept_as_credit() -> None:
    result = run(Payment("a", MAR, 400_00))
    assert (result.outstanding, result.credit) == (0, (("a", 79_00),))


def test_a_charge_joins_the_instalment_of_its_day_and_later_ones_a_row_of_their_own() -> None:
    fee = Charge("f", FEB + timedelta(1), Component.FEE, 60_00)
    after = Charge("g", APR + timedelta(9), Component.LATE_INTEREST, 5_00)
    result = run(fee, after)
    assert [row.owed[0] for row in result.rows] == [1_00, 60_00, 0, 0]
    assert (result.rows[3].due, result.rows[3].owed[1]) == (APR + timedelta(9), 5_00)


def test_a_charge_uses_credit_and_opens_a_paid_instalment_again() -> None:
    everything = Payment("a", FEB, 330_00)
    fee = Charge("f", MAR, Component.FEE, 20_00)
    result = run(everything, fee)
    assert result.rows[1].outstanding == 11_00
    assert result.rows[1].paid_on is None
    assert result.credit == ()


def test_a_bounced_payment_never_was() -> None:
    bounced = run(Payment("a", FEB, 111_00), Payment("b", FEB, 5_00), Reversal("r", "a"))
    assert bounced == run(Payment("b", FEB, 5_00))


def test_a_waiver_gives_up_the_oldest_first() -> None:
    result = run(Waiver("w", MAR, Component.INTEREST, 12_00))
    assert [row.left(Component.INTEREST) for row in result.rows] == [0, 5_00, 3_00]


def test_a_terminated_loan_is_all_due_and_pays_by_its_own_rule() -> None:
    rules = {
        State.ORDINARY: same_order(COSTS_FIRST),
        State.TERMINATED: Rule(((When.PAST_DUE, Component.PRINCIPAL),), Reach.VERTICAL),
    }
    events = (StateChange("t", FEB, State.TERMINATED), Payment("a", FEB + timedelta(5), 250_00))
    result = allocate(ROWS, events, rules)
    assert [row.paid[3] for row in result.rows] == [100_00, 100_00, 50_00]


def test_what_is_not_in_the_order_is_never_paid() -> None:
    result = run(Payment("a", APR, 500_00), rule=same_order((Component.INTEREST,)))
    assert sum(map(sum, paid(result))) == 20_00
    assert result.credit == (("a", 480_00),)


def test_only_the_difference_is_posted_when_a_payment_turns_up_late() -> None:
    first = run(Payment("b", MAR, 118_00))
    second = run(Payment("b", MAR, 118_00), Payment("a", FEB, 111_00))
    shifts = difference(first, second)
    assert sum(x.amount for x in shifts if x.key == "b") == 0
    assert sum(x.amount for x in shifts if x.key == "a") == 111_00
    assert difference(second, second) == ()


def test_two_events_with_one_key_are_a_mistake() -> None:
    with pytest.raises(AssertionError):
        run(Payment("a", FEB, 1), Payment("a", FEB, 2))


DAYS = st.integers(-10, 150).map(lambda days: START + timedelta(days))
AMOUNTS = st.integers(1, 150_00)
RULES = st.builds(
    same_order,
    st.permutations(COSTS_FIRST),
    reach=st.sampled_from(Reach),
    ahead=st.sampled_from(Ahead),
)


@st.composite
def lives(draw: st.DrawFn) -> tuple[Event, ...]:
    """Up to a dozen events of all kinds, each with a key of its own."""
    events: list[Event] = []
    parts = st.sampled_from([Component.FEE, Component.LATE_INTEREST])
    for i in range(draw(st.integers(0, 12))):
        key, day, amount = f"{i:02}", draw(DAYS), draw(AMOUNTS)
        kind = draw(st.integers(0, 6))
        if kind <= 3:
            events.append(Payment(key, day, amount))
        elif kind == 4:
            events.append(Charge(key, day, draw(parts), amount))
        elif kind == 5:
            events.append(Waiver(key, day, draw(st.sampled_from(Component)), amount))
        else:
            events.append(StateChange(key, day, draw(st.sampled_from(State))))
    keys = [event.key for event in events]
    undone = draw(st.sampled_from(["", *keys]))
    if undone:
        events.append(Reversal("r", undone))
    return tuple(events)


def _all_rules(rule: Rule) -> dict[State, Rule]:
    return dict.fromkeys(State, rule)


@given(lives(), RULES, st.randoms(use_true_random=False))
def test_the_order_of_entry_changes_nothing(
    events: tuple[Event, ...], rule: Rule, chance: random.Random
) -> None:
    shuffled = list(events)
    chance.shuffle(shuffled)
    assert allocate(ROWS, shuffled, _all_rules(rule)) == allocate(ROWS, events, _all_rules(rule))


@given(lives(), RULES)
def test_every_ore_of_every_payment_is_somewhere(events: tuple[Event, ...], rule: Rule) -> None:
    result = allocate(ROWS, events, _all_rules(rule))
    reversed_keys = {event.of for event in events if isinstance(event, Reversal)}
    held = [e for e in events if isinstance(e, Payment) and e.key not in reversed_keys]
    for payment in held:
        used = sum(share.amount for share in result.shares if share.key == payment.key)
        kept = sum(amount for key, amount in result.credit if key == payment.key)
        assert used + kept == payment.amount
    for row in result.rows:
        assert all(0 <= p <= o for p, o in zip(row.paid, row.owed, strict=True))
        assert (row.paid_on is not None) <= (row.outstanding == 0)
    assert sum(share.amount for share in result.shares) == sum(map(sum, paid(result)))


def _placed(result: Allocation) -> int:
    return sum(x.amount for x in result.shares) + sum(amount for _, amount in result.credit)


@given(lives(), lives(), RULES)
def test_the_difference_leads_from_one_allocation_to_the_other(
    before: tuple[Event, ...], after: tuple[Event, ...], rule: Rule
) -> None:
    first = allocate(ROWS, before, _all_rules(rule))
    second = allocate(ROWS, after, _all_rules(rule))
    shifts = difference(first, second)
    assert sum(shift.amount for shift in shifts) == _placed(second) - _placed(first)
    assert difference(first, second) == tuple(
        type(s)(s.key, s.row, s.component, -s.amount) for s in difference(second, first)
    )


def test_interest_by_the_month_leaves_a_credit_where_interest_by_the_day_leaves_none() -> None:
    """Published by a lending system: a million at 13.5 %, 31 days, 89 768.75 paid."""
    by_the_month = (OwedRow(JAN, FEB, principal=78_303_00, interest=11_250_00),)
    by_the_day = (OwedRow(JAN, FEB, principal=78_303_00, interest=11_465_75),)
    rules = {State.ORDINARY: same_order(COSTS_FIRST, ahead=Ahead.KEEP)}
    payment = Payment("a", FEB, 89_768_75)
    assert allocate(by_the_month, [payment], rules).credit == (("a", 215_75),)
    paid_up = allocate(by_the_day, [payment], rules)
    assert (paid_up.outstanding, paid_up.credit) == (0, ())


def test_more_than_is_due_pays_principal_ahead() -> None:
    """Published by a lending system: 47 523 is due and 60 000 comes; 12 477 goes to principal."""
    made = plan(
        loan(
            "500000", "25", "2024-04-05", 12, period_length=PeriodLength.WHOLE_PERIODS,
            instalment_multiple=100, instalment_rounding=Rounding.UP,
        )
    )  # fmt: skip
    starts = (date(2024, 4, 5), *made.dues[:-1])
    rows = [
        OwedRow(*row) for row in zip(starts, made.dues, made.principal, made.interest, strict=True)
    ]
    order = tuple(
        (when, part)
        for when in When
        for part in COSTS_FIRST
        if when is not When.IN_ADVANCE or part is Component.PRINCIPAL
    )
    rule = Rule(order, ahead=Ahead.LAST)
    paid_first = allocate(rows, [Payment("a", made.dues[0], 60_000_00)], {State.ORDINARY: rule})
    to_principal = [s.amount for s in paid_first.shares if s.component is Component.PRINCIPAL]
    assert sum(to_principal) == made.principal[0] + 12_477_00
