"""Open a matter: something is to be decided by a body."""

from datetime import datetime

from django.db import transaction

from grodd.decisions.models import Body, Matter
from grodd.engines.money import Money

TITLE_LENGTH_MAX = 200


@transaction.atomic
def open_matter(
    *,
    body_id: int,
    kind: str,
    title: str,
    at: datetime,
    proposal: str = "",
    amount: Money | None = None,
    hours: int | None = None,
) -> Matter:
    """Open a matter before a body, in the body's scope. What is decided on holds the matter.

    Args:
        body_id: Who decides.
        kind: What it is about, for whoever acts on the outcome: ``application``, ``gate``.
        title: As the agenda shows it.
        at: When.
        proposal: What the body is asked to say yes to.
        amount: Money proposed, if any.
        hours: Working time proposed, if any (unit: hours).
    """
    body = Body.objects.get(pk=body_id)
    return Matter.objects.create(
        scope_id=body.scope_id,
        body=body,
        kind=kind,
        title=title[:TITLE_LENGTH_MAX],
        proposal=proposal,
        amount_minor=None if amount is None else amount.minor,
        currency="" if amount is None else amount.currency,
        hours=hours,
        opened_at=at,
    )
