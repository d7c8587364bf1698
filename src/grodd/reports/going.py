"""How things go for a person: what they applied for, and the rounds that are open where they work.

Two questions to the database, and a third only where a decision is made but not told yet.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, OuterRef, Q, Subquery

from grodd.applications.models import Application
from grodd.applications.queries import applications_of
from grodd.base.models import Phase, PhaseKind
from grodd.decisions.models import Matter
from grodd.followup.models import Project
from grodd.people.asker import Asker
from grodd.people.queries import within
from grodd.programmes.models import Round
from grodd.programmes.queries import READERS

OWN_MAX = 5
ROUNDS_MAX = 5


@dataclass(frozen=True, slots=True)
class Own:
    """Something that the person applied for.

    Attributes:
        application: The application.
        phase: Where it stands, as far as they are told.
        project_id: The project that came of it, or None.
    """

    application: Application
    phase: Phase
    project_id: int | None


@dataclass(frozen=True, slots=True)
class OpenRound:
    """A round that takes applications.

    Attributes:
        round: The round.
        applied: How many came in so far.
        promised: How much of the budget is promised (unit: 1 = all); None without a budget.
    """

    round: Round
    applied: int
    promised: float | None


@dataclass(frozen=True, slots=True)
class Going:
    """What the start page shows below what waits."""

    own: tuple[Own, ...]
    rounds: tuple[OpenRound, ...]


def going_for(asker: Asker, *, at: datetime) -> Going:
    """The last things that the asker applied for, and the open rounds of the space.

    Rounds are shown to whoever sees their programme from inside.
    """
    return Going(own=tuple(_own(asker)), rounds=tuple(_rounds(asker, at)))


def _own(asker: Asker) -> Iterable[Own]:
    project = Project.objects.filter(agreement__application=OuterRef("pk")).values("pk")[:1]
    sent = applications_of(asker).exclude(phase__kind=PhaseKind.DRAFT)
    rows = list(sent.annotate(project_pk=Subquery(project))[:OWN_MAX])
    untold = {one.phase.lifecycle_id for one in rows if _is_untold(one)}
    deciding = {}
    if untold:
        phases = Phase.objects.filter(lifecycle__in=untold, kind=PhaseKind.DECISION)
        deciding = {one.lifecycle_id: one for one in phases}
    for row in rows:
        told = deciding.get(row.phase.lifecycle_id, row.phase) if _is_untold(row) else row.phase
        yield Own(row, told, vars(row)["project_pk"])


def _is_untold(application: Application) -> bool:
    """Whether there is a yes or a no that its letter has not told."""
    matter = application.matter
    if matter is None or matter.released_at is not None:
        return False
    return matter.outcome in {Matter.Outcome.APPROVED, Matter.Outcome.REJECTED}


def _rounds(asker: Asker, at: datetime) -> Iterable[OpenRound]:
    if asker.organisation_id is None:
        return
    rows = (
        Round.objects.filter(
            within(asker, *READERS, scope="programme__scope"),
            Q(closes_at__isnull=True) | Q(closes_at__gt=at),
            programme__organisation_id=asker.organisation_id,
            published_at__isnull=False,
            closed_at__isnull=True,
        )
        .annotate(applied=Count("applications", filter=Q(applications__submitted_at__isnull=False)))
        .select_related("programme")
        .order_by("closes_at", "pk")[:ROUNDS_MAX]
    )
    for row in rows:
        promised = row.committed_minor / row.budget_minor if row.budget_minor else None
        yield OpenRound(row, vars(row)["applied"], promised)
