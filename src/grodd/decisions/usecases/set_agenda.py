"""Put a matter on an agenda, or take it off."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from grodd.base import audit, clock
from grodd.base.audit import Stamp
from grodd.base.errors import NotFound
from grodd.decisions.models import Matter, Vote
from grodd.decisions.queries import check_leads, matter_seen_by, meeting_seen_by
from grodd.decisions.refusals import MatterDecided, MeetingClosed
from grodd.people.asker import Asker


@transaction.atomic
def set_agenda(*, by: Asker, matter_id: int, meeting_id: int | None, at: datetime) -> Matter:
    """Place a matter last on the agenda of a meeting, or on none. Votes of before are dropped.

    Raises:
        NotTheChair: when ``by`` neither leads nor sets up the body.
        MatterDecided, MeetingClosed: when it is too late.
    """
    matter = matter_seen_by(by, matter_id=matter_id, lock=True)
    check_leads(by, matter.body, on=clock.day_of(at))
    if matter.meeting_id == meeting_id:
        return matter
    if matter.decided_at is not None:
        raise MatterDecided(matter=str(matter))
    order = 0
    if meeting_id is not None:
        meeting = meeting_seen_by(by, meeting_id=meeting_id, lock=True)
        if meeting.body_id != matter.body_id:
            raise NotFound
        if meeting.closed_at is not None:
            raise MeetingClosed
        order = (meeting.matters.aggregate(last=Max("order"))["last"] or 0) + 1
    Vote.objects.filter(matter=matter).delete()
    matter.meeting_id, matter.order = meeting_id, order
    matter.save(update_fields=["meeting", "order"])
    audit.record(
        Stamp(at, by.key, matter.body.scope.organisation_id),
        action="matter.placed",
        subject=f"matter:{matter.pk}",
        facts={"meeting": meeting_id},
    )
    return matter
