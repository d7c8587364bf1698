"""A project comes to a gate: its programme's body is asked to stop, go on or scale up."""

from datetime import datetime

from django.db import transaction

from grodd.base.errors import NotAllowed
from grodd.decisions.refusals import NoBody
from grodd.followup.models import Gate
from grodd.followup.queries import is_owned, may_manage, project_seen_by
from grodd.followup.usecases.ask_gate import ask_gate
from grodd.people.asker import Asker


@transaction.atomic
def open_gate(*, project_id: int, proposed: str, why: str, by: Asker, at: datetime) -> Gate:
    """Ask. Whoever runs the project or manages its programme may.

    Raises:
        NotFound, NotAllowed, ProjectEnded, GateOpen
        NoBody: when the programme has nobody who decides.
    """
    project = project_seen_by(by, project_id=project_id)
    if not may_manage(by, project) and not is_owned(by, project=project):
        raise NotAllowed
    programme = project.agreement.application.round.programme
    if programme.body_id is None:
        raise NoBody(programme=str(programme))
    return ask_gate(
        project_id=project.pk,
        body_id=programme.body_id,
        proposed=proposed,
        why=why,
        by=by,
        at=at,
    )
