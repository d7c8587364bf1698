"""The messages of one person, as their own list shows them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import get_language

from grodd.base import outbox
from grodd.base.errors import NotFound
from grodd.base.models import OutboxMessage
from grodd.people.asker import Asker
from grodd.people.queries import person_seen_by
from grodd.people.topics import Topic
from grodd.processes._mail_texts import LETTERS, words
from grodd.processes._topics import topic_of
from grodd.processes.secret_links import with_link


@dataclass(frozen=True, slots=True)
class Told:
    """A message as a line of the list, or opened.

    Attributes:
        subject: One line.
        body: The text; a letter stands as it was written, in its own language.
        easy: The letter in easy words, where there are any.
        language: Of subject and body.
        is_unread: Whether it has not been opened.
        has_failed: Whether its mail could not be delivered.
        is_letter: Whether it was written out for this reader, and can be printed.
    """

    pk: int
    subject: str
    body: str
    easy: str
    language: str
    topic: Topic
    at: datetime
    is_unread: bool
    has_failed: bool
    is_letter: bool


def inbox_of(asker: Asker) -> QuerySet[OutboxMessage]:
    """What the asker has been told, newest first."""
    return outbox.told_to(asker.key)


def lines_of(messages: Iterable[OutboxMessage]) -> list[Told]:
    """Messages as lines: their subjects need no address, and no question to the database."""
    return [_in_words(message, message.facts) for message in messages]


@transaction.atomic
def open_message(*, by: Asker, at: datetime, message_id: int) -> Told:
    """One's own message, which is read from now on."""
    message = outbox.told_to(by.key).select_for_update().filter(pk=message_id).first()
    if message is None:
        raise NotFound
    outbox.mark_read(by.key, at=at, message_id=message_id)
    person = person_seen_by(by, person_id=by.person_id or 0)
    return _in_words(message, {**_linked(message), "name": person.name})


def _in_words(message: OutboxMessage, known: Mapping[str, Any]) -> Told:
    is_letter = message.template in LETTERS
    here = (get_language() or "en").split("-")[0]
    language = message.facts.get("language", here) if is_letter else here
    facts: dict[str, Any] = {"name": "", "url": "", **known, "easy_first": False}
    subject, body = words(message.template, facts, language=language)
    return Told(
        pk=message.pk, subject=subject, body=body, easy=str(facts.get("easy", "")),
        language=language, topic=topic_of(message), at=message.created_at,
        is_unread=message.read_at is None,
        has_failed=message.state == OutboxMessage.State.FAILED, is_letter=is_letter,
    )  # fmt: skip


def _linked(message: OutboxMessage) -> dict[str, Any]:
    """The facts with the address, unless what it led to is gone."""
    try:
        return with_link(message.template, message.facts)
    except ObjectDoesNotExist:
        return dict(message.facts)
