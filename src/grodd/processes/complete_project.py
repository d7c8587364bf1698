"""A project reached its end: result reported, lesson written."""

from datetime import datetime

from django.db import transaction

from grodd.applications.models import Application
from grodd.base import lifecycle
from grodd.base.audit import Stamp
from grodd.base.errors import NotAllowed
from grodd.followup.models import Project
from grodd.followup.queries import is_owned, project_seen_by
from grodd.followup.usecases.end_project import end_project
from grodd.people.asker import Asker
from grodd.people.roles import Role

SYSTEM_ROLES = frozenset({"system"})


@transaction.atomic
def complete_project(*, project_id: int, by: Asker, at: datetime) -> Project:
    """Close the project, and the application that it grew from.

    Raises:
        NotFound, NotAllowed, ProjectEnded, ResultMissing, LessonMissing
    """
    project = project_seen_by(by, project_id=project_id)
    manages = by.has(
        Role.PROGRAMME_MANAGER,
        organisation_id=project.scope.organisation_id,
        scope_id=project.scope_id,
    )
    if not manages and not is_owned(by, project=project):
        raise NotAllowed
    if project.state == Project.State.COMPLETED:
        return project
    project = end_project(project_id=project_id, state=Project.State.COMPLETED, by=by, at=at)
    _move_application(project, by=by, at=at)
    return project


def _move_application(project: Project, *, by: Asker, at: datetime) -> None:
    """Let the application follow its project."""
    application = (
        Application.objects.select_for_update(of=("self",))
        .select_related("phase")
        .get(agreement__project=project)
    )
    lifecycle.move(
        subject=application,
        name=f"application:{application.pk}",
        transition_key="complete",
        roles=SYSTEM_ROLES,
        stamp=Stamp(at, by.key, project.scope.organisation_id),
    )
