"""Make an account for someone whose address has been proven."""

from datetime import datetime

from allauth.account.models import EmailAddress
from django.db import transaction

from grodd.base import audit
from grodd.people.expected import is_expected
from grodd.people.models import Person
from grodd.people.refusals import AddressTaken


@transaction.atomic
def add_person(
    *, at: datetime, email: str, name: str, language: str, password: str | None = None
) -> Person:
    """Add a person who holds nothing yet, or let in one who is known and was never invited.

    Args:
        at: When.
        email: The address they sign in with; it has been proven by a mail to it, or by whoever
            installs Grodd.
        name: What they are called.
        language: Of their pages and mail.
        password: Or none: then they sign in by mail until they choose one.
    """
    known = Person.objects.select_for_update().filter(email__iexact=email).first()
    if known and not is_expected(known):
        raise AddressTaken
    person = known or Person(email=email.lower())
    person.name, person.language, person.joined_at, person.is_active = name, language, at, True
    person.set_password(password)
    person.save()
    EmailAddress.objects.create(user=person, email=person.email, primary=True, verified=True)
    audit.record(
        audit.Stamp(at, person.audit_key), action="person.added", subject=f"person:{person.pk}"
    )
    return person
