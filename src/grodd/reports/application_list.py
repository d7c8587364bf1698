"""The list of a programme's applications: filtered, searched, sorted, fifty at a time.

Two questions to the database whatever the number of rows: one page of narrow rows that carries
its own total, and the phases and themes to filter by.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, IntegerField, QuerySet, Value, Window

from grodd.applications.models import Application
from grodd.applications.queries import READERS
from grodd.applications.searching import with_words
from grodd.base.models import Phase
from grodd.base.translated import said
from grodd.engines.money import Money
from grodd.people.asker import Asker
from grodd.people.queries import within
from grodd.programmes.models import Round, Theme

ROWS_PER_PAGE = 50
SORTS = {
    "number": "number",
    "title": "title",
    "amount": "amount_minor",
    "submitted": "submitted_at",
    "phase": "phase__order",
}
SORT_USUAL = "-submitted"
COLUMNS = (
    "pk", "number", "title", "owner__name", "amount_minor", "currency", "submitted_at",
    "phase_id", "theme_id",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of the list is wanted: empty means all."""

    programme_id: int
    round_id: int | None = None
    phase: str = ""
    theme: str = ""
    search: str = ""
    sort: str = SORT_USUAL
    page: int = 1


@dataclass(frozen=True, slots=True)
class Row:
    """One application in the list."""

    pk: int
    number: int
    title: str
    owner: str
    amount: Money | None
    submitted_at: datetime | None
    phase: str
    theme: str


@dataclass(frozen=True, slots=True)
class ApplicationList:
    """A page of the list, and what it can be filtered by: keys and labels."""

    page: Page[Row]
    phases: list[tuple[str, str]]
    themes: list[tuple[str, str]]


class Counted(Paginator):  # type: ignore[type-arg] # the running class takes no parameter
    """A paginator whose total came with the rows."""

    def __init__(self, rows: list[Row], total: int) -> None:
        super().__init__(rows, ROWS_PER_PAGE)
        self.total = total

    @property
    def count(self) -> int:
        """How many rows there are on all pages."""
        return self.total


def application_list(asker: Asker, wanted: Wanted) -> ApplicationList:
    """The applications of a programme that the asker may read.

    Drafts are in the list, so that a manager can open one late and an adviser can help.
    """
    phases, themes = _facets(wanted.programme_id)
    seen = _matching(asker, wanted, phases, themes)
    start = max(wanted.page - 1, 0) * ROWS_PER_PAGE
    found = list(_page(seen, wanted.sort, start))
    if not found and start:
        start, found = 0, list(_page(seen, wanted.sort, 0))
    rows = [_row(one, phases, themes) for one in found]
    paginator = Counted(rows, found[0]["total"] if found else 0)
    page: Page[Row] = Page(rows, start // ROWS_PER_PAGE + 1, paginator)
    return ApplicationList(
        page=page,
        phases=[(key, label) for key, label in phases.values()],
        themes=[(key, label) for key, label in themes.values()],
    )


def _facets(programme_id: int) -> tuple[dict[int, tuple[str, str]], dict[int, tuple[str, str]]]:
    """Phases and themes by id, as key and label, in one query."""
    phases = Phase.objects.filter(lifecycle__programmes=programme_id).order_by()
    themes = Theme.objects.filter(programme_id=programme_id).order_by()
    names = ("pk", "key", "label", "order", "which")
    both = (
        phases.annotate(which=Value(0, IntegerField()))
        .values_list(*names)
        .union(themes.annotate(which=Value(1, IntegerField())).values_list(*names), all=True)
    )
    found: tuple[dict[int, tuple[str, str]], dict[int, tuple[str, str]]] = ({}, {})
    for pk, key, label, _order, which in sorted(both, key=lambda one: (one[4], one[3], one[0])):
        found[which][pk] = (key, said(label) or key)
    return found


def _matching(
    asker: Asker,
    wanted: Wanted,
    phases: dict[int, tuple[str, str]],
    themes: dict[int, tuple[str, str]],
) -> QuerySet[Application]:
    # Asked of the few rounds and not joined to each application of theirs.
    rounds = Round.objects.filter(
        within(asker, *READERS, scope="programme__scope"), programme_id=wanted.programme_id
    )
    if wanted.round_id:
        rounds = rounds.filter(pk=wanted.round_id)
    seen = Application.objects.filter(round_id__in=rounds.values("pk"))
    if wanted.phase:
        seen = seen.filter(
            phase_id__in=[pk for pk, one in phases.items() if one[0] == wanted.phase]
        )
    if wanted.theme:
        seen = seen.filter(
            theme_id__in=[pk for pk, one in themes.items() if one[0] == wanted.theme]
        )
    if wanted.search:
        seen = seen.filter(with_words(wanted.search))
    return seen


def _page(seen: QuerySet[Application], sort: str, start: int) -> Any:
    falling = sort.startswith("-")
    column = F(SORTS.get(sort.removeprefix("-"), SORTS[SORT_USUAL.removeprefix("-")]))
    order = column.desc(nulls_last=True) if falling else column.asc(nulls_last=True)
    counted = seen.annotate(total=Window(Count("pk")))
    return counted.order_by(order, "-pk").values(*COLUMNS, "total")[start : start + ROWS_PER_PAGE]


def _row(
    one: dict[str, Any], phases: dict[int, tuple[str, str]], themes: dict[int, tuple[str, str]]
) -> Row:
    minor = one["amount_minor"]
    return Row(
        pk=one["pk"],
        number=one["number"],
        title=one["title"],
        owner=one["owner__name"],
        amount=None if minor is None else Money(minor, one["currency"]),
        submitted_at=one["submitted_at"],
        phase=phases.get(one["phase_id"], ("", ""))[1],
        theme=themes.get(one["theme_id"], ("", ""))[1],
    )
