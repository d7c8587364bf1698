"""Write down where a gate led."""

from datetime import datetime

from django.db import transaction

from grodd.base import audit
from grodd.base.audit import Stamp
from grodd.decisions.models import Matter
from grodd.followup.gates import direction_of
from grodd.followup.models import Gate
from grodd.people.asker import Asker


@transaction.atomic
def close_gate(*, matter: Matter, by: Asker, at: datetime) -> Gate:
    """Read the decided matter of a gate and keep its direction. Asked again, nothing changes."""
    rows = Gate.objects.select_for_update(of=("self",))
    gate = rows.select_related("project__scope").get(matter=matter)
    if gate.decided_at is not None:
        return gate
    gate.decided = direction_of(proposed=gate.proposed, outcome=matter.outcome)
    gate.decided_at = at
    gate.save(update_fields=["decided", "decided_at"])
    audit.record(
        Stamp(at, by.key, gate.project.scope.organisation_id),
        action="gate.decided",
        subject=f"project:{gate.project_id}",
        facts={"number": gate.number, "decided": gate.decided, "matter": matter.pk},
    )
    return gate
