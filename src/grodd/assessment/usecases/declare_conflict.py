"""Declare a conflict of interest: one's own, or another's when one leads the assessment."""

from datetime import datetime

from django.db import transaction

from grodd.assessment.models import Conflict
from grodd.assessment.queries import MANAGERS, case_seen_by, holds_in
from grodd.assessment.refusals import ReasonNeeded
from grodd.assessment.usecases.note_conflict import note_conflict
from grodd.base.audit import Stamp
from grodd.base.errors import NotAllowed
from grodd.people.asker import Asker


@transaction.atomic
def declare_conflict(
    *, by: Asker, case_id: int, person_id: int, reason: str, at: datetime
) -> Conflict:
    """Close the case to a person. Declared again, the first words stand.

    Raises:
        NotAllowed: when it is about someone else and ``by`` does not lead the assessment.
        ReasonNeeded: when there are no words.
    """
    already = Conflict.objects.filter(case_id=case_id, person_id=person_id).first()
    if already is not None and person_id == by.person_id:
        return already
    case = case_seen_by(by, case_id=case_id)
    if person_id != by.person_id and not holds_in(by, case, *MANAGERS):
        raise NotAllowed
    if not reason.strip():
        raise ReasonNeeded
    return note_conflict(
        case_id=case.pk,
        person_id=person_id,
        declared_by_id=by.person_id,
        reason=reason.strip(),
        stamp=Stamp(at, by.key, case.scope.organisation_id),
    )
