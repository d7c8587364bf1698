"""Hand in a file to import."""

from datetime import datetime

from django.db import transaction

from grodd.applications.importing import guessed
from grodd.applications.models import ImportMapping, ImportRun
from grodd.applications.queries import headings_digest
from grodd.base import audit, files
from grodd.base.audit import Stamp
from grodd.base.errors import NotFound
from grodd.base.tables import read_table
from grodd.people.asker import Asker
from grodd.programmes.queries import round_managed_by

CSV, XLSX = "text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@transaction.atomic
def begin_import(*, round_id: int, name: str, content: bytes, by: Asker, at: datetime) -> ImportRun:
    """Keep the file, and guess what its columns mean: as the last time, or by their names.

    Raises:
        NotAllowed: unless ``by`` manages the programme.
        NotFound: when the round is not published, so that its questions are not settled.
        TableTooLarge, TableUnreadable, TableEmpty, RowTooLong: the file is not taken.
    """
    held = round_managed_by(by, round_id=round_id, lock=True)
    if held.published_at is None:
        raise NotFound
    table = read_table(name, content)
    space = held.programme.organisation_id
    stored = files.store(
        [content],
        name=name,
        content_type=XLSX if content.startswith(b"PK") else CSV,
        stored_by=by.key,
        at=at,
        space=space,
    )
    remembered = ImportMapping.objects.filter(
        programme_id=held.programme_id, headings_sha256=headings_digest(table.headings)
    ).first()
    run = ImportRun.objects.create(
        round=held,
        file=stored,
        mapping=remembered.mapping if remembered else guessed(table.headings, held),
        rows_count=len(table.rows),
        started_by_id=by.person_id,
        started_at=at,
    )
    audit.record(
        Stamp(at, by.key, space),
        action="import.begun",
        subject=f"import:{run.pk}",
        facts={"round": held.pk, "sha256": stored.sha256, "rows": run.rows_count},
    )
    return run
