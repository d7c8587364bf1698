"""The yearly letter that keeps claims from lapsing."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from grodd.agreements.interrupting import write_letter
from grodd.agreements.limitation import silent_since
from grodd.agreements.models import Interruption, Loan
from grodd.agreements.telling import locked_loan
from grodd.base.audit import SYSTEM, Stamp
from grodd.base.errors import Refusal
from grodd.engines.calendar import add_months

YEARLY = (Loan.State.TERMINATED, Loan.State.WRITTEN_OFF)
EVERY_MONTHS = 12
"""How long after the last thing that counted the time anew (unit: months)."""


@dataclass(frozen=True, slots=True)
class Letters:
    """What was done.

    Attributes:
        sent: How many letters were written.
        refused: The references of the loans that got none, with why.
    """

    sent: int
    refused: tuple[tuple[str, str], ...]


def limitation_letters(*, on: date, at: datetime) -> Letters:
    """Write to whoever owes a loan that was called in or written off, when a year was silent.

    Loans that are being repaid are counted anew by each payment; those that lapse soon anyway
    stand in the list of claims. Each letter is a transaction of its own. Safe to run again: a
    letter counts the time anew, so the second run finds nothing.

    Args:
        on: The day; ``at`` lies in it.
        at: When.
    """
    called = Loan.objects.filter(state__in=YEARLY)
    silent = silent_since(called, add_months(on, -EVERY_MONTHS), on=on)
    sent, refused = 0, []
    for loan_id, reference in list(silent.order_by("pk").values_list("pk", "reference")):
        try:
            sent += _write(loan_id, at)
        except Refusal as refusal:
            refused.append((reference, str(refusal)))
    return Letters(sent, tuple(refused))


@transaction.atomic
def _write(loan_id: int, at: datetime) -> bool:
    loan = locked_loan(loan_id)
    before = Interruption.objects.filter(loan=loan).count()
    write_letter(loan, by_id=None, stamp=Stamp(at, SYSTEM, loan.agreement.scope.organisation_id))
    return Interruption.objects.filter(loan=loan).count() > before
