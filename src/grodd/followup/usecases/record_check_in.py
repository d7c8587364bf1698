"""Tell in two minutes how it goes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from grodd.base import audit
from grodd.base.audit import Stamp
from grodd.followup.models import CheckIn, Measurement, Project
from grodd.followup.queries import check_in_of
from grodd.followup.refusals import CheckInDone, GoalsMissing, ProjectEnded
from grodd.people.asker import Asker


@dataclass(frozen=True, slots=True)
class Word:
    """How it goes.

    Attributes:
        status: One of ``CheckIn.Status``.
        learnt: What we learnt since the last time.
        help_wanted: What somebody could help with, if anything.
        spent_minor: Money used since the last time (unit: minor units).
        hours: Time used since the last time (unit: whole hours).
        values: Each goal's measure so far, by goal id.
    """

    status: str
    learnt: str
    help_wanted: str = ""
    spent_minor: int = 0
    hours: int = 0
    values: Mapping[int, Decimal] = field(default_factory=dict)


@transaction.atomic
def record_check_in(*, check_in_id: int, word: Word, by: Asker, at: datetime) -> CheckIn:
    """Record a check-in, once.

    Raises:
        NotFound, ProjectEnded, GoalsMissing, CheckInDone
    """
    check_in_of(by, check_in_id=check_in_id)
    check_in = (
        CheckIn.objects.select_for_update(of=("self",))
        .select_related("project__scope")
        .get(pk=check_in_id)
    )
    project = check_in.project
    if project.state != Project.State.RUNNING:
        raise ProjectEnded(project=project.title)
    if check_in.done_at is not None:
        raise CheckInDone(number=check_in.number, at=check_in.done_at)
    if not project.goals.exists():
        raise GoalsMissing
    check_in.done_at, check_in.done_by_id = at, by.person_id
    check_in.status, check_in.learnt = word.status, word.learnt
    check_in.help_wanted = word.help_wanted
    check_in.spent_minor, check_in.hours = word.spent_minor, word.hours
    check_in.draft = {}
    check_in.save()
    goals = set(project.goals.values_list("pk", flat=True))
    Measurement.objects.bulk_create(
        Measurement(check_in=check_in, goal_id=goal_id, value=value)
        for goal_id, value in word.values.items()
        if goal_id in goals
    )
    audit.record(
        Stamp(at, by.key, project.scope.organisation_id),
        action="check_in.done",
        subject=f"project:{project.pk}",
        facts={"number": check_in.number, "status": word.status},
    )
    return check_in
