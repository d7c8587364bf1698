"""Mail that could not be delivered, for whoever runs the programmes or the space."""

from django.db.models import QuerySet

from grodd.base.models import OutboxMessage
from grodd.people.asker import Asker
from grodd.people.queries import space_where
from grodd.people.roles import Role


def failed_messages(asker: Asker) -> QuerySet[OutboxMessage]:
    """What the space that the asker works in could not tell, newest first."""
    space = space_where(asker, Role.ADMINISTRATOR, Role.PROGRAMME_MANAGER)
    failed = OutboxMessage.objects.filter(state=OutboxMessage.State.FAILED, space=space.pk)
    return failed.order_by("-created_at")
