"""The secret of an invitation to write along: only in its mail. The database keeps its hash."""

import hashlib
from datetime import UTC

from django.utils.crypto import salted_hmac

from grodd.applications.models import CoOwner


def hash_of(token: str) -> str:
    """What is kept of a token: SHA-256, hex, 64 characters."""
    return hashlib.sha256(token.encode()).hexdigest()


def co_owner_token(invited: CoOwner) -> str:
    """The token of an invitation.

    It follows from the invitation and the secret key of the installation, so that the mail that
    waits in the outbox does not hold it.
    """
    invited_at = invited.invited_at.astimezone(UTC).isoformat(timespec="microseconds")
    content = "|".join([str(invited.application_id), invited.email, invited_at])
    return salted_hmac("grodd.applications.co_owner", content, algorithm="sha256").hexdigest()
