"""The rows of a life in whole numbers are those in exact fractions."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grodd.engines.daycount import thirty_e_360
from grodd.engines.life import Ahead, Charge, Draw, NewDueDay, Payment, Side
from grodd.engines.life.building import Task, build, serial
from grodd.engines.money import Money
from grodd.engines.schedule.simple import annuity_factor
from tests.engines.lives import FIRST, after, booked, due, principal

pytestmark = pytest.mark.once

DAYS = st.dates(date(1996, 1, 1), date(2080, 12, 31))
TASKS = st.builds(
    Task,
    annuity=st.booleans(),
    balance=st.integers(1, 50_000_000),
    carried=st.integers(-5_000, 50_000),
    days=st.lists(st.integers(25, 62), min_size=4, max_size=30),
    annual_rate=st.integers(0, 3_000).map(lambda bp: Fraction(bp, 10_000)),
    grace=st.integers(0, 3),
    silent=st.just(0),
)


@given(DAYS, DAYS)
def test_serial_days_count_as_thirty_e_360(start: date, end: date) -> None:
    assert Fraction(serial(end) - serial(start), 360) == thirty_e_360(start, end)


@given(TASKS)
def test_equal_payments_are_the_balance_times_the_annuity_factor(task: Task) -> None:
    factors = [task.annual_rate * Fraction(days, 360) for days in task.days]
    free = factors[task.grace :]
    waiting = Fraction(task.carried if not task.grace else 0)
    payment = round((task.balance + waiting / (1 + free[0])) * annuity_factor(free))
    rows = build(task)
    if task.annuity:
        assert all(row[0] + row[1] <= payment for row in rows[task.grace : -1])
        middle = rows[task.grace + 1 : -2]
        assert all(row[0] + row[1] == payment for row in middle if row[0] < row[3])


@given(TASKS)
def test_every_row_bears_its_own_interest_and_all_is_repaid(task: Task) -> None:
    rows = build(task)
    waiting, balance = task.carried, task.balance
    for (principal_part, interest, waited, bears), days in zip(rows, task.days, strict=False):
        assert (waited, bears) == (waiting, balance)
        waiting += round(balance * task.annual_rate * Fraction(days, 360)) - interest
        balance -= principal_part
    assert balance == 0
    if not task.annuity:
        parts = [
            part.minor
            for part in Money(task.balance, "SEK").split([1] * (len(task.days) - task.grace))
        ]
        assert [row[0] for row in rows[task.grace :]] == [part for part in parts if part]


def test_kept_money_pays_a_late_charge_on_the_day_of_the_charge() -> None:
    kept = Payment("p", FIRST, 104_000 + 300, Ahead.KEEP)
    life = after(kept, Charge("c", due(12) + timedelta(30), 200), on=due(12) + timedelta(60))
    assert booked(life)[due(2), Side.KEPT] == 300
    spare = Payment("q", due(12), 1_103_667 + 200_000, Ahead.KEEP)
    life = after(kept, spare, Charge("c", due(12) + timedelta(30), 200), on=due(12) + timedelta(60))
    assert booked(life)[due(12) + timedelta(30), Side.KEPT] == 200


def test_a_draw_when_all_is_due_falls_due_in_a_month_to_come() -> None:
    late = due(12) + timedelta(40)
    life = after(Draw("more", late, 50_000), on=late)
    assert (life.rows[-1].number, life.rows[-1].due) == (13, due(14))
    assert principal(life)[-1] == 50_000


def test_rows_rise_by_day_when_one_was_paid_ahead_of_another_due_day() -> None:
    ahead = Payment("p", FIRST, 104_000 + 103_667, Ahead.NEXT)
    life = after(ahead, NewDueDay("d", FIRST + timedelta(1), date(2026, 4, 25)))
    assert [row.due for row in life.rows[:4]] == [
        FIRST, date(2026, 4, 25), date(2026, 4, 25), date(2026, 5, 25)
    ]  # fmt: skip
