"""Screen an application: pass it on, send it back, or say no."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext, override

from grodd.applications.models import Application
from grodd.assessment.refusals import ReasonNeeded
from grodd.assessment.usecases.note_conflict import note_conflict
from grodd.assessment.usecases.screen_case import screen_case
from grodd.base.audit import Stamp
from grodd.base.errors import NotFound
from grodd.people.asker import Asker
from grodd.processes.send_letter import readers, send_letter
from grodd.processes.step_application import locked_application, roles_of, stamp_of, step

STEPS = {"passed": "pass", "returned": "return", "rejected": "reject"}
LETTERS = {"returned": "returned", "rejected": "rejected"}


@transaction.atomic
def screen_application(
    *, by: Asker, application_id: int, outcome: str, reasons: str, next_step: str, at: datetime
) -> Application:
    """Take the first look, move the application, and tell whoever applied about a no or a return.

    Passing it on notes everyone who applies as in conflict, so that nobody judges their own.

    Raises:
        NotFound, NotAllowed, InConflict: when ``by`` does not screen here.
        ReasonNeeded: when a return or a no has no words, or a no has no next step.
        StepNotOpen, StepNotYours: when it is not in screening, or the step needs another role.
    """
    application = locked_application(pk=application_id)
    if application.case_id is None:
        raise NotFound
    if outcome == "rejected" and not next_step.strip():
        raise ReasonNeeded
    told = "\n\n".join(text.strip() for text in (reasons, next_step) if text.strip())
    screening = screen_case(
        by=by,
        case_id=application.case_id,
        outcome=outcome,
        reasons=told if reasons.strip() else "",
        at=at,
    )
    stamp = stamp_of(by, application, at)
    step(application, STEPS[outcome], roles=roles_of(by, application), stamp=stamp)
    if outcome == "passed":
        _close_to_those_who_apply(application, by, stamp)
    else:
        send_letter(
            application=application,
            kind=LETTERS[outcome],
            event=f"screened:{screening.pk}",
            facts={"reasons": reasons.strip(), "next_step": next_step.strip()},
            stamp=stamp,
        )
    return application


def _close_to_those_who_apply(application: Application, by: Asker, stamp: Stamp) -> None:
    assert application.case_id is not None, application
    with override(application.round.programme.organisation.default_language):
        reason = gettext("Is one of those who apply")
    for person in readers(application):
        if application.import_key and person.pk == application.owner_id:
            continue  # whoever imported it only keeps it
        note_conflict(
            case_id=application.case_id,
            person_id=person.pk,
            declared_by_id=by.person_id,
            reason=reason,
            stamp=stamp,
        )
