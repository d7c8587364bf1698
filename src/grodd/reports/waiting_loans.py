"""The loans that an adviser looks after, as parts of what waits for them: counted, one row each.

The parts ask the same questions as the work of the day does.
"""

from datetime import date

from django.db.models import Count, F, Min, Q, QuerySet, Value

from grodd.agreements.models import Loan
from grodd.people.asker import Asker
from grodd.people.queries import within
from grodd.reports.waiting_parts import Rows, narrow_rows
from grodd.servicing import standing
from grodd.servicing.models import Promise
from grodd.servicing.queries import CARERS, RUNNING, last_promises, paid_as_promised


def loan_parts(asker: Asker, today: date) -> tuple[Rows, ...]:
    """Promises whose day has come, loans to look at again, and late loans, where one is adviser."""
    return (
        _counted(_promises(asker, today), "promises", "loan__agreement__scope_id", "pay_on"),
        _counted(_mine(asker).filter(card__review_on__lte=today), "loan_reviews",
                 "agreement__scope_id", "card__review_on"),
        _counted(_mine(asker).filter(position__oldest_due_on__lt=today), "late_loans",
                 "agreement__scope_id", ""),
    )  # fmt: skip


def _mine(asker: Asker) -> QuerySet[Loan]:
    return Loan.objects.filter(
        within(asker, *CARERS, scope="agreement__scope"),
        Q(agreement__scope__organisation_id=asker.organisation_id),
        card__adviser_id=asker.person_id,
        state__in=RUNNING,
    )


def _promises(asker: Asker, today: date) -> QuerySet[Promise]:
    """As in the work of the day: not kept, and due today or broken on a loan that is late."""
    held = last_promises().filter(pay_on__lte=today, loan__in=_mine(asker).values("pk"))
    counted = held.annotate(
        paid=paid_as_promised(), due_minor=standing.due(today, "loan__position__")
    )
    return counted.filter(Q(pay_on=today) | Q(due_minor__gt=0), paid__lt=F("amount_minor"))


def _counted(rows: QuerySet[Loan] | QuerySet[Promise], kind: str, scope: str, day: str) -> Rows:
    """One row for each programme; a first day where something has one."""
    grouped = rows.order_by().values(scope)
    dated = {"day": Min(day)} if day else {}
    return narrow_rows(grouped, kind, pk=Min(scope), title=Value(""), count=Count("pk"), **dated)
