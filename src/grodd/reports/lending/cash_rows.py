"""The instalments and payments behind one figure of the cash flow."""

from datetime import date
from enum import StrEnum
from typing import Any

from django.db.models import Q, QuerySet, Sum

from grodd.agreements.models import Allocation
from grodd.engines.calendar import add_months
from grodd.people.asker import Asker
from grodd.reports.lending.cash import came_in, planned, still_to_come
from grodd.reports.lending.seen import lender_of

LINES = (
    "loan_id", "loan__reference", "loan__agreement__title", "loan__currency", "due_on", "number",
    "principal", "other",
)  # fmt: skip
PAYMENTS = (
    "event_id", "event__day", "event__loan_id", "event__loan__reference",
    "event__loan__agreement__title", "event__loan__currency",
)  # fmt: skip


NOTHING_LEFT = {"principal": 0, "other": 0}
"""An instalment that was paid ahead of those before it."""


class Behind(StrEnum):
    """Which figure."""

    EXPECTED = "expected"
    CAME = "came"
    AHEAD = "ahead"


def rows_behind(
    asker: Asker, *, month: date, which: Behind, on: date
) -> QuerySet[Any, dict[str, Any]]:
    """Instalments (loan, due day, number, principal, other) or payments of a month, by day.

    Args:
        asker: Who asks.
        month: Its first day.
        which: What was expected, what came, or what is still to come.
        on: The day it is asked.

    Raises:
        NotFound: They hold no role here that reads loans.
    """
    lender = lender_of(asker, on=on)
    if which == Behind.CAME:
        return _payments(came_in(lender, month, month))
    if which == Behind.EXPECTED:
        lines = planned(lender, month, month)
    else:
        until = add_months(month, 1)
        lines = still_to_come(lender).filter(due_on__gte=month, due_on__lt=until)
        lines = lines.exclude(**NOTHING_LEFT)
    found: QuerySet[Any, dict[str, Any]] = lines.order_by("due_on", "loan_id", "number").values(
        *LINES
    )
    return found


def _payments(parts: QuerySet[Allocation]) -> QuerySet[Any, dict[str, Any]]:
    principal = Q(component=Allocation.Component.PRINCIPAL)
    found: QuerySet[Any, dict[str, Any]] = (
        parts.values(*PAYMENTS)
        .annotate(
            principal=Sum("amount_minor", filter=principal, default=0),
            other=Sum("amount_minor", filter=~principal, default=0),
        )
        .order_by("event__day", "event_id")
    )
    return found
