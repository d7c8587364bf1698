"""Decide a matter by the votes of its body, in a meeting or by circulation."""

from datetime import datetime

from django.db import transaction

from grodd.base import clock
from grodd.base.errors import NotFound
from grodd.decisions.models import Matter, Meeting
from grodd.decisions.queries import all_have_answered, check_leads, counted, matter_seen_by
from grodd.decisions.refusals import (
    BelowQuorum,
    CirculationGoesOn,
    MatterDecided,
    MeetingNotOpen,
)
from grodd.decisions.terms import Terms
from grodd.decisions.usecases.write_outcome import write_outcome
from grodd.engines.quorum import Decision, Outcome
from grodd.people.asker import Asker


@transaction.atomic
def decide_matter(
    *, by: Asker, matter_id: int, terms: Terms, at: datetime, send_back: bool = False
) -> Matter:
    """Count the votes and write down what they came to; act on it in the calling process.

    The matter is locked, so that no vote comes in between.

    Args:
        by: The chair of the body, or whoever sets it up.
        matter_id: On the agenda of an open meeting.
        terms: Words and figures of the decision.
        at: When.
        send_back: Return it for more work instead of deciding; the quorum holds all the same.

    Raises:
        NotTheChair: when ``by`` neither leads nor sets up the body.
        MatterDecided, MeetingNotOpen, CirculationGoesOn: when it is not the time.
        BelowQuorum: when too few are there.
        AnswerNeeded: when a no has no reasons or no next step.
    """
    matter = matter_seen_by(by, matter_id=matter_id, lock=True)
    check_leads(by, matter.body, on=clock.day_of(at))
    if matter.decided_at is not None:
        raise MatterDecided(matter=str(matter))
    meeting = _meeting_now(matter, at)
    decision = counted(matter, on=clock.day_of(at))
    _check_quorum(matter, decision)
    outcome = Matter.Outcome.REJECTED
    if send_back:
        outcome = Matter.Outcome.RETURNED
    elif decision.outcome is Outcome.CARRIED:
        outcome = Matter.Outcome.APPROVED
    circulating = meeting.kind == Meeting.Kind.CIRCULATION
    way = Matter.Way.CIRCULATION if circulating else Matter.Way.VOTE
    return write_outcome(by=by, matter=matter, outcome=outcome, way=way, terms=terms, at=at)


def _meeting_now(matter: Matter, at: datetime) -> Meeting:
    meeting = matter.meeting
    if meeting is None or meeting.opened_at is None or meeting.closed_at is not None:
        raise MeetingNotOpen
    if meeting.kind == Meeting.Kind.CIRCULATION:
        if meeting.ends_at is None:
            raise NotFound
        day = clock.day_of(at)
        if at < meeting.ends_at and not all_have_answered(matter, on=day):
            raise CirculationGoesOn(ends=meeting.ends_at)
    return meeting


def _check_quorum(matter: Matter, decision: Decision) -> None:
    there = decision.presence
    if not there.enough:
        raise BelowQuorum(
            body=str(matter.body),
            needed=there.needed,
            present=there.present,
            recused=there.recused,
        )
