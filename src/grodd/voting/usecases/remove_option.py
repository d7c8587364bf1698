"""Take an idea out of a vote before it opens."""

from datetime import datetime

from django.db import transaction

from grodd.base import audit
from grodd.base.audit import Stamp
from grodd.people.asker import Asker
from grodd.voting.models import Poll
from grodd.voting.queries import poll_managed_by
from grodd.voting.refusals import PollOpened


@transaction.atomic
def remove_option(*, by: Asker, poll_id: int, number: int, at: datetime) -> Poll:
    """Take an idea out. Taking it out again changes nothing.

    Raises:
        PollOpened: once the poll is open.
    """
    poll = poll_managed_by(by, poll_id=poll_id, lock=True)
    option = poll.options.filter(number=number).first()
    if option is None:
        return poll
    if poll.opened_at is not None:
        raise PollOpened(poll=poll.title, at=poll.opened_at)
    option.delete()
    audit.record(
        Stamp(at, by.key, poll.scope.organisation_id),
        action="poll.option_removed",
        subject=f"poll:{poll.pk}",
        facts={"option": number},
    )
    return poll
