"""Close a vote, count it, and let go of who voted what."""

from collections import Counter
from datetime import datetime

from django.db import transaction

from grodd.base import audit
from grodd.base.audit import SYSTEM, Stamp
from grodd.people.asker import Asker
from grodd.voting.choosing import Values, held, select
from grodd.voting.models import BallotSalt, CountedBallot, OpenBallot, Poll, Result
from grodd.voting.queries import electorate_of, locked, options_of, poll_managed_by, result_of
from grodd.voting.refusals import PollNotOpen
from grodd.voting.secrecy import unseal


@transaction.atomic
def close_poll(
    *, poll_id: int, at: datetime, by: Asker | None = None, values: Values | None = None
) -> Result:
    """Count the ballots, apply the rules, keep both; destroy the sealed ballots and the salt.

    Ballots are written down by what they hold, equal ones together, in an order that says nothing
    about who cast them.

    Args:
        poll_id: Which poll.
        at: When.
        by: Who closes it; None when its time is over and it closes by itself.
        values: What the reviews say of each option, by number, where there are reviews.

    Raises:
        PollNotOpen: when it was never opened, or is still open and nobody closes it.
        BallotsUnreadable: when the installation's secret key was changed meanwhile.
    """
    poll = locked(poll_id) if by is None else poll_managed_by(by, poll_id=poll_id, lock=True)
    if poll.closed_at is not None:
        return result_of(poll)
    over = poll.closes_at is not None and poll.closes_at <= at
    if poll.opened_at is None or (by is None and not over):
        raise PollNotOpen(poll=poll.title)
    counted = _count(poll)
    options = options_of(poll)
    selection = select(held(poll, options, counted), values)
    voted = sum(row.voters for row in counted)
    result = Result.objects.create(
        poll=poll,
        content=selection.content(),
        entitled=max(voted, electorate_of(poll).count()),
        voted=voted,
        closed_at=at,
    )
    poll.closed_at = at
    poll.save(update_fields=["closed_at"])
    audit.record(
        Stamp(at, SYSTEM if by is None else by.key, poll.scope.organisation_id),
        action="poll.closed",
        subject=f"poll:{poll.pk}",
        facts={"voted": voted, "entitled": result.entitled},
    )
    return result


def _count(poll: Poll) -> list[CountedBallot]:
    """Turn sealed ballots into counted ones; after this nobody knows whose any of them was."""
    salt = poll.salt.salt
    sealed = OpenBallot.objects.filter(poll=poll).values_list("sealed", flat=True)
    counts = Counter(tuple(sorted(unseal(salt, each))) for each in sealed)
    rows = CountedBallot.objects.bulk_create(
        CountedBallot(poll=poll, choices=list(choices), voters=voters)
        for choices, voters in sorted(counts.items())
    )
    OpenBallot.objects.filter(poll=poll).delete()
    BallotSalt.objects.filter(poll=poll).delete()
    return rows
