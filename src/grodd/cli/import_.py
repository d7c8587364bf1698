"""`grodd import applications FILE`: rows of a table become applications of a round."""

import argparse
import json
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from grodd.applications.importing import CellError, Reading, guessed
from grodd.applications.usecases.begin_import import begin_import
from grodd.applications.usecases.map_import import map_import
from grodd.base import clock
from grodd.base.errors import NotAllowed, NotFound
from grodd.base.tables import read_table
from grodd.people.asker import Asker
from grodd.people.queries import asker_of, person_with_address
from grodd.processes.import_applications import import_applications
from grodd.programmes.queries import published_round, round_managed_by

SHOWN = 50


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What, into which round, by whom."""
    parser.add_argument("what", choices=["applications"], help="what the rows are")
    parser.add_argument("file", type=Path, help="a CSV or XLSX file; its first row is headings")
    parser.add_argument("--round", required=True, help="the key of the round, as in its address")
    parser.add_argument("--by", required=True, help="the address of a manager of the programme")
    parser.add_argument(
        "--mapping", type=Path, help='a JSON file such as {"title": "activity"}; else it is guessed'
    )
    parser.add_argument("--partly", action="store_true", help="take the good rows, list the others")
    parser.add_argument("--dry-run", action="store_true", help="check every row, import nothing")


def run(options: argparse.Namespace) -> int:
    """Check and import, and say what became of the rows."""
    person = person_with_address(options.by)
    if person is None:
        print(f"Nobody here signs in as {options.by}.", file=sys.stderr)
        return 1
    at = clock.now()
    try:
        held = published_round(key=options.round)
        by = asker_of(person, on=clock.today(), organisation_id=held.programme.organisation_id)
        round_managed_by(by, round_id=held.pk)
    except (NotAllowed, NotFound):
        print(f"{options.by} manages no published round “{options.round}”.", file=sys.stderr)
        return 1
    content = options.file.read_bytes()
    table = read_table(options.file.name, content)
    given = json.loads(options.mapping.read_text("utf-8")) if options.mapping else None
    mapping: Mapping[str, str] = given or guessed(table.headings, held)
    for target, heading in mapping.items():
        print(f"{heading} → {target}")
    if options.dry_run:
        rows = Reading(held, mapping).rows(table)
        errors = [error for row in rows for error in row.errors]
        _tell(errors)
        print(f"{len(rows)} rows, {sum(not row.errors for row in rows)} can be taken.")
        return 1 if errors else 0
    begun = begin_import(round_id=held.pk, name=options.file.name, content=content, by=by, at=at)
    map_import(run_id=begun.pk, mapping=mapping, by=by, at=at)
    return _import(begun.pk, by, partly=options.partly)


def _import(run_id: int, by: Asker, *, partly: bool) -> int:
    done = import_applications(run_id=run_id, by=by, at=clock.now(), partly=partly)
    errors = [CellError(**one) for one in done.errors]
    _tell(errors)
    print(
        f"{done.rows_new} new, {done.rows_known} known before, "
        f"{len({one.row for one in errors})} refused."
    )
    return 1 if errors else 0


def _tell(errors: Iterable[CellError]) -> None:
    shown = list(errors)
    for one in shown[:SHOWN]:
        print(f"row {one.row}, {one.column}: “{one.value}”. {one.text}", file=sys.stderr)
    if len(shown) > SHOWN:
        print(f"… and {len(shown) - SHOWN} more.", file=sys.stderr)
