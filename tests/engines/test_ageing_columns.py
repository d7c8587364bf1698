"""A whole portfolio aged at once, equal to the scalar engine on every loan."""

from datetime import date, timedelta
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grodd.engines.ageing import (
    PAR_DAYS,
    Bucket,
    DueDay,
    OpenRow,
    Rescheduled,
    Tolerance,
    arrears,
    bucket_of,
    risk_table,
)
from grodd.engines.ageing_columns import (
    ArrearsColumns,
    OpenColumns,
    arrears_of_all,
    classes,
    principal_at_risk,
    provisions_of_all,
)
from grodd.engines.provisioning import Exposure, ProvisionRate, provision

ON = date(2026, 3, 2)
BUCKETS = tuple(map(Bucket, (0, 1, 31, 61, 91, 181, 366), "ABCDEFG"))
TABLE = tuple(
    ProvisionRate(bucket, Fraction(share, 80), Fraction(max(share, 40), 80))
    for bucket, share in zip(BUCKETS, (0, 8, 21, 40, 60, 72, 80), strict=True)
)
MONEY = st.integers(0, 10**9)
ROWS = st.lists(
    st.builds(OpenRow, st.dates(date(2024, 1, 1), date(2027, 1, 1)), MONEY, MONEY), max_size=6
).map(lambda rows: sorted(rows, key=lambda row: row.due))
LOANS = st.lists(ROWS, max_size=8)
TOLERANCES = st.builds(Tolerance, st.integers(0, 10**8), st.integers(0, 40))


def columns(loans: list[list[OpenRow]]) -> OpenColumns:
    """The rows as columns, the last loan first: their order plays no part."""
    flat = [(i, row) for i, rows in enumerate(loans) for row in rows][::-1]
    parts = [
        [i for i, _ in flat],
        [row.due.toordinal() for _, row in flat],
        [row.principal for _, row in flat],
        [row.other for _, row in flat],
    ]
    return OpenColumns(*(np.array(part, dtype=np.int64) for part in parts))


@given(LOANS, st.sampled_from(DueDay), TOLERANCES)
def test_every_loan_is_as_late_as_the_scalar_engine_says(
    loans: list[list[OpenRow]], convention: DueDay, tolerance: Tolerance
) -> None:
    all_at_once = arrears_of_all(columns(loans), len(loans), ON, convention, tolerance)
    for i, rows in enumerate(loans):
        assert all_at_once.loan(i) == arrears(rows, ON, convention, tolerance)


@settings(max_examples=60)
@given(LOANS, st.data())
def test_classes_risk_and_provisions_are_those_of_the_scalar_engine(
    loans: list[list[OpenRow]], data: st.DataObject
) -> None:
    count = len(loans)
    covered = data.draw(st.lists(MONEY, min_size=count, max_size=count))
    changed = data.draw(st.lists(st.booleans(), min_size=count, max_size=count))
    found = arrears_of_all(columns(loans), count, ON, DueDay.NOT_COUNTED)
    single = [found.loan(i) for i in range(count)]
    places = classes(found, BUCKETS).tolist()
    assert [BUCKETS[place] for place in places] == [
        bucket_of(loan.days_past_due, BUCKETS) for loan in single
    ]
    lines = risk_table(single, changed, Rescheduled.BY_DAYS)
    assert principal_at_risk(found, PAR_DAYS) == tuple(line.principal for line in lines)
    set_aside = provisions_of_all(
        found, np.array(covered, dtype=np.int64), np.array(changed, dtype=np.bool_), TABLE
    )
    assert set_aside.tolist() == [
        provision(Exposure(*each), TABLE).management
        for each in zip(single, covered, changed, strict=True)
    ]


def test_half_an_ore_of_a_provision_goes_to_the_even_neighbour() -> None:
    one = np.array([45, 45, 45], dtype=np.int64)
    found = ArrearsColumns(one, one, one, np.array([40, 120, 200], dtype=np.int64))
    table = [ProvisionRate(Bucket(0, "all"), Fraction(1, 80), Fraction(1, 80))]
    nothing, unchanged = np.zeros(3, dtype=np.int64), np.zeros(3, dtype=np.bool_)
    assert provisions_of_all(found, nothing, unchanged, table).tolist() == [0, 2, 2]


def test_a_loan_without_open_instalments_is_not_late() -> None:
    late = OpenRow(ON - timedelta(10), 100, 5)
    found = arrears_of_all(columns([[], [late]]), 3, ON, DueDay.NOT_COUNTED)
    assert found.days_past_due.tolist() == [0, 10, 0]
    assert found.outstanding_principal.tolist() == [0, 100, 0]


def test_an_empty_portfolio_is_no_trouble() -> None:
    found = arrears_of_all(columns([]), 0, ON, DueDay.COUNTED)
    nobody = np.zeros(0, dtype=np.int64)
    assert principal_at_risk(found, PAR_DAYS) == (0,) * len(PAR_DAYS)
    assert len(provisions_of_all(found, nobody, np.zeros(0, dtype=np.bool_), TABLE)) == 0


def test_a_provision_beyond_64_bits_is_a_mistake() -> None:
    huge = np.array([1 << 61], dtype=np.int64)
    found = ArrearsColumns(huge * 0, huge, huge, huge)
    table = [ProvisionRate(Bucket(0, "all"), Fraction(3, 4), Fraction(3, 4))]
    with pytest.raises(AssertionError, match="64 bits"):
        provisions_of_all(found, huge * 0, np.zeros(1, dtype=np.bool_), table)
