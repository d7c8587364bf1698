"""Days past due in both conventions, classes, portfolio at risk, provisions and ratios."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grodd.engines.ageing import (
    Arrears,
    Bucket,
    DueDay,
    OpenRow,
    Rescheduled,
    RiskLine,
    Tolerance,
    arrears,
    at_risk,
    bucket_of,
    by_bucket,
    days_past_due,
    risk_table,
    worst_of,
)
from grodd.engines.provisioning import (
    Exposure,
    Provision,
    ProvisionRate,
    average,
    operational_self_sufficiency,
    portfolio_yield,
    provision,
    provision_total,
    risk_coverage,
    write_off_ratio,
)
from grodd.engines.waterfall import Component, OwedRow, Payment, State, allocate, same_order

DUE = date(2024, 10, 5)
KEYS = ("regular", "1-30", "31-60", "61-90", "91-180", "181-365", "lost")
BUCKETS = tuple(map(Bucket, (0, 1, 31, 61, 91, 181, 366), KEYS))
SHARES = (0, 10, 25, 50, 75, 90, 100)
TABLE = tuple(
    ProvisionRate(bucket, Fraction(share, 100), Fraction(max(share, 50), 100))
    for bucket, share in zip(BUCKETS, SHARES, strict=True)
)


@pytest.mark.parametrize(
    ("on", "counted", "not_counted"),
    [("2024-10-04", 0, 0), ("2024-10-05", 1, 0), ("2024-10-06", 2, 1), ("2024-10-08", 4, 3)],
)
def test_the_due_date_counts_or_not_by_convention(on: str, counted: int, not_counted: int) -> None:
    day = date.fromisoformat(on)
    assert days_past_due(DUE, day, DueDay.COUNTED) == counted
    assert days_past_due(DUE, day, DueDay.NOT_COUNTED) == not_counted


def test_the_oldest_unpaid_instalment_decides_and_paid_ones_do_not() -> None:
    later = [OpenRow(DUE + timedelta(days), 100, 5) for days in (31, 61)]
    rows = [OpenRow(DUE, 0, 0), *later]
    late = arrears(rows, DUE + timedelta(70), DueDay.NOT_COUNTED)
    assert late == Arrears(39, 210, 200, 200)


def test_a_little_unpaid_or_a_little_late_is_tolerated() -> None:
    rows = [OpenRow(DUE, 100, 0), OpenRow(DUE + timedelta(30), 900, 0)]
    on = DUE + timedelta(10)
    assert arrears(rows, on, DueDay.NOT_COUNTED, Tolerance(minor=100)).days_past_due == 0
    assert arrears(rows, on, DueDay.NOT_COUNTED, Tolerance(days=10)).days_past_due == 0
    assert arrears(rows, on, DueDay.NOT_COUNTED, Tolerance(99, 9)).days_past_due == 10
    assert arrears(rows, on, DueDay.NOT_COUNTED, Tolerance(100)).amount == 100


def test_portfolio_at_risk_counts_the_whole_debt_of_a_late_loan() -> None:
    loans = [Arrears(0, 0, 0, 700), Arrears(30, 10, 10, 100), Arrears(31, 10, 10, 200)]
    assert at_risk(loans, 30) == Fraction(200, 1000)
    assert at_risk(loans, 1) == Fraction(300, 1000)
    assert at_risk([], 30) == 0


def test_the_table_of_risk_says_how_rescheduled_loans_count() -> None:
    loans = [Arrears(0, 0, 0, 600), Arrears(31, 10, 10, 300), Arrears(0, 0, 0, 100)]
    changed = [False, False, True]
    by_days = risk_table(loans, changed, Rescheduled.BY_DAYS)
    assert [(line.more_than_days, line.principal) for line in by_days] == [
        (1, 300), (30, 300), (60, 0), (90, 0), (180, 0),
    ]  # fmt: skip
    assert risk_table(loans, changed, Rescheduled.AT_RISK, [30, 60]) == (
        RiskLine(30, 400, Fraction(2, 5)),
        RiskLine(60, 100, Fraction(1, 10)),
    )
    assert risk_table([], [], Rescheduled.AT_RISK, [30]) == (RiskLine(30, 0, Fraction(0)),)


def test_all_loans_of_a_customer_are_as_late_as_the_worst() -> None:
    mine = [Arrears(95, 1, 1, 1), Arrears(0, 0, 0, 9)]
    assert worst_of({"Amina": mine, "Bo": []}) == {"Amina": 95, "Bo": 0}
    assert worst_of({"Amina": [Arrears(0, 0, 0, 1), mine[1]]}) == {"Amina": 0}


@pytest.mark.parametrize(
    ("on", "late"),
    [(4, 0), (5, 1), (6, 2), (7, 3), (8, 4), (9, 0), (10, 0)],
)
def test_a_rest_paid_four_days_later_was_late_for_four_days(on: int, late: int) -> None:
    """Published by a lending system: 3 782 due on 5 October, 3 000 paid then, 782 on the 9th."""
    rows = [OwedRow(date(2024, 9, 5), DUE, 3_000, 782)]
    paid = [Payment("1", DUE, 3_000), Payment("2", date(2024, 10, 9), 782)]
    rules = {State.ORDINARY: same_order(tuple(Component))}
    day = date(2024, 10, on)
    (row,) = allocate(rows, paid, rules, until=day).rows
    principal = row.left(Component.PRINCIPAL)
    left = [OpenRow(row.due, principal, row.outstanding - principal)]
    assert arrears(left, day, DueDay.COUNTED).days_past_due == late


@pytest.mark.parametrize(
    ("on", "days", "key"),
    [("2023-02-02", 2, "SMA-0"), ("2023-04-05", 64, "SMA-2"), ("2023-07-05", 155, "D1")],
)
def test_classes_are_rows_with_their_own_names(on: str, days: int, key: str) -> None:
    """Published by a lending system that does not count the due date: due on 31 January 2023."""
    keys = ("SMA-0", "SMA-1", "SMA-2", "D1", "D2", "D3")
    ranges = tuple(map(Bucket, (0, 31, 61, 91, 366, 1099), keys))
    rows = [OpenRow(date(2023, 1, 31), 100, 0)]
    late = arrears(rows, date.fromisoformat(on), DueDay.NOT_COUNTED).days_past_due
    assert (late, bucket_of(late, ranges).key) == (days, key)


@pytest.mark.parametrize(
    ("days", "key"), [(0, "regular"), (1, "1-30"), (30, "1-30"), (31, "31-60"), (9999, "lost")]
)
def test_a_class_begins_on_its_threshold(days: int, key: str) -> None:
    assert bucket_of(days, BUCKETS).key == key


LOANS = st.lists(
    st.builds(
        Arrears,
        days_past_due=st.integers(0, 500),
        amount=st.integers(0, 10**6),
        principal=st.integers(0, 10**6),
        outstanding_principal=st.integers(0, 10**9),
    ),
    max_size=20,
)


@given(LOANS)
def test_classes_add_up_to_the_portfolio_and_risk_falls_with_the_days(loans: list[Arrears]) -> None:
    assert sum(by_bucket(loans, BUCKETS).values()) == sum(x.outstanding_principal for x in loans)
    risks = [at_risk(loans, days) for days in (0, 1, 30, 60, 90, 180)]
    assert risks == sorted(risks, reverse=True)
    assert all(0 <= risk <= 1 for risk in risks)


@given(st.dates(date(2024, 1, 1), date(2026, 1, 1)), st.lists(st.integers(0, 10**6), min_size=1))
def test_the_two_conventions_differ_by_one_day_and_only_when_late(
    on: date, unpaid: list[int]
) -> None:
    rows = [OpenRow(DUE + timedelta(30 * i), minor, 0) for i, minor in enumerate(unpaid)]
    counted = arrears(rows, on, DueDay.COUNTED).days_past_due
    later = arrears(rows, on, DueDay.NOT_COUNTED).days_past_due
    assert counted == later + 1 or counted == later == 0
    tomorrow = arrears(rows, on + timedelta(1), DueDay.NOT_COUNTED).days_past_due
    assert counted == tomorrow


def test_a_provision_leaves_out_what_a_guarantee_covers() -> None:
    late = Arrears(45, 100_00, 90_00, 1000_00)
    assert provision(Exposure(late), TABLE).management == 250_00
    assert provision(Exposure(late, covered=800_00), TABLE).management == 50_00
    assert provision(Exposure(late, covered=1200_00), TABLE).management == 0
    assert provision(Exposure(late, restructured=True), TABLE).management == 500_00


def test_the_table_and_the_books_stand_side_by_side() -> None:
    late, regular = Arrears(100, 1, 1, 100_00), Arrears(0, 0, 0, 500_00)
    exposures = [Exposure(late, booked=20_00), Exposure(regular)]
    both = provision_total(exposures, TABLE)
    assert (both, both.gap) == (Provision(75_00, 20_00), 55_00)


def test_ratios_by_hand() -> None:
    assert average([100, 300]) == 200
    assert write_off_ratio(10, [100, 300]) == Fraction(1, 20)
    assert portfolio_yield(20, 4, [200, 200], days=365) == Fraction(12, 100)
    assert risk_coverage(50, 100) == Fraction(1, 2)
    costs = {"financial": 20, "loan_loss": 10, "operating": 70}
    assert operational_self_sufficiency(110, costs) == Fraction(11, 10)


def test_a_ratio_of_nothing_is_no_number() -> None:
    assert risk_coverage(50, 0) is None
    assert write_off_ratio(10, [0, 0]) is None
    assert portfolio_yield(1, 1, [0], days=30) is None
