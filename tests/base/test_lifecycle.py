"""One function moves everything: the step must exist, be yours, and be ready."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest
from django.db import transaction

from grodd.base.audit import Stamp
from grodd.base.errors import Refusal
from grodd.base.lifecycle import StepNotOpen, StepNotReady, StepNotYours, move, steps_open
from grodd.base.models import AuditEvent, Lifecycle, Phase, Transition

STAMP = Stamp(datetime(2026, 3, 2, 9, tzinfo=UTC), "petra")
MANAGER = frozenset({"programme_manager"})

pytestmark = pytest.mark.django_db


@dataclass
class Thing:
    """Something that goes through phases."""

    phase: Phase
    pk: int = 7
    saved: list[str] = field(default_factory=list)

    def save(self, *, update_fields: list[str]) -> None:
        self.saved += update_fields


class TooDark(Refusal):
    """The light is off."""

    code = "too_dark"
    sentence = "It is too dark. Switch on the light."


@pytest.fixture
def thing() -> Thing:
    way = Lifecycle.objects.create(key="way", name={"en": "Way"})
    first, last = (
        Phase.objects.create(lifecycle=way, key=kind, kind=kind, label={"en": kind.title()})
        for kind in ("draft", "screening")
    )
    Transition.objects.create(
        lifecycle=way, key="hand_in", source=first, target=last, roles=sorted(MANAGER),
        guard="whole",
    )  # fmt: skip
    return Thing(first)


def hand_in(
    thing: Thing, *, roles: frozenset[str] = MANAGER, whole: Callable[[], bool] = lambda: True
) -> Phase:
    with transaction.atomic():
        return move(
            subject=thing, name="thing:7", transition_key="hand_in", roles=roles, stamp=STAMP,
            guards={"whole": whole}, facts={"pages": 2},
        )  # fmt: skip


def refuse() -> bool:
    raise TooDark


def test_a_step_changes_the_phase_and_stands_in_the_trail(thing: Thing) -> None:
    assert hand_in(thing).key == "screening"
    assert (thing.phase.key, thing.saved) == ("screening", ["phase"])
    event = AuditEvent.objects.get()
    assert (event.action, event.subject, event.actor) == ("thing.hand_in", "thing:7", "petra")
    assert event.facts == {"from": "draft", "to": "screening", "pages": 2}


def test_a_step_that_was_taken_is_not_open_any_more(thing: Thing) -> None:
    hand_in(thing)
    with pytest.raises(StepNotOpen):
        hand_in(thing)
    assert AuditEvent.objects.count() == 1


@pytest.mark.parametrize(
    ("expected", "roles", "whole"),
    [
        (StepNotYours, frozenset({"applicant"}), lambda: True),
        (StepNotYours, frozenset(), lambda: True),
        (StepNotReady, MANAGER, lambda: False),
        (TooDark, MANAGER, refuse),
    ],
)
def test_who_may_not_or_is_not_ready_moves_nothing(
    thing: Thing, expected: type[Refusal], roles: frozenset[str], whole: Callable[[], bool]
) -> None:
    with pytest.raises(expected):
        hand_in(thing, roles=roles, whole=whole)
    assert (thing.phase.key, thing.saved, AuditEvent.objects.count()) == ("draft", [], 0)


def test_a_guard_is_not_asked_by_someone_who_may_not(thing: Thing) -> None:
    asked: list[str] = []

    def whole() -> bool:
        asked.append("yes")
        return True

    with pytest.raises(StepNotYours):
        hand_in(thing, roles=frozenset({"applicant"}), whole=whole)
    assert asked == []


def test_the_steps_that_are_open_are_those_of_ones_own_roles(thing: Thing) -> None:
    assert [step.key for step in steps_open(thing.phase, MANAGER)] == ["hand_in"]
    assert steps_open(thing.phase, frozenset({"applicant"})) == []
