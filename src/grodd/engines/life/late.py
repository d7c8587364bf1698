"""Late interest of a running loan, counted on in whole numbers: exact, and quick over a long life.

``late_interest`` says how it is counted. Here the weight of every day is laid out once, so that the
interest of a stretch of time is one subtraction.
"""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import pairwise
from math import lcm

from grodd.engines.daycount import DayCount, year_days
from grodd.engines.late_interest import LateTerms, Overdue, late_interest
from grodd.engines.money import Money
from grodd.engines.rates import RateFrom, rate_on
from grodd.engines.rounding import Rounding, half_even, rounded

YEARS = {
    DayCount.ACTUAL_360: 360,
    DayCount.ACTUAL_364: 364,
    DayCount.ACTUAL_365: 365,
    DayCount.ACTUAL_ACTUAL: 365 * 366,
}
"""Day counts by which every day has a weight of its own, and a number all year parts divide."""

EVERY_YEAR = lcm(360, 364, 365, 366)
"""The same for any day count."""

MONTHS_OF_FIRST_HALF = 6
NO_CURRENCY = "XTS"


class LateClock:
    """How much late interest a minor unit bears from one day to another.

    Attributes:
        terms: What is agreed, with the rates of the loan until now.
        parts: In how many parts of a minor unit late interest is counted.
    """

    def __init__(self, terms: LateTerms, rates_to_come: Iterable[Fraction]) -> None:
        """Find parts small enough for every rate that the loan will have."""
        rates = [rate.annual_rate for rate in terms.reference or ()]
        rates += [terms.points, terms.contract_rate, *rates_to_come]
        self.terms = terms
        self._scale = lcm(*(rate.denominator for rate in rates))
        self._is_daily = terms.day_count in YEARS
        self._year = YEARS.get(terms.day_count, EVERY_YEAR)
        self.parts = self._scale * self._year
        self._is_half_even = terms.rounding is Rounding.HALF_EVEN
        self._known: dict[date, int] = {}
        self._days: list[int] = []
        self._sums: list[int] = []
        self._weights: list[int] = []

    def change_rate(self, day: date, annual_rate: Fraction) -> None:
        """From a day on the loan has another rate, and late interest another floor."""
        if self.terms.is_agreed:
            changes = (*self.terms.changes, RateFrom(day, annual_rate))
            self.terms = replace(self.terms, changes=changes)
            self._days, self._known = [], {}

    def run(self, start: date, end: date) -> int:
        """What one minor unit bears from ``start`` to ``end`` (unit: ``parts``).

        Raises:
            grodd.engines.rates.MissingRate: A half-year in question has no reference rate.
        """
        begun, run = self._known.get(start), self._known.get(end)
        if begun is None:
            begun = self._until(start)
        if run is None:
            run = self._until(end)
        if begun < 0 or run < 0:
            return self._one_by_one(start, end) if self.terms.is_agreed else 0
        return run - begun

    def whole(self, run: int) -> int:
        """Parts as minor units, rounded once as agreed."""
        if self._is_half_even:
            return half_even(run, self.parts)
        return rounded(Fraction(run, self.parts), self.terms.rounding)

    def _until(self, day: date) -> int:
        """What a minor unit bears from the first day that is laid out; below nothing: unknown."""
        if not self._days and self._is_daily and self.terms.reference:
            self._lay_out(self.terms.reference)
        number = day.toordinal()
        if not self._days or not self._days[0] <= number <= self._days[-1]:
            return -1
        place = bisect_right(self._days, number) - 1
        run = self._sums[place] + (number - self._days[place]) * self._weights[place]
        self._known[day] = run
        return run

    def _lay_out(self, reference: tuple[RateFrom, ...]) -> None:
        """The weight of a day from each day on which it changes, as far as rates are decided."""
        start, end = reference[0].valid_from, _decided_until(reference)
        edges = {start, end}
        edges.update(rate.valid_from for rate in (*reference, *self.terms.changes))
        if self.terms.day_count is DayCount.ACTUAL_ACTUAL:
            edges.update(date(year, 1, 1) for year in range(start.year + 1, end.year + 1))
        total = 0
        days = sorted(day for day in edges if start <= day <= end)
        self._days, self._sums, self._weights = [], [], []
        for first, following in pairwise((*days, end)):
            weight = self._weight(reference, first)
            self._days.append(first.toordinal())
            self._sums.append(total)
            self._weights.append(weight)
            total += weight * (following - first).days

    def _weight(self, reference: tuple[RateFrom, ...], day: date) -> int:
        late = self._parts_of(rate_on(reference, day)) + self._parts_of(self.terms.points)
        rate = max(late, self._parts_of(self.terms.floor_on(day)))
        is_actual = self.terms.day_count is DayCount.ACTUAL_ACTUAL
        length = year_days(day.year) if is_actual else self._year
        return rate * (self._year // length)

    def _parts_of(self, rate: Fraction) -> int:
        return rate.numerator * (self._scale // rate.denominator)

    def _one_by_one(self, start: date, end: date) -> int:
        claim = Overdue(start, Money(1, NO_CURRENCY))
        parts = late_interest(claim, end, replace(self.terms, grace_days=0)).parts
        exact = sum((part.exact for part in parts), Fraction(0)) * self.parts
        assert exact.denominator == 1, (start, end, exact)
        return exact.numerator


def _decided_until(reference: tuple[RateFrom, ...]) -> date:
    """The end of the last half-year before the first one without a rate of its own."""
    decided = {_half_year(rate.valid_from) for rate in reference}
    year, is_second = _half_year(reference[0].valid_from)
    while (year, is_second) in decided:
        year, is_second = (year + 1, False) if is_second else (year, True)
    return date(year, 7 if is_second else 1, 1)


def _half_year(day: date) -> tuple[int, bool]:
    """The year, and whether it is the second half of it."""
    return day.year, day.month > MONTHS_OF_FIRST_HALF
