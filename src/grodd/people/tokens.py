"""Secrets that are only in a mail. The database keeps their hash."""

import hashlib
from datetime import UTC

from django.utils.crypto import salted_hmac

from grodd.people.models import Invitation, Person


def hash_of(token: str) -> str:
    """What is kept of a token: SHA-256, hex, 64 characters."""
    return hashlib.sha256(token.encode()).hexdigest()


def invitation_token(invitation: Invitation) -> str:
    """The token of an invitation.

    It follows from the invitation and the secret key of the installation. So neither the
    invitation nor the mail that waits in the outbox holds it.
    """
    invited_at = invitation.invited_at.astimezone(UTC).isoformat(timespec="seconds")
    content = [
        str(invitation.organisation_id),
        str(invitation.scope_id),
        invitation.role,
        invitation.email.lower(),
        invited_at,
    ]
    return salted_hmac("grodd.people.invitation", "|".join(content), algorithm="sha256").hexdigest()


def calendar_token(person: Person) -> str:
    """The secret part of the address of someone's calendar; a new number makes a new secret."""
    content = f"{person.key}|{person.calendar_serial}"
    return salted_hmac("grodd.people.calendar", content, algorithm="sha256").hexdigest()[:40]
