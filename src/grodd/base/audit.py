"""The audit trail: append-only rows, each sealed with the hash of the one before it."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import transaction

from grodd.base.models import AuditEvent, AuditHead

SYSTEM = "system"
"""The actor of what no person did."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """When, by whom and in which space something was done.

    Attributes:
        at: When, aware.
        actor: The person's key, or ``SYSTEM``.
        space: The organisation in whose rooms it happened, if any.
    """

    at: datetime
    actor: str
    space: int | None = None


@dataclass(frozen=True, slots=True)
class Break:
    """A place where the chain does not hold.

    Attributes:
        number: The row's number, from 1.
        what: ``changed``, ``missing`` or ``inserted``.
    """

    number: int
    what: str


def record(
    stamp: Stamp, *, action: str, subject: str, facts: Mapping[str, Any] | None = None
) -> AuditEvent:
    """Add one row to the end of the chain, inside the caller's transaction.

    Args:
        stamp: When, who, where.
        action: What was done, as ``noun.verbed``.
        subject: To what, as ``kind:id``.
        facts: JSON values only; never a secret, never a personal identity number.
    """
    assert transaction.get_connection().in_atomic_block, (
        "audit rows belong to the change they tell of"
    )
    head, _ = AuditHead.objects.select_for_update().get_or_create(pk=1)
    event = AuditEvent(
        number=head.number + 1,
        at=stamp.at,
        actor=stamp.actor,
        space=stamp.space,
        action=action,
        subject=subject,
        facts=dict(facts or {}),
        previous_hash=head.hash,
    )
    event.hash = seal(event)
    event.save(force_insert=True)
    AuditHead.objects.filter(pk=1).update(number=event.number, hash=event.hash)
    return event


def seal(event: AuditEvent) -> str:
    """SHA-256 over the row and the seal of the row before (hex, 64 characters)."""
    content = [
        event.previous_hash,
        event.number,
        event.at.astimezone(UTC).isoformat(timespec="microseconds"),
        event.actor,
        event.space,
        event.action,
        event.subject,
        event.facts,
    ]
    written = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def breaks() -> Iterator[Break]:
    """Every place where a row was changed, is missing, or was put in from outside."""
    expected, previous = 1, ""
    for event in AuditEvent.objects.order_by("number").iterator():
        if event.number != expected:
            yield from (Break(gap, "missing") for gap in range(expected, event.number))
        elif event.previous_hash != previous:
            yield Break(event.number, "inserted")
        if event.hash != seal(event):
            yield Break(event.number, "changed")
        expected, previous = event.number + 1, event.hash
    head = AuditHead.objects.filter(pk=1).first() or AuditHead()
    yield from (Break(gap, "missing") for gap in range(expected, head.number + 1))
    if expected > head.number + 1:
        yield from (Break(extra, "inserted") for extra in range(head.number + 1, expected))
    elif expected == head.number + 1 and previous != head.hash:
        yield Break(head.number, "changed")
