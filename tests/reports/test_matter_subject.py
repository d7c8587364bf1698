"""A matter leads to what it is about, for those who may read that."""

import pytest

from grodd.reports.matter_subject import Subject, subject_of
from tests.processes.deciding import Stage
from tests.processes.test_gates import Scene
from tests.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def test_a_matter_about_an_application_leads_to_its_case(world: World) -> None:
    stage = Stage(world)
    matter = stage.proposed("Lastcyklar")
    application = matter.application
    about = subject_of(stage.chair, matter)
    assert matter.title == f"Lastcyklar ({application})", "the minutes tell two of one name apart"
    assert about == Subject("case", application.case_id or 0)
    assert subject_of(world.asker(world.amina), matter) is None, "whoever applies judges nothing"
    assert subject_of(world.asker(world.dana), matter) is None


def test_a_gate_leads_to_its_project(world: World) -> None:
    scene = Scene(world)
    gate = scene.ask("stop")
    about = subject_of(world.asker(world.petra), gate.matter)
    assert about == Subject("project", scene.project.pk)
    assert subject_of(world.asker(world.dana), gate.matter) is None
