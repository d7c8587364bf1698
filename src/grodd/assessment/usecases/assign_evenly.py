"""Share cases among reviewers, evenly."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction

from grodd.assessment.models import Case
from grodd.assessment.queries import assigned_to, case_managed_by, reviewers_of
from grodd.assessment.refusals import TooFewReviewers
from grodd.assessment.usecases.assign_reviewer import assign_reviewer
from grodd.base import clock
from grodd.engines.sharing import share
from grodd.people.asker import Asker


@transaction.atomic
def assign_evenly(
    *, by: Asker, case_ids: Sequence[int], seed: int, at: datetime, due_on: date | None = None
) -> int:
    """Fill every case up to the reviews it needs; all or nothing.

    Reviewers with a conflict of interest are passed over, work that is already given counts, and
    nobody gets two more than someone else who could have taken it. The same seed gives the same
    answer.

    Returns:
        How many assignments were added.

    Raises:
        NotAllowed: when ``by`` does not lead the assessment of one of them.
        TooFewReviewers: when a case cannot be filled.
    """
    cases = [case_managed_by(by, case_id=case_id, lock=True) for case_id in sorted(set(case_ids))]
    given = {
        case_id: [row.reviewer_id for row in rows]
        for case_id, rows in assigned_to([case.pk for case in cases]).items()
    }
    free = {
        case.pk: list(reviewers_of(case, on=clock.day_of(at)).values_list("pk", flat=True))
        for case in cases
    }
    wanted = {case.pk: case.reviews_needed for case in cases}
    shares = share(wanted, free, given, seed=seed)
    _check(cases, shares, free, given)
    for case_id, reviewer_ids in shares.items():
        for reviewer_id in reviewer_ids:
            assign_reviewer(by=by, case_id=case_id, reviewer_id=reviewer_id, at=at, due_on=due_on)
    return sum(len(reviewer_ids) for reviewer_ids in shares.values())


def _check(
    cases: Sequence[Case],
    shares: Mapping[int, Sequence[int]],
    free: Mapping[int, Sequence[int]],
    given: Mapping[int, Sequence[int]],
) -> None:
    for case in cases:
        if len(given.get(case.pk, ())) + len(shares[case.pk]) < case.reviews_needed:
            raise TooFewReviewers(
                case=str(case), needed=case.reviews_needed, free=len(free[case.pk])
            )
