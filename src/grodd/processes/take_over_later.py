"""Have a portfolio taken over by a worker, so that nobody waits for the answer of a page."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import ngettext

from grodd.base import progress
from grodd.base.audit import Stamp
from grodd.base.display import shown
from grodd.base.models import LongTask
from grodd.jobs import enqueue
from grodd.people.asker import Asker
from grodd.servicing.models import PortfolioTakeover
from grodd.servicing.taking.refusals import TakeoverOver
from grodd.servicing.taking.seen import takeover_seen_by

KIND = "take-over-portfolio"


@transaction.atomic
def take_over_later(
    *, takeover_id: int, by: Asker, at: datetime, url: str, partly: bool = False
) -> LongTask:
    """Put it in the queue. It is one transaction and cannot be stopped halfway.

    Args:
        takeover_id: Which.
        by: Who manages the programme or keeps its books.
        at: When.
        url: Where its report is read.
        partly: Take the rows that are right, and leave the others.

    Returns:
        The task, which tells how far it has come.

    Raises:
        TakeoverOver: when the loans are here already.
    """
    takeover = takeover_seen_by(by, takeover_id=takeover_id, lock=True)
    if takeover.state == PortfolioTakeover.State.DONE:
        raise TakeoverOver
    task = progress.start(
        kind=KIND,
        title=takeover.file.name,
        stamp=Stamp(at, by.key, takeover.programme.organisation_id),
        total=takeover.rows_count,
        url=url,
        can_stop=False,
    )
    enqueue(
        KIND, task=str(task.key), takeover_id=takeover.pk, person_id=by.person_id,
        organisation_id=by.organisation_id, partly=partly,
    )  # fmt: skip
    return task


def what_was_taken(takeover: PortfolioTakeover) -> str:
    """The end of a takeover, in a sentence."""
    count = takeover.rows_done
    sentence = ngettext("%(count)s loan was taken over.", "%(count)s loans were taken over.", count)
    return sentence % {"count": shown(count)}
