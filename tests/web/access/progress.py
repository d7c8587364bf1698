"""Long work: whoever started it; those who look after the books also see what goes by itself."""

from typing import Any

from grodd.base import clock, made_files, progress
from grodd.base.audit import SYSTEM, Stamp
from grodd.base.models import LongTask
from tests.web.stage import (
    ADMINISTRATORS,
    ADVISERS,
    AUDITORS,
    EVERYONE,
    FINANCE,
    MANAGERS,
    Row,
    Stage,
)


def long_work(stage: Stage) -> LongTask:
    """What Petra started."""
    stamp = Stamp(clock.now(), stage.world.petra.audit_key, stage.world.company.pk)
    return progress.start(kind="import-applications", title="ideas.csv", stamp=stamp)


def own_work(stage: Stage) -> LongTask:
    """What the company's own clock started."""
    stamp = Stamp(clock.now(), SYSTEM, stage.world.company.pk)
    return progress.start(kind="nightly", title="2026-03-02", stamp=stamp)


def file_made(stage: Stage) -> LongTask:
    """A file that was made for Petra."""
    stamp = Stamp(clock.now(), stage.world.petra.audit_key, stage.world.company.pk)
    task = progress.start(kind="make-file", title="loans.csv", stamp=stamp)
    made = {"name": "loans.csv", "content_type": "text/csv"}
    with made_files.keeping(task.key, **made, at=clock.now()) as into:
        into.write(b"loans")
    return task


BUILDERS: dict[str, Any] = {"long_work": long_work, "own_work": own_work, "file_made": file_made}


def of_work(stage: Stage) -> dict[str, Any]:
    return {"key": stage.long_work.key}


ROWS = [
    Row("progress:list", may=EVERYONE),
    Row("progress:show", kwargs=of_work, may={"petra"}),
    Row(
        "progress:show",
        kwargs=lambda stage: {"key": stage.own_work.key},
        may=FINANCE | AUDITORS | ADMINISTRATORS,
    ),
    Row(
        "progress:make",
        query={"what": "loans", "as": "csv"},
        may=MANAGERS | FINANCE | ADVISERS | AUDITORS,
        where="fund",
    ),
    Row(
        "progress:file",
        kwargs=lambda stage: {"key": stage.file_made.key},
        may={"petra"},
    ),
    Row("progress:stop", kwargs=of_work, may={"petra"}, post={}),
]
