"""End a project: completed, stopped early, or scaled up."""

from datetime import datetime

from django.db import transaction

from grodd.base import audit
from grodd.base.audit import Stamp
from grodd.followup.models import Project
from grodd.followup.refusals import GateOpen, LessonMissing, ProjectEnded, ResultMissing
from grodd.people.asker import Asker


@transaction.atomic
def end_project(*, project_id: int, state: str, by: Asker, at: datetime) -> Project:
    """Close the project's story. Completed ones need their result and lesson first.

    A stop does not wait for the lesson: money and time stop being used at once, and the lesson is
    asked for with thanks.

    Raises:
        ProjectEnded, GateOpen, ResultMissing, LessonMissing
    """
    assert state != Project.State.RUNNING, state
    project = (
        Project.objects.select_for_update(of=("self",))
        .select_related("scope", "result")
        .get(pk=project_id)
    )
    if project.state == state:
        return project
    if project.state != Project.State.RUNNING:
        raise ProjectEnded(project=project.title)
    if state == Project.State.COMPLETED:
        if project.gates.filter(decided_at__isnull=True).exists():
            raise GateOpen(project=project.title)
        if project.result.reported_at is None:
            raise ResultMissing(project=project.title)
        if project.lesson_id is None:
            raise LessonMissing(project=project.title)
    project.state, project.ended_at = state, at
    project.save(update_fields=["state", "ended_at"])
    audit.record(
        Stamp(at, by.key, project.scope.organisation_id),
        action=f"project.{state}",
        subject=f"project:{project.pk}",
    )
    return project
