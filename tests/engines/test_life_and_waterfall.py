"""A life and a waterfall ask the same rules who is paid first, and agree row by row."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grodd.engines import life, waterfall
from grodd.engines.allocation import Component
from grodd.engines.late_interest import NO_LATE_INTEREST
from grodd.engines.life import Contract, live
from grodd.engines.waterfall import (
    OwedRow,
    Reach,
    Rule,
    State,
    When,
    allocate,
    same_order,
)
from tests.engines.lives import ANNUITY, CONTRACT, DRAWN, FIRST, PAID_OUT, due

pytestmark = pytest.mark.once

PAIRS = [(when, part) for when in When for part in Component]
RULES = st.builds(
    Rule, st.permutations(PAIRS).map(tuple), st.sampled_from(Reach), st.sampled_from(
        [
            waterfall.Ahead.NEXT, waterfall.Ahead.LAST, waterfall.Ahead.NEXT_LAST,
            waterfall.Ahead.KEEP,
        ]
    ),
)  # fmt: skip
AHEAD = {
    waterfall.Ahead.NEXT: life.Ahead.NEXT,
    waterfall.Ahead.LAST: life.Ahead.LAST,
    waterfall.Ahead.NEXT_LAST: life.Ahead.NEXT_LAST,
    waterfall.Ahead.KEEP: life.Ahead.KEEP,
}
DAYS = st.integers(0, 400).map(lambda days: PAID_OUT + timedelta(days))
PAYMENTS = st.lists(st.tuples(DAYS, st.integers(1, 300_000)), max_size=8)


def with_rule(contract: Contract, rule: Rule) -> Contract:
    rules = dict.fromkeys(State, rule)
    return replace(contract, fee=9_900, late=NO_LATE_INTEREST, rules=rules)


@given(st.sampled_from([CONTRACT, ANNUITY]), RULES, PAYMENTS, st.integers(0, 450))
def test_a_life_and_a_waterfall_agree_row_by_row(
    contract: Contract, rule: Rule, payments: list[tuple[date, int]], days: int
) -> None:
    on = PAID_OUT + timedelta(days)
    contract = with_rule(contract, rule)
    plan = live(contract, (DRAWN,), PAID_OUT).rows
    rows = [OwedRow(row.start, row.due, row.owed[3], row.owed[2], fee=row.owed[0]) for row in plan]
    paid = [(f"p{n}", day, amount) for n, (day, amount) in enumerate(payments)]
    lived = live(contract, [DRAWN, *(life.Payment(*p, AHEAD[rule.ahead]) for p in paid)], on)
    fell = allocate(rows, [waterfall.Payment(*p) for p in paid], {State.ORDINARY: rule}, until=on)
    assert [row.paid for row in lived.rows] == [row.paid for row in fell.rows]
    assert lived.kept == sum(amount for _, amount in fell.credit)


def test_an_order_holds_for_a_real_loan_vertically() -> None:
    order = (Component.PRINCIPAL, Component.INTEREST, Component.LATE_INTEREST, Component.FEE)
    contract = with_rule(CONTRACT, same_order(order, reach=Reach.VERTICAL))
    payment = life.Payment("p", due(2) + timedelta(3), 210_000)
    rows = live(contract, (DRAWN, payment), payment.day).rows
    # All principal that is due, then all interest; the fee gets the rest.
    assert [row.paid for row in rows[:2]] == [(2_333, 0, 4_000, 100_000), (0, 0, 3_667, 100_000)]


def test_interest_that_was_paid_ahead_is_not_forgotten_when_the_plan_changes() -> None:
    """Interest first, of all instalments: then the rate changes."""
    order = (Component.INTEREST, Component.FEE, Component.LATE_INTEREST, Component.PRINCIPAL)
    contract = with_rule(CONTRACT, same_order(order, reach=Reach.VERTICAL))
    payment = life.Payment("p", PAID_OUT, 20_000, life.Ahead.NEXT)
    events: list[life.Event] = [DRAWN, payment, life.Extension("e", FIRST, 2)]
    lived = live(contract, events, FIRST)
    assert sum(row.paid[2] for row in lived.rows) == 20_000
    unpaid = sum(row.owed[2] - row.paid[2] for row in lived.rows)
    plain = live(contract, [DRAWN, life.Extension("e", FIRST, 2)], FIRST)
    assert unpaid == sum(row.owed[2] for row in plain.rows) - 20_000


def test_a_called_loan_pays_by_its_own_rule() -> None:
    order = (Component.PRINCIPAL, Component.INTEREST, Component.LATE_INTEREST, Component.FEE)
    contract = replace(
        CONTRACT,
        late=NO_LATE_INTEREST,
        rules={**CONTRACT.rules, State.TERMINATED: same_order(order)},
    )
    payment = life.Payment("p", FIRST + timedelta(1), 1_150_000)
    called = life.Termination("t", FIRST, for_arrears=False)
    lived = live(contract, (DRAWN, called, payment), payment.day)
    first, rest = lived.rows
    assert (first.paid, rest.paid) == ((0, 0, 4_000, 100_000), (0, 0, 0, 1_046_000))


def test_a_rule_that_leaves_something_out_is_no_rule_for_a_loan() -> None:
    only_principal = same_order((Component.PRINCIPAL,))
    with pytest.raises(AssertionError):
        with_rule(CONTRACT, only_principal)
