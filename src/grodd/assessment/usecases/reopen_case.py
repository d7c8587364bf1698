"""Open the assessment of a case again."""

from django.db import transaction

from grodd.assessment.models import Case
from grodd.base import audit
from grodd.base.audit import Stamp


@transaction.atomic
def reopen_case(*, case_id: int, stamp: Stamp) -> Case:
    """The decision was sent back: reviews and conflicts can be added again."""
    case = Case.objects.select_for_update().get(pk=case_id)
    if case.closed_at is None:
        return case
    case.closed_at = None
    case.save(update_fields=["closed_at"])
    audit.record(stamp, action="case.reopened", subject=f"case:{case.pk}")
    return case
