"""Vote."""

from datetime import datetime

from django.db import transaction

from grodd.base import audit, clock
from grodd.base.audit import Stamp
from grodd.decisions.models import Matter, Meeting, Seat, Vote
from grodd.decisions.queries import matter_seen_by, present_seats, seats_on
from grodd.decisions.refusals import (
    CirculationOver,
    MatterDecided,
    MeetingNotOpen,
    NoSeat,
    NotPresent,
)
from grodd.people.asker import Asker


@transaction.atomic
def cast_vote(*, by: Asker, matter_id: int, choice: str, at: datetime) -> Vote:
    """Vote with one's own seat; again to change it, until the matter is decided.

    The matter is locked, so that a vote comes either before the decision or not at all.

    Raises:
        Recused: when a conflict of interest closes the matter.
        MatterDecided, MeetingNotOpen, CirculationOver: when it is not the time.
        NoSeat, NotPresent: when the person does not vote here.
    """
    matter = matter_seen_by(by, matter_id=matter_id, lock=True)
    if matter.decided_at is not None:
        raise MatterDecided(matter=str(matter))
    seat = _seat(by, matter, at)
    _check_time(matter, seat, at)
    vote, _ = Vote.objects.update_or_create(
        matter=matter, seat=seat, defaults={"choice": Vote.Choice(choice), "cast_at": at}
    )
    audit.record(
        Stamp(at, by.key, matter.body.scope.organisation_id),
        action="matter.voted",
        subject=f"matter:{matter.pk}",
        facts={"seat": seat.pk},
    )
    return vote


def _seat(by: Asker, matter: Matter, at: datetime) -> Seat:
    seats = seats_on(clock.day_of(at)).filter(body=matter.body, person_id=by.person_id)
    seat = seats.first()
    if seat is None:
        raise NoSeat(body=str(matter.body))
    return seat


def _check_time(matter: Matter, seat: Seat, at: datetime) -> None:
    meeting = matter.meeting
    if meeting is None or meeting.opened_at is None or at < meeting.opened_at:
        raise MeetingNotOpen
    if meeting.kind == Meeting.Kind.CIRCULATION:
        if meeting.ends_at is not None and at > meeting.ends_at:
            raise CirculationOver(ended=meeting.ends_at)
    elif seat.pk not in present_seats(meeting):
        raise NotPresent
