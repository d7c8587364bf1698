"""Letters and receipts as accessible PDF.

A letter stands as it was written for its reader: in their language, with the words of that day.
A receipt is made in the language of whoever asks for it.
"""

from typing import Any

from django.utils.translation import get_language, gettext, override

from grodd.applications.models import Application, Submission
from grodd.applications.queries import amount_of, application_seen_by, attachments_of
from grodd.base import display, outbox
from grodd.base.errors import NotFound
from grodd.base.models import OutboxMessage
from grodd.people.asker import Asker
from grodd.people.models import Organisation
from grodd.people.queries import names_by_key
from grodd.reports.documents import typeset


def decision_letter_pdf(asker: Asker, *, application_id: int) -> bytes:
    """The letter that told what was decided: one's own, or else the one to the owner.

    Raises:
        NotFound: when there is no such application to see, or no letter has left.
    """
    application = application_seen_by(asker, application_id=application_id)
    message = decision_letter_of(asker, application)
    if message is None:
        raise NotFound
    return typeset("document", letter_document(message))


def decision_letter_of(asker: Asker, application: Application) -> OutboxMessage | None:
    """The message that carries the letter, once the decision is released."""
    if application.matter is None or application.matter.released_at is None:
        return None
    told = OutboxMessage.objects.filter(
        event=f"decision_released:{application.matter_id}", template="decision_letter"
    )
    letters = {one.recipient: one for one in told}
    return letters.get(asker.key) or letters.get(application.owner.audit_key)


def own_letter_pdf(asker: Asker, *, message_id: int) -> bytes:
    """A letter in one's own list.

    Raises:
        NotFound: when there is none, or the message is no letter.
    """
    message = outbox.told_to(asker.key).filter(pk=message_id).first()
    if message is None or not is_letter(message):
        raise NotFound
    return typeset("document", letter_document(message))


def is_letter(message: OutboxMessage) -> bool:
    """Whether it was written out for its reader when it was decided."""
    return "body" in message.facts and "subject" in message.facts


def letter_document(message: OutboxMessage) -> dict[str, Any]:
    """A letter as data for ``documents.typeset("document", …)``."""
    facts = message.facts
    language = facts.get("language", "sv")
    with override(language):
        to = names_by_key([message.recipient]).get(message.recipient, message.recipient)
        sender = Organisation.objects.filter(pk=message.space or 0).first()
        return {
            "title": facts["subject"],
            "language": language,
            "organisation": str(sender or "Grodd"),
            "facts": [
                [gettext("To"), to],
                [gettext("Day"), display.day(message.created_at.date())],
            ],
            "paragraphs": [part for part in facts["body"].split("\n\n") if part.strip()],
            "footer": gettext("Letter no. %(number)s") % {"number": message.pk},
        }


def receipt_pdf(asker: Asker, *, application_id: int) -> bytes:
    """That an application has come in: which, when, and the checksum of what was said.

    Raises:
        NotFound: when there is no such application to see, or it was never submitted.
    """
    application = application_seen_by(asker, application_id=application_id)
    submission = application.submissions.select_related("submitted_by").order_by("-number").first()
    if submission is None:
        raise NotFound
    return typeset("document", receipt_document(application, submission))


def receipt_document(application: Application, submission: Submission) -> dict[str, Any]:
    """A receipt as data for ``documents.typeset("document", …)``."""
    amount = amount_of(application)
    facts = [
        (gettext("Reference"), str(application)),
        (gettext("Application"), application.title),
        (gettext("Applicant"), application.owner.name),
        (gettext("Round"), str(application.round)),
        (gettext("Amount"), display.money(amount) if amount else ""),
        (gettext("Hours"), str(application.hours or "")),
        (gettext("Submitted"), display.moment(submission.submitted_at)),
        (gettext("Submitted by"), submission.submitted_by.name),
        (gettext("Files"), ", ".join(str(one.file) for one in attachments_of(application))),
    ]
    return {
        "title": gettext("We have your application"),
        "language": (get_language() or "sv").split("-")[0],
        "organisation": application.round.programme.organisation.name,
        "eyebrow": gettext("Receipt"),
        "facts": [list(pair) for pair in facts if pair[1]],
        "paragraphs": [
            gettext(
                "It stands as you sent it. The checksum below belongs to these very words: change "
                "one letter, and it is another."
            )
        ],
        "seal": f"SHA-256 {submission.content_sha256}",
        "footer": str(application),
    }
