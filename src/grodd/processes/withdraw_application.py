"""Take an application back."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from grodd.applications.models import Application
from grodd.applications.queries import application_seen_by, locked, must_own
from grodd.assessment.models import Case
from grodd.base import lifecycle
from grodd.base.audit import Stamp
from grodd.base.models import PhaseKind
from grodd.people.asker import Asker


@transaction.atomic
def withdraw_application(
    *, application_id: int, by: Asker, at: datetime, reason: str = ""
) -> Application:
    """Withdraw an application that is not decided yet, and close its case.

    Raises:
        OwnerOnly: unless the owner asks.
        StepNotOpen: when it is decided, or over.
    """
    application = locked(application_seen_by(by, application_id=application_id))
    must_own(by, application)
    if application.phase.kind == PhaseKind.WITHDRAWN:
        return application
    Case.objects.filter(Q(pk=application.case_id), closed_at__isnull=True).update(closed_at=at)
    application.updated_at = at
    application.save(update_fields=["updated_at"])
    lifecycle.move(
        subject=application,
        name=f"application:{application.pk}",
        transition_key="withdraw",
        roles=frozenset({"owner"}),
        stamp=Stamp(at, by.key, application.round.programme.organisation_id),
        facts={"reason": reason},
    )
    return application
