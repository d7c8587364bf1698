"""Loan cases as lines of JSON: a set-up, payments, and the rows somebody else expects.

The form is neutral to any engine. Amounts and rates are decimal texts, days are ISO dates.
``day_count`` is days in a month over days in a year. ``interest_period`` is ``daily`` or
``per_period``. Where months have 30 days, a whole month always counts 30, whatever its length.
The set-up means the conventions of progressive schedules: 19 significant digits, half-even,
smoothed instalments, a year that is cut at 31 December.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from grodd.engines.calendar import Unit
from grodd.engines.daycount import DayCount
from grodd.engines.money import Money
from grodd.engines.schedule import Amortisation, Ending, LoanTerms, PeriodLength, Working
from grodd.engines.waterfall import Ahead, Component, Payment, Reach, Rule, When

CURRENCY = "EUR"
"""The cases name no currency; all of them have two decimals."""

Record = Mapping[str, Any]
"""One line of the file, as JSON gives it."""

_ACTUAL = {
    "360": DayCount.ACTUAL_360,
    "364": DayCount.ACTUAL_364,
    "365": DayCount.ACTUAL_365,
    "actual": DayCount.ACTUAL_ACTUAL_31_DECEMBER,
}
_THIRTY = {
    "360": DayCount.THIRTY_E_360,
    "364": DayCount.THIRTY_364,
    "365": DayCount.THIRTY_365,
    "actual": DayCount.THIRTY_ACTUAL,
}
_AMORTISATIONS = {
    ("annuity", "declining"): Amortisation.ANNUITY,
    ("annuity", "flat"): Amortisation.FLAT,
    ("straight", "declining"): Amortisation.STRAIGHT,
    ("equal_principal", "declining"): Amortisation.STRAIGHT,
}
_AHEAD = {
    "NEXT_INSTALLMENT": Ahead.NEXT,
    "LAST_INSTALLMENT": Ahead.LAST,
    "NEXT_LAST_INSTALLMENT": Ahead.NEXT_LAST,
    "REAMORTIZATION": Ahead.REAMORTISE,
}
_CALENDAR_UNITS = {Unit.MONTHS, Unit.QUARTERS, Unit.YEARS}


@dataclass(frozen=True, slots=True)
class ExpectedRow:
    """One row of a plan as somebody else expects it (amounts in minor units)."""

    due: date
    principal: int
    interest: int


@dataclass(frozen=True, slots=True)
class ExpectedSettlement:
    """One row after payments, as somebody else expects it (amounts in minor units)."""

    due: date
    principal: int
    interest: int
    paid: int
    in_advance: int
    late: int
    outstanding: int
    paid_on: date | None


def terms_of(record: Record) -> LoanTerms:
    """The set-up of a case.

    Raises:
        ValueError: A value is none of those the form knows.
        KeyError: A field is missing.
    """
    unit = Unit(record["unit"])
    day_count, period_length = _counting(record, unit)
    kind = (str(record["amortisation"]), str(record["interest"]))
    if kind not in _AMORTISATIONS:
        raise ValueError(f"unknown amortisation: {kind}")
    return LoanTerms(
        principal=Money(minor_of(record["principal"]), CURRENCY),
        annual_rate=Fraction(record["annual_rate_percent"]) / 100,
        disbursed=date.fromisoformat(record["disbursed"]),
        instalments=int(record["instalments"]),
        every=int(record["every"]),
        unit=unit,
        first_due=date.fromisoformat(record["first_due"]) if record.get("first_due") else None,
        amortisation=_AMORTISATIONS[kind],
        day_count=day_count,
        period_length=period_length,
        working=Working.NINETEEN_DIGITS,
        grace_principal=int(record.get("grace_principal", 0)),
        grace_interest=int(record.get("grace_interest", 0)),
        down_payment_percent=Fraction(record.get("down_payment_percent", "0")),
        instalment_multiple=minor_of(record.get("instalment_multiple_of", 0)),
        ending=Ending.SMOOTHED,
    )


def expected_rows(record: Record) -> tuple[ExpectedRow, ...]:
    """The plan the case expects."""
    return tuple(
        ExpectedRow(date.fromisoformat(due), minor_of(principal), minor_of(interest))
        for due, principal, interest in record["expected"]
    )


def rule_of(record: Record) -> Rule:
    """The order in which the payments of a case pay.

    Raises:
        ValueError: A value is none of those the form knows.
    """
    order = tuple(_place(str(name)) for name in record["order"])
    future = str(record["future"])
    if future not in _AHEAD:
        raise ValueError(f"unknown future rule: {future}")
    return Rule(order, Reach(str(record["processing"]).lower()), _AHEAD[future])


def payments_of(record: Record) -> tuple[Payment, ...]:
    """The payments of a case; those of one day keep the order of the file."""
    return tuple(
        Payment(f"{i:06}", date.fromisoformat(paid["date"]), minor_of(paid["amount"]))
        for i, paid in enumerate(record["payments"])
    )


def expected_settlements(record: Record) -> tuple[ExpectedSettlement, ...]:
    """The rows after payments that the case expects."""
    return tuple(
        ExpectedSettlement(
            due=date.fromisoformat(row["date"]),
            principal=minor_of(row["principal"]),
            interest=minor_of(row["interest"]),
            paid=minor_of(row["paid"]),
            in_advance=minor_of(row["inAdvance"]),
            late=minor_of(row["late"]),
            outstanding=minor_of(row["outstanding"]),
            paid_on=date.fromisoformat(row["paidDate"]) if row["paidDate"] else None,
        )
        for row in record["expected"]
    )


def minor_of(amount: str | int) -> int:
    """A decimal text as a count of minor units, exact.

    Raises:
        ValueError: There are more than two decimals.
    """
    minor = Fraction(amount) * 100
    if minor.denominator != 1:
        raise ValueError(f"more than two decimals: {amount}")
    return minor.numerator


def _counting(record: Record, unit: Unit) -> tuple[DayCount, PeriodLength]:
    month, _, year = str(record["day_count"]).partition("/")
    if month not in {"30", "actual"} or year not in _ACTUAL:
        raise ValueError(f"unknown day count: {record['day_count']}")
    if record["interest_period"] == "per_period":
        return DayCount.THIRTY_E_360, PeriodLength.WHOLE_PERIODS
    if record["interest_period"] != "daily":
        raise ValueError(f"unknown interest period: {record['interest_period']}")
    if month == "30" and unit in _CALENDAR_UNITS and year in _THIRTY:
        return _THIRTY[year], PeriodLength.WHOLE_PERIODS
    return _ACTUAL[year], PeriodLength.BY_DAYS


def _place(name: str) -> tuple[When, Component]:
    """``PAST_DUE_PENALTY`` as a place and a component."""
    when, _, component = name.lower().rpartition("_")
    part = Component.LATE_INTEREST if component == "penalty" else Component(component)
    return When(when.replace("_", " ")), part
