"""Who follows projects, who tells, who comments, who asks."""

from typing import Any

from grodd.base import clock
from grodd.followup.models import CheckIn
from grodd.followup.usecases.record_check_in import Word, record_check_in
from tests.followup.making import make_project
from tests.web.stage import (
    ADMINISTRATORS,
    ADVISERS,
    AUDITORS,
    COMMITTEE,
    EVERYONE,
    FINANCE,
    MANAGERS,
    MENTORS,
    Row,
    Stage,
)

AMINA = frozenset({"amina"})
READ = COMMITTEE | FINANCE | AUDITORS | ADMINISTRATORS | MANAGERS | ADVISERS | MENTORS
COACH = MANAGERS | ADVISERS | MENTORS


def told(stage: Stage) -> CheckIn:
    world = stage.world
    return record_check_in(
        check_in_id=stage.project.check_ins.get(number=1).pk,
        word=Word("on_track", "Det går."),
        by=world.asker(world.amina),
        at=clock.now(),
    )


def project(stage: Stage) -> dict[str, Any]:
    return {"project_id": stage.project.pk}


BUILDERS = {
    "project": lambda stage: make_project(stage.world),
    "told_check_in": told,
    "waiting_check_in": lambda stage: stage.project.check_ins.get(number=2),
}
ROWS = [
    Row("followup:list", may=EVERYONE),
    Row("followup:detail", kwargs=project, may=AMINA | READ),
    Row("followup:goals", kwargs=project, may=AMINA, sees=READ),
    Row("followup:check_in", kwargs=lambda stage: {"check_in_id": stage.waiting_check_in.pk},
        may=AMINA),
    Row("followup:remark", kwargs=lambda stage: {"check_in_id": stage.told_check_in.pk},
        may=AMINA | COACH, sees=READ - COACH, post={"text": "Bra!"}),
    Row("followup:gate", kwargs=project, may=AMINA | MANAGERS, sees=READ - MANAGERS),
    Row("followup:result", kwargs=project, may=AMINA, sees=READ),
    Row("followup:lesson", kwargs=project, may=AMINA, sees=READ),
    Row("followup:complete", kwargs=project, may=AMINA | MANAGERS, sees=READ - MANAGERS, post={},
        passed={302, 409}),
]  # fmt: skip
