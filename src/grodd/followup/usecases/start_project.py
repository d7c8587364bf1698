"""Start to follow what an agreement set going."""

from datetime import date, datetime, timedelta

from django.db import transaction

from grodd.agreements.models import Agreement
from grodd.base import audit, outbox
from grodd.base.audit import Stamp
from grodd.engines.calendar import add_months
from grodd.followup.models import CheckIn, Project, Result
from grodd.people.asker import Asker


@transaction.atomic
def start_project(
    *,
    agreement_id: int,
    starts_on: date,
    months: int,
    check_in_every_days: int,
    by: Asker,
    at: datetime,
) -> Project:
    """Make the project of an accepted agreement, with its check-ins on a rhythm.

    The last check-in falls on the last day. The owner is asked by mail to set goals. Asked again,
    the same project comes back.
    """
    assert months >= 1, months
    assert check_in_every_days >= 1, check_in_every_days
    agreement = (
        Agreement.objects.select_for_update(of=("self",))
        .select_related("application", "recipient", "scope")
        .get(pk=agreement_id)
    )
    if already := Project.objects.filter(agreement=agreement).first():
        return already
    ends_on = add_months(starts_on, months)
    project = Project.objects.create(
        agreement=agreement,
        scope=agreement.scope,
        owner_id=agreement.recipient_id,
        title=agreement.application.title,
        starts_on=starts_on,
        ends_on=ends_on,
        check_in_every_days=check_in_every_days,
    )
    Result.objects.create(project=project, currency=agreement.application.currency)
    days = _rhythm(starts_on, ends_on, check_in_every_days)
    CheckIn.objects.bulk_create(
        CheckIn(project=project, number=number, due_on=day)
        for number, day in enumerate(days, start=1)
    )
    stamp = Stamp(at, by.key, agreement.scope.organisation_id)
    outbox.enqueue(
        event=f"project_started:{project.pk}",
        recipient=agreement.recipient.audit_key,
        template="project_started",
        stamp=stamp,
        facts={"title": project.title, "project": project.pk},
    )
    audit.record(
        stamp,
        action="project.started",
        subject=f"project:{project.pk}",
        facts={"agreement": agreement.pk, "check_ins": len(days)},
    )
    return project


def _rhythm(starts_on: date, ends_on: date, every_days: int) -> list[date]:
    step = timedelta(days=every_days)
    days = []
    day = starts_on + step
    while day < ends_on:
        days.append(day)
        day += step
    return [*days, ends_on]
