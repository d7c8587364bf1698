"""Say who votes, where that is a list."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from grodd.base import audit
from grodd.base.audit import Stamp
from grodd.people.asker import Asker
from grodd.voting.models import ListedVoter, Poll
from grodd.voting.queries import poll_managed_by, possible_voters
from grodd.voting.refusals import PollOpened


@transaction.atomic
def set_voters(*, by: Asker, poll_id: int, person_ids: Collection[int], at: datetime) -> Poll:
    """Make exactly these people the voters; of others than the organisation's none is taken.

    Raises:
        PollOpened: once the poll is open.
    """
    poll = poll_managed_by(by, poll_id=poll_id, lock=True)
    if poll.opened_at is not None:
        raise PollOpened(poll=poll.title, at=poll.opened_at)
    people = possible_voters(poll).filter(pk__in=person_ids)
    ListedVoter.objects.filter(poll=poll).delete()
    listed = ListedVoter.objects.bulk_create(
        ListedVoter(poll=poll, person=person) for person in people
    )
    poll.electorate = Poll.Electorate.LIST
    poll.save(update_fields=["electorate"])
    audit.record(
        Stamp(at, by.key, poll.scope.organisation_id),
        action="poll.voters_set",
        subject=f"poll:{poll.pk}",
        facts={"voters": len(listed)},
    )
    return poll
