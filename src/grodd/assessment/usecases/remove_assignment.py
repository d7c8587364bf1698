"""Take a case back from a reviewer."""

from datetime import datetime

from django.db import transaction

from grodd.assessment.models import Assignment
from grodd.assessment.queries import case_managed_by, review_of
from grodd.assessment.refusals import ReviewBegun
from grodd.base import audit
from grodd.base.audit import Stamp
from grodd.people.asker import Asker


@transaction.atomic
def remove_assignment(*, by: Asker, case_id: int, reviewer_id: int, at: datetime) -> None:
    """Remove an assignment; a draft review is kept in case it comes back.

    Raises:
        NotAllowed: when ``by`` does not lead the assessment.
        ReviewBegun: when the review is handed in.
    """
    case = case_managed_by(by, case_id=case_id, lock=True)
    row = (
        Assignment.objects.select_for_update(of=("self",))
        .select_related("reviewer")
        .filter(case=case, reviewer_id=reviewer_id, removed_at__isnull=True)
        .first()
    )
    if row is None:
        return
    review = review_of(row)
    if review is not None and review.submitted_at is not None:
        raise ReviewBegun(person=str(row.reviewer))
    row.removed_at = at
    row.save(update_fields=["removed_at"])
    audit.record(
        Stamp(at, by.key, case.scope.organisation_id),
        action="case.unassigned",
        subject=f"case:{case.pk}",
        facts={"reviewer": reviewer_id},
    )
