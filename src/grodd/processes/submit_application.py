"""Submit an application: freeze it, open its case, send the receipt."""

import hashlib
import json
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from grodd.applications.models import Application, Submission
from grodd.applications.queries import (
    amount_of,
    application_seen_by,
    attachments_of,
    is_editable,
    is_owner,
    locked,
    must_own,
    problems_of,
)
from grodd.applications.refusals import ApplicationNotWhole, ReadOnly
from grodd.assessment.models import Case
from grodd.assessment.usecases.open_case import open_case
from grodd.base import display, lifecycle, outbox
from grodd.base.audit import Stamp
from grodd.base.models import PhaseKind
from grodd.people.asker import Asker
from grodd.processes._letters import letter_facts_for
from grodd.programmes.models import Letter
from grodd.programmes.queries import letter_for


@transaction.atomic
def submit_application(*, application_id: int, by: Asker, at: datetime) -> Submission:
    """Hand in the draft as it is saved. Only its owner may, and only while it can be changed.

    The answers are frozen with their SHA-256, the assessment case is opened the first time, and a
    receipt is put in the outbox. Pressed twice, it is one submission.

    Raises:
        OwnerOnly: when someone else tries.
        ReadOnly: when the round has closed.
        ApplicationNotWhole: when answers are missing or do not fit; it names each.
    """
    application = locked(application_seen_by(by, application_id=application_id))
    last = application.submissions.order_by("-number").first()
    if last and application.phase.kind != PhaseKind.DRAFT and is_owner(by, application):
        return last
    must_own(by, application)
    if not is_editable(application, at=at):
        raise ReadOnly(application=str(application))
    stamp = Stamp(at, by.key, application.round.programme.organisation_id)
    made = _freeze(application, number=last.number + 1 if last else 1, by=by, at=at)
    if application.case_id is None:
        application.case = _open_case(application, at)
    application.submitted_at = at
    application.updated_at = at
    application.open_until = None
    application.save(update_fields=["case", "submitted_at", "updated_at", "open_until"])
    _send_receipt(application, made, stamp)
    lifecycle.move(
        subject=application,
        name=f"application:{application.pk}",
        transition_key="submit",
        roles=frozenset({"owner"}),
        stamp=stamp,
        guards={"is_whole": lambda: _is_whole(application)},
        facts={"number": made.number, "sha256": made.content_sha256},
    )
    return made


def _is_whole(application: Application) -> bool:
    problems = problems_of(application)
    if problems:
        raise ApplicationNotWhole(problems)
    return True


def _freeze(application: Application, *, number: int, by: Asker, at: datetime) -> Submission:
    answers: dict[str, Any] = dict(application.answers)
    for one in attachments_of(application):
        answers.setdefault(one.question_key, []).append(
            {"name": one.file.name, "sha256": one.file.sha256}
        )
    text = json.dumps(answers, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return Submission.objects.create(
        application=application,
        number=number,
        answers=answers,
        content_sha256=hashlib.sha256(text.encode()).hexdigest(),
        submitted_by_id=by.person_id,
        submitted_at=at,
    )


def _open_case(application: Application, at: datetime) -> Case:
    held = application.round
    return open_case(
        scope_id=held.programme.scope_id,
        criteria_set_id=held.criteria_set_id,
        title=application.title,
        is_blind=held.is_blind,
        reviews_needed=held.reviews_needed,
        at=at,
    )


def _send_receipt(application: Application, made: Submission, stamp: Stamp) -> None:
    """The receipt in the owner's language, to the owner; once for each submission."""
    letter = letter_for(application.round_id, kind=Letter.Kind.RECEIPT)
    amount = amount_of(application)
    facts = {
        "name": application.owner.name,
        "title": application.title,
        "programme": str(application.round.programme),
        "round": str(application.round),
        "reference": str(application),
        "amount": display.money(amount) if amount else "",
        "hours": str(application.hours or ""),
        "months": str(application.months or ""),
        "day": display.day(stamp.at),
        "link": f"{settings.BASE_URL}/applications/{application.pk}/",
    }
    outbox.enqueue(
        event=f"application_submitted:{application.pk}:{made.number}",
        recipient=application.owner.audit_key,
        template="letter",
        stamp=stamp,
        facts=letter_facts_for(application.owner, letter, facts),
    )
