"""Rates that change with time: fixed, stepped, or a reference rate with a margin on it."""

import itertools
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

_PERCENT_DIGITS_MAX = 12


@dataclass(frozen=True, slots=True, order=True)
class RateFrom:
    """A rate that holds from a day on, until the next one begins.

    Attributes:
        valid_from: First day it holds.
        annual_rate: Nominal rate (unit: parts of one a year, exact; 0.08 is 8 %).
    """

    valid_from: date
    annual_rate: Fraction


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of time with one rate.

    Attributes:
        start: First day, inclusive.
        end: Last day, exclusive.
        annual_rate: The rate that holds (unit: parts of one a year).
    """

    start: date
    end: date
    annual_rate: Fraction


class MissingRate(LookupError):
    """No rate is known for a day that needs one. Nothing is guessed.

    Attributes:
        day: The first day without a rate.
    """

    def __init__(self, day: date) -> None:
        super().__init__(f"no rate holds on {day.isoformat()}")
        self.day = day


def rate_on(rates: Sequence[RateFrom], day: date) -> Fraction:
    """The rate that holds on ``day``.

    Args:
        rates: Rising by day.
        day: The day asked for.

    Raises:
        MissingRate: The first of ``rates`` begins after ``day``.
    """
    index = bisect_right(rates, day, key=_valid_from) - 1
    if index < 0:
        raise MissingRate(day)
    return rates[index].annual_rate


def stretches(rates: Sequence[RateFrom], start: date, end: date) -> tuple[Stretch, ...]:
    """The time from ``start`` to ``end``, cut where the rate changes; none if it is empty.

    Raises:
        MissingRate: No rate is known for ``start``.
    """
    if start >= end:
        return ()
    inside = [rate.valid_from for rate in rates if start < rate.valid_from < end]
    edges = [start, *inside, end]
    return tuple(
        Stretch(first, last, rate_on(rates, first)) for first, last in itertools.pairwise(edges)
    )


def with_margin(rates: Sequence[RateFrom], margin: Fraction) -> tuple[RateFrom, ...]:
    """Every rate with ``margin`` added, e.g. eight percentage points on a reference rate."""
    return tuple(RateFrom(rate.valid_from, rate.annual_rate + margin) for rate in rates)


def half_years(start: date, end: date) -> tuple[date, ...]:
    """``start`` and every 1 January and 1 July after it, up to ``end``.

    On those days the central banks set the reference rate of the Swedish and Finnish acts.
    """
    days = [start]
    for year in range(start.year, end.year + 1):
        days += [day for day in (date(year, 1, 1), date(year, 7, 1)) if start < day < end]
    return tuple(days)


def decided_throughout(rates: Sequence[RateFrom], start: date, end: date) -> tuple[RateFrom, ...]:
    """Refuse a gap: a reference rate is decided anew for every half-year, even if unchanged.

    Args:
        rates: Reference rates, rising by day.
        start: First day for which a rate is needed.
        end: Last day, exclusive.

    Raises:
        MissingRate: A half-year that is touched has no rate of its own.
    """
    decided = {half_year_of(rate.valid_from) for rate in rates}
    for day in half_years(start, end):
        if half_year_of(day) not in decided:
            raise MissingRate(day)
    return tuple(rates)


def percent(share: Fraction) -> str:
    """A share of one as percent, exact: ``9.9 %``, or ``25/3 %`` where decimals never end."""
    hundredths = 100 * share
    digits = 0
    while (hundredths * 10**digits).denominator > 1:
        digits += 1
        if digits > _PERCENT_DIGITS_MAX:
            return f"{hundredths} %"
    whole, part = divmod(
        abs(hundredths.numerator) * 10**digits // hundredths.denominator, 10**digits
    )
    sign = "-" if share < 0 else ""
    return f"{sign}{whole}.{part:0{digits}} %" if digits else f"{sign}{whole} %"


def half_year_of(day: date) -> date:
    """The first day of the half-year of ``day``."""
    return date(day.year, 1 if day.month <= 6 else 7, 1)  # noqa: PLR2004 - June ends the first


def _valid_from(rate: RateFrom) -> date:
    return rate.valid_from
