"""What the report of a programme is made from: the portfolio, the projects and their lessons.

A constant number of questions to the database, however many applications there are.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import OuterRef, QuerySet, Subquery, Sum

from grodd.agreements.models import Award
from grodd.followup.models import Goal, Measurement, Project
from grodd.library.models import Lesson
from grodd.payments.models import Order
from grodd.people.asker import Asker
from grodd.programmes.models import Programme, Round
from grodd.programmes.queries import programme_seen_by, rounds_of
from grodd.reports.portfolio import Portfolio, Wanted, portfolio


@dataclass(frozen=True, slots=True)
class GoalsReached:
    """How many goals were set, measured at least once, and reached."""

    total: int
    measured: int
    reached: int


@dataclass(frozen=True, slots=True)
class ProgrammeFacts:
    """Everything that the report tells.

    Attributes:
        programme: Whose report it is.
        year: Of the applications it covers; None for all.
        found: The portfolio of the programme in that year.
        rounds: Its published rounds with their budgets, oldest first.
        projects: What the agreements set going, with ``paid`` and ``used`` in minor units.
        goals: What they wanted to reach.
        lessons: What was learnt and published, newest first.
        at: When it was made.
    """

    programme: Programme
    year: int | None
    found: Portfolio
    rounds: list[Round]
    projects: list[Project]
    goals: GoalsReached
    lessons: list[Lesson]
    at: datetime


def programme_facts(
    asker: Asker, *, programme_id: int, year: int | None, at: datetime
) -> ProgrammeFacts:
    """The facts, for whoever sees the programme from inside.

    Raises:
        NotFound: for everyone else.
    """
    programme = programme_seen_by(asker, programme_id=programme_id)
    found = portfolio(asker, Wanted(programme_id=programme.pk, year=year), at=at)
    projects = list(_projects(programme, year))
    pks = [one.pk for one in projects]
    return ProgrammeFacts(
        programme=programme,
        year=year,
        found=found,
        rounds=[one for one in rounds_of(programme) if one.published_at],
        projects=projects,
        goals=_goals(pks),
        lessons=list(_lessons(pks)),
        at=at,
    )


def _projects(programme: Programme, year: int | None) -> QuerySet[Project]:
    of_award = Award.objects.filter(agreement=OuterRef("agreement"))
    was_paid = of_award.filter(instalments__order__state=Order.State.PAID)
    rows = Project.objects.filter(agreement__application__round__programme=programme)
    if year:
        rows = rows.filter(agreement__application__submitted_at__year=year)
    return (
        rows.select_related("agreement__award", "result", "lesson")
        .annotate(
            used=Subquery(of_award.annotate(sum=Sum("spending__amount_minor")).values("sum")),
            paid=Subquery(was_paid.annotate(sum=Sum("instalments__amount_minor")).values("sum")),
        )
        .order_by("starts_on", "pk")
    )


def _goals(project_ids: Sequence[int]) -> GoalsReached:
    measured = Measurement.objects.filter(goal=OuterRef("pk")).order_by("-check_in__number")
    rows = (
        Goal.objects.filter(project__in=project_ids)
        .annotate(latest=Subquery(measured.values("value")[:1]))
        .values_list("baseline", "target", "latest")
    )
    known = list(rows)
    told = [(base, target, latest) for base, target, latest in known if latest is not None]
    reached = sum(_is_reached(*one) for one in told)
    return GoalsReached(len(known), len(told), reached)


def _is_reached(baseline: Decimal, target: Decimal, latest: Decimal) -> bool:
    return latest >= target if target > baseline else latest <= target


def _lessons(project_ids: Sequence[int]) -> QuerySet[Lesson]:
    shared = Lesson.objects.filter(project__in=project_ids, published_at__isnull=False)
    return shared.order_by("-written_at", "-pk")
