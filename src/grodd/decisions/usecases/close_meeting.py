"""Close a meeting."""

from datetime import datetime

from django.db import transaction

from grodd.base import audit, clock
from grodd.base.audit import Stamp
from grodd.decisions.models import Meeting
from grodd.decisions.queries import check_leads, meeting_seen_by
from grodd.decisions.refusals import MattersUndecided, MeetingNotOpen
from grodd.people.asker import Asker


@transaction.atomic
def close_meeting(*, by: Asker, meeting_id: int, at: datetime) -> Meeting:
    """Nothing is voted on, decided or put on the agenda from here on.

    Raises:
        NotTheChair: when ``by`` neither leads nor sets up the body.
        MeetingNotOpen: when it never began.
        MattersUndecided: when something on the agenda hangs.
    """
    meeting = meeting_seen_by(by, meeting_id=meeting_id, lock=True)
    if meeting.closed_at is not None:
        return meeting
    check_leads(by, meeting.body, on=clock.day_of(at))
    if meeting.opened_at is None:
        raise MeetingNotOpen
    if hanging := meeting.matters.filter(decided_at__isnull=True).count():
        raise MattersUndecided(count=hanging)
    meeting.closed_at = at
    meeting.save(update_fields=["closed_at"])
    audit.record(
        Stamp(at, by.key, meeting.body.scope.organisation_id),
        action="meeting.closed",
        subject=f"meeting:{meeting.pk}",
    )
    return meeting
