"""Have a file made by a worker, so that nobody waits for the answer of a page."""

import json
from datetime import datetime

from django.db import transaction
from django.utils.translation import get_language, gettext

from grodd.base import clock, display, made_files, progress
from grodd.base.audit import Stamp
from grodd.base.errors import NotAllowed, NotFound
from grodd.base.models import LongTask
from grodd.base.progress import Progress
from grodd.jobs import enqueue, job
from grodd.people.asker import Asker
from grodd.people.models import Person
from grodd.people.queries import asker_of
from grodd.reports.later.makers import TYPES, Wish, making_of

KIND = "make-file"
UNDER_WAY = (LongTask.State.WAITING, LongTask.State.RUNNING)


@transaction.atomic
def make_file_later(*, wish: Wish, by: Asker, at: datetime, url: str) -> LongTask:
    """Put the file in the queue. Asked for twice while it is made, it is made once.

    Args:
        wish: Which file, of what.
        by: Whoever wants it, and alone may fetch it.
        at: When.
        url: Where it was asked for.

    Returns:
        The task, which tells how far it has come and where the file is.

    Raises:
        NotFound: when there is no such file, or not for them.
    """
    making = making_of(by, wish, at=at)
    same = LongTask.objects.filter(owner=by.key, kind=KIND, title=making.title, url=url)
    if already := same.filter(state__in=UNDER_WAY, is_stop_asked=False).first():
        return already
    stamp = Stamp(at, by.key, by.organisation_id)
    task = progress.start(kind=KIND, title=making.title, stamp=stamp, total=making.size, url=url)
    enqueue(
        KIND, task=str(task.key), what=wish.what, ending=wish.ending,
        facts=json.dumps(dict(wish.facts), sort_keys=True), person_id=by.person_id,
        organisation_id=by.organisation_id,
    )  # fmt: skip
    return task


@job(KIND)
def _make_file(
    *, task: str, what: str, ending: str, facts: str, person_id: int, organisation_id: int | None
) -> None:
    wish = Wish(what, ending, json.loads(facts))

    def work(told: Progress) -> str:
        at = clock.now()
        person = Person.objects.get(pk=person_id)
        by = asker_of(person, on=clock.day_of(at), organisation_id=organisation_id)
        try:
            making = making_of(by, wish, at=at)
        except NotFound:  # their role ended while it waited
            raise NotAllowed from None
        kind, language = TYPES[ending], get_language() or "en"
        with made_files.keeping(task, name=making.name, content_type=kind, at=at) as into:
            making.write(into, language, told.step)
        until = display.moment(at + made_files.KEPT)
        return gettext("You can fetch the file until %(until)s.") % {"until": until}

    progress.carry_out(task, work)


@job("forget-made-files", cron="40 4 * * *")
def _forget() -> None:
    made_files.forget_old(at=clock.now())
