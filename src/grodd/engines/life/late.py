"""Late interest of a running loan, counted on in whole numbers: exact, and quick over a long life.

``late_interest`` says how it is counted. Here the weight of every day is laid out once, so that the
interest of a stretch of time is one subtraction.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import pairwise
from math import lcm
from operator import attrgetter, itemgetter

from grodd.engines.daycount import DayCount, year_days
from grodd.engines.late_interest import LateTerms, Overdue, Relief, late_interest
from grodd.engines.money import Money
from grodd.engines.rates import RateFrom
from grodd.engines.rounding import Rounding, rounded

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

Span = tuple[int, int, int]
"""From a day on, by its number: a rate, and by how much it is multiplied to weigh a day."""

NOWHERE: Sequence[Span] = ((1, 0, 0), (0, 0, 0))
"""No day is laid out: the last one comes before the first."""

NO_CURRENCY = "XTS"

_begins = itemgetter(0)


class LateClock:
    """How much late interest a minor unit bears from one day to another.

    Attributes:
        terms: What is agreed, with the rates of the loan until now.
        relief: Times of hardship, by day; never two at once.
        parts: In how many parts of a minor unit late interest is counted.
    """

    def __init__(
        self, terms: LateTerms, rates_to_come: Iterable[Fraction], relief: Sequence[Relief] = ()
    ) -> None:
        """Find parts small enough for every rate that the loan will have."""
        rates = [rate.annual_rate for rate in terms.reference or ()]
        rates += [terms.points, terms.contract_rate, *rates_to_come]
        self.terms = terms
        self.relief = sorted(relief, key=attrgetter("start"))
        assert all(each.start < each.end and 0 <= each.share <= 1 for each in relief), relief
        for earlier, later in pairwise(self.relief):
            assert earlier.end <= later.start, "two reliefs hold on one day"
        self._scale = lcm(*(rate.denominator for rate in rates))
        self._full = lcm(*(each.share.denominator for each in relief))
        self._is_daily = terms.day_count in YEARS
        self._year = YEARS.get(terms.day_count, EVERY_YEAR)
        self.parts = self._scale * self._full * self._year
        self._two = 2 * self.parts
        self._is_half_even = terms.rounding is Rounding.HALF_EVEN
        self._plain: Sequence[Span] = ()
        self._days: Sequence[int] = ()
        self._sums: list[int] = []
        self._weights: list[int] = []

    def change_rate(self, day: date, annual_rate: Fraction) -> None:
        """From a day on the loan has another rate, and late interest another floor."""
        if self.terms.is_agreed:
            changes = (*self.terms.changes, RateFrom(day, annual_rate))
            self.terms = replace(self.terms, changes=changes)
            self._days = ()

    def run(self, start: date, end: date) -> int:
        """What one minor unit bears from ``start`` to ``end`` (unit: ``parts``).

        Raises:
            grodd.engines.rates.MissingRate: A half-year in question has no reference rate.
        """
        days = self._days or self._lay_out()
        first, last = start.toordinal(), end.toordinal()
        place = bisect_right(days, first)
        if 0 < place < len(days) and first <= last <= days[place]:
            return (last - first) * self._weights[place - 1]
        if not days[0] <= first <= last <= days[-1]:
            return self._one_by_one(start, end) if self.terms.is_agreed else 0
        return self._until(last) - self._until(first)

    def whole(self, run: int) -> int:
        """Parts as minor units, rounded once as agreed."""
        if self._is_half_even:
            # half_even, without the call: nothing is left over at a tie.
            whole, rest = divmod(2 * run + self.parts, self._two)
            return whole if rest or whole % 2 == 0 else whole - 1
        return rounded(Fraction(run, self.parts), self.terms.rounding)

    def _until(self, number: int) -> int:
        """What a minor unit bears from the first day that is laid out to a day by its number."""
        place = bisect_right(self._days, number) - 1
        return self._sums[place] + (number - self._days[place]) * self._weights[place]

    def _lay_out(self) -> Sequence[int]:
        """The weight of a day from each day on which it changes, as far as rates are decided."""
        if not self._plain:
            self._plain = self._without_floor()
        changes = self.terms.changes
        since = [change.valid_from.toordinal() for change in changes]
        floors = [self._parts_of(change.annual_rate) for change in changes]
        floors.insert(0, self._parts_of(self.terms.contract_rate))
        spans = _cut(self._plain, since)
        if self.relief:
            edges = (day.toordinal() for each in self.relief for day in (each.start, each.end))
            spans = _cut(spans, edges)
        days: list[int] = []
        self._days, self._sums, self._weights, total = days, [], [], 0
        for (begins, rate, factor), (ends, _, _) in pairwise((*spans, spans[-1])):
            floor = floors[bisect_right(since, begins)]
            weight = max(rate, floor) * factor
            if self.relief:
                weight *= self._left_on(begins)
            days.append(begins)
            self._sums.append(total)
            self._weights.append(weight)
            total += weight * (ends - begins)
        return days

    def _left_on(self, number: int) -> int:
        """What hardship leaves of a day's late interest (unit: the parts of one that it needs)."""
        for each in self.relief:
            if each.start.toordinal() <= number < each.end.toordinal():
                left = self._full * (1 - each.share)
                assert left.denominator == 1, (number, left)
                return left.numerator
        return self._full

    def _without_floor(self) -> Sequence[Span]:
        """The reference rates with the points on them, which no change of the loan's rate moves."""
        reference = self.terms.reference
        if not (self._is_daily and reference):
            return NOWHERE
        start, end = reference[0].valid_from, _decided_until(reference)
        edges = {end, *(rate.valid_from for rate in reference)}
        is_actual = self.terms.day_count is DayCount.ACTUAL_ACTUAL
        if is_actual:
            edges.update(date(year, 1, 1) for year in range(start.year + 1, end.year + 1))
        points, rate = self._parts_of(self.terms.points), 0
        begins = {each.valid_from: self._parts_of(each.annual_rate) for each in reference}
        spans: list[Span] = []
        for day in sorted(edges):
            if day > end:
                break
            rate = begins.get(day, rate)
            factor = self._year // year_days(day.year) if is_actual else 1
            spans.append((day.toordinal(), rate + points, factor))
        return spans

    def _parts_of(self, rate: Fraction) -> int:
        return rate.numerator * (self._scale // rate.denominator)

    def _one_by_one(self, start: date, end: date) -> int:
        claim = Overdue(start, Money(1, NO_CURRENCY))
        parts = late_interest(claim, end, replace(self.terms, grace_days=0), self.relief).parts
        exact = sum((part.exact for part in parts), Fraction(0)) * self.parts
        assert exact.denominator == 1, (start, end, exact)
        return exact.numerator


def _cut(spans: Sequence[Span], days: Iterable[int]) -> Sequence[Span]:
    """The same spans, and from some days on the same once more."""
    cut = list(spans)
    for day in days:
        place = bisect_right(cut, day, key=_begins)
        if 0 < place < len(cut) and cut[place - 1][0] < day:
            cut.insert(place, (day, *cut[place - 1][1:]))
    return cut


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
