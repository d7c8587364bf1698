"""Interest of one period: slices of balance, rate and time, rounded once."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction

from grodd.engines.rates import RateFrom, rate_on
from grodd.engines.rounding import rounded
from grodd.engines.schedule.periods import Period, years
from grodd.engines.schedule.terms import LoanTerms, Working

_DIGITS = Context(prec=19, rounding=ROUND_HALF_EVEN)
_SCALE = 10**19


@dataclass(frozen=True, slots=True)
class Slice:
    """Part of a period with one balance.

    Attributes:
        start: First day, inclusive.
        end: Last day, exclusive.
        balance: What bears interest (unit: minor units).
    """

    start: date
    end: date
    balance: int


def rate_path(terms: LoanTerms) -> tuple[RateFrom, ...]:
    """The rates of a loan from its first day on."""
    later = tuple(rate for rate in terms.rate_steps if rate.valid_from > terms.disbursed)
    earlier = [rate for rate in terms.rate_steps if rate.valid_from <= terms.disbursed]
    opening = earlier[-1].annual_rate if earlier else terms.annual_rate
    return (RateFrom(terms.disbursed, opening), *later)


def full_factor(terms: LoanTerms, period: Period, annual_rate: Fraction) -> Fraction:
    """What a debt of 1 costs over the whole of ``period`` at one rate (exact, or 19 places)."""
    return _factor(terms, annual_rate * years(terms, period, period.start, period.end))


def slices_of(period: Period, balance: int, draws: Sequence[tuple[date, int]]) -> tuple[Slice, ...]:
    """Cut ``period`` where a draw enters it.

    Args:
        period: The period.
        balance: What is owed as it begins (unit: minor units).
        draws: Day and amount of each draw inside it, rising by day.
    """
    slices: list[Slice] = []
    start = period.start
    for day, amount in draws:
        if day > start:
            slices.append(Slice(start, day, balance))
            start = day
        balance += amount
    slices.append(Slice(start, period.end, balance))
    return tuple(slices)


def interest(
    terms: LoanTerms, period: Period, slices: Sequence[Slice], rates: Sequence[RateFrom]
) -> int:
    """Interest of ``period`` (unit: minor units), rounded once, as the terms say."""
    exact = Fraction(0)
    for piece in slices:
        edges = [rate.valid_from for rate in rates if piece.start < rate.valid_from < piece.end]
        stops = [piece.start, *edges, piece.end]
        for start, end in itertools.pairwise(stops):
            exact += _exact(terms, period, Slice(start, end, piece.balance), rate_on(rates, start))
    return rounded(exact, terms.rounding)


def _exact(terms: LoanTerms, period: Period, piece: Slice, annual_rate: Fraction) -> Fraction:
    if terms.working is Working.EXACT:
        return piece.balance * annual_rate * years(terms, period, piece.start, piece.end)
    days_left = (period.end - piece.start).days
    if not days_left:
        return Fraction(0)
    to_the_end = _factor(terms, annual_rate * years(terms, period, piece.start, period.end))
    whole = _DIGITS.multiply(Decimal(piece.balance), _decimal(to_the_end))
    a_day = _DIGITS.divide(whole, Decimal(days_left))
    return Fraction(_DIGITS.multiply(a_day, Decimal((piece.end - piece.start).days)))


def _factor(terms: LoanTerms, exact: Fraction) -> Fraction:
    return exact if terms.working is Working.EXACT else Fraction(round(exact * _SCALE), _SCALE)


def _decimal(factor: Fraction) -> Decimal:
    """A factor of at most 19 places as a decimal, exactly."""
    return Decimal(round(factor * _SCALE)).scaleb(-19)
