"""Close the votes whose time is over."""

import logging
from datetime import datetime

from grodd.processes.close_poll import close_poll
from grodd.voting.queries import polls_to_close
from grodd.voting.refusals import BallotsUnreadable

logger = logging.getLogger(__name__)


def close_due_polls(*, at: datetime) -> int:
    """Close each in a transaction of its own; one that cannot be read does not hold up the others.

    Returns:
        How many were closed.
    """
    closed = 0
    for poll in polls_to_close(at=at):
        try:
            close_poll(poll_id=poll.pk, at=at)
        except BallotsUnreadable as refusal:
            logger.error("Vote %s: %s", poll.pk, refusal)  # noqa: TRY400 - the sentence says it all
            continue
        closed += 1
    return closed
