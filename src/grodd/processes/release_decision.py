"""Tell those who applied what was decided."""

from datetime import datetime

from django.db import transaction

from grodd.applications.models import Application
from grodd.decisions.models import Matter
from grodd.decisions.usecases.release_matter import release_matter
from grodd.people.asker import Asker
from grodd.processes.send_letter import send_letter
from grodd.processes.step_application import locked_application, stamp_of

LETTERS = {
    Matter.Outcome.APPROVED.value: "approved",
    Matter.Outcome.REJECTED.value: "rejected",
}


@transaction.atomic
def release_decision(*, by: Asker, matter_id: int, at: datetime) -> Matter:
    """End the embargo and put the letters in the outbox, once.

    Raises:
        NotAllowed: when ``by`` does not set up the body.
        MatterNotDecided: when there is nothing to tell.
    """
    matter = release_matter(by=by, matter_id=matter_id, at=at)
    kind = LETTERS.get(matter.outcome)
    if kind is None or not Application.objects.filter(matter=matter).exists():
        return matter
    application = locked_application(matter_id=matter.pk)
    minor = matter.amount_decided_minor
    send_letter(
        application=application,
        kind=kind,
        event=f"decision_released:{matter.pk}",
        facts={
            "reasons": matter.reasons,
            "conditions": matter.conditions,
            "next_step": matter.next_step,
            "amount_minor": "" if minor is None else str(minor),
            "hours": str(matter.hours_decided or ""),
        },
        stamp=stamp_of(by, application, at),
    )
    return matter
