"""Applications for tests."""

from typing import Any

from grodd.applications.models import Application
from grodd.applications.usecases.save_draft import save_draft
from grodd.applications.usecases.start_application import start_application
from grodd.base import clock
from grodd.people.models import Person
from grodd.processes.submit_application import submit_application
from grodd.programmes.models import Round
from tests.world import World

WHOLE: dict[str, Any] = {
    "title": "Cykelverkstad på lunchen",
    "summary": "Vi lagar cyklar på lunchen och lär varandra.",
    "theme": "green",
    "change": "Fler cyklar till jobbet.",
    "plan": "Hyr rum. Köp verktyg. Bjud in.",
    "amount": 20_000_00,
    "hours": "40",
    "months": "2",
}
"""Answers that the internal programme takes as they are."""


def make_draft(
    world: World, round_: Round, *, owner: Person | None = None, **changed: Any
) -> Application:
    """A draft of Amina's, whole unless changed."""
    asker = world.asker(owner or world.amina, round_.programme.organisation)
    draft = start_application(round_id=round_.pk, language="sv", by=asker, at=clock.now())
    return save_draft(
        application_id=draft.pk,
        version=0,
        answers={**WHOLE, **changed},
        by=asker,
        at=clock.now(),
    )


def make_application(
    world: World, round_: Round, *, owner: Person | None = None, **changed: Any
) -> Application:
    """A submitted application of Amina's."""
    draft = make_draft(world, round_, owner=owner, **changed)
    asker = world.asker(owner or world.amina, round_.programme.organisation)
    submit_application(application_id=draft.pk, by=asker, at=clock.now())
    return Application.objects.select_related("phase", "round").get(pk=draft.pk)
