"""Declare a conflict of interest wherever the thing goes: in its case and in its matter."""

from datetime import datetime

from django.db import transaction

from grodd.applications.models import Application
from grodd.assessment.models import Conflict
from grodd.assessment.usecases import declare_conflict as declaring
from grodd.decisions.usecases.recuse import recuse
from grodd.people.asker import Asker
from grodd.processes.step_application import stamp_of


@transaction.atomic
def declare_conflict(
    *, by: Asker, case_id: int, person_id: int, reason: str, at: datetime
) -> Conflict:
    """Close the case to a person, and the matter too while it is undecided.

    Raises:
        See ``assessment.usecases.declare_conflict``.
    """
    conflict = declaring.declare_conflict(
        by=by, case_id=case_id, person_id=person_id, reason=reason, at=at
    )
    about = Application.objects.filter(case_id=case_id, matter__decided_at__isnull=True)
    application = about.select_related("matter", "round__programme").first()
    if application is not None and application.matter_id is not None:
        recuse(
            matter_id=application.matter_id,
            person_id=person_id,
            reason=conflict.reason,
            stamp=stamp_of(by, application, at),
        )
    return conflict
