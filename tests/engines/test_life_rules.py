"""Orders of payment by name, and what is agreed of them."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grodd.engines.life import (
    ORDERS,
    Ahead,
    Charge,
    Contract,
    Event,
    LifeState,
    Payment,
    PaymentRules,
    Side,
    Termination,
    WriteOff,
    live,
)
from grodd.engines.waterfall import Component, Reach, State
from tests.engines.lives import CONTRACT, DRAWN, FIRST, PAID_OUT, due, lives, on_account

pytestmark = pytest.mark.once

NAMES = st.sampled_from(list(ORDERS))
AGREED = st.builds(
    PaymentRules, NAMES, NAMES, NAMES, st.sampled_from(Reach), st.sampled_from(Ahead)
)
LOST: list[Event] = [
    Charge("c", PAID_OUT + timedelta(5), 6_000),
    Termination("t", FIRST, for_arrears=False),
    WriteOff("off", due(2), 1_200_000),
]


def with_rules(**agreed: str) -> Contract:
    return replace(CONTRACT, rules=PaymentRules(**agreed).by_state())  # type: ignore[arg-type] # names


def test_the_first_order_is_the_one_of_law_and_custom() -> None:
    assert next(iter(ORDERS)) == PaymentRules().ordinary
    assert next(iter(ORDERS.values())) == tuple(Component)
    assert all(sorted(order) == sorted(Component) for order in ORDERS.values())
    assert PaymentRules().by_state()[State.ORDINARY].pays_all


@given(AGREED)
def test_what_was_agreed_is_read_as_it_was_written(agreed: PaymentRules) -> None:
    assert PaymentRules.read(agreed.written()) == agreed
    assert {type(value) for value in agreed.written().values()} == {str}


def test_an_order_that_nobody_named_is_no_choice() -> None:
    with pytest.raises(AssertionError):
        PaymentRules(ordinary="by_mood")


def test_the_instalment_can_be_paid_before_what_lateness_costs() -> None:
    late = Charge("c", FIRST - timedelta(1), 6_000)
    payment = Payment("p", FIRST, 104_000)
    usual = live(CONTRACT, (DRAWN, late, payment), FIRST).rows[0]
    agreed = live(with_rules(ordinary="instalment_first"), (DRAWN, late, payment), FIRST).rows[0]
    assert usual.paid == (6_000, 0, 4_000, 94_000)
    assert agreed.paid == (0, 0, 4_000, 100_000)


@pytest.mark.parametrize(
    ("order", "lost", "left"), [("principal_first", 200_000, 19_945), ("costs_first", 219_945, 0)]
)
def test_what_comes_back_of_a_loss_follows_the_order_that_was_agreed(
    order: str, lost: int, left: int
) -> None:
    back = Payment("p", due(3), 1_000_000)
    before = live(with_rules(), (DRAWN, *LOST), due(2))
    life = live(with_rules(written_off=order), (DRAWN, *LOST, back), due(3))
    late = round((1_200_000 + 4_000 + 6_000) * 0.10 * 30 / 365)
    assert before.claims == 6_000 + 4_000 + late == 19_945
    assert (life.lost, life.claims) == (lost, left)
    assert on_account(life, Side.RECOVERED) == -1_000_000
    of_interest = [each for each in life.shares if each.key == "p" and each.number is None]
    assert sum(each.amount for each in of_interest) == 1_000_000
    rest = Payment("q", due(4), lost + left)
    ended = live(with_rules(written_off=order), (DRAWN, *LOST, back, rest), due(4))
    assert (ended.state, ended.lost, ended.claims) == (LifeState.RECOVERED, 0, 0)


@given(lives(), AGREED, st.integers(0, 500), st.randoms(use_true_random=False))
def test_under_any_rules_nothing_is_lost_and_the_order_of_telling_plays_no_part(
    told: tuple[Contract, list[Event]], agreed: PaymentRules, days: int, chance: object
) -> None:
    contract, events = replace(told[0], rules=agreed.by_state()), told[1]
    on = PAID_OUT + timedelta(days)
    life = live(contract, (DRAWN, *events), on)
    mixed = [DRAWN, *events]
    chance.shuffle(mixed)  # type: ignore[attr-defined] # a Random
    assert live(contract, mixed, on) == life
    sums = {side: on_account(life, side) for side in Side}
    assert sum(sums.values()) == 0
    assert all(part >= 0 for row in life.rows for part in row.owed)
    assert life.lost >= 0 <= life.claims
