"""Who writes applications, and who reads them."""

from typing import Any

from grodd.applications.models import Application, CoOwner
from grodd.applications.usecases.attach_file import attach_file
from grodd.applications.usecases.invite_co_owner import invite_co_owner
from grodd.base import clock
from grodd.base.audit import Stamp
from grodd.decisions.models import Matter
from grodd.processes.send_letter import send_letter
from tests.applications.making import WHOLE, make_application, make_draft
from tests.programmes.making import make_programme, make_round
from tests.web.stage import (
    ADMINISTRATORS,
    ADVISERS,
    AUDITORS,
    EVERYONE,
    FINANCE,
    INSIDE,
    MANAGERS,
    STRANGERS,
    Row,
    Stage,
)

AMINA = frozenset({"amina"})
STAFF = MANAGERS | FINANCE | ADVISERS | AUDITORS | ADMINISTRATORS
READ = AMINA | STAFF


def a_round(stage: Stage) -> Any:
    return make_round(stage.world, make_programme(stage.world))


def a_file(stage: Stage) -> Any:
    return attach_file(
        application_id=stage.own_draft.pk, question_key="appendix", name="plan.txt",
        content=b"A plan.", by=stage.world.asker(stage.world.amina), at=clock.now(),
    )  # fmt: skip


def invited(stage: Stage) -> CoOwner:
    return invite_co_owner(
        application_id=stage.own_draft.pk, email="otto@example.org",
        by=stage.world.asker(stage.world.amina), at=clock.now(),
    )  # fmt: skip


def submitted(stage: Stage) -> Application:
    return make_application(stage.world, stage.application_round)


def answered(stage: Stage) -> Application:
    """Amina's application, and the letter that told her what was decided."""
    application: Application = stage.own_application
    body = application.round.programme.body
    assert body is not None
    matter = Matter.objects.create(
        scope=application.round.programme.scope, body=body, kind="application",
        title=application.title, outcome=Matter.Outcome.APPROVED, opened_at=clock.now(),
        decided_at=clock.now(), released_at=clock.now(), amount_decided_minor=1_000_000,
    )  # fmt: skip
    Application.objects.filter(pk=application.pk).update(matter=matter)
    send_letter(
        application=application, kind="approved", event=f"decision_released:{matter.pk}",
        facts={"amount_minor": "1000000"},
        stamp=Stamp(clock.now(), "system", stage.world.company.pk),
    )  # fmt: skip
    return application


BUILDERS = {
    "answered_application": answered,
    "application_round": a_round,
    "own_draft": lambda stage: make_draft(stage.world, stage.application_round),
    "own_application": submitted,
    "co_owner": invited,
    "draft_file": a_file,
}


def draft(stage: Stage) -> dict[str, int]:
    return {"application_id": stage.own_draft.pk}


def application(stage: Stage) -> dict[str, int]:
    return {"application_id": stage.own_application.pk}


def told(stage: Stage) -> dict[str, int]:
    return {"application_id": stage.answered_application.pk}


def part(stage: Stage) -> dict[str, int]:
    return {**draft(stage), "co_owner_id": stage.co_owner.pk}


def by_key(stage: Stage) -> dict[str, Any]:
    return {"key": stage.draft_file.file.key}


def in_programme(stage: Stage) -> dict[str, int]:
    return {"programme_id": stage.application_round.programme_id}


def in_round(stage: Stage) -> dict[str, int]:
    return {"round_id": stage.application_round.pk}


ROWS = [
    Row("applications:mine", may=EVERYONE),
    Row("applications:list", kwargs=in_programme, may=STAFF),
    Row("applications:start", kwargs=in_round, post={}, may=INSIDE, sees=STRANGERS),
    Row("applications:detail", kwargs=application, may=READ),
    Row("applications:copy_text", kwargs=application, may=READ),
    Row("applications:copy_pdf", kwargs=application, may=READ),
    Row("applications:receipt", kwargs=application, may=READ),
    Row("applications:letter", kwargs=told, may=READ),
    Row("applications:late", kwargs=draft, may=MANAGERS, sees=READ - MANAGERS),
    Row("applications:withdraw", kwargs=application, may=AMINA, sees=STAFF),
    Row("applications:write", kwargs=draft, may=AMINA, sees=STAFF),
    Row("applications:autosave", kwargs=draft, post={"version": "1", **WHOLE}, may=AMINA,
        sees=STAFF),
    Row("applications:submit", kwargs=draft, may=AMINA, sees=STAFF),
    Row("applications:file", kwargs=by_key, may=READ),
    Row("applications:remove_file", kwargs=by_key, post={}, may=AMINA, sees=STAFF),
    Row("applications:accept", kwargs={"token": "guessed"}),
    Row("applications:co_owners", kwargs=draft, may=READ),
    Row("applications:remove_co_owner", kwargs=part, post={}, may=AMINA, sees=STAFF),
]  # fmt: skip
