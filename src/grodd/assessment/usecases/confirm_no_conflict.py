"""Say that one has no interest of one's own in a case."""

from datetime import datetime

from django.db import transaction

from grodd.assessment.models import Assignment
from grodd.assessment.queries import assignment_of
from grodd.base import audit
from grodd.base.audit import Stamp
from grodd.people.asker import Asker


@transaction.atomic
def confirm_no_conflict(*, by: Asker, assignment_id: int, at: datetime) -> Assignment:
    """Open the case for the reviewer. Saying it twice is saying it once.

    Raises:
        NotFound: when the assignment is not one's own.
        InConflict: when a conflict of interest is noted already.
    """
    row = assignment_of(by, assignment_id=assignment_id, lock=True)
    if row.no_conflict_at is not None:
        return row
    row.no_conflict_at = at
    row.save(update_fields=["no_conflict_at"])
    audit.record(
        Stamp(at, by.key, row.case.scope.organisation_id),
        action="case.no_conflict_declared",
        subject=f"case:{row.case_id}",
    )
    return row
