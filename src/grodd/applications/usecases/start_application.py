"""Begin an application."""

from datetime import datetime

from django.db import transaction

from grodd.applications.access import let_in
from grodd.applications.models import Application
from grodd.applications.refusals import MembersOnly, RoundNotOpen
from grodd.base import audit
from grodd.base.audit import Stamp
from grodd.base.errors import NotFound
from grodd.base.models import Phase, PhaseKind
from grodd.people.asker import Asker
from grodd.programmes.models import Round
from grodd.programmes.queries import is_open, may_apply


@transaction.atomic
def start_application(*, round_id: int, language: str, by: Asker, at: datetime) -> Application:
    """Make an empty draft with the next number of the round, owned by the one who asks.

    Someone who is new to the organisation gets the applicant's role in this programme.

    Raises:
        RoundNotOpen: when the round takes nothing now.
        MembersOnly: when its frame is for the organisation's own people.
    """
    held = (
        Round.objects.select_for_update(of=("self",))
        .select_related("programme__organisation", "frame")
        .filter(pk=round_id, published_at__isnull=False)
        .first()
    )
    if held is None or held.lifecycle_id is None:
        raise NotFound
    if not is_open(held, at=at):
        raise RoundNotOpen(round=str(held))
    if not may_apply(by, held):
        raise MembersOnly(round=str(held), organisation=held.programme.organisation.name)
    let_in(by.person_id, held.programme, at=at)
    application = Application.objects.create(
        round=held,
        number=held.next_number,
        phase=Phase.objects.get(lifecycle_id=held.lifecycle_id, kind=PhaseKind.DRAFT),
        owner_id=by.person_id,
        currency=held.currency,
        language=language,
        created_at=at,
        updated_at=at,
    )
    held.next_number += 1
    held.save(update_fields=["next_number"])
    audit.record(
        Stamp(at, by.key, held.programme.organisation_id),
        action="application.started",
        subject=f"application:{application.pk}",
        facts={"round": held.pk, "number": application.number},
    )
    return application
