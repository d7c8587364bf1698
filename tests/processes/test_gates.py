"""Stop, go on or scale up: asked of a body, and what it says happens."""

from typing import Any

import pytest

from grodd.applications.queries import is_editable
from grodd.base import clock
from grodd.base.errors import NotAllowed, NotFound
from grodd.base.models import AuditEvent, OutboxMessage, PhaseKind
from grodd.decisions.models import Matter
from grodd.decisions.refusals import NoBody
from grodd.decisions.terms import Terms
from grodd.decisions.usecases.delegate import delegate
from grodd.engines.money import Money
from grodd.followup.models import Gate, Project
from grodd.followup.refusals import GateOpen, ProjectEnded
from grodd.processes.complete_project import complete_project
from grodd.processes.decide_fast_track import decide_fast_track
from grodd.processes.decide_matter import decide_matter
from grodd.processes.open_gate import open_gate
from tests.followup.making import make_project
from tests.processes.deciding import Stage
from tests.threads import at_once, kinds
from tests.world import World

WHY = Terms(reasons="Färre paket än väntat.", next_step="Skriv vad ni lärde er.")


class Scene:
    """A running project whose programme has a body of three."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.stage = Stage(world)
        self.project = make_project(world, round_=self.stage.round)

    def ask(self, proposed: str = "stop") -> Gate:
        return open_gate(
            project_id=self.project.pk,
            proposed=proposed,
            why="Vi når inte målet.",
            by=self.world.asker(self.world.petra),
            at=clock.now(),
        )

    def decide(self, gate: Gate, *, votes: str = "yes", send_back: bool = False) -> Gate:
        world, stage = self.world, self.stage
        stage.meeting(gate.matter)
        for person in (world.chair, world.carin, world.kalle):
            stage.vote(gate.matter, person, votes)
        decide_matter(
            by=stage.chair,
            matter_id=gate.matter_id,
            terms=WHY,
            at=clock.now(),
            send_back=send_back,
        )
        self.project = Project.objects.get(pk=self.project.pk)
        return Gate.objects.get(pk=gate.pk)

    @property
    def phase(self) -> str:
        return self.project.agreement.application.phase.kind


@pytest.fixture
def scene(world: World) -> Scene:
    return Scene(world)


def test_a_yes_to_a_stop_ends_project_and_application_and_says_thank_you(scene: Scene) -> None:
    gate = scene.decide(scene.ask("stop"))
    assert gate.decided == "stop"
    assert scene.project.state == Project.State.STOPPED
    assert scene.phase == PhaseKind.STOPPED
    letter = OutboxMessage.objects.get(event=f"gate_decided:{gate.pk}")
    assert letter.recipient == scene.world.amina.audit_key
    assert f"/projects/{scene.project.pk}/lesson/" in letter.facts["body"]
    told = set(AuditEvent.objects.values_list("action", flat=True))
    assert {"gate.opened", "gate.decided", "project.stopped", "application.stop"} <= told


def test_a_no_to_a_stop_lets_the_project_go_on(scene: Scene) -> None:
    gate = scene.decide(scene.ask("stop"), votes="no")
    assert gate.decided == "continue"
    assert scene.project.state == Project.State.RUNNING
    assert OutboxMessage.objects.filter(template="gate_continue").count() == 1


def test_a_no_to_going_on_stops_it(scene: Scene) -> None:
    assert scene.decide(scene.ask("continue"), votes="no").decided == "stop"
    assert scene.phase == PhaseKind.STOPPED


def test_a_yes_to_a_scale_up_opens_an_application_with_the_history(scene: Scene) -> None:
    gate = scene.decide(scene.ask("scale"))
    first, follow_on = scene.project.agreement.application, gate.follow_on
    assert follow_on is not None
    assert follow_on.follows == first
    assert follow_on.owner == scene.world.amina
    assert follow_on.answers["plan"] == "Hyr två cyklar."
    assert follow_on.phase.kind == PhaseKind.DRAFT
    assert is_editable(follow_on, at=clock.now())
    assert scene.project.state == Project.State.SCALED
    assert scene.phase == PhaseKind.COMPLETED


def test_a_follow_on_can_be_written_when_the_round_has_closed(scene: Scene) -> None:
    gate = scene.ask("scale")
    scene.stage.round.closed_at = clock.now()
    scene.stage.round.save(update_fields=["closed_at"])
    follow_on = scene.decide(gate).follow_on
    assert follow_on is not None
    assert is_editable(follow_on, at=clock.now())


def test_a_gate_that_is_sent_back_decides_nothing_and_can_be_asked_again(scene: Scene) -> None:
    gate = scene.decide(scene.ask("stop"), send_back=True)
    assert gate.decided == ""
    assert scene.project.state == Project.State.RUNNING
    assert scene.ask("stop").number == 2


def test_one_question_at_a_time(scene: Scene) -> None:
    scene.ask("stop")
    with pytest.raises(GateOpen):
        scene.ask("scale")


def test_a_project_at_a_gate_does_not_complete_before_the_answer(scene: Scene) -> None:
    scene.ask("scale")
    with pytest.raises(GateOpen):
        complete_project(
            project_id=scene.project.pk, by=scene.world.asker(scene.world.petra), at=clock.now()
        )


def test_what_has_ended_comes_to_no_gate(scene: Scene) -> None:
    scene.decide(scene.ask("stop"))
    with pytest.raises(ProjectEnded):
        scene.ask("scale")


def test_only_those_who_run_or_manage_it_ask(scene: Scene) -> None:
    world = scene.world
    given: dict[str, Any] = {
        "project_id": scene.project.pk,
        "proposed": "stop",
        "why": "x",
        "at": clock.now(),
    }
    with pytest.raises(NotAllowed):
        open_gate(by=world.asker(world.maj), **given)
    with pytest.raises(NotFound):
        open_gate(by=world.asker(world.dana), **given)
    assert open_gate(by=world.asker(world.amina), **given).proposed == "stop"


def test_without_a_body_there_is_nobody_to_ask(scene: Scene) -> None:
    scene.stage.programme.body = None
    scene.stage.programme.save(update_fields=["body"])
    with pytest.raises(NoBody):
        scene.ask()


def test_a_trusted_person_decides_a_gate_alone(scene: Scene) -> None:
    world, gate = scene.world, scene.ask("stop")
    delegate(
        by=scene.stage.petra,
        body_id=scene.stage.body.pk,
        person_id=world.carin.pk,
        limit=Money(0, "SEK"),
        hours_max=0,
        valid_from=clock.today(),
        at=clock.now(),
    )
    decide_fast_track(
        by=world.asker(world.carin),
        matter_id=gate.matter_id,
        approve=True,
        terms=WHY,
        at=clock.now(),
    )
    assert Gate.objects.get(pk=gate.pk).decided == "stop"
    assert Matter.objects.get(pk=gate.matter_id).released_at == clock.now()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_who_ask_at_once_ask_one_question() -> None:
    scene = Scene(World())
    answers = at_once(lambda: scene.ask("stop"), lambda: scene.ask("scale"))
    assert kinds(answers) == ["Gate", "GateOpen"]
    assert Gate.objects.count() == Matter.objects.count() == 1
