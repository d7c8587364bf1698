"""Reviewers' work on an application: who may, when, and what is handed in."""

import pytest

from grodd.applications.models import Application
from grodd.assessment.models import Assignment, Case, Review
from grodd.assessment.queries import hides_applicant, reviews_seen_by
from grodd.assessment.refusals import (
    CaseClosed,
    ConflictNotAnswered,
    InConflict,
    NotAReviewer,
    ReviewBegun,
    ReviewerInConflict,
    ReviewSubmitted,
    ScoreOffScale,
    ScoresMissing,
)
from grodd.assessment.usecases.assign_reviewer import assign_reviewer
from grodd.assessment.usecases.close_case import close_case
from grodd.assessment.usecases.declare_conflict import declare_conflict
from grodd.assessment.usecases.remove_assignment import remove_assignment
from grodd.assessment.usecases.save_review import save_review
from grodd.assessment.usecases.screen_case import screen_case
from grodd.assessment.usecases.submit_review import submit_review
from grodd.base import clock
from grodd.base.audit import Stamp
from grodd.people.models import Person
from tests.processes.deciding import Stage
from tests.world import World


@pytest.fixture
def stage(world: World) -> Stage:
    return Stage(world)


def given(stage: Stage, application: Application, person: Person) -> Assignment:
    """``person`` has it to review, and has not yet said anything about conflicts."""
    assert application.case_id is not None
    return assign_reviewer(
        by=stage.petra, case_id=application.case_id, reviewer_id=person.pk, at=clock.now()
    )


def hand_in(stage: Stage, row: Assignment, scores: dict[str, int]) -> Review:
    by = stage.world.asker(row.reviewer)
    return submit_review(
        by=by, assignment_id=row.pk, scores=scores, comment="Small and clear.", at=clock.now()
    )


def conflict(stage: Stage, case: Case, person: Person) -> None:
    declare_conflict(
        by=stage.petra, case_id=case.pk, person_id=person.pk, reason="His brother.", at=clock.now()
    )


def case_of(application: Application) -> Case:
    assert application.case is not None
    return application.case


def test_the_question_of_conflict_comes_before_the_first_score(stage: Stage) -> None:
    row = given(stage, stage.passed(), stage.world.rolf)
    with pytest.raises(ConflictNotAnswered):
        hand_in(stage, row, stage.scores(4))


def test_a_draft_can_be_saved_in_parts_and_is_handed_in_whole(stage: Stage) -> None:
    row = stage.assigned(stage.passed(), stage.world.rolf)
    first, *others = stage.scores(4)
    by = stage.world.asker(stage.world.rolf)
    save_review(by=by, assignment_id=row.pk, scores={first: 3}, comment="", at=clock.now())
    with pytest.raises(ScoresMissing):
        hand_in(stage, row, {first: 4})
    draft = Review.objects.get(assignment=row)
    assert draft.submitted_at is None
    assert [score.value for score in draft.scores.all()] == [3]
    whole = hand_in(stage, row, {first: 4} | dict.fromkeys(others, 5))
    assert whole.submitted_at == clock.now()


@pytest.mark.parametrize("value", [0, 6])
def test_a_score_off_the_scale_is_refused(stage: Stage, value: int) -> None:
    row = stage.assigned(stage.passed(), stage.world.rolf)
    with pytest.raises(ScoreOffScale):
        hand_in(stage, row, stage.scores(value))
    assert not Review.objects.exists()


def test_what_is_handed_in_stands(stage: Stage) -> None:
    row = stage.assigned(stage.passed(), stage.world.rolf)
    hand_in(stage, row, stage.scores(4))
    with pytest.raises(ReviewSubmitted):
        hand_in(stage, row, stage.scores(1))
    with pytest.raises(ReviewBegun):
        remove_assignment(
            by=stage.petra, case_id=row.case_id, reviewer_id=row.reviewer_id, at=clock.now()
        )


def test_a_draft_that_was_taken_back_is_there_when_it_is_given_again(stage: Stage) -> None:
    row = stage.assigned(stage.passed(), stage.world.rolf)
    by = stage.world.asker(stage.world.rolf)
    save_review(by=by, assignment_id=row.pk, scores={}, comment="So far", at=clock.now())
    remove_assignment(
        by=stage.petra, case_id=row.case_id, reviewer_id=row.reviewer_id, at=clock.now()
    )
    again = given(stage, Application.objects.get(case=row.case_id), stage.world.rolf)
    assert again.pk == row.pk
    assert Review.objects.get(assignment=again).comment == "So far"


def test_in_a_closed_case_nothing_is_screened_assigned_or_scored(stage: Stage) -> None:
    application = stage.passed()
    case = case_of(application)
    late = stage.assigned(application, stage.world.riitta)
    stage.reviewed(application, stage.world.rolf)
    close_case(case_id=case.pk, stamp=Stamp(clock.now(), stage.petra.key))
    with pytest.raises(CaseClosed):
        hand_in(stage, late, stage.scores(4))
    with pytest.raises(CaseClosed):
        screen_case(by=stage.petra, case_id=case.pk, outcome="passed", reasons="", at=clock.now())
    with pytest.raises(CaseClosed):
        given(stage, application, stage.world.petra)


def test_only_reviewers_without_a_conflict_get_it(stage: Stage) -> None:
    application = stage.passed()
    conflict(stage, case_of(application), stage.world.rolf)
    with pytest.raises(ReviewerInConflict):
        given(stage, application, stage.world.rolf)
    with pytest.raises(NotAReviewer):
        given(stage, application, stage.world.otto)
    assert not Assignment.objects.exists()


def test_a_conflict_noted_later_closes_the_review_and_takes_it_out_of_the_count(
    stage: Stage,
) -> None:
    application = stage.passed()
    stage.reviewed(application, stage.world.rolf)
    conflict(stage, case_of(application), stage.world.rolf)
    row = Assignment.objects.get(reviewer=stage.world.rolf)
    with pytest.raises(InConflict):
        hand_in(stage, row, stage.scores(1))
    assert list(reviews_seen_by(stage.petra, case_of(application))) == []


def test_who_applies_and_what_others_think_is_seen_after_the_own_score(stage: Stage) -> None:
    application = stage.passed()
    case = case_of(application)
    stage.reviewed(application, stage.world.rolf)
    row = stage.assigned(application, stage.world.riitta)
    riitta = stage.world.asker(stage.world.riitta)
    assert hides_applicant(riitta, case)
    assert list(reviews_seen_by(riitta, case)) == []
    hand_in(stage, row, stage.scores(2))
    assert not hides_applicant(riitta, case)
    assert len(reviews_seen_by(riitta, case)) == 2
