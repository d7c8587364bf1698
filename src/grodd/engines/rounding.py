"""Rounding by name: the one place where a fraction becomes a whole number."""

from enum import StrEnum
from fractions import Fraction


class Rounding(StrEnum):
    """How an exact amount becomes a whole count of minor units.

    The value is what the contract prints.
    """

    HALF_EVEN = "half-even"
    HALF_UP = "half-up"
    UP = "up"
    DOWN = "down"


def half_even(top: int, bottom: int) -> int:
    """``top / bottom`` as the nearest whole number, ties to the even one (bottom above zero)."""
    whole, rest = divmod(top, bottom)
    twice = 2 * rest
    return whole + (twice > bottom or (twice == bottom and whole % 2 == 1))


def rounded(exact: Fraction, rounding: Rounding = Rounding.HALF_EVEN) -> int:
    """The whole number nearest to ``exact``, or the next one away from zero or towards it.

    A tie goes to the even neighbour (half-even) or away from zero (half-up).
    """
    if rounding is Rounding.HALF_EVEN:
        return round(exact)
    top, bottom = abs(exact.numerator), exact.denominator
    if rounding is Rounding.HALF_UP:
        magnitude = (2 * top + bottom) // (2 * bottom)
    else:
        magnitude = -(-top // bottom) if rounding is Rounding.UP else top // bottom
    return magnitude if exact >= 0 else -magnitude


def rounded_to_multiple(
    exact: Fraction, multiple: int, rounding: Rounding = Rounding.HALF_EVEN
) -> int:
    """``exact`` rounded to a multiple of ``multiple``; a multiple of 0 or 1 rounds plainly.

    A result of nothing where something was asked would make a loan without instalments, so
    then the plainly rounded amount is kept.

    Args:
        exact: An amount (unit: minor units, exact).
        multiple: A count of minor units, 0 or more.
        rounding: How ties are broken.
    """
    assert multiple >= 0, multiple
    if multiple <= 1:
        return rounded(exact, rounding)
    result = multiple * rounded(exact / multiple, rounding)
    return result or rounded(exact, rounding)
