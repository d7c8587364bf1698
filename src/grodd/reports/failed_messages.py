"""Mail that could not be delivered, for whoever runs the programmes or the space."""

from django.db.models import F, QuerySet

from grodd.base.models import OutboxMessage
from grodd.people.asker import Asker
from grodd.people.queries import space_where
from grodd.people.roles import Role


def failed_messages(asker: Asker) -> QuerySet[OutboxMessage]:
    """What the asker's space could not tell, newest first, and after it what was seen to."""
    space = space_where(asker, Role.ADMINISTRATOR, Role.PROGRAMME_MANAGER)
    failed = OutboxMessage.objects.filter(state=OutboxMessage.State.FAILED, space=space.pk)
    return failed.order_by(F("seen_to_at").desc(nulls_first=True), "-created_at", "-pk")
