"""People who are known before they come: the borrowers of loans that were taken over.

They cannot sign in until someone invites them. Who has no address gets one that leads nowhere.
"""

from uuid import UUID

from grodd.people.models import Person

NOWHERE = ".invalid"
"""The ending that no mail ever reaches. Source: RFC 2606, section 2."""


def address_of_nobody(key: UUID) -> str:
    """An address for someone who has none."""
    return f"{key}@taken-over{NOWHERE}"


def is_expected(person: Person) -> bool:
    """Whether a person is known, but has never come."""
    return not person.is_active and person.joined_at is None and person.erased_at is None


def can_get_mail(address: str) -> bool:
    """Whether a mail to an address may arrive somewhere."""
    return not address.endswith(NOWHERE)
