"""Send what waits in the outbox, or keep it for its reader's digest."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist

from grodd.base import clock, outbox
from grodd.base.models import OutboxMessage
from grodd.people.expected import can_get_mail
from grodd.people.models import Person
from grodd.people.queries import message_wish
from grodd.people.topics import BOUND, USUAL, Rhythm, Wish
from grodd.processes._digests import DIGEST, digest_lines
from grodd.processes._mail_texts import words
from grodd.processes._topics import topic_of
from grodd.processes.mailing import mail_to, message_id_of, why_it_comes
from grodd.processes.secret_links import with_link

MONDAY = 0
DIGEST_HOUR = 5
"""Digests are gathered by the nightly run, after this hour."""


@dataclass(frozen=True, slots=True)
class Sent:
    """How many mails left, how many did not, and how many wait for a digest or need no mail."""

    sent: int
    failed: int
    held: int = 0


def send_outbox(*, at: datetime, count_max: int = 50) -> Sent:
    """Send the next messages. A message that fails waits and is tried again; the rest still go.

    Claiming is a transaction of its own: while the mail server is slow, nothing is locked.
    """
    sent = failed = held = 0
    for message in outbox.claim(at=at, count_max=count_max):
        try:
            left = _deliver(message, at)
        except (SMTPException, OSError, KeyError, ObjectDoesNotExist) as error:
            outbox.mark_failed(message, at=at, error=f"{type(error).__name__}: {error}")
            failed += 1
        else:
            sent, held = sent + left, held + (not left)
    return Sent(sent, failed, held)


def _deliver(message: OutboxMessage, at: datetime) -> bool:
    """Whether a mail left; otherwise its reader gets it in a digest, or only in the list."""
    person = _person(message)
    wish = message_wish(person, topic_of(message)) if person and _has_wish(message) else USUAL
    if not wish.is_listed:
        outbox.unlist(message)
    if message.channel == "mail" and wish.rhythm in {Rhythm.DAILY, Rhythm.WEEKLY}:
        outbox.gather(message, until=_next_digest(wish, at))
        return False
    mails = message.channel == "mail" and wish.rhythm == Rhythm.AT_ONCE
    mails = mails and can_get_mail(person.email if person else message.recipient)
    if mails:
        _mail(message, person)
    outbox.mark_sent(message, at=at)
    return mails


def _has_wish(message: OutboxMessage) -> bool:
    return message.template != DIGEST and topic_of(message) not in BOUND


def _next_digest(wish: Wish, at: datetime) -> datetime:
    """The next morning, or the next Monday morning, where the installation is."""
    day = clock.day_of(at) + timedelta(days=1)
    while wish.rhythm == Rhythm.WEEKLY and day.weekday() != MONDAY:
        day += timedelta(days=1)
    return clock.at_hour(day, DIGEST_HOUR)


def _mail(message: OutboxMessage, person: Person | None) -> None:
    address = person.email if person else message.recipient
    name = person.name if person else ""
    language = person.language if person else message.facts.get("language", settings.LANGUAGE_CODE)
    facts: dict[str, Any] = {"name": name, **with_link(message.template, message.facts)}
    if message.template == DIGEST:
        facts |= digest_lines(facts["messages"], language=language)
    subject, body = words(message.template, facts, language=language)
    is_bound = message.template != DIGEST and topic_of(message) in BOUND
    why = why_it_comes(is_bound=is_bound, language=language) if person else ""
    mail_to(
        address, subject, body, language=language, why=why, message_id=message_id_of(message.pk)
    )


def _person(message: OutboxMessage) -> Person | None:
    """The reader; a bare address is of someone not known here yet."""
    if "@" in message.recipient:
        return None
    return Person.objects.get(key=message.recipient)
