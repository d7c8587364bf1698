"""Register a customer, partner or funder of a space."""

from datetime import datetime

from django.db import transaction

from grodd.base import audit
from grodd.people.asker import Asker
from grodd.people.models import Organisation
from grodd.people.numbers import checked_number, currency_of
from grodd.people.registering import REGISTRARS, free_key, refuse_known
from grodd.people.rights import must_hold
from grodd.people.values import OrganisationFacts


@transaction.atomic
def add_organisation(
    *, by: Asker, at: datetime, space_id: int, facts: OrganisationFacts
) -> Organisation:
    """Add an organisation that the space serves; its number is checked and stands only once."""
    must_hold(by, *REGISTRARS, organisation_id=space_id)
    space = Organisation.objects.select_for_update().get(pk=space_id)
    number = checked_number(country=facts.country, text=facts.number)
    refuse_known(space_id=space_id, country=facts.country, number=number)
    made = Organisation.objects.create(
        key=free_key(facts.name),
        name=facts.name,
        country=facts.country,
        number=number,
        legal_form=facts.legal_form,
        served_by=space,
        default_language=space.default_language,
        currency=currency_of(facts.country),
    )
    audit.record(
        audit.Stamp(at, by.key, space_id),
        action="organisation.added",
        subject=f"organisation:{made.pk}",
        facts={"name": made.name, "number": made.number},
    )
    return made
