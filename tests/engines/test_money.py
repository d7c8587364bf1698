"""Money: exact, and not an öre is lost."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grodd.engines.money import Money, minor_digits, total

AMOUNTS = st.integers(-(10**15), 10**15)
WEIGHTS = st.lists(st.integers(0, 10**6), min_size=1, max_size=40).filter(any)


@given(AMOUNTS, WEIGHTS)
def test_the_parts_of_a_split_add_up_to_the_whole(minor: int, weights: list[int]) -> None:
    whole = Money(minor, "SEK")
    parts = whole.split(weights)
    assert len(parts) == len(weights)
    assert total(parts, "SEK") == whole


@given(AMOUNTS, WEIGHTS)
def test_no_part_of_a_split_is_a_whole_ore_from_its_exact_share(
    minor: int, weights: list[int]
) -> None:
    for part, weight in zip(Money(minor, "SEK").split(weights), weights, strict=True):
        assert abs(part.minor - Fraction(minor * weight, sum(weights))) < 1


@given(st.integers(0, 10**12), WEIGHTS)
def test_a_weight_of_nothing_gets_nothing(minor: int, weights: list[int]) -> None:
    for part, weight in zip(Money(minor, "SEK").split(weights), weights, strict=True):
        if weight == 0:
            assert part.minor == 0


@given(AMOUNTS, AMOUNTS, AMOUNTS)
def test_adding_has_no_order_and_subtracting_undoes_it(a: int, b: int, c: int) -> None:
    x, y, z = Money(a, "EUR"), Money(b, "EUR"), Money(c, "EUR")
    assert (x + y) + z == x + (y + z) == z + y + x
    assert x + y - y == x
    assert x - y == -(y - x)


@given(AMOUNTS, st.fractions(min_value=-100, max_value=100))
def test_times_is_off_by_half_an_ore_at_most(minor: int, factor: Fraction) -> None:
    assert abs(Money(minor, "SEK").times(factor).minor - minor * factor) <= Fraction(1, 2)


def test_times_rounds_a_tie_to_the_even_neighbour() -> None:
    assert Money(25, "SEK").times(Fraction(1, 10)).minor == 2
    assert Money(35, "SEK").times(Fraction(1, 10)).minor == 4


def test_ties_in_a_split_go_to_the_earlier_weight() -> None:
    assert [part.minor for part in Money(100, "SEK").split([1, 1, 1])] == [34, 33, 33]


def test_amounts_of_two_currencies_do_not_mix() -> None:
    with pytest.raises(AssertionError):
        Money(1, "SEK") + Money(1, "EUR")
    with pytest.raises(AssertionError):
        assert Money(1, "SEK") < Money(2, "EUR")


@pytest.mark.parametrize("currency", ["kr", "sek", "KRÅ", ""])
def test_a_currency_is_three_capital_letters(currency: str) -> None:
    with pytest.raises(AssertionError):
        Money(1, currency)


def test_currencies_know_their_decimals() -> None:
    assert [minor_digits(code) for code in ("SEK", "EUR", "JPY", "KWD")] == [2, 2, 0, 3]


@given(AMOUNTS, AMOUNTS)
def test_order_is_that_of_the_amounts(a: int, b: int) -> None:
    x, y = Money(a, "SEK"), Money(b, "SEK")
    assert (x < y, x <= y, x > y, x >= y) == (a < b, a <= b, a > b, a >= b)
    assert bool(x) == (a != 0)
