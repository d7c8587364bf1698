"""Declare a conflict of interest wherever the thing goes: its case, its vote and its matter."""

from datetime import datetime

from django.db import transaction

from grodd.applications.models import Application
from grodd.assessment.models import Conflict
from grodd.assessment.usecases import declare_conflict as declaring
from grodd.decisions.usecases.recuse import recuse
from grodd.people.asker import Asker
from grodd.processes.step_application import stamp_of
from grodd.voting.usecases.note_interest import note_interest


@transaction.atomic
def declare_conflict(
    *, by: Asker, case_id: int, person_id: int, reason: str, at: datetime
) -> Conflict:
    """Close the case to a person; the vote too while it goes on, and the undecided matter.

    Raises:
        See ``assessment.usecases.declare_conflict``.
    """
    conflict = declaring.declare_conflict(
        by=by, case_id=case_id, person_id=person_id, reason=reason, at=at
    )
    about = Application.objects.filter(case_id=case_id)
    application = about.select_related("matter", "round__programme").first()
    if application is None:
        return conflict
    stamp = stamp_of(by, application, at)
    if application.option_id is not None:
        note_interest(option_id=application.option_id, person_id=person_id, owns=False, stamp=stamp)
    if application.matter is not None and application.matter.decided_at is None:
        recuse(
            matter_id=application.matter.pk,
            person_id=person_id,
            reason=conflict.reason,
            stamp=stamp,
        )
    return conflict
