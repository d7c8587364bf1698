"""Tick off a mail that did not arrive: its reader knows by other means, or need not."""

from datetime import datetime

from django.db import transaction

from grodd.base import audit, outbox
from grodd.base.audit import Stamp
from grodd.people.asker import Asker
from grodd.people.queries import space_where
from grodd.processes.send_again import LOOKS_AFTER


@transaction.atomic
def see_to_mail(*, by: Asker, message_id: int, at: datetime) -> None:
    """Note who saw to it and when; it waits for nobody from now on. Ticked off twice, noted once.

    Raises:
        NotFound: when ``by`` does not look after the space, or the message is not of it.
    """
    space = space_where(by, *LOOKS_AFTER)
    message = outbox.message_in(space.pk, message_id)
    if message.state != message.State.FAILED or message.seen_to_at:
        return
    outbox.see_to(message, by=by.key, at=at)
    audit.record(
        Stamp(at, by.key, space.pk),
        action="message.seen_to",
        subject=f"message:{message.pk}",
        facts={"event": message.event},
    )
