from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from grodd.engines.return_on_investment import return_on_investment

amounts = st.integers(0, 10**12)


def test_thirty_thousand_that_save_forty_five_give_half_of_it_back_again() -> None:
    ratio = return_on_investment(cost=30_000, revenue=0, savings=45_000, avoided=0)
    assert ratio == Fraction(1, 2)


def test_nothing_spent_has_no_ratio() -> None:
    assert return_on_investment(cost=0, revenue=5, savings=0, avoided=0) is None


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 10**12), amounts, amounts, amounts)
def test_no_gain_loses_all_and_no_more(cost: int, revenue: int, savings: int, avoided: int) -> None:
    ratio = return_on_investment(cost=cost, revenue=revenue, savings=savings, avoided=avoided)
    assert ratio is not None
    assert ratio >= -1
    assert (ratio == -1) == (revenue + savings + avoided == 0)
