"""Writing versions of a loan's repayment plan, and saying what is different. Holds the loan."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from grodd.agreements.models import Loan, LoanEvent, PlanVersion, ScheduleLine
from grodd.engines.calendar import Rhythm
from grodd.engines.life import Row
from grodd.engines.money import Money
from grodd.engines.schedule import Instalment


def with_fee(plan: tuple[Instalment, ...], fee: Money) -> tuple[Instalment, ...]:
    """The plan with a fee on its first instalment."""
    first = plan[0]
    charged = Instalment(first.due, first.principal, first.interest, first.balance_after, fee)
    return (charged, *plan[1:])


def write_offer(loan: Loan, plan: Sequence[Instalment], at: datetime) -> None:
    """Write the plan that stands in the agreement, as the first version."""
    rows = []
    start = loan.disburse_on
    for number, line in enumerate(plan, start=1):
        owed = (line.fee.minor, 0, line.interest.minor, line.principal.minor)
        rows.append(Row(number, start, line.due, owed, (0, 0, 0, 0), line.balance_after.minor))
        start = line.due
    write_version(loan, rows, cause=None, at=at)


def write_version(
    loan: Loan,
    rows: Sequence[Row],
    *,
    cause: LoanEvent | None,
    at: datetime,
    on: date | None = None,
    rhythms: tuple[Rhythm, Rhythm] | None = None,
) -> PlanVersion | None:
    """Write the plan and make it the one in force, unless it is already.

    Args:
        loan: Held.
        rows: The plan.
        cause: What was told just now, if anything was.
        at: When.
        on: From which day on it is compared with the plan before; None for the first one.
        rhythms: How often an instalment fell due before, and how often it does now.

    Returns:
        The new version, or None where nothing is different.
    """
    before = list(loan.schedule_lines.filter(version=loan.schedule_version))
    if _figures_of_lines(before) == _figures_of_rows(rows):
        return None
    number = loan.schedule_version + 1 if before else 1
    version = PlanVersion.objects.create(
        loan=loan,
        number=number,
        cause=cause,
        made_at=at,
        difference=difference(before, rows, on) | often(rhythms) if before and on else {},
    )
    ScheduleLine.objects.bulk_create(_line(loan, number, row) for row in rows)
    loan.schedule_version = number
    loan.save(update_fields=["schedule_version"])
    return version


def difference(before: Sequence[ScheduleLine], rows: Sequence[Row], on: date) -> dict[str, Any]:
    """What is different from a day on: how many are left, the last day, the next amount, interest.

    Amounts in minor units, days as ISO; for one sentence in any language.
    """
    old = [(line.due_on, _amount(line), line.interest_minor) for line in before]
    # Rows that were paid ahead still stand in the plan of a loan that is over.
    is_over = not any(row.left for row in rows)
    new = [] if is_over else [(row.due, row.amount, row.owed[2]) for row in rows]
    return {"before": _ahead(old, on), "after": _ahead(new, on)}


def often(rhythms: tuple[Rhythm, Rhythm] | None) -> dict[str, Any]:
    """That an instalment falls due more or less often than before, as a part of a difference."""
    if rhythms is None or rhythms[0].is_as_often_as(rhythms[1]):
        return {}
    return {"often": [rhythm.code for rhythm in rhythms]}


def difference_in_what_is_left(
    before: Sequence[Row], after: Sequence[Row], on: date
) -> dict[str, Any]:
    """The same as ``difference``, with what was paid of each instalment taken off it."""
    old, new = ([(row.due, row.left, row.owed[2] - row.paid[2]) for row in rows]
                for rows in (before, after))  # fmt: skip
    return {"before": _ahead(old, on), "after": _ahead(new, on)}


def _ahead(rows: Sequence[tuple[date, int, int]], on: date) -> dict[str, Any]:
    coming = [row for row in rows if row[0] > on and row[1]]
    return {
        "count": len(coming),
        "last": coming[-1][0].isoformat() if coming else "",
        "next": coming[0][1] if coming else 0,
        "next_on": coming[0][0].isoformat() if coming else "",
        "interest": sum(row[2] for row in coming),
    }


def _amount(line: ScheduleLine) -> int:
    parts = (line.fee_minor, line.late_interest_minor, line.interest_minor, line.principal_minor)
    return sum(parts)


def _figures_of_lines(lines: Sequence[ScheduleLine]) -> list[tuple[int, date, tuple[int, ...]]]:
    ordered = sorted(lines, key=lambda line: (line.due_on, line.number))
    return [
        (
            line.number,
            line.due_on,
            (line.fee_minor, line.late_interest_minor, line.interest_minor, line.principal_minor),
        )
        for line in ordered
    ]


def _figures_of_rows(rows: Sequence[Row]) -> list[tuple[int, date, tuple[int, ...]]]:
    return [(row.number, row.due, row.owed) for row in rows]


def _line(loan: Loan, version: int, row: Row) -> ScheduleLine:
    fee, late, interest, principal = row.owed
    return ScheduleLine(
        loan=loan,
        version=version,
        number=row.number,
        starts_on=row.start,
        due_on=row.due,
        principal_minor=principal,
        interest_minor=interest,
        fee_minor=fee,
        late_interest_minor=late,
        balance_after_minor=row.balance_after,
    )
