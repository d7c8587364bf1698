"""Close the assessment of a case."""

from django.db import transaction

from grodd.assessment.models import Case
from grodd.assessment.queries import reviews_given
from grodd.assessment.refusals import ReviewsMissing
from grodd.base import audit
from grodd.base.audit import Stamp


@transaction.atomic
def close_case(*, case_id: int, stamp: Stamp) -> Case:
    """Nothing in the case changes any more. Whoever proposes a decision calls this.

    Raises:
        ReviewsMissing: when fewer reviews are handed in than the case needs.
    """
    case = Case.objects.select_for_update().get(pk=case_id)
    if case.closed_at is not None:
        return case
    given = reviews_given(case)
    if given < case.reviews_needed:
        raise ReviewsMissing(given=given, needed=case.reviews_needed)
    case.closed_at = stamp.at
    case.save(update_fields=["closed_at"])
    audit.record(stamp, action="case.closed", subject=f"case:{case.pk}")
    return case
