"""Laws of every life of a loan."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grodd.engines.life import (
    ASIDE_FROM,
    Contract,
    Draw,
    Event,
    Payment,
    Reversal,
    Side,
    live,
)
from tests.engines.lives import (
    DRAWN,
    PAID_OUT,
    TAKEN_OVER,
    lives,
    on_account,
)

pytestmark = pytest.mark.once


@given(lives(), st.randoms(use_true_random=False))
def test_the_order_in_which_events_are_told_plays_no_part(
    told: tuple[Contract, list[Event]], chance: object
) -> None:
    contract, events = told
    mixed = [DRAWN, *events]
    chance.shuffle(mixed)  # type: ignore[attr-defined] # a Random
    assert live(contract, mixed, date(2027, 6, 1)) == live(
        contract, (DRAWN, *events), date(2027, 6, 1)
    )


@given(lives(), st.integers(0, 500))
def test_not_an_ore_is_made_or_lost(told: tuple[Contract, list[Event]], days: int) -> None:
    contract, events = told
    on = PAID_OUT + timedelta(days)
    life = live(contract, (DRAWN, *events), on)
    undone = {each.of for each in events if isinstance(each, Reversal)}
    payments = [e for e in events if isinstance(e, Payment) and e.day <= on]
    came = sum(e.amount for e in payments if e.key not in undone)
    gone = {e.key for e in payments if e.key in undone}
    drawn = 1_200_000 + sum(e.amount for e in events if isinstance(e, Draw) and e.day <= on)
    bounced = sum(p.amount for p in life.postings if p.key in gone and p.debit is Side.BANK)
    back = sum(p.amount for p in life.postings if p.credit is Side.BANK)
    assert on_account(life, Side.BANK) + back - bounced == came
    if not any(isinstance(e, Draw) for e in events):
        assert drawn + on_account(life, Side.PRINCIPAL) == life.principal
    assert -on_account(life, Side.KEPT) == life.kept + bounced - back
    assert all(p.amount > 0 for p in life.postings)
    assert all(o >= 0 for row in life.rows for o in row.owed)


@given(lives(), st.integers(0, 500), st.booleans())
def test_what_was_raised_is_what_is_unpaid_less_what_was_paid_ahead(
    told: tuple[Contract, list[Event]], days: int, taken_over: bool
) -> None:
    contract, events = told
    on = PAID_OUT + timedelta(days)
    begins = replace(
        TAKEN_OVER, day=PAID_OUT, interest_from=PAID_OUT, arrears=TAKEN_OVER.arrears[:1]
    )
    life = live(contract, (begins if taken_over else DRAWN, *events), on)
    rows = life.rows if life.ended_on is None else ()
    # What was set aside was due before it was.
    due = [row for row in rows if row.due <= on or row.number >= ASIDE_FROM]
    ahead = [row for row in rows if row not in due]
    unpaid = sum(row.owed[part] - row.paid[part] for row in due for part in (0, 2))
    assert on_account(life, Side.DUE) == unpaid - sum(row.paid[0] + row.paid[2] for row in ahead)
