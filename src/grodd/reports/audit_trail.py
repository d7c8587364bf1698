"""The audit trail of a space, for those who read everything."""

from django.db.models import QuerySet

from grodd.base.models import AuditEvent
from grodd.people.asker import Asker
from grodd.people.queries import space_where
from grodd.people.roles import Role


def audit_trail(asker: Asker, *, subject: str = "") -> QuerySet[AuditEvent]:
    """What was done in the space that the asker works in now, newest first.

    Args:
        asker: Its auditor or administrator; others learn nothing (``NotFound``).
        subject: Only what was done to this, such as ``application:12``, or to all of a kind.
    """
    space = space_where(asker, Role.AUDITOR, Role.ADMINISTRATOR)
    events = AuditEvent.objects.filter(space=space.pk)
    if subject:
        events = events.filter(subject__startswith=subject)
    return events.order_by("-number")
