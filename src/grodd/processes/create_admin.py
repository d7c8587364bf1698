"""Make the first administrator of a space, and the space if it is not there."""

from datetime import datetime

from django.db import transaction

from grodd.base import audit, clock, lending
from grodd.people.granting import grant_role
from grodd.people.models import Grant, Membership, Organisation, Person
from grodd.people.numbers import checked_number, currency_of
from grodd.people.registering import free_key
from grodd.people.roles import Role
from grodd.people.usecases.add_person import add_person
from grodd.people.values import OrganisationFacts, Place, Term


@transaction.atomic
def create_admin(
    *, at: datetime, email: str, name: str, space: OrganisationFacts, language: str = "sv"
) -> Grant:
    """Called from the command line by whoever installs Grodd, so nobody is asked for a role.

    Run again, it finds the space by its name and the person by their address, and changes nothing.
    """
    home = Organisation.objects.select_for_update().filter(name=space.name, is_space=True).first()
    if home is None:
        home = _open_space(space, language)
    person = Person.objects.filter(email__iexact=email).first()
    if person is None:
        person = add_person(at=at, email=email, name=name, language=language)
    today = clock.day_of(at)
    Membership.objects.get_or_create(
        person=person, organisation=home, valid_until=None, defaults={"valid_from": today}
    )
    mine = Grant.objects.filter(
        person=person, organisation=home, scope=None, role=Role.ADMINISTRATOR, valid_until=None
    )
    return mine.first() or grant_role(
        person,
        Role.ADMINISTRATOR,
        Place(home.pk),
        Term(today),
        stamp=audit.Stamp(at, audit.SYSTEM, home.pk),
        by=None,
    )


def _open_space(facts: OrganisationFacts, language: str) -> Organisation:
    lending.bring_in(facts.country)
    return Organisation.objects.create(
        key=free_key(facts.name),
        name=facts.name,
        country=facts.country,
        number=checked_number(country=facts.country, text=facts.number),
        legal_form=facts.legal_form,
        is_space=True,
        default_language=language,
        currency=currency_of(facts.country),
    )
