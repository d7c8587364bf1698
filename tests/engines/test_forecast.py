"""What a portfolio will pay and what it returns, against SciPy and figures by hand."""

import math
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import brentq

from grodd.engines.effective_rate import Flow
from grodd.engines.forecast import (
    DueRow,
    Expectation,
    Month,
    Running,
    effective_return,
    expected_return,
    forecast,
)

ON = date(2026, 3, 10)
ROWS = (
    DueRow(date(2026, 2, 1), 100_00, 10_00, 5_00),
    DueRow(date(2026, 4, 1), 100_00, 9_00),
    DueRow(date(2026, 6, 1), 100_00, 8_00),
)


def test_what_is_agreed_comes_in_its_month_and_what_is_late_comes_now() -> None:
    assert forecast([Running("regular", ROWS)], ON) == (
        Month(date(2026, 3, 1), 100_00, 10_00, 5_00, 0),
        Month(date(2026, 4, 1), 100_00, 9_00, 0, 0),
        Month(date(2026, 5, 1), 0, 0, 0, 0),
        Month(date(2026, 6, 1), 100_00, 8_00, 0, 0),
    )


def test_a_class_pays_its_share_after_its_delay() -> None:
    expected = {"late": Expectation(Fraction(1, 2), delay_days=30)}
    months = forecast([Running("late", ROWS[1:])], ON, expected)
    assert months == (
        Month(date(2026, 3, 1), 0, 0, 0, 0),
        Month(date(2026, 4, 1), 0, 0, 0, 0),
        Month(date(2026, 5, 1), 50_00, 4_50, 0, 54_50),
        Month(date(2026, 6, 1), 0, 0, 0, 0),
        Month(date(2026, 7, 1), 50_00, 4_00, 0, 54_00),
    )


def test_nothing_unpaid_is_no_forecast() -> None:
    assert forecast([], ON) == ()
    assert forecast([Running("regular", (DueRow(ON, 0, 0),))], ON) == ()


MONEY = st.integers(0, 10**7)
DUES = st.dates(date(2025, 1, 1), date(2028, 1, 1))
LOANS = st.lists(
    st.builds(
        Running,
        st.sampled_from(["A", "B"]),
        st.lists(st.builds(DueRow, DUES, MONEY, MONEY, MONEY), max_size=4).map(tuple),
    ),
    max_size=3,
)
EXPECTED = st.fixed_dictionaries(
    dict.fromkeys(
        "AB", st.builds(Expectation, st.fractions(0, 1, max_denominator=100), st.integers(0, 99))
    )
)


@settings(max_examples=40)
@given(LOANS, EXPECTED)
def test_what_is_expected_and_what_is_lost_make_what_is_agreed(
    loans: list[Running], expected: dict[str, Expectation]
) -> None:
    agreed = sum(month.total for month in forecast(loans, ON))
    months = forecast(loans, ON, expected)
    assert sum(month.total + month.lost for month in months) == agreed
    firsts = [month.first for month in months]
    assert firsts == sorted(set(firsts))
    assert all(min(m.principal, m.interest, m.fee, m.lost) >= 0 for m in months)
    for key, how in expected.items():
        alone = [loan for loan in loans if loan.bucket == key]
        owed = sum(month.total for month in forecast(alone, ON))
        paid = sum(month.total for month in forecast(alone, ON, expected))
        assert abs(paid - owed * how.paid_share) <= len(alone)


def test_a_year_at_ten_percent_returns_ten_percent() -> None:
    lent = Flow(date(2025, 1, 1), 1000_00)
    back = Flow(date(2026, 1, 1), -1100_00)
    assert effective_return([lent, back], 0, back.day) == pytest.approx(0.10, abs=1e-12)
    assert effective_return([lent], 1100_00, back.day) == pytest.approx(0.10, abs=1e-12)


def test_losses_lower_it_and_a_total_loss_is_all_of_it() -> None:
    lent = Flow(date(2025, 1, 1), 1000_00)
    half = Flow(date(2026, 1, 1), -500_00)
    assert effective_return([lent, half], 0, half.day) == pytest.approx(-0.5, abs=1e-12)
    assert effective_return([lent], 0, half.day) == -1.0


def test_nothing_lent_or_no_day_passed_has_no_return() -> None:
    assert effective_return([], 0, ON) is None
    assert effective_return([Flow(ON, 100)], 100, ON) is None
    assert effective_return([Flow(ON - timedelta(1), -100)], 100, ON) is None
    assert expected_return(0, ON, ()) is None
    assert expected_return(100, ON, ()) == -1.0


def test_a_forecast_returns_what_its_months_pay_at_their_ends() -> None:
    months = [Month(date(2027, 3, 1), 1000_00, 100_00, 0, 0)]
    years = (date(2027, 3, 31) - ON).days / 365
    assert expected_return(1000_00, ON, months) == pytest.approx(1.1 ** (1 / years) - 1, abs=1e-12)


PAID = st.lists(st.tuples(st.integers(1, 1_500), st.integers(1, 10**8)), min_size=1, max_size=12)


@settings(max_examples=60)
@given(st.integers(10**4, 10**8), PAID)
def test_scipy_finds_the_same_return(lent: int, paid: list[tuple[int, int]]) -> None:
    start = date(2022, 1, 1)
    flows = [Flow(start, lent), *(Flow(start + timedelta(days), -x) for days, x in paid)]
    end = max(flow.day for flow in flows)

    def worth(log_growth: float) -> float:
        """In logarithms, so that the whole range from loss to gain is one bracket."""
        return sum(f.minor * math.exp2(-log_growth * (f.day - start).days / 365) for f in flows)

    ours = effective_return(flows, 0, end)
    assert ours is not None
    if -0.99 < ours < 99:
        assert 2.0 ** brentq(worth, -8, 8, xtol=1e-13) - 1 == pytest.approx(ours, abs=1e-8)
