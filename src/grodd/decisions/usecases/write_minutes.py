"""Sign the minutes of a meeting."""

import hashlib
import json
from datetime import datetime

from django.db import transaction

from grodd.base import audit, clock
from grodd.base.audit import Stamp
from grodd.decisions.models import Minutes
from grodd.decisions.queries import chairs, meeting_seen_by, minutes_content, minutes_of
from grodd.decisions.refusals import MeetingStillOpen, NotTheChair
from grodd.people.asker import Asker


@transaction.atomic
def write_minutes(*, by: Asker, meeting_id: int, at: datetime) -> Minutes:
    """The chair signs: the content is frozen with its SHA-256, in a table that only grows.

    Raises:
        NotTheChair: when ``by`` does not lead the body on this day.
        MeetingStillOpen: when the meeting goes on.
    """
    meeting = meeting_seen_by(by, meeting_id=meeting_id, lock=True)
    already = minutes_of(meeting)
    if already is not None:
        return already
    if not chairs(by, meeting.body, on=clock.day_of(at)):
        raise NotTheChair(body=str(meeting.body))
    if meeting.closed_at is None:
        raise MeetingStillOpen
    content = minutes_content(meeting)
    row = Minutes.objects.create(
        meeting=meeting,
        content=content,
        content_sha256=_seal_of(content),
        signed_by_id=by.person_id,
        signed_at=at,
    )
    audit.record(
        Stamp(at, by.key, meeting.body.scope.organisation_id),
        action="minutes.signed",
        subject=f"meeting:{meeting.pk}",
        facts={"sha256": row.content_sha256},
    )
    return row


def _seal_of(content: dict[str, object]) -> str:
    """SHA-256 over the content (hex), whatever the order of its keys."""
    written = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()
