"""Someone who is not a person here yet answers an invitation."""

from datetime import datetime

from django.db import transaction

from grodd.people.models import Person
from grodd.people.queries import invitation_with
from grodd.people.usecases.accept_invitation import accept_invitation
from grodd.people.usecases.add_person import add_person


@transaction.atomic
def join_by_invitation(
    *, token: str, at: datetime, name: str, language: str, password: str
) -> Person:
    """Make the account for the address that the invitation went to, and use the invitation."""
    invitation = invitation_with(token)
    person = add_person(
        at=at, email=invitation.email, name=name, language=language, password=password
    )
    accept_invitation(token=token, person_id=person.pk, at=at)
    return person
