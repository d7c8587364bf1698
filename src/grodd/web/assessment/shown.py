"""Rows and figures of assessment as tables and key figures take them."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from grodd.base import display
from grodd.engines.ranking import CaseScore
from grodd.reports.assessment_board import InAssessment
from grodd.reports.ranking_table import RankedRow
from grodd.web.components.values import Cell, Column


def review_columns() -> list[Column]:
    """The columns of a reviewer's list."""
    return [Column(gettext("To review")), Column(gettext("Due")), Column(gettext("State"))]


def review_rows(assignments: Iterable[Any]) -> list[list[Cell]]:
    """A reviewer's list, one line each."""
    return [
        [
            Cell(one.case.title, url=reverse("assessment:review", args=[one.pk])),
            Cell(one.due_on),
            _state(one),
        ]
        for one in assignments
    ]


def _state(assignment: Any) -> Cell:
    own = getattr(assignment, "review", None)
    if own is None:
        return Cell(gettext("Not begun"), tone="warning")
    if own.submitted_at is None:
        return Cell(gettext("Draft"), tone="info")
    return Cell(gettext("Handed in"), tone="success")


def ranking_columns() -> list[Column]:
    """The columns of a ranking."""
    return [
        Column(gettext("Place"), kind="number"),
        Column(gettext("Application")),
        Column(gettext("Mean"), kind="number"),
        Column(gettext("Spread"), kind="number"),
        Column(gettext("Reviews"), kind="number"),
        Column(gettext("Asks for"), kind="number"),
        Column(gettext("Budget")),
        Column(gettext("What next"), kind="actions"),
    ]


def reason_cell(row: RankedRow) -> Cell:
    """Where a row stands beside the line, in words."""
    words = {
        "fits": gettext("Within the budget"),
        "money": gettext("The money does not last"),
        "hours": gettext("The hours do not last"),
        "below_line": gettext("Below the line"),
        "no_review": gettext("Not reviewed"),
    }
    tones = {"fits": "success", "no_review": "neutral"}
    return Cell(words[row.reason], tone=tones.get(row.reason, "warning"))


def share(value: float | None) -> str:
    """A share of the best possible, or nothing."""
    return "" if value is None else display.percent(value)


def score_figures(case: Any, score: CaseScore, criteria: Sequence[Any]) -> list[tuple[str, str]]:
    """Mean, spread and each criterion, as pairs of label and value."""
    labels = {criterion.key: str(criterion) for criterion in criteria}
    figures = [
        (gettext("Weighted mean"), share(None if score.mean is None else float(score.mean))),
        (gettext("Spread"), share(None if score.spread is None else float(score.spread))),
        (gettext("Reviews"), f"{score.n} / {case.reviews_needed}"),
    ]
    each = [
        (labels[one.key], share(None if one.mean is None else float(one.mean)))
        for one in score.criteria
    ]
    return figures + each


def queue_rows(applications: Iterable[Any]) -> list[list[Cell]]:
    """What waits for the first look."""
    return [
        [
            Cell(one.title, url=reverse("assessment:screen", args=[one.pk]), note=str(one)),
            Cell(one.owner.name),
            Cell(one.submitted_at),
        ]
        for one in applications
    ]


def assessment_rows(rows: Iterable[InAssessment], *, leads: bool) -> list[list[Cell]]:
    """Who reviews what, and how far they are; the way on for one who assigns."""
    return [
        [
            Cell(
                row.application.title,
                url=reverse("assessment:assign", args=[row.application.pk]) if leads else "",
                note=str(row.application),
            ),
            Cell(", ".join(one.reviewer.name for one in row.assignments)),
            Cell(
                f"{row.given} / {row.needed}",
                tone="success" if row.given >= row.needed else "warning",
            ),
        ]
        for row in rows
    ]
