"""Tell everyone who may vote what happens to a vote."""

from grodd.base import outbox
from grodd.base.audit import Stamp
from grodd.voting.models import Poll
from grodd.voting.queries import electorate_of


def tell_voters(poll: Poll, *, template: str, stamp: Stamp) -> None:
    """Each of them once, whether they have voted or not: nobody learns from it who did."""
    event, facts = f"{template}:{poll.pk}", {"poll": poll.pk, "title": poll.title}
    outbox.enqueue_many(
        [
            outbox.Telling(event, voter.audit_key, template, stamp.space, facts)
            for voter in electorate_of(poll).only("key")
        ],
        at=stamp.at,
    )
