"""Pledges: what they let a lender lend, and what is missing when a price falls."""

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from grodd.engines.collateral import Pledge, lendable, shortfall

HALF = Fraction(1, 2)


def test_half_of_the_value_can_be_lent() -> None:
    assert lendable((Pledge(4_000, 500_00, HALF),)) == 1_000_000_00
    assert lendable((Pledge(8_000, 250_00, HALF),)) == 1_000_000_00
    assert lendable(()) == 0


def test_a_price_that_falls_leaves_a_gap_until_it_is_back() -> None:
    fallen = (Pledge(8_000, 100_00, HALF),)
    assert shortfall(1_000_000_00, fallen) == 600_000_00
    assert shortfall(1_000_000_00, (Pledge(8_000, 250_00, HALF),)) == 0


PLEDGES = st.builds(
    Pledge, st.integers(0, 10**4), st.integers(0, 10**7), st.fractions(0, 1, max_denominator=100)
)


@settings(max_examples=40)
@given(st.lists(PLEDGES, max_size=5).map(tuple), st.integers(0, 10**12))
def test_what_is_covered_and_what_is_not_make_the_debt(
    pledges: tuple[Pledge, ...], owed: int
) -> None:
    assert min(owed, lendable(pledges)) + shortfall(owed, pledges) == owed
