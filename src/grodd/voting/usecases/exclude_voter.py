"""Keep a person from voting after all."""

from datetime import datetime

from django.db import transaction

from grodd.base import audit
from grodd.base.audit import Stamp
from grodd.base.errors import NotFound
from grodd.people.asker import Asker
from grodd.people.models import Person
from grodd.voting.models import Exclusion
from grodd.voting.queries import open_ballot, poll_managed_by, possible_voters
from grodd.voting.refusals import ExclusionNeedsReason, PollClosed


@transaction.atomic
def exclude_voter(
    *, by: Asker, poll_id: int, person_id: int, reason: str, at: datetime
) -> Exclusion:
    """Note that and why a person may not vote. A ballot of theirs is destroyed unread.

    Raises:
        NotFound: when the person does not belong to the organisation.
        PollClosed: once the votes are counted.
        ExclusionNeedsReason: when there are no words.
    """
    poll = poll_managed_by(by, poll_id=poll_id, lock=True)
    already = Exclusion.objects.filter(poll=poll, person_id=person_id).first()
    if already is not None:
        return already
    if poll.closed_at is not None:
        raise PollClosed(poll=poll.title, at=poll.closed_at)
    person: Person | None = possible_voters(poll).filter(pk=person_id).first()
    if person is None:
        raise NotFound
    if not reason.strip():
        raise ExclusionNeedsReason
    ballot = open_ballot(poll, person.audit_key)
    if ballot is not None:
        ballot.delete()
    row = Exclusion.objects.create(
        poll=poll,
        person=person,
        reason=reason.strip(),
        excluded_by_id=by.person_id,
        excluded_at=at,
    )
    audit.record(
        Stamp(at, by.key, poll.scope.organisation_id),
        action="poll.voter_excluded",
        subject=f"poll:{poll.pk}",
        facts={"person": person_id},
    )
    return row
