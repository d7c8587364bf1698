"""Committee meetings of the demo: agenda, votes, decisions, minutes, release."""

from datetime import datetime, timedelta
from typing import Any

from grodd.base import clock
from grodd.decisions.models import Meeting
from grodd.decisions.queries import seats_of
from grodd.decisions.terms import Terms
from grodd.decisions.usecases.cast_vote import cast_vote
from grodd.decisions.usecases.close_meeting import close_meeting
from grodd.decisions.usecases.open_meeting import open_meeting
from grodd.decisions.usecases.plan_meeting import plan_meeting
from grodd.decisions.usecases.set_agenda import set_agenda
from grodd.decisions.usecases.write_minutes import write_minutes
from grodd.processes.decide_matter import decide_matter
from grodd.processes.demo.stage import Proposed, Space
from grodd.processes.release_decision import release_decision

MEMBERS = ("chair", "carin", "kalle")


class Sitting:
    """One meeting, or one circulation, from its invitation to the letters that follow."""

    def __init__(self, space: Space, told: dict[str, Any]) -> None:
        """Plan it."""
        self.space, self.told = space, told
        self.meeting: Meeting | None = None
        timeline, ago = space.timeline, told["ago"]
        invited = ago if self.circulates else max(ago + 4, 2)
        timeline.plan(timeline.days_ago(invited, hour=11), self.invite)

    @property
    def circulates(self) -> bool:
        """Whether the answers come in writing."""
        return bool(self.told.get("kind") == "circulation")

    @property
    def proposed(self) -> list[Proposed]:
        """What waits for it."""
        return self.space.agendas.get(self.told["key"], [])

    def invite(self, at: datetime) -> None:
        """Call the members and send the agenda."""
        timeline, told = self.space.timeline, self.told
        body = self.space.programme.body
        assert body is not None, self.space.programme
        starts = at if self.circulates else timeline.days_ago(told["ago"], hour=13)
        self.meeting = plan_meeting(
            by=self.space.asker("chair", at),
            body_id=body.pk,
            kind="circulation" if self.circulates else "meeting",
            starts_at=starts,
            ends_at=timeline.days_ago(told["ends"], hour=17) if self.circulates else None,
            at=at,
            place=told.get("place", ""),
        )
        timeline.plan(at + timedelta(minutes=30), self.put_on_agenda)
        timeline.plan(starts + timedelta(hours=1), self.answer if self.circulates else self.sit)

    def put_on_agenda(self, at: datetime) -> None:
        """Everything that is ready by now."""
        assert self.meeting is not None, self.told
        for one in self.proposed:
            set_agenda(
                by=self.space.asker("chair", at),
                matter_id=one.matter.pk,
                meeting_id=self.meeting.pk,
                at=at,
            )

    def answer(self, at: datetime) -> None:
        """The first answers of a circulation that goes on."""
        for one in self.proposed:
            for key, choice in self.told["votes"].items():
                by = self.space.asker(key, at)
                cast_vote(by=by, matter_id=one.matter.pk, choice=choice, at=at)

    def sit(self, at: datetime) -> None:
        """Everyone is there; each matter is voted on and decided; the meeting is closed."""
        assert self.meeting is not None, self.told
        chair = self.space.asker("chair", at)
        seats = seats_of(self.meeting.body, on=clock.day_of(at))
        open_meeting(
            by=chair, meeting_id=self.meeting.pk, seat_ids=[seat.pk for seat in seats], at=at
        )
        for number, one in enumerate(self.proposed, start=1):
            self._decide(one, at + timedelta(minutes=10 * number))
        over = at + timedelta(hours=2)
        close_meeting(by=chair, meeting_id=self.meeting.pk, at=over)
        timeline, ago = self.space.timeline, self.told["ago"]
        if self.told.get("signed", True):
            timeline.plan(timeline.days_ago(ago - 1, hour=8), self.sign)
        if self.told.get("released", True):
            timeline.plan(timeline.days_ago(ago - 1, hour=10), self.release)

    def _decide(self, one: Proposed, at: datetime) -> None:
        told = one.told
        for key in MEMBERS:
            choice = "no" if key in told.get("no", ()) else "yes"
            cast_vote(by=self.space.asker(key, at), matter_id=one.matter.pk, choice=choice, at=at)
        given = told.get("given")
        terms = Terms(
            reasons=told.get("reasons", ""),
            next_step=told.get("next_step", ""),
            conditions=told.get("conditions", ""),
            amount=None if given is None else self.space.money(given),
        )
        decide_matter(by=self.space.asker("chair", at), matter_id=one.matter.pk, terms=terms, at=at)

    def sign(self, at: datetime) -> None:
        """The chair signs the minutes."""
        assert self.meeting is not None, self.told
        write_minutes(by=self.space.asker("chair", at), meeting_id=self.meeting.pk, at=at)

    def release(self, at: datetime) -> None:
        """Those who applied get their letters; what follows from a yes is planned."""
        for one in self.proposed:
            release_decision(by=self.space.asker("petra", at), matter_id=one.matter.pk, at=at)
            one.after(at)
