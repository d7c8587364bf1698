"""Schedules that banks, regulators and textbooks have published, to the last minor unit.

The figures are those of the sources named; mortgagemath gathers them in its own tests. Sources
that keep fractions of a cent between two rows are left out: here every row is rounded.
"""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from grodd.engines.calendar import Unit
from grodd.engines.daycount import DayCount
from grodd.engines.money import Money
from grodd.engines.rounding import Rounding
from grodd.engines.schedule import Amortisation, LoanTerms, PeriodLength, plan
from tests.engines.loans import loan, minor

HALF_UP: dict[str, Any] = {
    "period_length": PeriodLength.WHOLE_PERIODS,
    "rounding": Rounding.HALF_UP,
}
UP = HALF_UP | {"instalment_rounding": Rounding.UP}
STRAIGHT = HALF_UP | {"amortisation": Amortisation.STRAIGHT}
START = "2026-01-01"


Row = tuple[int, ...]


def published(rows: str) -> list[Row]:
    """Rows of number, payment, principal, interest and balance, as a source prints them."""
    split = [row.split() for row in rows.split("\n")]
    return [(int(number), *map(minor, figures)) for number, *figures in split]


def planned(terms: LoanTerms, rows: str) -> list[Row]:
    """The same rows of our own plan."""
    made = plan(terms)
    columns = (made.amounts(), made.principal, made.interest, made.balance_after)
    return [(number, *(column[number - 1] for column in columns)) for number, *_ in published(rows)]


def test_a_swedish_bank_explains_straight_repayment() -> None:
    """SBAB: one million at 2.92 % over forty years, 2 083.33 a month."""
    terms = loan("1000000", "2.92", START, 480, fixed_payment=Money(2083_33, "SEK"), **STRAIGHT)
    rows = (
        "1 4516.66 2083.33 2433.33 997916.67\n"
        "2 4511.59 2083.33 2428.26 995833.34\n"
        "3 4506.52 2083.33 2423.19 993750.01"
    )
    assert planned(terms, rows) == published(rows)


def test_another_swedish_bank_does_too() -> None:
    """Nordea: 1.2 million at 4 % over twenty years."""
    terms = loan("1200000", "4", START, 240, **STRAIGHT)
    rows = "1 9000.00 5000.00 4000.00 1195000.00\n2 8983.33 5000.00 3983.33 1190000.00"
    assert planned(terms, rows) == published(rows)


@pytest.mark.parametrize(
    ("amount", "percent", "count", "months", "rows"),
    [
        # Younited, glossary: five years at 4 %.
        ("10000", "4", 5, 12,
         "1 2400 2000 400 8000\n2 2320 2000 320 6000\n5 2080 2000 80 0"),
        # Telemutuo: ten half-years at 6 %.
        ("50000", "6", 10, 6,
         "1 6500 5000 1500 45000\n5 5900 5000 900 25000\n10 5150 5000 150 0"),
    ],
)  # fmt: skip
def test_italian_repayment_is_straight(
    amount: str, percent: str, count: int, months: int, rows: str
) -> None:
    terms = loan(amount, percent, START, count, every=months, **STRAIGHT)
    assert planned(terms, rows) == published(rows)


def test_a_sample_disclosure_with_half_a_cent_in_its_first_row() -> None:
    """CFPB, closing disclosure H-25(B), 2014: the first interest is exactly 523.125."""
    terms = loan("162000", "3.875", START, 360, **HALF_UP)
    rows = (
        "1 761.78 238.65 523.13 161761.35\n2 761.78 239.43 522.35 161521.92\n"
        "3 761.78 240.20 521.58 161281.72\n4 761.78 240.97 520.81 161040.75\n"
        "5 761.78 241.75 520.03 160799.00"
    )
    assert planned(terms, rows) == published(rows)


def test_a_sample_with_five_years_of_interest_only() -> None:
    """CFPB, sample loan estimate of an interest-only loan; rows 61 on as mortgagemath has them.

    Row 337 is a tie, 25 645.50 x 4 %/12 = 85.485: mortgagemath's decimals fall just below it.
    """
    terms = loan("211000", "4", START, 360, grace_principal=60, **HALF_UP)
    rows = (
        "1 703.33 0 703.33 211000\n60 703.33 0 703.33 211000\n"
        "61 1113.74 410.41 703.33 210589.59\n200 1113.74 651.78 461.96 137935.43\n"
        "336 1113.74 1024.84 88.90 25645.50\n337 1113.74 1028.25 85.49 24617.25"
    )
    assert planned(terms, rows) == published(rows)


def test_a_french_table_with_insurance_in_each_payment() -> None:
    """MoneyVox: 10 000 at 5 % over a year, 2.92 insurance a month, all twelve rows."""
    terms = loan("10000", "5", START, 12, fee_each=Money(2_92, "SEK"), **HALF_UP)
    rows = (
        "1 858.99 814.40 41.67 9185.60\n2 858.99 817.80 38.27 8367.80\n"
        "3 858.99 821.20 34.87 7546.60\n4 858.99 824.63 31.44 6721.97\n"
        "5 858.99 828.06 28.01 5893.91\n6 858.99 831.51 24.56 5062.40\n"
        "7 858.99 834.98 21.09 4227.42\n8 858.99 838.46 17.61 3388.96\n"
        "9 858.99 841.95 14.12 2547.01\n10 858.99 845.46 10.61 1701.55\n"
        "11 858.99 848.98 7.09 852.57\n12 859.04 852.57 3.55 0"
    )
    assert planned(terms, rows) == published(rows)


