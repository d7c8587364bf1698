"""Close a round before its last day, or one that had none."""

from datetime import datetime

from django.db import transaction

from grodd.base import audit
from grodd.base.audit import Stamp
from grodd.people.asker import Asker
from grodd.programmes.models import Round
from grodd.programmes.queries import round_managed_by


@transaction.atomic
def close_round(*, round_id: int, by: Asker, at: datetime) -> Round:
    """Take no more applications. Drafts become readable only; what was submitted goes on."""
    held = round_managed_by(by, round_id=round_id, lock=True)
    if held.closed_at:
        return held
    held.closed_at = at
    held.save(update_fields=["closed_at"])
    audit.record(
        Stamp(at, by.key, held.programme.organisation_id),
        action="round.closed",
        subject=f"round:{held.pk}",
    )
    return held
