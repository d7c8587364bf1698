"""Dates a payment can fall on: banking days by rule, moved dates, and dates in a row."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

YEAR_MIN, YEAR_MAX = 1991, 2200
"""The rules below are those in force from 1991 (Finnish Epiphany is 6 January again)."""

_WHIT_MONDAY_FREE_UNTIL_YEAR = 2004
_SATURDAY = 5
_FRIDAY = 4
_YEAR_DAYS = 365
_IN_EVERY_MONTH = 28
_ONE_DAY = timedelta(days=1)


class BankingDays(StrEnum):
    """Where a day must be a banking day. The value is what the contract prints."""

    SWEDEN = "Sweden"
    FINLAND = "Finland"
    TARGET = "TARGET"


class Moving(StrEnum):
    """What happens to a date that is no banking day. The value is what the contract prints."""

    NONE = "not moved"
    FOLLOWING = "following"
    MODIFIED_FOLLOWING = "modified following"
    PRECEDING = "preceding"


class Unit(StrEnum):
    """The unit of the time between instalments."""

    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"
    QUARTERS = "quarters"
    YEARS = "years"


_MONTHS = {Unit.MONTHS: 1, Unit.QUARTERS: 3, Unit.YEARS: 12}
_DAYS = {Unit.DAYS: 1, Unit.WEEKS: 7}


def easter_sunday(year: int) -> date:
    """Western Easter. Source: the anonymous Gregorian algorithm (Meeus, Jones, Butcher)."""
    century, of_century = divmod(year, 100)
    golden = year % 19
    leap_centuries = century // 4
    moon_shift = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leap_centuries - moon_shift + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (of_century // 4) - epact - of_century % 4) % 7
    correction = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * correction + 114, 31)
    return date(year, month, day + 1)


def midsummer_eve(year: int) -> date:
    """The Friday between 19 and 25 June."""
    return _first_weekday_from(date(year, 6, 19), _FRIDAY)


@lru_cache(maxsize=1024)
def bank_holidays(where: BankingDays, year: int) -> frozenset[date]:
    """Days, weekends apart, on which the banks of ``where`` move no money in ``year``.

    Besides the public holidays these are the eves on which banks are closed by practice:
    Midsummer Eve and Christmas Eve, in Sweden also New Year's Eve.

    Source:
        Swedish act 1989:253 on general holidays; Finnish acts 388/1937 and 1105/2022 with the
        practice of Finance Finland; ECB decision of 14 December 2000 on TARGET closing days.
    """
    assert YEAR_MIN <= year <= YEAR_MAX, year
    easter = easter_sunday(year)
    days = {date(year, 1, 1), date(year, 5, 1), date(year, 12, 25), date(year, 12, 26)}
    days |= {easter - 2 * _ONE_DAY, easter + _ONE_DAY}
    if where is BankingDays.TARGET:
        return frozenset(days)
    days |= {date(year, 1, 6), easter + 39 * _ONE_DAY, midsummer_eve(year), date(year, 12, 24)}
    if where is BankingDays.FINLAND:
        return frozenset(days | {date(year, 12, 6)})
    days.add(date(year, 12, 31))
    if year <= _WHIT_MONDAY_FREE_UNTIL_YEAR:
        days.add(easter + 50 * _ONE_DAY)
    else:
        days.add(date(year, 6, 6))
    return frozenset(days)


def is_banking_day(day: date, where: BankingDays) -> bool:
    """Whether the banks of ``where`` move money on ``day``."""
    return day.weekday() < _SATURDAY and day not in bank_holidays(where, day.year)


def moved(day: date, moving: Moving, where: BankingDays) -> date:
    """``day`` itself if it is a banking day, else the banking day that ``moving`` points to."""
    if moving is Moving.NONE or is_banking_day(day, where):
        return day
    if moving is Moving.PRECEDING:
        return _nearest_banking_day(day, where, -_ONE_DAY)
    later = _nearest_banking_day(day, where, _ONE_DAY)
    if moving is Moving.MODIFIED_FOLLOWING and later.month != day.month:
        return _nearest_banking_day(day, where, -_ONE_DAY)
    return later


def month_days(year: int, month: int) -> int:
    """How many days a month has (unit: days, 28-31)."""
    following = date(year + month // 12, month % 12 + 1, 1)
    return (following - _ONE_DAY).day


def add_months(origin: date, months: int) -> date:
    """The same day of the month, ``months`` later; the last day where that day is missing.

    Count always from the origin, never from the date before: 31 January, 28 February,
    31 March.

    Args:
        origin: The day counted from.
        months: How many months later; negative for earlier.
    """
    year, month = divmod(12 * origin.year + origin.month - 1 + months, 12)
    if origin.day <= _IN_EVERY_MONTH:
        return date(year, month + 1, origin.day)
    return date(year, month + 1, min(origin.day, month_days(year, month + 1)))


def step(origin: date, count: int, every: int, unit: Unit) -> date:
    """The day ``count`` periods of ``every`` ``unit`` after ``origin``."""
    assert every > 0, every
    if unit in _DAYS:
        return origin + count * every * _DAYS[unit] * _ONE_DAY
    return add_months(origin, count * every * _MONTHS[unit])


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often something comes back: every so many units.

    Attributes:
        every: How many, at least one.
        unit: Of what.
    """

    every: int = 1
    unit: Unit = Unit.MONTHS

    def __post_init__(self) -> None:
        """Assert that time goes on."""
        assert self.every >= 1, self

    def after(self, origin: date, count: int) -> date:
        """The day ``count`` times later, or earlier below zero; always counted from the origin."""
        return step(origin, count, self.every, self.unit)

    def days(self, origin: date, counts: Sequence[int]) -> list[date]:
        """The same for many counts."""
        if self.unit in _DAYS:
            return [self.after(origin, count) for count in counts]
        months, day = self.every * _MONTHS[self.unit], origin.day
        if day > _IN_EVERY_MONTH:
            return [add_months(origin, count * months) for count in counts]
        first = 12 * origin.year + origin.month - 1  # add_months, without the call
        each = [first + count * months for count in counts]
        return [date(month // 12, month % 12 + 1, day) for month in each]

    def next_after(self, origin: date, day: date) -> date:
        """The first of the days from ``origin`` on that comes after ``day``."""
        count = 0
        while (found := self.after(origin, count)) <= day:
            count += 1
        return found

    def count_until(self, first: date, until: date, *, most: int) -> int:
        """How many of the days from ``first`` on come no later than ``until``; at most so many."""
        count = 0
        while count < most and self.after(first, count) <= until:
            count += 1
        return count

    def count_to(self, first: date, last: date, *, most: int) -> int:
        """How many days from ``first`` on end nearest to ``last``: at least one, at most so many.

        Of two ends that are as near, the earlier one.
        """
        count = max(self.count_until(first, last, most=most), 1)
        before, following = self.after(first, count - 1), self.after(first, count)
        return count + (count < most and following - last < last - before)

    def is_as_often_as(self, other: "Rhythm") -> bool:
        """Whether both give the same days: a quarter is three months."""
        return self.length == other.length

    def months(self, count: int) -> int:
        """How long ``count`` times take (unit: months, begun ones counted)."""
        if self.unit in _DAYS:
            return -(-count * self.every * _DAYS[self.unit] * 12 // _YEAR_DAYS)
        return count * self.every * _MONTHS[self.unit]

    def within(self, months: int) -> int:
        """How many times fit into so many months; at least one."""
        if self.unit in _DAYS:
            found = months * _YEAR_DAYS // (12 * self.every * _DAYS[self.unit])
        else:
            found = months // (self.every * _MONTHS[self.unit])
        return max(found, 1)

    @property
    def length(self) -> tuple[bool, int]:
        """Whether it is counted in days, else in months; and how many of them."""
        in_days = self.unit in _DAYS
        return in_days, self.every * (_DAYS if in_days else _MONTHS)[self.unit]

    @property
    def code(self) -> str:
        """It as one word in a file or a form: ``3 months``."""
        return f"{self.every} {self.unit.value}"

    @classmethod
    def read(cls, code: str) -> "Rhythm":
        """The rhythm of a code.

        Raises:
            ValueError: It is no code of one.
        """
        every, _, unit = code.partition(" ")
        if not every.isdecimal() or not int(every):
            raise ValueError(code)
        return cls(int(every), Unit(unit))


MONTHLY = Rhythm()


def dates_after(
    origin: date, count: int, *, every: int = 1, unit: Unit = Unit.MONTHS
) -> tuple[date, ...]:
    """``count`` days in a row, the first of them one period after ``origin``."""
    return tuple(step(origin, i, every, unit) for i in range(1, count + 1))


def dates_from(
    first: date, count: int, *, every: int = 1, unit: Unit = Unit.MONTHS
) -> tuple[date, ...]:
    """``count`` days in a row, the first of them ``first`` itself."""
    return tuple(step(first, i, every, unit) for i in range(count))


def _first_weekday_from(day: date, weekday: int) -> date:
    return day + (weekday - day.weekday()) % 7 * _ONE_DAY


def _nearest_banking_day(day: date, where: BankingDays, towards: timedelta) -> date:
    while not is_banking_day(day, where):
        day += towards
    return day
