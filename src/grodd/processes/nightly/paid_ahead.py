"""How loans stand of which something was paid ahead: from their rows and what was paid of each."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from django.db.models import F, Sum

from grodd.agreements.models import Allocation, ScheduleLine
from grodd.base import bulk

PART = 2_000
COMPONENTS = ("fee", "late_interest", "interest", "principal")


class Following(NamedTuple):
    """The next row of which something is unpaid; all None and 0 where there is none."""

    number: int | None
    due_on: date | None
    minor: int


NOTHING = Following(None, None, 0)
Figures = tuple[int, int, int, date | None, Following]


def standing_of(loan_ids: Sequence[int], day: date) -> list[Figures]:
    """For each loan: id, principal due and unpaid, other due and unpaid, oldest due day, next row.

    As ``agreements.positions.figures`` counts it, from the tables (two queries for 2 000 loans).
    """
    found: list[Figures] = []
    for part in bulk.parts(loan_ids, PART):
        rows, paid = rows_in_force(part), paid_of(part)
        found += [_figures(loan_id, rows[loan_id], paid, day) for loan_id in part]
    return found


def rows_in_force(loan_ids: Sequence[int]) -> dict[int, list[tuple[int, date, tuple[int, ...]]]]:
    """The plan of each loan: number, due day and what each component asks for, rising by day."""
    lines = ScheduleLine.objects.filter(
        loan__in=loan_ids, version=F("loan__schedule_version")
    ).order_by("loan_id", "due_on", "number")
    columns = [f"{component}_minor" for component in COMPONENTS]
    rows: dict[int, list[tuple[int, date, tuple[int, ...]]]] = defaultdict(list)
    for loan_id, number, due_on, *owed in lines.values_list(
        "loan_id", "number", "due_on", *columns
    ):
        rows[loan_id].append((number, due_on, tuple(owed)))
    return rows


def paid_of(loan_ids: Sequence[int]) -> Counter[tuple[int, int | None, str]]:
    """What was paid or given up of each component of each row (unit: minor units)."""
    sums = (
        Allocation.objects.filter(event__loan__in=loan_ids)
        .order_by()
        .values_list("event__loan_id", "number", "component")
        .annotate(Sum("amount_minor"))
    )
    return Counter({(loan_id, number, part): minor for loan_id, number, part, minor in sums})


def _figures(
    loan_id: int,
    rows: Sequence[tuple[int, date, tuple[int, ...]]],
    paid: Counter[tuple[int, int | None, str]],
    day: date,
) -> Figures:
    principal = other = 0
    oldest, following = None, NOTHING
    for number, due_on, owed in rows:
        left = [
            max(asked - paid[loan_id, number, part], 0)
            for part, asked in zip(COMPONENTS, owed, strict=True)
        ]
        if not any(left):
            continue
        if due_on > day:
            following = Following(number, due_on, sum(left))
            break
        principal += left[-1]
        other += sum(left[:-1])
        oldest = oldest or due_on
    return loan_id, principal, other, oldest, following
