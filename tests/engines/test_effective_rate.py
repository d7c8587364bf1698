"""The annual percentage rate against the examples of the directives."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grodd.engines.calendar import Unit, dates_after
from grodd.engines.effective_rate import (
    Flow,
    annual_percentage_rate,
    effective_rate,
    flows_of,
    shown,
    years_between,
)
from grodd.engines.schedule import PeriodLength, plan
from tests.engines.loans import loan

START = date(2026, 1, 15)


@pytest.mark.parametrize(
    ("timed", "percent"),
    [
        ([(0.0, 1000_00), (1.5, -1200_00)], "12.92"),
        ([(0.0, 950_00), (1.5, -1200_00)], "16.85"),
        ([(0.0, 1000_00), (1.0, -600_00), (2.0, -600_00)], "13.07"),
        ([(0.0, 1000_00), (0.25, -272_00), (0.5, -272_00), (1.0, -544_00)], "13.19"),
    ],
)
def test_the_examples_of_directive_98_7(timed: list[tuple[float, int]], percent: str) -> None:
    assert shown(effective_rate(timed)) == Decimal(percent)


@pytest.mark.parametrize(
    ("flows", "percent"),
    [
        ([("1994-01-01", 1000_00), ("1995-07-01", -1200_00)], "13.0"),
        ([("1994-01-01", 950_00), ("1995-07-01", -1200_00)], "16.9"),
        ([("1994-01-01", 1000_00), ("1995-01-01", -600_00), ("1996-01-01", -600_00)], "13.1"),
    ],
)
def test_the_examples_of_directive_98_7_by_the_calendar(
    flows: list[tuple[str, int]], percent: str
) -> None:
    """Annex III, part A: one year and 181 of 365 days, not eighteen equal months."""
    dated = [Flow(date.fromisoformat(day), minor) for day, minor in flows]
    assert shown(annual_percentage_rate(dated, Unit.DAYS), 1) == Decimal(percent)


def test_the_first_of_them_to_two_decimals() -> None:
    flows = [Flow(date(1994, 1, 1), 1000_00), Flow(date(1995, 7, 1), -1200_00)]
    assert shown(annual_percentage_rate(flows, Unit.DAYS)) == Decimal("12.96")


def test_it_is_the_monthly_rate_compounded_and_not_the_rate_by_days() -> None:
    flows = [Flow(START, 10_000_00), *(Flow(due, -888_49) for due in dates_after(START, 12))]
    assert shown(annual_percentage_rate(flows), 4) == Decimal("12.6830")


def test_fees_raise_it_and_a_loan_without_cost_has_none() -> None:
    terms = loan("10000", "0", "2026-01-15", 12, period_length=PeriodLength.WHOLE_PERIODS)
    free = plan(terms)
    assert annual_percentage_rate(flows_of(terms, free)) == 0.0
    assert annual_percentage_rate(flows_of(terms, free, 300_00)) > 0.05


@pytest.mark.parametrize(
    ("first", "day", "unit", "expected"),
    [
        ("2026-01-15", "2026-07-15", Unit.MONTHS, 0.5),
        ("2026-01-31", "2026-02-28", Unit.MONTHS, 1 / 12),
        ("2026-01-10", "2026-02-15", Unit.MONTHS, 1 / 12 + 5 / 365),
        ("2024-02-20", "2024-04-01", Unit.MONTHS, 1 / 12 + 10 / 366),
        ("2026-01-01", "2026-01-29", Unit.WEEKS, 4 / 52),
        ("2026-01-01", "2027-01-11", Unit.DAYS, 1 + 10 / 365),
        ("2026-01-01", "2026-01-01", Unit.MONTHS, 0.0),
    ],
)
def test_time_is_counted_as_the_directive_says(
    first: str, day: str, unit: Unit, expected: float
) -> None:
    got = years_between(date.fromisoformat(first), date.fromisoformat(day), unit)
    assert got == pytest.approx(expected, abs=1e-12)


def test_money_that_runs_one_way_has_no_rate() -> None:
    with pytest.raises(ValueError, match="both ways"):
        annual_percentage_rate([Flow(START, 100), Flow(date(2027, 1, 15), 100)])


@given(st.integers(1_000_00, 10**9), st.integers(1, 4_000), st.integers(1, 60))
def test_a_loan_without_fees_has_the_rate_of_its_contract_compounded(
    principal: int, rate_bp: int, months: int
) -> None:
    terms = loan(
        f"{principal / 100:.2f}", str(rate_bp / 100), "2026-01-15", months,
        period_length=PeriodLength.WHOLE_PERIODS,
    )  # fmt: skip
    rate = annual_percentage_rate(flows_of(terms, plan(terms)))
    nominal = (1 + rate_bp / 120_000) ** 12 - 1
    assert rate == pytest.approx(nominal, abs=2e-4)
