"""Open a draft for its applicant after the round has closed."""

from datetime import datetime

from django.db import transaction

from grodd.applications.models import Application
from grodd.applications.queries import application_seen_by, locked
from grodd.applications.refusals import NotADraft
from grodd.base import audit
from grodd.base.audit import Stamp
from grodd.base.errors import NotAllowed
from grodd.base.models import PhaseKind
from grodd.people.asker import Asker
from grodd.programmes.queries import may_manage


@transaction.atomic
def open_late(
    *, application_id: int, until: datetime, reason: str, by: Asker, at: datetime
) -> Application:
    """Let a draft be written and submitted until ``until``. The reason stands in the trail.

    Raises:
        NotAllowed: unless the programme manager asks.
        NotADraft: when it was submitted.
    """
    application = locked(application_seen_by(by, application_id=application_id))
    if not may_manage(by, application.round.programme):
        raise NotAllowed
    if application.phase.kind != PhaseKind.DRAFT:
        raise NotADraft(application=str(application))
    application.open_until = until
    application.save(update_fields=["open_until"])
    audit.record(
        Stamp(at, by.key, application.round.programme.organisation_id),
        action="application.opened_late",
        subject=f"application:{application.pk}",
        facts={"until": until.isoformat(), "reason": reason},
    )
    return application
