"""Put what came beside what was projected."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from grodd.base import audit
from grodd.base.audit import Stamp
from grodd.base.errors import NotAllowed
from grodd.followup.models import Project, Result, ResultMeasure
from grodd.followup.queries import is_owned, project_seen_by
from grodd.followup.refusals import ProjectEnded
from grodd.people.asker import Asker

AMOUNTS = ("cost", "revenue", "savings", "avoided")


@dataclass(frozen=True, slots=True)
class Beyond:
    """Something beyond money: what was projected and what came."""

    name: str
    unit: str
    projected: Decimal | None
    outcome: Decimal | None


@transaction.atomic
def report_result(
    *,
    project_id: int,
    projected: Mapping[str, int],
    outcome: Mapping[str, int],
    measures: Sequence[Beyond],
    summary: str,
    by: Asker,
    at: datetime,
) -> Result:
    """Record the result; it can be mended until the project ends.

    A project that was stopped or scaled before it told its result tells it once afterwards.

    Args:
        project_id: Which project.
        projected: Minor units by each of ``AMOUNTS``, as it was hoped.
        outcome: The same, as it came.
        measures: What counts beyond money.
        summary: In a few sentences.
        by: The owner or a co-owner.
        at: The moment.

    Raises:
        NotFound, NotAllowed, ProjectEnded
    """
    project_seen_by(by, project_id=project_id)
    project = (
        Project.objects.select_for_update(of=("self",)).select_related("scope").get(pk=project_id)
    )
    if not is_owned(by, project=project):
        raise NotAllowed
    result = project.result
    if project.state != Project.State.RUNNING and result.reported_at is not None:
        raise ProjectEnded(project=project.title)
    for name in AMOUNTS:
        setattr(result, f"{name}_projected_minor", projected[name])
        setattr(result, f"{name}_minor", outcome[name])
    result.summary, result.reported_by_id, result.reported_at = summary, by.person_id, at
    result.save()
    ResultMeasure.objects.filter(result=result).delete()
    ResultMeasure.objects.bulk_create(
        ResultMeasure(
            result=result,
            name=one.name,
            unit=one.unit,
            projected=one.projected,
            outcome=one.outcome,
        )
        for one in measures
    )
    audit.record(
        Stamp(at, by.key, project.scope.organisation_id),
        action="project.result_reported",
        subject=f"project:{project.pk}",
        facts={"outcome": dict(outcome)},
    )
    return result
