"""Send what waits in the outbox."""

from dataclasses import dataclass
from datetime import datetime
from smtplib import SMTPException

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.translation import override

from grodd.base import outbox
from grodd.base.models import OutboxMessage
from grodd.people.models import Person
from grodd.processes._mail_texts import words
from grodd.processes.secret_links import with_link


@dataclass(frozen=True, slots=True)
class Sent:
    """How many messages left, and how many did not."""

    sent: int
    failed: int


def send_outbox(*, at: datetime, count_max: int = 50) -> Sent:
    """Send the next messages. A message that fails waits and is tried again; the rest still go.

    Claiming is a transaction of its own: while the mail server is slow, nothing is locked.
    """
    sent = failed = 0
    for message in outbox.claim(at=at, count_max=count_max):
        try:
            _deliver(message)
        except (SMTPException, OSError, KeyError, ObjectDoesNotExist) as error:
            outbox.mark_failed(message, at=at, error=f"{type(error).__name__}: {error}")
            failed += 1
        else:
            outbox.mark_sent(message, at=at)
            sent += 1
    return Sent(sent, failed)


def _deliver(message: OutboxMessage) -> None:
    if message.channel != "mail":
        return
    address, name, language = _reader(message)
    facts = {"name": name, **with_link(message.template, message.facts)}
    subject, body = words(message.template, facts, language=language)
    mail = EmailMultiAlternatives(
        subject.splitlines()[0], body, settings.DEFAULT_FROM_EMAIL, [address]
    )
    with override(language):
        page = render_to_string(
            "mail/letter.html", {"subject": subject, "body": body, "language": language}
        )
    mail.attach_alternative(page, "text/html")
    mail.send()


def _reader(message: OutboxMessage) -> tuple[str, str, str]:
    """Address, name and language; a bare address is of someone not known here yet."""
    if "@" in message.recipient:
        return message.recipient, "", message.facts.get("language", settings.LANGUAGE_CODE)
    person = Person.objects.get(key=message.recipient)
    return person.email, person.name, person.language
