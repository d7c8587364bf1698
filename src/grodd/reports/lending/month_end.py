"""The loans as they stood at the end of a month: the rows behind a point of the history."""

from datetime import date
from typing import Any

from django.db.models import QuerySet

from grodd.people.asker import Asker
from grodd.reports.lending.seen import lender_of
from grodd.servicing.models import MonthEnd

COLUMNS = (
    "loan_id", "loan__reference", "loan__agreement__title", "loan__currency", "state",
    "principal_minor", "overdue_minor", "days_late", "accrued_minor", "provision_minor",
    "is_restructured",
)  # fmt: skip


def loans_at(
    asker: Asker, *, day: date, late_from: int, on: date
) -> QuerySet[MonthEnd, dict[str, Any]]:
    """The loans at a month end that were at least so many days late, the latest first.

    Raises:
        NotFound: They hold no role here that reads loans.
    """
    lender = lender_of(asker, on=on)
    rows = MonthEnd.objects.filter(loan__agreement__scope_id__in=list(lender.names), day=day)
    if late_from:
        rows = rows.filter(days_late__gte=late_from)
    found: QuerySet[MonthEnd, dict[str, Any]] = rows.order_by(
        "-days_late", "-principal_minor", "loan_id"
    ).values(*COLUMNS)
    return found
