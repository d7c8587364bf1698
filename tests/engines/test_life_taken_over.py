"""A loan that is taken over in the middle of its life, by hand."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from grodd.engines.calendar import MONTHLY, Rhythm, Unit
from grodd.engines.life import (
    Arrear,
    LifeState,
    Payment,
    Posting,
    Side,
    live,
)
from tests.engines.lives import (
    ANNUITY,
    CONTRACT,
    TAKEN_OVER,
    due,
    on_account,
)

pytestmark = pytest.mark.once


def test_a_loan_is_taken_over_in_the_middle_of_its_life() -> None:
    life = live(CONTRACT, (TAKEN_OVER,), TAKEN_OVER.day)
    assert (life.state, life.principal) == (LifeState.REPAYING, 440_000)
    assert [(row.number, row.due, row.owed) for row in life.rows] == [
        (8, date(2026, 2, 5), (0, 0, 0, 40_000)),
        (9, date(2026, 3, 5), (6_000, 250, 1_333, 100_000)),
        (10, date(2026, 4, 5), (0, 0, 1_000, 100_000)),
        (11, date(2026, 5, 5), (0, 0, 667, 100_000)),
        (12, date(2026, 6, 5), (0, 0, 333, 100_000)),
    ]
    assert [row.balance_after for row in life.rows] == [400_000, 300_000, 200_000, 100_000, 0]
    assert life.postings == (
        Posting("opening", TAKEN_OVER.day, Side.PRINCIPAL, Side.OPENING, 440_000),
        Posting("opening", TAKEN_OVER.day, Side.DUE, Side.OPENING, 7_333),
    )
    assert life.accrued == 500


def test_late_interest_runs_on_from_the_day_it_was_taken_over() -> None:
    thirty = TAKEN_OVER.day + timedelta(30)
    life = live(CONTRACT, (TAKEN_OVER,), thirty)
    assert life.late[8] == round(40_000 * 0.10 * 30 / 365)
    assert life.late[9] == 250 + round(107_333 * 0.10 * 30 / 365)


def test_a_loan_that_was_taken_over_is_paid_like_any_other() -> None:
    payoff = live(CONTRACT, (TAKEN_OVER,), date(2026, 4, 5)).payoff
    life = live(CONTRACT, (TAKEN_OVER, Payment("p", date(2026, 4, 5), payoff)), due(12))
    assert (life.state, life.principal) == (LifeState.REPAID, 0)
    assert on_account(life, Side.DUE) == on_account(life, Side.PRINCIPAL) == 0
    assert on_account(life, Side.INTEREST) == -1_000


def test_an_annuity_that_was_taken_over_keeps_its_payment_and_the_last_takes_the_rest() -> None:
    opening = replace(TAKEN_OVER, instalment=90_000, instalments=4, arrears=())
    life = live(ANNUITY, (opening,), opening.day)
    assert [row.amount for row in life.rows[:-1]] == [90_000] * 3
    assert life.rows[0].number == 10
    assert sum(row.owed[3] for row in life.rows) == 300_000


def test_interest_runs_from_a_period_before_the_next_due_day_unless_said() -> None:
    unsaid = replace(TAKEN_OVER, interest_from=None)
    assert unsaid.begins(MONTHLY) == TAKEN_OVER.begins(MONTHLY) == date(2026, 3, 5)
    assert unsaid.begins(Rhythm(1, Unit.QUARTERS)) == date(2026, 1, 5)
    later = replace(TAKEN_OVER, interest_from=None, next_due=date(2026, 5, 5))
    assert later.begins(MONTHLY) == TAKEN_OVER.day


def test_a_loan_that_was_taken_over_can_wait_with_principal() -> None:
    opening = replace(TAKEN_OVER, instalments=5, instalment=100_000, grace=2, arrears=())
    life = live(CONTRACT, (opening,), opening.day)
    assert [row.owed[3] for row in life.rows] == [0, 0, 100_000, 100_000, 100_000]
    assert [row.owed[2] for row in life.rows] == [1_000, 1_000, 1_000, 667, 333]


def test_the_rows_of_a_quarterly_loan_that_was_taken_over_come_every_quarter() -> None:
    opening = replace(TAKEN_OVER, interest_from=None, arrears=TAKEN_OVER.late[:1])
    quarterly = replace(CONTRACT, rhythm=Rhythm(1, Unit.QUARTERS))
    life = live(quarterly, (opening,), opening.day)
    assert [(row.start, row.due) for row in life.rows[:3]] == [
        (date(2025, 11, 5), date(2026, 2, 5)),
        (date(2026, 1, 5), date(2026, 4, 5)),
        (date(2026, 4, 5), date(2026, 7, 5)),
    ]
    assert [row.owed[2] for row in life.rows[1:]] == [3_000, 2_000, 1_000]


def test_arrears_can_be_plain_tuples() -> None:
    plain = replace(TAKEN_OVER, arrears=tuple((*arrear,) for arrear in TAKEN_OVER.late))
    assert live(CONTRACT, (plain,), plain.day) == live(CONTRACT, (TAKEN_OVER,), plain.day)


@pytest.mark.parametrize(
    "wrong",
    [
        {"interest_from": date(2026, 3, 21)},
        {"next_due": date(2026, 3, 19)},
        {"number": 2},
        {"instalments": 0},
        {"arrears": (Arrear(date(2026, 3, 21), 0, 0, 0, 1),)},
        {"arrears": tuple(reversed(TAKEN_OVER.arrears))},
    ],
)
def test_days_and_numbers_of_an_opening_fit(wrong: dict[str, Any]) -> None:
    with pytest.raises(AssertionError):
        replace(TAKEN_OVER, **wrong)


def test_all_of_a_loan_can_be_late_when_it_is_taken_over() -> None:
    opening = replace(TAKEN_OVER, balance=0, instalments=0)
    life = live(CONTRACT, (opening, Payment("p", date(2026, 3, 25), 50_000)), date(2026, 3, 25))
    # The older one whole with five days of late interest; of the other fee, late interest,
    # interest and what is left.
    to_the_other = 50_000 - 40_000 - 55
    assert len(life.rows) == 2
    assert life.rows[1].paid == (6_000, 250 + 147, 1_333, to_the_other - 6_000 - 397 - 1_333)


def test_a_loan_that_was_repaid_before_comes_along_as_repaid() -> None:
    opening = replace(TAKEN_OVER, balance=0, instalments=0, arrears=())
    life = live(CONTRACT, (opening,), opening.day)
    assert (life.state, life.ended_on) == (LifeState.REPAID, opening.day)
    assert (life.rows, life.postings, life.payoff, life.principal) == ((), (), 0, 0)
    paid = live(CONTRACT, (opening, Payment("p", due(12), 500)), due(12))
    assert (paid.state, paid.kept) == (LifeState.REPAID, 500)


def test_what_was_lost_before_can_be_recovered() -> None:
    opening = replace(TAKEN_OVER, balance=0, instalments=0, arrears=(), lost=90_000)
    life = live(CONTRACT, (opening,), opening.day)
    assert (life.state, life.lost, life.postings) == (LifeState.WRITTEN_OFF, 90_000, ())
    part = live(CONTRACT, (opening, Payment("p", due(12), 50_000)), due(12))
    assert (part.state, part.lost) == (LifeState.WRITTEN_OFF, 40_000)
    assert on_account(part, Side.RECOVERED) == -50_000
    whole = live(CONTRACT, (opening, Payment("p", due(12), 90_000)), due(12))
    assert (whole.state, whole.lost) == (LifeState.RECOVERED, 0)
