"""`grodd conformance schedules FILE`, `… repayments FILE` and `… pabulib PATH`.

Runs every case of a file through the engines, prints each difference and a total. The exit code
is 0 if every case agrees to the minor unit and 1 if any does not.
"""

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import astuple
from datetime import date
from pathlib import Path
from typing import Any, TextIO

from grodd.cli.conformance_pabulib import run_pabulib
from grodd.engines.formats.loan_cases import (
    Record,
    expected_rows,
    expected_settlements,
    payments_of,
    rule_of,
    terms_of,
)
from grodd.engines.schedule import Plan, conventions, plan
from grodd.engines.waterfall import Component, OwedRow, State, allocate

_ROW = ("due", "principal", "interest")
_SETTLEMENT = (*_ROW, "paid", "in advance", "late", "outstanding", "paid on")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which kind of case, and where they are."""
    parser.add_argument("kind", choices=tuple(RUNNERS))
    parser.add_argument(
        "file", type=Path, help="one case a line, as JSON; for pabulib a .pb file or a folder"
    )


def run(options: argparse.Namespace) -> int:
    """Run the file and answer with the exit code."""
    return RUNNERS[options.kind](options.file, sys.stdout)


def run_schedules(path: Path, out: TextIO) -> int:
    """Compare the plan of every case with the rows it expects.

    Args:
        path: A file with one case a line.
        out: Where differences and the total are printed.

    Returns:
        0 if every case agrees, else 1.
    """
    return _run(path, out, _schedule_differences)


def run_repayments(path: Path, out: TextIO) -> int:
    """Compare the rows of every case after its payments with those it expects.

    Args:
        path: A file with one case a line.
        out: Where differences and the total are printed.

    Returns:
        0 if every case agrees, else 1.
    """
    return _run(path, out, _repayment_differences)


def _run(path: Path, out: TextIO, differences: Callable[[Record], list[str]]) -> int:
    cases = agreeing = 0
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            cases += 1
            name, found = _case(number, line, differences)
            if not found:
                agreeing += 1
                continue
            print(f"DIFFERS {name}", file=out)
            for text in found:
                print(f"  {text}", file=out)
    print(f"{agreeing} of {cases} cases agree", file=out)
    return 0 if agreeing == cases and cases else 1


def _case(
    number: int, line: str, differences: Callable[[Record], list[str]]
) -> tuple[str, list[str]]:
    """The name of a case and what differs; a case that cannot be read differs too."""
    name = f"line {number}"
    try:
        record: dict[str, Any] = json.loads(line)
        name = str(record.get("id", name))
        return name, differences(record)
    except (ValueError, KeyError, TypeError, AssertionError) as error:
        return name, [f"not understood: {type(error).__name__}: {error}"]


def _schedule_differences(record: Record) -> list[str]:
    terms = terms_of(record)
    ours = plan(terms)
    got = list(zip(ours.dues, ours.principal, ours.interest, strict=True))
    expected = [astuple(row) for row in expected_rows(record)]
    found = _compare(got, expected, _ROW)
    return [f"set-up: {conventions(terms)}", *found] if found else []


def _repayment_differences(record: Record) -> list[str]:
    terms = terms_of(record)
    rows = _owed(terms.disbursed, plan(terms))
    settled = allocate(rows, payments_of(record), {State.ORDINARY: rule_of(record)}).rows
    principal, interest = (
        list(Component).index(Component.PRINCIPAL),
        list(Component).index(Component.INTEREST),
    )
    got = [
        (
            row.due,
            row.owed[principal],
            row.owed[interest],
            sum(row.paid),
            row.in_advance,
            row.late,
            row.outstanding,
            row.paid_on,
        )
        for row in settled
    ]
    expected = [astuple(row) for row in expected_settlements(record)]
    found = _compare(got, expected, _SETTLEMENT)
    return [f"set-up: {conventions(terms)}", *found] if found else []


def _owed(disbursed: date, ours: Plan) -> list[OwedRow]:
    starts = (disbursed, *ours.dues[:-1])
    columns = zip(starts, ours.dues, ours.principal, ours.interest, ours.fee, strict=True)
    return [OwedRow(*row) for row in columns]


def _compare(
    got: Sequence[tuple[Any, ...]], expected: Sequence[tuple[Any, ...]], names: Sequence[str]
) -> list[str]:
    """What differs, field by field, in words."""
    found: list[str] = []
    if len(got) != len(expected):
        found.append(f"{len(got)} rows, expected {len(expected)}")
    for i, (ours, theirs) in enumerate(zip(got, expected, strict=False), start=1):
        for name, mine, wanted in zip(names, ours, theirs, strict=True):
            if mine != wanted:
                found.append(f"row {i} {name}: {_said(mine)}, expected {_said(wanted)}")
    return found


def _said(value: object) -> str:
    if isinstance(value, int):
        sign, minor = ("-", -value) if value < 0 else ("", value)
        return f"{sign}{minor // 100}.{minor % 100:02}"
    return "never" if value is None else str(value)


RUNNERS: dict[str, Callable[[Path, TextIO], int]] = {
    "schedules": run_schedules,
    "repayments": run_repayments,
    "pabulib": run_pabulib,
}
"""What checks each kind of case."""
