"""Whole portfolios at once, equal to the scalar engine on every row."""

from dataclasses import replace
from datetime import date

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from grodd.engines.money import Money
from grodd.engines.schedule import LoanTerms, plan
from grodd.engines.schedule.vector import columns_for, portfolio
from tests.engines.loans import any_loans, loan, plain_loans

SIZES = st.lists(st.integers(1, 10**10), min_size=1, max_size=30)


@given(plain_loans(), SIZES)
def test_every_row_of_every_size_is_that_of_the_scalar_engine(
    terms: LoanTerms, sizes: list[int]
) -> None:
    columns = columns_for(terms, np.array(sizes, dtype=np.int64))
    for place, size in enumerate(sizes):
        sized = replace(terms, principal=Money(size, "SEK"))
        assert columns.plan(sized, place) == plan(sized)


@given(st.lists(plain_loans() | any_loans(), max_size=6), st.data())
def test_a_mixed_portfolio_is_answered_in_its_order(
    loans: list[LoanTerms], data: st.DataObject
) -> None:
    twice = data.draw(st.permutations(loans + loans))
    assert portfolio(twice) == tuple(plan(terms) for terms in twice)


def test_ties_are_met_and_broken_like_the_scalar_engine_does() -> None:
    terms = loan("1", "12", "2026-01-01", 3)
    sizes = np.arange(50, 20_000, 100, dtype=np.int64)
    columns = columns_for(terms, sizes)
    for place, size in enumerate(sizes.tolist()):
        assert columns.plan(terms, place) == plan(replace(terms, principal=Money(size, "SEK")))


def test_numbers_beyond_64_bits_are_computed_one_by_one() -> None:
    terms = loan("1", "9.48221317", "2026-01-31", 24)
    huge = np.array([10**15, 7, 10**12 + 1], dtype=np.int64)
    columns = columns_for(terms, huge)
    for place, size in enumerate(huge.tolist()):
        assert columns.plan(terms, place) == plan(replace(terms, principal=Money(size, "SEK")))


def test_the_dates_are_those_of_the_loan() -> None:
    columns = columns_for(loan("1", "5", "2026-01-31", 2), np.array([100], dtype=np.int64))
    assert columns.dues == (date(2026, 2, 28), date(2026, 3, 31))
