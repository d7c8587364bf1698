"""Messages that wait until they are sent: told once, never lost."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Q

from grodd.base.audit import Stamp
from grodd.base.models import OutboxMessage

ATTEMPTS_MAX = 8
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


def waiting_for(recipient: str) -> Iterable[OutboxMessage]:
    """What a person has been told or will be, newest first."""
    return OutboxMessage.objects.filter(recipient=recipient).order_by("-created_at", "-pk")
