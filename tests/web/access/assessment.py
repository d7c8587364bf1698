"""Who leads the assessment, who reviews, and who reads it."""

from typing import Any

from tests.processes.deciding import Stage as Deciding
from tests.web.stage import (
    ADVISERS,
    AUDITORS,
    COMMITTEE,
    EVERYONE,
    MANAGERS,
    Row,
    Stage,
)

READ = MANAGERS | ADVISERS | COMMITTEE | AUDITORS
ROLF = frozenset({"rolf"})
BUILDERS = {
    "deciding": lambda stage: Deciding(stage.world),
    "screened": lambda stage: stage.deciding.passed("Screened"),
    "unscreened": lambda stage: stage.deciding.submitted("Unscreened"),
    "assignment": lambda stage: stage.deciding.assigned(stage.screened, stage.world.rolf),
}


def of_round(stage: Stage) -> dict[str, int]:
    return {"round_id": stage.deciding.round.pk}


def screened(stage: Stage) -> dict[str, int]:
    return {"application_id": stage.screened.pk}


def unscreened(stage: Stage) -> dict[str, int]:
    return {"application_id": stage.unscreened.pk}


def assignment(stage: Stage) -> dict[str, int]:
    return {"assignment_id": stage.assignment.pk}


def case(stage: Stage) -> dict[str, int]:
    assert stage.assignment
    return {"case_id": stage.screened.case_id}


def rolf(stage: Stage) -> dict[str, Any]:
    assert stage.assignment
    return {"person": stage.world.rolf.pk}


LEAD: dict[str, Any] = {"may": MANAGERS, "sees": READ - MANAGERS}
ROWS = [
    Row("assessment:start", may=EVERYONE),
    Row("assessment:conflict", kwargs=assignment, may=ROLF),
    Row("assessment:review", kwargs=assignment, may=ROLF),
    Row("assessment:case", kwargs=case, may=READ | ROLF),
    Row("assessment:ranking", kwargs=of_round, may=READ),
    Row("assessment:queue", kwargs=of_round, may=READ),
    Row("assessment:reviewers", kwargs=of_round, may=READ),
    Row("assessment:evenly", kwargs=of_round, post={}, **LEAD),
    Row("assessment:screen", kwargs=unscreened, may=MANAGERS | ADVISERS,
        sees=READ - MANAGERS - ADVISERS),
    Row("assessment:assign", kwargs=screened, **LEAD),
    Row("assessment:take_back", kwargs=screened, post=rolf, **LEAD),
    Row("assessment:set_conflict", kwargs=screened, **LEAD),
    Row("assessment:propose", kwargs=screened, **LEAD),
]  # fmt: skip
