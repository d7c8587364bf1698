"""Say at the start what to reach, and what would make us stop."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from grodd.base import audit
from grodd.base.audit import Stamp
from grodd.base.errors import NotAllowed
from grodd.followup.models import Goal, Project, StopCriterion
from grodd.followup.queries import is_owned, project_seen_by
from grodd.followup.refusals import GoalsMissing, GoalsStand, ProjectEnded
from grodd.people.asker import Asker


@dataclass(frozen=True, slots=True)
class Aim:
    """A goal: what is measured, in which unit, from where to where, by when."""

    text: str
    measure: str
    unit: str
    baseline: Decimal
    target: Decimal
    due_on: date


@transaction.atomic
def set_goals(
    *, project_id: int, aims: Sequence[Aim], stop_criteria: Sequence[str], by: Asker, at: datetime
) -> Project:
    """Set, or set anew, goals and stop criteria. They stand from the first check-in on.

    Raises:
        NotFound, NotAllowed, ProjectEnded, GoalsStand, GoalsMissing
    """
    project_seen_by(by, project_id=project_id)
    project = (
        Project.objects.select_for_update(of=("self",)).select_related("scope").get(pk=project_id)
    )
    if not is_owned(by, project=project):
        raise NotAllowed
    if project.state != Project.State.RUNNING:
        raise ProjectEnded(project=project.title)
    if project.check_ins.filter(done_at__isnull=False).exists():
        raise GoalsStand(project=project.title)
    if not aims or not stop_criteria:
        raise GoalsMissing
    Goal.objects.filter(project=project).delete()
    StopCriterion.objects.filter(project=project).delete()
    Goal.objects.bulk_create(
        Goal(
            project=project,
            text=aim.text,
            measure=aim.measure,
            unit=aim.unit,
            baseline=aim.baseline,
            target=aim.target,
            due_on=aim.due_on,
        )
        for aim in aims
    )
    StopCriterion.objects.bulk_create(
        StopCriterion(project=project, text=text) for text in stop_criteria
    )
    audit.record(
        Stamp(at, by.key, project.scope.organisation_id),
        action="project.goals_set",
        subject=f"project:{project.pk}",
        facts={"goals": len(aims), "stop_criteria": len(stop_criteria)},
    )
    return project
