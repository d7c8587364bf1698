"""Sharing cases among reviewers: evenly, never to someone in conflict, all or nothing."""

import pytest

from grodd.assessment.models import Assignment
from grodd.assessment.refusals import TooFewReviewers
from grodd.assessment.usecases.assign_evenly import assign_evenly
from grodd.assessment.usecases.declare_conflict import declare_conflict
from grodd.base import clock
from tests.processes.deciding import Stage
from tests.world import World


@pytest.fixture
def stage(world: World) -> Stage:
    return Stage(world, reviews_needed=2)


def test_every_case_gets_its_reviewers(stage: Stage) -> None:
    cases = [stage.passed(title).case_id or 0 for title in ("Compost", "Bikes", "Honey")]
    added = assign_evenly(by=stage.petra, case_ids=cases, seed=1, at=clock.now())
    assert added == 6
    assert assign_evenly(by=stage.petra, case_ids=cases, seed=1, at=clock.now()) == 0


def test_one_case_that_cannot_be_filled_stops_all_of_it(stage: Stage) -> None:
    free, stuck = stage.passed("Compost"), stage.passed("Bikes")
    assert stuck.case_id is not None
    declare_conflict(
        by=stage.petra, case_id=stuck.case_id, person_id=stage.world.rolf.pk, reason="His shop.",
        at=clock.now(),
    )  # fmt: skip
    with pytest.raises(TooFewReviewers):
        assign_evenly(
            by=stage.petra, case_ids=[free.case_id or 0, stuck.case_id], seed=1, at=clock.now()
        )
    assert not Assignment.objects.exists()
