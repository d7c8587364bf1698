"""A member steps out of a matter because of an interest of their own."""

from datetime import datetime

from django.db import transaction

from grodd.applications.models import Application
from grodd.assessment.refusals import ReasonNeeded
from grodd.assessment.usecases.note_conflict import note_conflict
from grodd.decisions.models import Recusal
from grodd.decisions.usecases.recuse_self import recuse_self
from grodd.people.asker import Asker
from grodd.processes.step_application import stamp_of


@transaction.atomic
def step_out(*, by: Asker, matter_id: int, reason: str, at: datetime) -> Recusal:
    """Close the matter to oneself, and the case of the application that it is about.

    Raises:
        ReasonNeeded: when there are no words.
        MatterDecided: when it is decided already.
    """
    if not reason.strip():
        raise ReasonNeeded
    recusal = recuse_self(by=by, matter_id=matter_id, reason=reason, at=at)
    about = Application.objects.filter(matter_id=matter_id, case__isnull=False)
    application = about.select_related("round__programme").first()
    if application is not None and application.case_id is not None:
        note_conflict(
            case_id=application.case_id,
            person_id=by.person_id,
            declared_by_id=by.person_id,
            reason=recusal.reason,
            stamp=stamp_of(by, application, at),
        )
    return recusal
