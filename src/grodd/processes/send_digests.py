"""Gather what waits for a digest into one message per person."""

from datetime import date, datetime

from django.db import transaction

from grodd.base import outbox
from grodd.base.audit import SYSTEM, Stamp


def send_digests(*, on: date, at: datetime) -> int:
    """Put the digests of a day in the outbox: at most one per person and day.

    The digest is a message like any other, so that it is tried again when the mail server is
    away, and seen where failed messages are seen. What comes after it waits for the next day.

    Returns:
        How many digests are new.
    """
    return sum(_digest_of(recipient, on=on, at=at) for recipient in outbox.gathered_for(at=at))


@transaction.atomic
def _digest_of(recipient: str, *, on: date, at: datetime) -> int:
    rows = outbox.take_gathered(recipient, at=at)
    if not rows:
        return 0
    is_new = outbox.enqueue(
        event=f"digest:{on.isoformat()}",
        recipient=recipient,
        template="digest",
        stamp=Stamp(at, SYSTEM, rows[0].space),
        facts={"messages": [row.pk for row in rows]},
    )
    if is_new:
        for row in rows:
            outbox.mark_sent(row, at=at)
    return int(is_new)
