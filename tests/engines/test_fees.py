"""Fees as dated rows. The amounts are made up: figures of law are data."""

from datetime import date
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grodd.engines.fees import (
    FeeFrom,
    FeeKind,
    MissingFee,
    Occasion,
    charges,
    fee_conventions,
    fee_on,
)
from grodd.engines.money import Money
from grodd.engines.waterfall import Component, OwedRow, Payment, State, allocate, same_order

DAY = date(2026, 3, 2)


def sek(minor: int) -> Money:
    return Money(minor, "SEK")


ROWS = (
    FeeFrom(FeeKind.REMINDER, date(2020, 1, 1), sek(50_00), times_max=1),
    FeeFrom(FeeKind.REMINDER, date(2026, 1, 1), sek(60_00), times_max=1),
    FeeFrom(FeeKind.COLLECTION_DEMAND, date(2020, 1, 1), sek(180_00)),
    FeeFrom(FeeKind.NOTICE, date(2020, 1, 1), sek(0)),
    FeeFrom(FeeKind.ARRANGEMENT, date(2020, 1, 1), sek(0), Fraction(1, 100), sek(592_00)),
)
LENT = sek(40_000_00)


def test_the_row_of_the_day_holds() -> None:
    assert fee_on(ROWS, FeeKind.REMINDER, date(2025, 12, 31), LENT) == sek(50_00)
    assert fee_on(ROWS, FeeKind.REMINDER, date(2026, 1, 1), LENT) == sek(60_00)
    assert fee_on(tuple(reversed(ROWS)), FeeKind.REMINDER, date(2027, 1, 1), LENT) == sek(60_00)


def test_a_share_of_the_amount_lent_stops_at_its_limit() -> None:
    assert fee_on(ROWS, FeeKind.ARRANGEMENT, DAY, LENT) == sek(400_00)
    assert fee_on(ROWS, FeeKind.ARRANGEMENT, DAY, sek(90_000_00)) == sek(592_00)


@pytest.mark.parametrize(
    ("kind", "day"),
    [(FeeKind.REPAYMENT_PLAN, DAY), (FeeKind.REMINDER, date(2019, 12, 31))],
)
def test_a_fee_without_a_row_is_refused_and_named(kind: FeeKind, day: date) -> None:
    with pytest.raises(MissingFee, match=f"no {kind.value} holds on {day}") as caught:
        fee_on(ROWS, kind, day, LENT)
    assert (caught.value.kind, caught.value.day) == (kind, day)


def test_a_second_reminder_for_one_instalment_is_not_charged() -> None:
    first, again = (
        Occasion(key, FeeKind.REMINDER, date(2026, 3, day), instalment=1)
        for key, day in (("R1", 2), ("R2", 9))
    )
    other = Occasion("R3", FeeKind.REMINDER, date(2026, 4, 2), instalment=2)
    made = charges(ROWS, [again, other, first], LENT)
    assert [charge.key for charge in made.charges] == ["R1", "R3"]
    assert made.not_charged == (again,)


def test_a_fee_of_nothing_is_no_charge() -> None:
    made = charges(ROWS, [Occasion("N1", FeeKind.NOTICE, DAY)], LENT)
    assert (made.charges, made.not_charged) == ((), ())


def test_a_charge_is_paid_with_the_instalment_of_its_day() -> None:
    rows = [OwedRow(date(2026, 2, 1), date(2026, 3, 1), 1000_00, 10_00)]
    demand = charges(ROWS, [Occasion("D1", FeeKind.COLLECTION_DEMAND, DAY)], LENT).charges
    rules = {State.ORDINARY: same_order(tuple(Component))}
    paid = allocate(rows, [*demand, Payment("P1", date(2026, 3, 9), 1190_00)], rules)
    assert paid.outstanding == 0
    assert [(share.component, share.amount) for share in paid.shares] == [
        (Component.INTEREST, 10_00),
        (Component.PRINCIPAL, 1000_00),
        (Component.FEE, 180_00),
    ]


def test_the_line_for_the_contract_names_every_fee() -> None:
    assert fee_conventions(ROWS, DAY) == (
        "arrangement fee 1 % of the amount lent, at most 592.00 SEK; notice fee 0.00 SEK; "
        "reminder fee 60.00 SEK, 1 for each instalment at most; collection demand fee 180.00 SEK"
    )
    assert fee_conventions((), DAY) == "no fees"


DAYS = st.dates(date(2020, 1, 1), date(2030, 1, 1))
KINDS = st.sampled_from([FeeKind.REMINDER, FeeKind.COLLECTION_DEMAND])


@settings(max_examples=40)
@given(st.lists(st.tuples(KINDS, DAYS, st.integers(0, 2)), max_size=8), st.randoms())
def test_the_order_in_which_they_are_told_plays_no_part(
    told: list[tuple[FeeKind, date, int]], chance: Random
) -> None:
    occasions = [Occasion(str(i), *each) for i, each in enumerate(told)]
    shuffled = occasions.copy()
    chance.shuffle(shuffled)
    made = charges(ROWS, occasions, LENT)
    assert charges(ROWS, shuffled, LENT) == made
    assert len(made.charges) + len(made.not_charged) == len(occasions)
