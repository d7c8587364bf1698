"""The periods of a loan: when each begins and ends for interest, and when it is paid."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from grodd.engines.calendar import Moving, Unit, dates_from, moved, step
from grodd.engines.daycount import DayCount, year_days, year_fraction
from grodd.engines.schedule.terms import FirstPeriod, LoanTerms, PeriodLength

UNIT_YEARS = {
    Unit.DAYS: Fraction(1, 365),
    Unit.WEEKS: Fraction(1, 52),
    Unit.MONTHS: Fraction(1, 12),
    Unit.QUARTERS: Fraction(1, 4),
    Unit.YEARS: Fraction(1),
}
"""How long a whole unit is where interest is by whole periods (unit: years)."""


@dataclass(frozen=True, slots=True)
class Period:
    """One period of a loan.

    Attributes:
        start: First day of its interest, inclusive.
        end: Last day of its interest, exclusive.
        due: The day it is paid; differs from ``end`` where the date was moved alone.
        whole_years: Its length where interest is by whole periods (unit: years).
    """

    start: date
    end: date
    due: date
    whole_years: Fraction


def first_due(terms: LoanTerms) -> date:
    """The first due date, chosen or derived, before it is moved off a non-banking day."""
    return terms.first_due or _derived_due(terms)


def regular_start(terms: LoanTerms) -> date:
    """The day on which the first regular period begins: one period before the first due date."""
    if terms.first_due is None or terms.first_due == _derived_due(terms):
        return terms.disbursed
    return step(terms.first_due, -1, terms.every, terms.unit)


def broken_period(terms: LoanTerms) -> Period | None:
    """The days before the first regular period, if they are charged apart."""
    begins = regular_start(terms)
    if terms.first_period is FirstPeriod.BY_LENGTH or begins <= terms.disbursed:
        return None
    return Period(
        start=terms.disbursed,
        end=begins,
        due=_moved_due(terms, begins),
        whole_years=_whole_years(terms, terms.disbursed, begins)
        * _month_scale(terms.day_count, terms.disbursed),
    )


def periods(terms: LoanTerms) -> tuple[Period, ...]:
    """The regular periods, in order; the first may be longer or shorter than the others."""
    nominal = _nominal_dates(terms)
    dues = tuple(_moved_due(terms, day) for day in nominal)
    follows = terms.interest_follows_move and terms.period_length is PeriodLength.BY_DAYS
    ends = dues if follows else nominal
    broken = broken_period(terms)
    starts = (broken.end if broken else terms.disbursed, *ends[:-1])
    whole = terms.every * UNIT_YEARS[terms.unit]
    regular = broken is not None or regular_start(terms) == terms.disbursed
    first = whole if regular else _whole_years(terms, terms.disbursed, nominal[0])
    lengths = (first, *(whole for _ in nominal[1:]))
    return tuple(
        Period(start, max(start, end), due, length * _month_scale(terms.day_count, start))
        for start, end, due, length in zip(starts, ends, dues, lengths, strict=True)
    )


def years(terms: LoanTerms, period: Period, start: date, end: date) -> Fraction:
    """How long ``start`` to ``end`` is inside ``period`` (unit: years, exact)."""
    if terms.period_length is PeriodLength.BY_DAYS:
        return year_fraction(terms.day_count, start, end)
    days = (period.end - period.start).days
    return period.whole_years * Fraction((end - start).days, days) if days else Fraction(0)


def _derived_due(terms: LoanTerms) -> date:
    return step(terms.disbursed, 1, terms.every, terms.unit)


def _nominal_dates(terms: LoanTerms) -> tuple[date, ...]:
    """The due dates before any is moved, counted from the origin so that month ends hold."""
    if terms.first_due is not None:
        return dates_from(terms.first_due, terms.instalments, every=terms.every, unit=terms.unit)
    return tuple(
        step(terms.disbursed, i, terms.every, terms.unit) for i in range(1, terms.instalments + 1)
    )


def _moved_due(terms: LoanTerms, nominal: date) -> date:
    """Where a due date is moved to: never back to the payout or before it, then forward."""
    landed = moved(nominal, terms.moving, terms.banking_days)
    if landed > terms.disbursed:
        return landed
    return moved(nominal, Moving.FOLLOWING, terms.banking_days)


def _month_scale(day_count: DayCount, start: date) -> Fraction:
    """How much of a twelfth of a year a whole month is, if its 30 days meet a longer year."""
    if day_count is DayCount.THIRTY_364:
        return Fraction(360, 364)
    if day_count is DayCount.THIRTY_365:
        return Fraction(360, 365)
    if day_count is DayCount.THIRTY_ACTUAL:
        return Fraction(360, year_days(start.year))
    return Fraction(1)


def _whole_years(terms: LoanTerms, start: date, end: date) -> Fraction:
    """Whole periods counted back from ``end``, and the rest as its part of one more period."""
    whole = terms.every * UNIT_YEARS[terms.unit]
    count = 0
    while step(end, -count - 1, terms.every, terms.unit) >= start:
        count += 1
    anchor = step(end, -count, terms.every, terms.unit)
    before = step(end, -count - 1, terms.every, terms.unit)
    return whole * (count + Fraction((anchor - start).days, (anchor - before).days))
