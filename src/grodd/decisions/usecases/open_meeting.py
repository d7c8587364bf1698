"""Open a meeting with those who are there, or note who came later."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from grodd.base import audit, clock
from grodd.base.audit import Stamp
from grodd.decisions.models import Attendance, Meeting
from grodd.decisions.queries import check_leads, meeting_seen_by, seats_of
from grodd.decisions.refusals import MeetingClosed
from grodd.people.asker import Asker


@transaction.atomic
def open_meeting(*, by: Asker, meeting_id: int, seat_ids: Iterable[int], at: datetime) -> Meeting:
    """Note who is present and open the meeting; again while it is open to change the list.

    Raises:
        NotTheChair: when ``by`` neither leads nor sets up the body.
        MeetingClosed: when it is over.
    """
    meeting = meeting_seen_by(by, meeting_id=meeting_id, lock=True)
    check_leads(by, meeting.body, on=clock.day_of(at))
    if meeting.closed_at is not None:
        raise MeetingClosed
    if meeting.opened_at is None:
        meeting.opened_at = at
        meeting.save(update_fields=["opened_at"])
    there = set(seat_ids) & {seat.pk for seat in seats_of(meeting.body, on=clock.day_of(at))}
    Attendance.objects.filter(meeting=meeting).exclude(seat_id__in=there).delete()
    for seat_id in sorted(there):
        Attendance.objects.get_or_create(meeting=meeting, seat_id=seat_id)
    audit.record(
        Stamp(at, by.key, meeting.body.scope.organisation_id),
        action="meeting.opened",
        subject=f"meeting:{meeting.pk}",
        facts={"present": sorted(there)},
    )
    return meeting
