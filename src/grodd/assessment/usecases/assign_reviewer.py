"""Give a case to a reviewer."""

from datetime import date, datetime

from django.db import transaction

from grodd.assessment.models import Assignment, Case
from grodd.assessment.queries import case_managed_by, in_conflict, reviewers_of
from grodd.assessment.refusals import CaseClosed, NotAReviewer, ReviewerInConflict
from grodd.base import audit, clock
from grodd.base.audit import Stamp
from grodd.people.asker import Asker
from grodd.people.queries import names


@transaction.atomic
def assign_reviewer(
    *, by: Asker, case_id: int, reviewer_id: int, at: datetime, due_on: date | None = None
) -> Assignment:
    """Assign one reviewer by hand. Assigning someone again brings a removed assignment back.

    Raises:
        NotAllowed: when ``by`` does not lead the assessment.
        CaseClosed: when the assessment is over.
        ReviewerInConflict, NotAReviewer: when the person cannot review this.
    """
    case = case_managed_by(by, case_id=case_id, lock=True)
    already = Assignment.objects.filter(case=case, reviewer_id=reviewer_id).first()
    if already is not None and already.removed_at is None:
        return already
    _check(case, reviewer_id, at)
    row, _ = Assignment.objects.update_or_create(
        case=case,
        reviewer_id=reviewer_id,
        defaults={
            "assigned_by_id": by.person_id,
            "assigned_at": at,
            "due_on": due_on,
            "removed_at": None,
        },
    )
    audit.record(
        Stamp(at, by.key, case.scope.organisation_id),
        action="case.assigned",
        subject=f"case:{case.pk}",
        facts={"reviewer": reviewer_id},
    )
    return row


def _check(case: Case, reviewer_id: int, at: datetime) -> None:
    if case.closed_at is not None:
        raise CaseClosed(case=str(case))
    person = names([reviewer_id]).get(reviewer_id, str(reviewer_id))
    if in_conflict(case.pk, reviewer_id):
        raise ReviewerInConflict(person=person, case=str(case))
    if not reviewers_of(case, on=clock.day_of(at)).filter(pk=reviewer_id).exists():
        raise NotAReviewer(person=person)
