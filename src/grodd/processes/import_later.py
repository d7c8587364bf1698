"""Have a large file imported by a worker, so that nobody waits for the answer of a page."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import ngettext

from grodd.applications.models import ImportRun
from grodd.applications.queries import import_managed_by
from grodd.applications.refusals import ImportOver
from grodd.base import progress
from grodd.base.audit import Stamp
from grodd.base.display import shown
from grodd.base.models import LongTask
from grodd.jobs import enqueue
from grodd.people.asker import Asker

KIND = "import-applications"


@transaction.atomic
def import_later(
    *, run_id: int, by: Asker, at: datetime, url: str, partly: bool = False
) -> LongTask:
    """Put the import in the queue.

    Args:
        run_id: Which file, mapped.
        by: Who manages the programme.
        at: When.
        url: Where its report is read.
        partly: Take the good rows and report the others, instead of all or nothing.

    Returns:
        The task, which tells how far it has come.

    Raises:
        ImportOver: when it was imported already.
    """
    run = import_managed_by(by, run_id=run_id, lock=True)
    if run.state == ImportRun.State.DONE:
        raise ImportOver
    stamp = Stamp(at, by.key, run.round.programme.organisation_id)
    task = progress.start(
        kind=KIND, title=run.file.name, stamp=stamp, total=run.rows_count, url=url
    )
    enqueue(
        KIND, task=str(task.key), run_id=run.pk, person_id=by.person_id,
        organisation_id=by.organisation_id, partly=partly,
    )  # fmt: skip
    return task


def what_came_of(run: ImportRun) -> str:
    """The end of an import, in a sentence."""
    count = run.rows_new
    new = ngettext("%(count)s new application.", "%(count)s new applications.", count)
    refused = run.rows_count - run.rows_done
    sentence = new % {"count": shown(count)}
    if refused:
        told = ngettext(
            "%(count)s row was not taken; the report says why.",
            "%(count)s rows were not taken; the report says why.",
            refused,
        )
        sentence = f"{sentence} {told % {'count': shown(refused)}}"
    return sentence
