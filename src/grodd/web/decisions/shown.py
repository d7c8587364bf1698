"""Rows of decisions as tables take them."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from grodd.decisions.queries import amount_of
from grodd.web.components.values import Cell, Column

TONES = {"approved": "success", "rejected": "danger", "returned": "warning", "": "neutral"}


def outcome_words(outcome: str) -> str:
    """What was decided, in a word or two."""
    return {
        "approved": gettext("Approved"),
        "rejected": gettext("Not approved"),
        "returned": gettext("Sent back"),
        "": gettext("Not decided"),
    }[outcome]


def matter_rows(matters: Iterable[Any]) -> list[list[Cell]]:
    """Title, money and state of each matter."""
    return [
        [
            Cell(one.title, url=reverse("decisions:matter", args=[one.pk])),
            Cell(amount_of(one)),
            Cell(outcome_words(one.outcome), tone=TONES[one.outcome]),
        ]
        for one in matters
    ]


def meeting_columns() -> list[Column]:
    """Of the list of meetings."""
    return [Column(gettext("Meeting")), Column(gettext("When"), kind="day"),
            Column(gettext("Status"))]  # fmt: skip


def meeting_rows(meetings: Iterable[Any]) -> list[list[Cell]]:
    """Number, time and state of each meeting."""
    return [
        [
            Cell(
                gettext("No. %(number)s") % {"number": one.number},
                url=reverse("decisions:meeting", args=[one.pk]),
            ),
            Cell(one.starts_at),
            meeting_state(one),
        ]
        for one in meetings
    ]


def meeting_state(meeting: Any) -> Cell:
    """Planned, open or closed."""
    if meeting.closed_at is not None:
        return Cell(gettext("Closed"), tone="neutral")
    if meeting.opened_at is not None:
        return Cell(gettext("Open"), tone="success")
    return Cell(gettext("Planned"), tone="info")


def log_rows(log: Iterable[Any]) -> list[list[Cell]]:
    """The log of decisions by one person."""
    return [
        [
            Cell(one.decided_at),
            Cell(one.matter.title, url=reverse("decisions:matter", args=[one.matter_id])),
            Cell(one.decided_by.name),
            Cell(outcome_words(one.matter.outcome), tone=TONES[one.matter.outcome]),
            Cell(one.reasons),
        ]
        for one in log
    ]
