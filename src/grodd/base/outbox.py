"""Messages that wait until they are sent: told once, never lost."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, IntegerField, Q, QuerySet
from django.db.models.expressions import RawSQL

from grodd.base import bulk
from grodd.base.audit import Stamp
from grodd.base.errors import NotFound
from grodd.base.models import OutboxMessage

ATTEMPTS_MAX = 8
PART = 1_000
"""How many messages one statement takes."""

CLAIM_MINUTES = 10
"""A sender that died holds its messages no longer than this."""


def enqueue(
    *,
    event: str,
    recipient: str,
    template: str,
    stamp: Stamp,
    channel: str = "mail",
    facts: Mapping[str, Any] | None = None,
    send_after: datetime | None = None,
) -> bool:
    """Put a message in the outbox, in the transaction of the event it tells of.

    Args:
        event: What happened, unique: ``check_in_due:17:2026-03-01``.
        recipient: A person's key (or a bare address for someone who is not a person here yet).
        template: The name of the text.
        stamp: When, who, where.
        channel: ``mail`` or ``list``.
        facts: JSON values for the text.
        send_after: Not before this moment.

    Returns:
        Whether it is new. The same event is told to the same person once.
    """
    _, is_new = OutboxMessage.objects.get_or_create(
        event=event,
        recipient=recipient,
        channel=channel,
        defaults={
            "template": template,
            "space": stamp.space,
            "facts": dict(facts or {}),
            "created_at": stamp.at,
            "send_after": send_after or stamp.at,
        },
    )
    return is_new


@dataclass(frozen=True, slots=True)
class Telling:
    """One message to be; see ``enqueue``."""

    event: str
    recipient: str
    template: str
    space: int | None
    facts: Mapping[str, Any]


def enqueue_many(tellings: Sequence[Telling], *, at: datetime) -> list[Telling]:
    """Put many messages in the outbox at once; those that are new.

    Each as with ``enqueue``: the same event is told to the same person once.
    """
    events = {telling.event for telling in tellings}
    before: set[tuple[str, str]] = set()
    for part in bulk.parts(sorted(events), PART):
        known = OutboxMessage.objects.filter(event__in=part, channel="mail").order_by()
        before.update(known.values_list("event", "recipient"))
    fresh = {
        (each.event, each.recipient): each
        for each in tellings
        if (each.event, each.recipient) not in before
    }
    rows = (
        OutboxMessage(
            event=each.event,
            recipient=each.recipient,
            template=each.template,
            space=each.space,
            facts=dict(each.facts),
            created_at=at,
            send_after=at,
        )
        for each in fresh.values()
    )
    OutboxMessage.objects.bulk_create(rows, batch_size=PART, ignore_conflicts=True)
    return list(fresh.values())


@transaction.atomic
def claim(*, at: datetime, count_max: int = 50) -> list[OutboxMessage]:
    """Take the next messages to send; two senders never take the same one.

    A message whose sender died is taken again after ``CLAIM_MINUTES``.
    """
    abandoned = Q(
        state=OutboxMessage.State.SENDING, claimed_at__lt=at - timedelta(minutes=CLAIM_MINUTES)
    )
    waiting = Q(state=OutboxMessage.State.WAITING, send_after__lte=at)
    due = OutboxMessage.objects.select_for_update().filter(waiting | abandoned)
    taken = list(due.order_by("send_after", "pk")[:count_max])
    OutboxMessage.objects.filter(pk__in=[message.pk for message in taken]).update(
        state=OutboxMessage.State.SENDING, claimed_at=at, attempts=F("attempts") + 1
    )
    return taken


def mark_sent(message: OutboxMessage, *, at: datetime) -> None:
    """The message has left."""
    OutboxMessage.objects.filter(pk=message.pk).update(state=OutboxMessage.State.SENT, sent_at=at)


def mark_failed(message: OutboxMessage, *, at: datetime, error: str) -> None:
    """It did not leave. Try again later, longer and longer; give up after ``ATTEMPTS_MAX``."""
    attempts = OutboxMessage.objects.values_list("attempts", flat=True).get(pk=message.pk)
    done = attempts >= ATTEMPTS_MAX
    OutboxMessage.objects.filter(pk=message.pk).update(
        state=OutboxMessage.State.FAILED if done else OutboxMessage.State.WAITING,
        last_error=error[:2000],
        send_after=at + timedelta(minutes=2**attempts),
    )


def mark_bounced(message_id: int, *, at: datetime, error: str) -> bool:
    """It left, and came back: nobody has read it by mail. Whether there is such a message."""
    changed = OutboxMessage.objects.filter(pk=message_id).update(
        state=OutboxMessage.State.FAILED, last_error=error[:2000], send_after=at
    )
    return bool(changed)


def message_in(space: int, message_id: int) -> OutboxMessage:
    """A message of a space, locked; raises ``NotFound`` when there is none."""
    rows = OutboxMessage.objects.select_for_update().filter(space=space, pk=message_id)
    if message := rows.first():
        return message
    raise NotFound


def put_back(message: OutboxMessage, *, at: datetime) -> None:
    """Send it as if it were new."""
    OutboxMessage.objects.filter(pk=message.pk).update(
        state=OutboxMessage.State.WAITING, attempts=0, send_after=at, seen_to_at=None, seen_to_by=""
    )


def see_to(message: OutboxMessage, *, by: str, at: datetime) -> None:
    """Someone told its reader in another way, or found that nothing is to be done."""
    OutboxMessage.objects.filter(pk=message.pk).update(seen_to_at=at, seen_to_by=by)


def gather(message: OutboxMessage, *, until: datetime) -> None:
    """Keep the message for a digest, from the moment ``until`` on."""
    OutboxMessage.objects.filter(pk=message.pk).update(
        state=OutboxMessage.State.GATHERED, send_after=until
    )


def gathered_for(*, at: datetime) -> list[str]:
    """The recipients whose digest is due."""
    due = OutboxMessage.objects.filter(state=OutboxMessage.State.GATHERED, send_after__lte=at)
    return list(due.order_by("recipient").values_list("recipient", flat=True).distinct())


def take_gathered(recipient: str, *, at: datetime) -> list[OutboxMessage]:
    """What is due in someone's digest, locked, oldest first; called in a transaction."""
    due = OutboxMessage.objects.select_for_update().filter(
        state=OutboxMessage.State.GATHERED, send_after__lte=at, recipient=recipient
    )
    return list(due.order_by("created_at", "pk"))


