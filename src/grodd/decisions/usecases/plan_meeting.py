"""Plan a meeting, or send matters round for answers."""

from datetime import datetime

from django.db import transaction

from grodd.base import audit, clock
from grodd.base.audit import Stamp
from grodd.decisions.models import Body, Meeting
from grodd.decisions.queries import body_seen_by, check_leads
from grodd.decisions.refusals import ClosingTimeNeeded
from grodd.people.asker import Asker


@transaction.atomic
def plan_meeting(
    *, by: Asker, body_id: int, kind: str, starts_at: datetime, at: datetime,
    ends_at: datetime | None = None, place: str = "",
) -> Meeting:  # fmt: skip
    """Plan a meeting; a circulation is open from its start and needs a closing time.

    Raises:
        NotTheChair: when ``by`` neither leads nor sets up the body.
        ClosingTimeNeeded: when a circulation would never end.
    """
    seen = body_seen_by(by, body_id=body_id)
    check_leads(by, seen, on=clock.day_of(at))
    body = Body.objects.select_for_update(of=("self",)).select_related("scope").get(pk=seen.pk)
    circulating = Meeting.Kind(kind) is Meeting.Kind.CIRCULATION
    if circulating and (ends_at is None or ends_at <= starts_at):
        raise ClosingTimeNeeded
    last = body.meetings.order_by("-number").values_list("number", flat=True).first() or 0
    meeting = Meeting.objects.create(
        body=body,
        kind=kind,
        number=last + 1,
        starts_at=starts_at,
        ends_at=ends_at,
        place=place.strip(),
        opened_at=starts_at if circulating else None,
    )
    audit.record(
        Stamp(at, by.key, body.scope.organisation_id),
        action="meeting.planned",
        subject=f"meeting:{meeting.pk}",
        facts={"kind": meeting.kind, "number": meeting.number},
    )
    return meeting
