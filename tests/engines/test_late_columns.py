"""Late and running interest in columns are the scalar engines' figures, row for row."""

from datetime import date, timedelta
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grodd.engines.daycount import DayCount, thirty_e_360
from grodd.engines.late_columns import (
    Claims,
    LateRate,
    days_30e_360,
    late_interest_of_all,
    running_interest_of_all,
)
from grodd.engines.late_interest import LateTerms, Overdue, late_interest
from grodd.engines.money import Money
from grodd.engines.rates import RateFrom

pytestmark = pytest.mark.once
FIRST = date(2024, 1, 1)
HALVES = tuple(date(year, month, 1) for year in (2024, 2025, 2026) for month in (1, 7))
days = st.integers(0, 900).map(lambda number: FIRST + timedelta(number))
payments = st.lists(st.tuples(days, st.integers(0, 40_000)), max_size=3)
claims = st.lists(st.tuples(days, st.integers(0, 200_000), payments), max_size=5)


def sek(minor: int) -> Money:
    return Money(minor, "SEK")


@given(
    rows=claims, until=days, references=st.lists(st.integers(0, 500), min_size=6, max_size=6),
    contract=st.integers(0, 1_500),
)  # fmt: skip
def test_late_interest_of_all_is_that_of_each(
    rows: list[tuple[date, int, list[tuple[date, int]]]],
    until: date,
    references: list[int],
    contract: int,
) -> None:
    told = [
        (due, amount + sum(minor for _, minor in paid), sorted(paid)) for due, amount, paid in rows
    ]
    terms = LateTerms(
        tuple(RateFrom(day, Fraction(bp, 10_000))
              for day, bp in zip(HALVES, references, strict=True)),
        Fraction(8, 100), contract_rate=Fraction(contract, 10_000), day_count=DayCount.ACTUAL_365,
    )  # fmt: skip
    each = [
        late_interest(
            Overdue(due, sek(amount), tuple((on, sek(minor)) for on, minor in paid)), until, terms
        ).amount.minor
        for due, amount, paid in told
    ]
    flat = [(row, on, minor) for row, (_, _, paid) in enumerate(told) for on, minor in paid]
    columns = Claims(
        due=np.array([due.toordinal() for due, _, _ in told], dtype=np.int64),
        amount=np.array([amount for _, amount, _ in told], dtype=np.int64),
        row=np.array([row for row, _, _ in flat], dtype=np.int64),
        paid_on=np.array([on.toordinal() for _, on, _ in flat], dtype=np.int64),
        paid=np.array([minor for _, _, minor in flat], dtype=np.int64),
    )
    rates = [
        LateRate(day.toordinal(), max(bp + 800, contract))
        for day, bp in zip(HALVES, references, strict=True)
    ]
    assert late_interest_of_all(columns, until.toordinal(), rates).tolist() == each


@given(
    rows=st.lists(st.tuples(days, st.integers(0, 10**9), st.integers(0, 3_000)), min_size=1),
    end=days,
)
def test_interest_that_ran_is_that_of_each(rows: list[tuple[date, int, int]], end: date) -> None:
    begun = [(start, balance, bp) for start, balance, bp in rows if start <= end]
    each = [
        round(balance * Fraction(bp, 10_000) * thirty_e_360(start, end))
        for start, balance, bp in begun
    ]
    lengths = days_30e_360(
        [(start.year, start.month, start.day) for start, _, _ in begun],
        (end.year, end.month, end.day),
    )
    found = running_interest_of_all(
        np.array([balance for _, balance, _ in begun], dtype=np.int64),
        np.array([bp for _, _, bp in begun], dtype=np.int64),
        lengths,
    )
    assert found.tolist() == each
