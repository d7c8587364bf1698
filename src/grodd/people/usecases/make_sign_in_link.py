"""Make a link that signs a person in, once."""

import secrets
from datetime import datetime, timedelta

from django.db import transaction

from grodd.people.models import Person, SignInLink
from grodd.people.tokens import hash_of

MINUTES = 15


@transaction.atomic
def make_sign_in_link(*, email: str, at: datetime) -> str | None:
    """The token of a new link for the person with this address, or None if there is nobody.

    Only its hash is kept. Older links of the same person stop working, so a mailbox holds at
    most one key at a time.
    """
    person = Person.objects.filter(email__iexact=email, is_active=True).first()
    if person is None:
        return None
    SignInLink.objects.filter(person=person, used_at__isnull=True).delete()
    token = secrets.token_urlsafe(32)
    SignInLink.objects.create(
        person=person,
        token_sha256=hash_of(token),
        made_at=at,
        expires_at=at + timedelta(minutes=MINUTES),
    )
    return token
