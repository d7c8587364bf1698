"""Ask whether to stop, go on or scale up."""

from datetime import datetime

from django.db import transaction

from grodd.base import audit
from grodd.base.audit import Stamp
from grodd.decisions.usecases.open_matter import open_matter
from grodd.followup.gates import GATE, title_of
from grodd.followup.models import Gate, Project
from grodd.followup.refusals import GateOpen, ProjectEnded
from grodd.people.asker import Asker


@transaction.atomic
def ask_gate(
    *, project_id: int, body_id: int, proposed: str, why: str, by: Asker, at: datetime
) -> Gate:
    """Put the question before a body. The caller has checked that ``by`` may ask.

    Args:
        project_id: Which project.
        body_id: Who answers.
        proposed: One of ``Gate.Direction``.
        why: What the body should know.
        by: Who asks.
        at: When.

    Raises:
        ProjectEnded, GateOpen
    """
    assert proposed in set(Gate.Direction), proposed
    rows = Project.objects.select_for_update(of=("self",))
    project = rows.select_related("scope__organisation").get(pk=project_id)
    if project.state != Project.State.RUNNING:
        raise ProjectEnded(project=project.title)
    if project.gates.filter(decided_at__isnull=True).exists():
        raise GateOpen(project=project.title)
    matter = open_matter(
        body_id=body_id, kind=GATE, title=title_of(project, proposed), proposal=why.strip(), at=at
    )
    gate = Gate.objects.create(
        project=project,
        number=project.gates.count() + 1,
        proposed=proposed,
        why=why.strip(),
        matter=matter,
    )
    audit.record(
        Stamp(at, by.key, project.scope.organisation_id),
        action="gate.opened",
        subject=f"project:{project.pk}",
        facts={"number": gate.number, "proposed": proposed, "matter": matter.pk},
    )
    return gate
