"""Take a role back, or lay one's own down."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from grodd.base import audit
from grodd.base.errors import NotFound
from grodd.people.asker import Asker
from grodd.people.granting import refuse_last_administrator
from grodd.people.models import Grant, Organisation
from grodd.people.rights import must_give
from grodd.people.values import Place


@transaction.atomic
def end_role(*, by: Asker, at: datetime, grant_id: int, last_day: date) -> None:
    """Let the grant hold no longer than ``last_day``.

    A grant that would end before it began was never held: it goes, and the audit trail tells.
    The organisation's row is locked, so that two administrators do not end each other.
    """
    place = Grant.objects.filter(pk=grant_id).values_list("organisation_id", flat=True).first()
    organisation = Organisation.objects.select_for_update().filter(Q(pk=place)).first()
    grant = Grant.objects.select_for_update(of=("self",)).filter(pk=grant_id).first()
    if grant is None or organisation is None:
        raise NotFound
    if grant.person_id != by.person_id:
        must_give(by, grant.role, Place(grant.organisation_id, grant.scope_id))
    if grant.valid_until and grant.valid_until <= last_day:
        return
    refuse_last_administrator(grant, organisation, last_day)
    if last_day < grant.valid_from:
        grant.delete()
    else:
        grant.valid_until = last_day
        grant.save(update_fields=["valid_until"])
    audit.record(
        audit.Stamp(at, by.key, organisation.pk),
        action="role.ended",
        subject=f"person:{grant.person_id}",
        facts={"role": grant.role, "scope": grant.scope_id, "last_day": last_day.isoformat()},
    )
