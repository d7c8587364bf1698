"""Tell everyone who may vote what happens to a vote."""

from grodd.base import outbox
from grodd.base.audit import Stamp
from grodd.voting.models import Poll
from grodd.voting.queries import electorate_of


def tell_voters(poll: Poll, *, template: str, stamp: Stamp) -> None:
    """Each of them once, whether they have voted or not: nobody learns from it who did."""
    keys = (one.audit_key for one in electorate_of(poll).only("key"))
    outbox.enqueue_all(
        event=f"{template}:{poll.pk}",
        recipients=keys,
        template=template,
        stamp=stamp,
        facts={"poll": poll.pk, "title": poll.title},
    )
