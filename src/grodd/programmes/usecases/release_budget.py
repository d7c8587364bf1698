"""Let a promised part of a round's budget go."""

from datetime import datetime

from django.db import transaction

from grodd.base import audit
from grodd.base.audit import SYSTEM, Stamp
from grodd.programmes.models import Round, RoundCommitment


@transaction.atomic
def release_budget(*, key: str, at: datetime) -> None:
    """End the promise under ``key``; its money and hours can be promised again.

    Nothing happens when there is none, or when it was let go already.
    """
    round_id = RoundCommitment.objects.filter(key=key).values_list("round_id", flat=True).first()
    if round_id is None:
        return
    held = (
        Round.objects.select_for_update(of=("self",)).select_related("programme").get(pk=round_id)
    )
    promise = RoundCommitment.objects.get(key=key)
    if promise.released_at:
        return
    held.committed_minor -= promise.amount_minor
    held.committed_hours -= promise.hours
    held.save(update_fields=["committed_minor", "committed_hours"])
    promise.released_at = at
    promise.save(update_fields=["released_at"])
    audit.record(
        Stamp(at, SYSTEM, held.programme.organisation_id),
        action="round.budget_released",
        subject=f"round:{held.pk}",
        facts={"key": key, "amount_minor": promise.amount_minor, "hours": promise.hours},
    )
