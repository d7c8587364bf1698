"""Who sits in a body, who leads it, and who reads what it decided."""

from datetime import timedelta
from typing import Any

from grodd.base import clock
from grodd.decisions.usecases.delegate import delegate
from grodd.decisions.usecases.plan_meeting import plan_meeting
from tests.programmes.making import sek
from tests.web.stage import (
    ADMINISTRATORS,
    AUDITORS,
    CHAIRS,
    COMMITTEE,
    EVERYONE,
    MANAGERS,
    Row,
    Stage,
)

SET_UP = MANAGERS | ADMINISTRATORS
LEAD = SET_UP | CHAIRS
READ = SET_UP | COMMITTEE | AUDITORS


def trusted(stage: Stage) -> Any:
    return delegate(
        by=stage.deciding.chair, body_id=stage.deciding.body.pk, person_id=stage.world.petra.pk,
        limit=sek(50_000), hours_max=100, valid_from=clock.today(), at=clock.now(),
    )  # fmt: skip


def planned(stage: Stage) -> Any:
    at = clock.now()
    return plan_meeting(
        by=stage.deciding.chair, body_id=stage.deciding.body.pk, kind="meeting",
        starts_at=at + timedelta(days=1), ends_at=None, at=at,
    )  # fmt: skip


BUILDERS = {
    "matter": lambda stage: stage.deciding.proposed("Before the body"),
    "held_meeting": lambda stage: stage.deciding.meeting(stage.matter),
    "meeting_to_come": planned,
    "trust": trusted,
}


def body(stage: Stage) -> dict[str, int]:
    return {"body_id": stage.deciding.body.pk}


def held(stage: Stage) -> dict[str, int]:
    return {"meeting_id": stage.held_meeting.pk}


def to_come(stage: Stage) -> dict[str, int]:
    return {"meeting_id": stage.meeting_to_come.pk}


def matter(stage: Stage) -> dict[str, int]:
    assert stage.held_meeting
    return {"matter_id": stage.matter.pk}


def seat(stage: Stage) -> dict[str, int]:
    return {"seat_id": stage.deciding.seats[1].pk}


def trust(stage: Stage) -> dict[str, int]:
    return {"delegation_id": stage.trust.pk}


BY_SET_UP: dict[str, Any] = {"may": SET_UP, "sees": READ - SET_UP}
BY_LEAD: dict[str, Any] = {"may": LEAD, "sees": READ - LEAD}
DONE = frozenset({200, 302, 409, 422})
ROWS = [
    Row("decisions:start", may=EVERYONE),
    Row("decisions:body", kwargs=body, may=READ),
    Row("decisions:rules", kwargs=body, **BY_SET_UP),
    Row("decisions:seat", kwargs=body, **BY_SET_UP),
    Row("decisions:trust", kwargs=body, **BY_LEAD),
    Row("decisions:log", kwargs=body, may=READ),
    Row("decisions:end_seat", kwargs=seat, post={}, **BY_SET_UP),
    Row("decisions:end_trust", kwargs=trust, post={}, **BY_LEAD),
    Row("decisions:plan", kwargs=body, **BY_LEAD),
    Row("decisions:meeting", kwargs=held, may=READ),
    Row("decisions:open", kwargs=to_come, post={}, passed=DONE, **BY_LEAD),
    Row("decisions:close", kwargs=held, post={}, passed=DONE, **BY_LEAD),
    Row("decisions:minutes", kwargs=held, may=READ),
    Row("decisions:minutes_pdf", kwargs=held, may=READ),
    Row("decisions:matter", kwargs=matter, may=READ),
    Row("decisions:agenda", kwargs=matter, post={}, passed=DONE, **BY_LEAD),
    Row("decisions:vote", kwargs=matter, post={"choice": "yes"}, may=COMMITTEE,
        sees=READ - COMMITTEE),
    Row("decisions:step_out", kwargs=matter, may=READ),
    Row("decisions:decide", kwargs=matter, passed=DONE, **BY_LEAD),
    Row("decisions:fast_track", kwargs=matter, may=READ),
    Row("decisions:release", kwargs=matter, post={}, passed=DONE, **BY_SET_UP),
]  # fmt: skip
