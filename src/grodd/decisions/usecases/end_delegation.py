"""Take back that a person may decide alone."""

from datetime import date, datetime

from django.db import transaction

from grodd.base import audit
from grodd.base.audit import Stamp
from grodd.base.errors import NotFound
from grodd.decisions.models import Delegation
from grodd.decisions.queries import body_seen_by, check_leads
from grodd.people.asker import Asker


@transaction.atomic
def end_delegation(*, by: Asker, delegation_id: int, last_day: date, at: datetime) -> Delegation:
    """The person decides alone through ``last_day``. What was decided stands."""
    row = Delegation.objects.select_for_update(of=("self",)).filter(pk=delegation_id).first()
    if row is None:
        raise NotFound
    body = body_seen_by(by, body_id=row.body_id)
    check_leads(by, body, on=last_day)
    row.valid_until = last_day
    row.save(update_fields=["valid_until"])
    audit.record(
        Stamp(at, by.key, body.scope.organisation_id),
        action="body.delegation_ended",
        subject=f"body:{body.pk}",
        facts={"person": row.person_id},
    )
    return row
