"""Let the day come for loans: notices that take effect, and kept money that pays what falls due."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from grodd.agreements.bookkeeping import bring_up_to_date
from grodd.agreements.models import Loan, LoanEvent
from grodd.agreements.telling import locked_loan
from grodd.base.audit import SYSTEM, Stamp
from grodd.base.errors import Refusal
from grodd.engines.life import Ahead

Kind = LoanEvent.Kind


@dataclass(frozen=True, slots=True)
class Serviced:
    """What was done.

    Attributes:
        loans: How many loans were looked at.
        refused: The references of those that could not be computed, with why.
    """

    loans: int
    refused: tuple[tuple[str, str], ...]


def service_loans(*, on: date, at: datetime) -> Serviced:
    """Bring up to date the loans for which time alone changes something. Safe to run again.

    Each loan is a transaction of its own, so one that cannot be computed holds up no other.

    Args:
        on: The day; ``at`` lies in it.
        at: When.
    """
    refused: list[tuple[str, str]] = []
    waiting = list(_moved_by_time(on).values_list("pk", "reference"))
    for loan_id, reference in waiting:
        try:
            _service(loan_id, at)
        except Refusal as refusal:
            refused.append((reference, str(refusal)))
    return Serviced(len(waiting), tuple(refused))


def _moved_by_time(on: date) -> QuerySet[Loan]:
    mine = LoanEvent.objects.filter(loan=OuterRef("pk"), reversed_by__isnull=True)
    notices = mine.filter(kind=Kind.TERMINATION, day__lte=on)
    kept = mine.filter(kind=Kind.PAYMENT, terms__ahead=Ahead.KEEP.value)
    rows = Loan.objects.filter(state__in=(Loan.State.REPAYING, Loan.State.TERMINATED))
    called = Q(Exists(notices), state=Loan.State.REPAYING)
    return rows.filter(called | Exists(kept)).order_by("pk")


@transaction.atomic
def _service(loan_id: int, at: datetime) -> None:
    loan = locked_loan(loan_id)
    stamp = Stamp(at, SYSTEM, loan.agreement.scope.organisation_id)
    bring_up_to_date(loan, cause=None, stamp=stamp)
