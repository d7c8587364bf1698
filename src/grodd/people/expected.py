"""People who are known before they come: the borrowers of loans that were taken over.

They cannot sign in until someone invites them. Who has no address gets one that leads nowhere.
"""

from collections.abc import Iterable
from uuid import UUID

from django.db.models.functions import Lower

from grodd.base import bulk
from grodd.people.models import Person

CHUNK = 500
NOWHERE = ".invalid"
"""The ending that no mail ever reaches. Source: RFC 2606, section 2."""


def address_of_nobody(key: UUID) -> str:
    """An address for someone who has none."""
    return f"{key}@taken-over{NOWHERE}"


def people_by_address(addresses: Iterable[str]) -> dict[str, Person]:
    """Who has one of some addresses, by the address in small letters."""
    wanted = sorted({address.casefold() for address in addresses if address})
    found: dict[str, Person] = {}
    for part in bulk.parts(wanted, CHUNK):
        people = Person.objects.annotate(address=Lower("email")).filter(address__in=part)
        found.update({person.email.casefold(): person for person in people})
    return found


def is_expected(person: Person) -> bool:
    """Whether a person is known, but has never come."""
    return not person.is_active and person.joined_at is None and person.erased_at is None


def can_get_mail(address: str) -> bool:
    """Whether a mail to an address may arrive somewhere."""
    return not address.endswith(NOWHERE)
