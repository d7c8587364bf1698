"""What happened to a claim itself: what counts its time anew, and who took it over."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import BigIntegerField, CharField, DateField, F, TextField, Value
from django.db.models.functions import Cast, Coalesce

from grodd.agreements.models import Interruption, Loan, Takeover
from grodd.base import clock
from grodd.base.prepared import Prepared

COLUMNS = ("c_kind", "c_pk", "c_day", "c_at", "c_text", "c_who", "c_undone")


@dataclass(frozen=True, slots=True)
class Claimed:
    """Something about the claim itself: an interruption, or a takeover.

    Attributes:
        kind: A kind of ``Interruption``, or the state of a ``Takeover``.
        pk: Of the interruption or the takeover.
        day: The day it belongs to.
        at: When it was told.
        text: What stands there, or the name of the new borrower.
        who: Who told it; empty for the nightly run.
        is_undone: Whether it was taken back.
    """

    kind: str
    pk: int
    day: date
    at: datetime
    text: str
    who: str
    is_undone: bool

    @property
    def counts(self) -> bool:
        """Whether the time of the claim is counted anew from it."""
        return not self.is_undone and self.kind not in set(Takeover.State)


def claims_of(loan: Loan, until: datetime | None = None) -> list[Claimed]:
    """Interruptions and takeovers, the last first (one query); only those told until then."""
    rows = _told(loan.pk, until) if until else _ALL.rows(loan.pk)
    found = [
        Claimed(kind, pk, day or clock.day_of(at), at, text, who or "", undone is not None)
        for kind, pk, day, at, text, who, undone in rows
    ]
    return sorted(found, key=lambda one: (one.day, one.at), reverse=True)


def told_by(rows: Any, until: datetime | None, moment: str) -> Any:
    """The rows that were told until then, or all of them."""
    return rows.filter(**{f"{moment}__lte": until}) if until else rows.all()


def _interruptions(loan_id: int, until: datetime | None) -> Any:
    rows = Interruption.objects.filter(loan_id=loan_id, takes_back__isnull=True).order_by()
    return (
        told_by(rows, until, "recorded_at")
        .annotate(
            c_kind=Cast("kind", CharField()),
            c_pk=F("pk"),
            c_day=F("day"),
            c_at=F("recorded_at"),
            c_text=F("note"),
            c_who=Cast("recorded_by__name", CharField()),
            c_undone=F("taken_back__pk"),
        )
        .values_list(*COLUMNS)
    )


def _takeovers(loan_id: int, until: datetime | None) -> Any:
    rows = (
        Takeover.objects.filter(loan_id=loan_id).exclude(state=Takeover.State.CANCELLED).order_by()
    )
    return (
        told_by(rows, until, "proposed_at")
        .annotate(
            c_kind=Cast("state", CharField()),
            c_pk=F("pk"),
            c_day=Cast(Value(None), DateField()),
            c_at=Coalesce("done_at", "proposed_at"),
            c_text=Cast("new__name", TextField()),
            c_who=Cast("proposed_by__name", CharField()),
            c_undone=Cast(Value(None), BigIntegerField()),
        )
        .values_list(*COLUMNS)
    )


def _told(loan_id: int, until: datetime | None = None) -> Any:
    return _interruptions(loan_id, until).union(_takeovers(loan_id, until), all=True)


_ALL = Prepared(_told)
