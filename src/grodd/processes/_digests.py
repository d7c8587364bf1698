"""What stands in a digest."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.urls import reverse

from grodd.base.models import OutboxMessage
from grodd.processes._mail_texts import words

DIGEST = "digest"


def digest_lines(message_ids: Sequence[int], *, language: str) -> dict[str, Any]:
    """The subject of each message with the address where it is read, oldest first."""
    rows = OutboxMessage.objects.filter(pk__in=message_ids).order_by("created_at", "pk")
    lines = []
    for row in rows:
        subject, _ = words(row.template, {"name": "", "url": "", **row.facts}, language=language)
        where = f"{settings.BASE_URL}{reverse('messages:open', args=[row.pk])}"
        lines.append(f"{subject}\n{where}")
    return {"lines": "\n\n".join(lines), "count": len(lines)}
