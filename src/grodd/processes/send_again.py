"""Send a mail again that did not leave, or came back."""

from datetime import datetime

from django.db import transaction

from grodd.base import audit, outbox
from grodd.base.audit import Stamp
from grodd.people.asker import Asker
from grodd.people.queries import space_where
from grodd.people.roles import Role

LOOKS_AFTER = (Role.ADMINISTRATOR, Role.PROGRAMME_MANAGER)


@transaction.atomic
def send_again(*, by: Asker, message_id: int, at: datetime) -> None:
    """Put it back in the queue with as many attempts as a new one; one on its way stays there.

    Raises:
        NotFound: when ``by`` does not look after the space, or the message is not of it.
    """
    space = space_where(by, *LOOKS_AFTER)
    message = outbox.message_in(space.pk, message_id)
    if message.state != message.State.FAILED:
        return
    outbox.put_back(message, at=at)
    audit.record(
        Stamp(at, by.key, space.pk),
        action="message.sent_again",
        subject=f"message:{message.pk}",
        facts={"event": message.event},
    )
