"""Projects as their list shows them: what comes next for each, and what is late."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from grodd.followup.models import CheckIn, Gate, Project
from grodd.followup.queries import projects_seen_by
from grodd.people.asker import Asker

SOON_DAYS = 7
SHOWN = ("running", "late", "soon", "gate", "help", "unclosed", "ended")
"""What can be chosen: all that run, a late check-in, one due soon, a gate that waits for an
answer, help wanted at the last check-in, ended without result or lesson, and all that ended."""


@dataclass(frozen=True, slots=True)
class Line:
    """A project in the list.

    Attributes:
        project: The project.
        due_on: When its next check-in is due, or None.
        status: How the last check-in felt (``CheckIn.Status``), or nothing.
        wants_help: Whether help was wanted then.
        at_gate: Whether a gate waits for an answer.
        is_late: Whether the next check-in should have been done.
    """

    project: Project
    due_on: date | None
    status: str
    wants_help: bool
    at_gate: bool
    is_late: bool


def projects_listed(
    asker: Asker, *, shown: str, on: date, programme_id: int | None = None
) -> QuerySet[Project]:
    """The asker's own projects, and those of the space they work in that they may read.

    Args:
        asker: Who asks.
        shown: One of ``SHOWN``.
        on: The day.
        programme_id: Only of this programme.
    """
    assert shown in SHOWN, shown
    here = Q(owner_id=asker.person_id) | Q(scope__organisation_id=asker.organisation_id)
    rows = _annotated(projects_seen_by(asker).filter(here))
    if programme_id is not None:
        rows = rows.filter(agreement__application__round__programme_id=programme_id)
    running = Q(state=Project.State.RUNNING)
    chosen = {
        "running": running,
        "late": running & Q(next_due__lt=on),
        "soon": running & Q(next_due__range=(on, on + timedelta(days=SOON_DAYS))),
        "gate": Q(at_gate=True),
        "help": running & ~Q(last_help="") & Q(last_help__isnull=False),
        "unclosed": ~running & (Q(lesson__isnull=True) | Q(result__reported_at__isnull=True)),
        "ended": ~running,
    }
    order = ("-ended_at", "-pk") if shown in {"ended", "unclosed"} else ("next_due", "pk")
    return rows.filter(chosen[shown]).order_by(*order)


def _annotated(rows: QuerySet[Project]) -> QuerySet[Project]:
    of_project = CheckIn.objects.filter(project=OuterRef("pk"))
    coming = of_project.filter(done_at__isnull=True).order_by("number")
    last = of_project.filter(done_at__isnull=False).order_by("-number")
    open_gate = Gate.objects.filter(project=OuterRef("pk"), decided_at__isnull=True)
    return rows.annotate(
        next_due=Subquery(coming.values("due_on")[:1]),
        last_status=Subquery(last.values("status")[:1]),
        last_help=Subquery(last.values("help_wanted")[:1]),
        at_gate=Exists(open_gate),
    )


def lines_of(rows: Sequence[Project], *, on: date) -> list[Line]:
    """Rows of ``projects_listed``, as the page shows them."""
    return [_line(project, on) for project in rows]


def _line(project: Project, on: date) -> Line:
    noted = vars(project)
    running = project.state == Project.State.RUNNING
    due_on = noted["next_due"] if running else None
    return Line(
        project=project,
        due_on=due_on,
        status=noted["last_status"] or "",
        wants_help=bool(noted["last_help"]),
        at_gate=noted["at_gate"],
        is_late=due_on is not None and due_on < on,
    )
