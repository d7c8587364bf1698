"""Say which column means what."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from grodd.applications.importing import KEY, targets
from grodd.applications.models import ImportMapping, ImportRun
from grodd.applications.queries import headings_digest, import_managed_by, table_of
from grodd.applications.refusals import ImportOver, ImportUnderWay
from grodd.people.asker import Asker


@transaction.atomic
def map_import(*, run_id: int, mapping: Mapping[str, str], by: Asker, at: datetime) -> ImportRun:
    """Keep the mapping, and remember it for the next file with the same headings.

    What the round does not ask for and what the file does not have is left out.

    Raises:
        ImportOver: when the file was imported already.
        ImportUnderWay: while it is being imported.
    """
    run = import_managed_by(by, run_id=run_id, lock=True)
    if run.state == ImportRun.State.DONE:
        raise ImportOver
    if run.state == ImportRun.State.RUNNING:
        raise ImportUnderWay
    table = table_of(run)
    known = {one.key for one in targets(run.round)}
    run.mapping = {
        target: heading
        for target, heading in mapping.items()
        if target in known and heading in table.headings
    }
    run.key_column = run.mapping.get(KEY, "")[:120]
    run.state = ImportRun.State.CHECKED
    run.save(update_fields=["mapping", "key_column", "state"])
    ImportMapping.objects.update_or_create(
        programme_id=run.round.programme_id,
        headings_sha256=headings_digest(table.headings),
        defaults={"mapping": run.mapping, "used_at": at},
    )
    return run
