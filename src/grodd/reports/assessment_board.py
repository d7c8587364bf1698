"""Where a round's applications stand before the decision: the queue and the reviews."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from grodd.applications.models import Application
from grodd.assessment.models import Assignment
from grodd.assessment.queries import MANAGERS as LEADERS
from grodd.assessment.queries import (
    READERS,
    assigned_to,
    cases_in_conflict,
    holds_in,
    reviewers_of,
)
from grodd.base.errors import NotFound
from grodd.base.models import PhaseKind
from grodd.people.asker import Asker
from grodd.people.models import Person
from grodd.programmes.models import Programme, Round
from grodd.programmes.queries import round_seen_by


@dataclass(frozen=True, slots=True)
class InAssessment:
    """An application with those who review it."""

    application: Application
    assignments: tuple[Assignment, ...]
    given: int
    needed: int


@dataclass(frozen=True, slots=True)
class Board:
    """A round before the decision.

    Attributes:
        round: The round.
        rows: Everything handed in that the asker may judge, the oldest first.
        leads: Whether the asker assigns and proposes.
    """

    round: Round
    rows: QuerySet[Application]
    leads: bool

    @property
    def queue(self) -> QuerySet[Application]:
        """What waits for the first look."""
        return self.rows.filter(phase__kind=PhaseKind.SCREENING)

    def in_assessment(self) -> list[InAssessment]:
        """What is being reviewed, with its reviewers (two queries)."""
        rows = list(self.rows.filter(phase__kind=PhaseKind.ASSESSMENT))
        given = assigned_to([row.case_id for row in rows if row.case_id])
        return [_progress(row, given.get(row.case_id or 0, [])) for row in rows]


def reads_cases(asker: Asker, programme: Programme) -> bool:
    """Whether the asker reads how the applications of a programme are judged."""
    return asker.has(
        *READERS, organisation_id=programme.organisation_id, scope_id=programme.scope_id
    )


def assessed_round(asker: Asker, *, round_id: int) -> Round:
    """A round whose cases the asker reads.

    Raises:
        NotFound: for those who see the round, but not how it is judged.
    """
    held = round_seen_by(asker, round_id=round_id)
    if not reads_cases(asker, held.programme):
        raise NotFound
    return held


def assessment_board(asker: Asker, *, round_id: int) -> Board:
    """The board as the asker may see it; what they have a conflict of interest in is left out."""
    held = assessed_round(asker, round_id=round_id)
    rows = (
        Application.objects.filter(round=held, case__isnull=False)
        .exclude(case__in=cases_in_conflict(asker.person_id))
        .select_related("phase", "round", "owner", "case__scope")
        .order_by("submitted_at", "pk")
    )
    programme = held.programme
    leads = asker.has(
        *LEADERS, organisation_id=programme.organisation_id, scope_id=programme.scope_id
    )
    return Board(round=held, rows=rows, leads=leads)


def _progress(application: Application, assignments: list[Assignment]) -> InAssessment:
    assert application.case is not None, application
    given = sum(
        hasattr(one, "review") and one.review.submitted_at is not None for one in assignments
    )
    needed = application.case.reviews_needed
    return InAssessment(application, tuple(assignments), given, needed)


def application_on_board(asker: Asker, *, application_id: int) -> Application:
    """One application of a round that the asker sees from inside."""
    rows = Application.objects.select_related("phase", "round", "owner", "case__scope")
    application = rows.filter(pk=application_id, case__isnull=False).first()
    if application is None:
        raise NotFound
    round_seen_by(asker, round_id=application.round_id)
    return application


def reviewers_free(asker: Asker, application: Application, *, on: date) -> list[Person]:
    """Who may be given the application to review; nobody unless the asker leads."""
    assert application.case is not None, application
    if not holds_in(asker, application.case, *LEADERS):
        return []
    return list(reviewers_of(application.case, on=on))