def unlist(message: OutboxMessage) -> None:
    """Leave the message out of its reader's list."""
    OutboxMessage.objects.filter(pk=message.pk).update(is_listed=False)


def told_to(recipient: str) -> QuerySet[OutboxMessage]:
    """What stands in a person's list, newest first: all that the sender has taken up.

    A digest only repeats what stands there already.
    """
    listed = OutboxMessage.objects.filter(recipient=recipient, is_listed=True, attempts__gt=0)
    return listed.exclude(template="digest").order_by("-created_at", "-pk")


def unread_by(recipient: str) -> QuerySet[OutboxMessage]:
    """What a person has not opened."""
    return told_to(recipient).filter(read_at__isnull=True)


UNREAD = """
SELECT COUNT(*) FROM base_outboxmessage m WHERE m.recipient = %s AND m.is_listed
AND m.attempts > 0 AND m.template <> 'digest' AND m.read_at IS NULL"""


def unread_count(recipient: str) -> RawSQL:
    """How many ``unread_by`` finds, put into a question that is asked anyway, on every page.

    Written out, because making this SQL anew for each page would take longer than its answer.
    """
    return RawSQL(UNREAD, [recipient], output_field=IntegerField())  # noqa: S611 - ours


def mark_read(recipient: str, *, at: datetime, message_id: int | None = None) -> int:
    """One message, or all of a person's, are read from now on; how many were not before."""
    unread = unread_by(recipient)
    chosen = unread if message_id is None else unread.filter(pk=message_id)
    return chosen.update(read_at=at)
