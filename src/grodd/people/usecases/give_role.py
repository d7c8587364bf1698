"""Trust a person with a role."""

from datetime import datetime

from django.db import transaction

from grodd.base import audit
from grodd.base.errors import NotFound
from grodd.people.asker import Asker
from grodd.people.granting import grant_role
from grodd.people.models import Grant, Membership, Organisation, Person
from grodd.people.rights import must_give
from grodd.people.values import Place, Term


@transaction.atomic
def give_role(
    *, by: Asker, at: datetime, person_id: int, role: str, place: Place, term: Term
) -> Grant:
    """Give ``role`` to someone who belongs to the organisation already; others are invited.

    Given again with the same days, it is the first grant that answers.
    """
    must_give(by, role, place)
    Organisation.objects.select_for_update().get(pk=place.organisation_id)
    belongs = Membership.objects.filter(organisation_id=place.organisation_id).values("person_id")
    person = Person.objects.filter(pk=person_id, pk__in=belongs, is_active=True).first()
    if person is None:
        raise NotFound
    return grant_role(person, role, place, term, stamp=audit.Stamp(at, by.key), by=by.person_id)
