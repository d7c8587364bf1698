"""Save what a reviewer has so far."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from grodd.assessment.models import Assignment, Criterion, Review, Score
from grodd.assessment.queries import assignment_of, criteria_of
from grodd.assessment.refusals import (
    CaseClosed,
    ConflictNotAnswered,
    ReviewSubmitted,
    ScoreOffScale,
)
from grodd.people.asker import Asker


@transaction.atomic
def save_review(
    *, by: Asker, assignment_id: int, scores: Mapping[str, int], comment: str, at: datetime
) -> Review:
    """Save a draft. Scores by criterion key; a key that is left out has no score.

    Raises:
        NotFound, InConflict: when the case is not for ``by``.
        ConflictNotAnswered: before the question about an interest of one's own.
        CaseClosed, ReviewSubmitted: when it is too late.
        ScoreOffScale: when a score does not exist.
    """
    assignment = assignment_of(by, assignment_id=assignment_id, lock=True)
    review = Review.objects.filter(assignment=assignment).first()
    _check(assignment, review)
    criteria = criteria_of(assignment.case)
    for criterion in criteria:
        _check_scale(criterion, scores.get(criterion.key))
    if review is None:
        review = Review.objects.create(assignment=assignment, started_at=at)
    review.comment = comment.strip()
    review.save(update_fields=["comment"])
    for criterion in criteria:
        _write(review, criterion, scores.get(criterion.key))
    return review


def _check(assignment: Assignment, review: Review | None) -> None:
    if assignment.no_conflict_at is None:
        raise ConflictNotAnswered
    if assignment.case.closed_at is not None:
        raise CaseClosed(case=str(assignment.case))
    if review is not None and review.submitted_at is not None:
        raise ReviewSubmitted


def _check_scale(criterion: Criterion, value: int | None) -> None:
    if value is not None and not criterion.low <= value <= criterion.high:
        raise ScoreOffScale(
            value=value, criterion=str(criterion), low=criterion.low, high=criterion.high
        )


def _write(review: Review, criterion: Criterion, value: int | None) -> None:
    if value is None:
        Score.objects.filter(review=review, criterion=criterion).delete()
        return
    Score.objects.update_or_create(review=review, criterion=criterion, defaults={"value": value})
