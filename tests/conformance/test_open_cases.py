"""Schedules and repayments of a widely used loan system, to the cent."""

import json
from io import StringIO
from pathlib import Path

import pytest

from grodd.cli.conformance import run_repayments, run_schedules
from tests.samples import samples

CASE = {
    "id": "a case of our own",
    "amortisation": "annuity",
    "annual_rate_percent": "7",
    "day_count": "30/360",
    "disbursed": "2024-01-01",
    "down_payment_percent": "0",
    "every": 1,
    "expected": [
        ["2024-02-01", "16.43", "0.58"],
        ["2024-03-01", "16.52", "0.49"],
        ["2024-04-01", "16.62", "0.39"],
        ["2024-05-01", "16.72", "0.29"],
        ["2024-06-01", "16.81", "0.20"],
        ["2024-07-01", "16.90", "0.10"],
    ],
    "grace_interest": 0,
    "grace_principal": 0,
    "instalment_multiple_of": 0,
    "instalments": 6,
    "interest": "declining",
    "interest_period": "daily",
    "principal": "100",
    "unit": "months",
}


def test_every_open_schedule_agrees_to_the_cent() -> None:
    out = StringIO()
    code = run_schedules(samples("schedules", "schedules.open.jsonl"), out)
    assert (out.getvalue(), code) == ("92 of 92 cases agree\n", 0)


def test_every_open_repayment_agrees_to_the_cent() -> None:
    out = StringIO()
    code = run_repayments(samples("schedules", "repayments.open.jsonl"), out)
    assert (out.getvalue(), code) == ("20 of 20 cases agree\n", 0)


def _file(folder: Path, *records: object) -> Path:
    path = folder / "cases.jsonl"
    path.write_text("\n".join(json.dumps(record) for record in records) + "\n\n", encoding="utf-8")
    return path


def test_a_difference_is_named_with_row_field_and_both_figures(tmp_path: Path) -> None:
    wrong = CASE | {"id": "off by a cent", "expected": [["2024-02-01", "16.44", "0.58"]]}
    out = StringIO()
    assert run_schedules(_file(tmp_path, CASE, wrong), out) == 1
    said = out.getvalue()
    assert "DIFFERS off by a cent" in said
    assert "6 rows, expected 1" in said
    assert "row 1 principal: 16.43, expected 16.44" in said
    assert said.endswith("1 of 2 cases agree\n")


def test_months_of_thirty_days_meet_a_year_of_364(tmp_path: Path) -> None:
    """1 000 at 12 %, 30 / 364 of a year each month: 9.8901, 6.6258 and 3.3292 by hand."""
    rows = [["2024-02-01", "330.06", "9.89"], ["2024-03-01", "333.32", "6.63"],
            ["2024-04-01", "336.62", "3.33"]]  # fmt: skip
    case = CASE | {"annual_rate_percent": "12", "day_count": "30/364", "principal": "1000",
                   "instalments": 3, "expected": rows}  # fmt: skip
    out = StringIO()
    assert run_schedules(_file(tmp_path, case), out) == 0, out.getvalue()


@pytest.mark.parametrize(
    "broken",
    [
        {"unit": "fortnights"},
        {"day_count": "31/360"},
        {"interest": "compound"},
        {"interest_period": "sometimes"},
        {"principal": "100.001"},
        {"expected": None},
    ],
)
def test_a_case_that_cannot_be_read_counts_as_different(
    tmp_path: Path, broken: dict[str, object]
) -> None:
    out = StringIO()
    assert run_schedules(_file(tmp_path, CASE | broken), out) == 1
    assert "not understood" in out.getvalue()


def test_a_file_without_cases_is_no_success(tmp_path: Path) -> None:
    assert run_schedules(_file(tmp_path), StringIO()) == 1
