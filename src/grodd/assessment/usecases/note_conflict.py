"""Write a conflict of interest down."""

from django.db import transaction

from grodd.assessment.models import Case, Conflict
from grodd.base import audit
from grodd.base.audit import Stamp


@transaction.atomic
def note_conflict(
    *, case_id: int, person_id: int, declared_by_id: int, reason: str, stamp: Stamp
) -> Conflict:
    """From here on the person does not read, score, vote or count. A conflict is never lifted.

    Who may say so is the caller's to check: see ``declare_conflict``. Whoever applies is noted
    by the process that starts the assessment.
    """
    Case.objects.select_for_update().get(pk=case_id)
    already = Conflict.objects.filter(case_id=case_id, person_id=person_id).first()
    if already is not None:
        return already
    row = Conflict.objects.create(
        case_id=case_id,
        person_id=person_id,
        reason=reason,
        declared_by_id=declared_by_id,
        declared_at=stamp.at,
    )
    audit.record(
        stamp,
        action="case.conflict_declared",
        subject=f"case:{case_id}",
        facts={"person": person_id},
    )
    return row
