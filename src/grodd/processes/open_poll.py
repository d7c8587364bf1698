"""Open a vote and tell everyone who may take part."""

from datetime import datetime

from django.db import transaction

from grodd.base.audit import Stamp
from grodd.people.asker import Asker
from grodd.processes._voters import tell_voters
from grodd.voting.models import Poll
from grodd.voting.usecases import open_poll as opening


@transaction.atomic
def open_poll(*, by: Asker, poll_id: int, at: datetime) -> Poll:
    """Let people vote, write down what was stated before, and mail the voters.

    Raises:
        See ``voting.usecases.open_poll``.
    """
    poll = opening.open_poll(by=by, poll_id=poll_id, at=at)
    stamp = Stamp(at, by.key, poll.scope.organisation_id)
    tell_voters(poll, template="poll_opened", stamp=stamp)
    return poll
