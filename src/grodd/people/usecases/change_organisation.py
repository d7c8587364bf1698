"""Mend what is known of an organisation."""

from datetime import datetime

from django.db import transaction

from grodd.base import audit
from grodd.base.errors import NotFound
from grodd.people.asker import Asker
from grodd.people.models import Organisation
from grodd.people.numbers import checked_number
from grodd.people.registering import REGISTRARS, refuse_known
from grodd.people.rights import must_hold
from grodd.people.roles import Role
from grodd.people.values import OrganisationFacts


@transaction.atomic
def change_organisation(
    *, by: Asker, at: datetime, organisation_id: int, facts: OrganisationFacts
) -> Organisation:
    """Change name, number and legal form: the space's own by its administrator, others as added."""
    row = Organisation.objects.select_for_update().filter(pk=organisation_id).first()
    if row is None:
        raise NotFound
    who = (Role.ADMINISTRATOR,) if row.is_space else REGISTRARS
    space_id = must_hold(by, *who, organisation_id=row.pk if row.is_space else row.served_by_id)
    number = checked_number(country=facts.country, text=facts.number)
    if row.served_by_id:
        refuse_known(space_id=space_id, country=facts.country, number=number, but=row.pk)
    before = {"name": row.name, "number": row.number, "legal_form": row.legal_form}
    row.name, row.country, row.number = facts.name, facts.country, number
    row.legal_form = facts.legal_form
    row.save(update_fields=["name", "country", "number", "legal_form"])
    audit.record(
        audit.Stamp(at, by.key, space_id),
        action="organisation.changed",
        subject=f"organisation:{row.pk}",
        facts={"before": before, "name": row.name, "number": row.number},
    )
    return row
