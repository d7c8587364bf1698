"""Note that a mail came back, so that someone can tell its reader in another way."""

from datetime import datetime

from django.core.signing import BadSignature
from django.db import transaction

from grodd.base import outbox
from grodd.engines.formats.delivery_reports import undelivered
from grodd.processes.mailing import message_of


@transaction.atomic
def note_bounce(*, mail: bytes, at: datetime) -> bool:
    """Mark the message that a mail server could not deliver.

    Only a report that carries the signature of one of our own messages counts: whoever makes up a
    report cannot silence anyone. Read twice, it is noted once.

    Args:
        mail: A mail that came in at the sender's address, as it came.
        at: The moment.

    Returns:
        Whether it was such a report.
    """
    found = undelivered(mail)
    if found is None:
        return False
    try:
        message_id = message_of(found.message_id)
    except BadSignature:
        return False
    return outbox.mark_bounced(message_id, at=at, error=found.reason)