def test_a_manual_for_actuaries_pays_once_a_year() -> None:
    """Arcones, Manual for SOA Exam FM, 2009, section 4.1, example 4: all twelve rows."""
    terms = loan("20000", "8", START, 12, unit=Unit.YEARS, **HALF_UP)
    rows = (
        "1 2653.90 1053.90 1600.00 18946.10\n2 2653.90 1138.21 1515.69 17807.89\n"
        "3 2653.90 1229.27 1424.63 16578.62\n4 2653.90 1327.61 1326.29 15251.01\n"
        "5 2653.90 1433.82 1220.08 13817.19\n6 2653.90 1548.52 1105.38 12268.67\n"
        "7 2653.90 1672.41 981.49 10596.26\n8 2653.90 1806.20 847.70 8790.06\n"
        "9 2653.90 1950.70 703.20 6839.36\n10 2653.90 2106.75 547.15 4732.61\n"
        "11 2653.90 2275.29 378.61 2457.32\n12 2653.91 2457.32 196.59 0"
    )
    assert planned(terms, rows) == published(rows)


@pytest.mark.parametrize(
    ("amount", "percent", "count", "rows"),
    [
        # Las Positas College, Math for Liberal Arts, 8.05.
        ("18000", "2", 60, "1 315.50 285.50 30.00 17714.50"),
        # A boundary of mortgagemath's own: half a cent of interest, and an instalment just above.
        ("100001.25", "4.8", 360,
         "1 524.68 124.67 400.01 99876.58\n2 524.68 125.17 399.51 99751.41"),
    ],
)  # fmt: skip
def test_instalments_that_are_rounded_up(amount: str, percent: str, count: int, rows: str) -> None:
    terms = loan(amount, percent, START, count, **UP)
    assert planned(terms, rows) == published(rows)


def test_a_bank_teaches_with_thirty_years_at_five_percent() -> None:
    """Chase: 200 000 at 5 %, three rows."""
    terms = loan("200000", "5", START, 360, **HALF_UP)
    rows = (
        "1 1073.64 240.31 833.33 199759.69\n2 1073.64 241.31 832.33 199518.38\n"
        "3 1073.64 242.31 831.33 199276.07"
    )
    assert planned(terms, rows) == published(rows)


def test_a_currency_without_decimals() -> None:
    """Tistory: 300 million won at 4 % over thirty years."""
    won = replace(loan("1", "4", START, 360, **HALF_UP), principal=Money(300_000_000, "KRW"))
    made = plan(won)
    assert made.amounts()[0] == 1_432_246
    assert made.interest[:3] == (1_000_000, 998_559, 997_114)
    assert made.balance_after[:3] == (299_567_754, 299_134_067, 298_698_935)


def test_a_loan_without_interest_ends_with_what_is_left() -> None:
    made = plan(loan("999", "0", START, 24, **HALF_UP))
    assert made.amounts() == (41_63,) * 23 + (41_51,)


@pytest.mark.parametrize(
    ("amount", "percent", "count", "unit", "instalment"),
    [
        ("500000", "25", 12, Unit.MONTHS, 47_523),
        ("1200000", "29", 36, Unit.MONTHS, 50_287),
        ("1000000", "13.5", 12, Unit.MONTHS, 89_553),
        ("500000", "25", 2, Unit.MONTHS, 257_840),
        ("50000", "25", 2, Unit.MONTHS, 25_784),
        ("100000", "10", 30, Unit.MONTHS, 3_782),
        ("200003", "27", 270, Unit.DAYS, 818),
    ],
)
def test_instalments_rounded_up_to_whole_units(
    amount: str, percent: str, count: int, unit: Unit, instalment: int
) -> None:
    """The tests of Frappe Lending: every instalment is the next whole rupee."""
    terms = loan(amount, percent, "2024-04-05", count, unit=unit, instalment_multiple=100, **UP)
    made = plan(terms)
    assert made.amounts()[0] == 100 * instalment
    assert 0 < made.amounts()[-1] <= 100 * instalment


@pytest.mark.parametrize(
    ("days", "interest"),
    [(30, "11095.89"), (31, "11465.75"), (34, "12575.34"), (35, "12945.21")],
)
def test_a_loan_on_demand_costs_its_days(days: int, interest: str) -> None:
    """The tests of Frappe Lending: a million at 13.5 %, actual/365."""
    assert accrued("1000000", "13.5", date(2024, 10, 1), days) == minor(interest)


def accrued(amount: str, percent: str, start: date, days: int) -> int:
    due = date.fromordinal(start.toordinal() + days)
    terms = loan(
        amount, percent, start.isoformat(), 1, first_due=due, amortisation=Amortisation.BULLET,
        day_count=DayCount.ACTUAL_365,
    )  # fmt: skip
    (interest,) = plan(terms).interest
    return interest


def test_a_second_month_costs_the_same_again() -> None:
    first = accrued("1000000", "13.5", date(2024, 10, 1), 30)
    assert 2 * first == minor("22191.78")


def test_a_loan_paid_at_once_is_closed_by_what_it_costs_to_the_day() -> None:
    start = date(2024, 11, 25)
    days = (date(2025, 1, 23) - start).days
    owed = minor("335533") + accrued("335533", "17.25", start, days)
    assert owed == minor("344888.86")
    assert owed < minor("344890")


def test_what_is_left_after_a_large_payment_bears_interest_for_the_days_left() -> None:
    start, paid_on = date(2024, 11, 27), date(2025, 1, 23)
    interest = accrued("486324", "17.25", start, (paid_on - start).days)
    assert interest == minor("13100.77")
    principal = minor("420568") - interest
    assert principal == minor("407467.23")
    left = Fraction(minor("486324") - principal, 100)
    assert left == Fraction("78856.77")
    assert accrued(str(left), "17.25", paid_on, 3) == minor("111.80")
