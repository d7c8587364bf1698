"""Undo a change, a fee, a waiver or a notice that was a mistake."""

from datetime import datetime

from django.db import transaction

from grodd.agreements.models import LoanEvent
from grodd.agreements.queries import PROVIDERS
from grodd.agreements.refusals import CannotBeUndone
from grodd.agreements.telling import Told, locked_loan, refuse_without_reason, tell
from grodd.base import clock
from grodd.payments.queries import refuse_unless
from grodd.people.asker import Asker

Kind = LoanEvent.Kind
UNDONE_HERE = frozenset(
    {
        Kind.WAIVER, Kind.EASED, Kind.CHARGE, Kind.RATE, Kind.HOLIDAY, Kind.DUE_DAY, Kind.RHYTHM,
        Kind.EXTENSION, Kind.TO_BALANCE, Kind.ASIDE, Kind.TERMINATION,
    }
)  # fmt: skip


@transaction.atomic
def undo_event(*, by: Asker, event_id: int, reason: str, at: datetime) -> LoanEvent:
    """Say that it never held. The plan and the books are as if it had not been told; it stays.

    Args:
        by: A programme manager or finance officer in the scope of the loan.
        event_id: What.
        reason: Why.
        at: When it is told.

    Raises:
        NotAllowed, ReasonForChange: See ``change_terms``.
        CannotBeUndone: A payment, a payout or a loss is not undone here.
    """
    event = LoanEvent.objects.get(pk=event_id)
    loan = locked_loan(event.loan_id)
    if done := LoanEvent.objects.filter(reverses=event).first():
        return done
    scope = loan.agreement.scope
    refuse_unless(by, *PROVIDERS, organisation_id=scope.organisation_id, scope_id=scope.pk)
    refuse_without_reason(reason)
    if event.kind not in UNDONE_HERE:
        raise CannotBeUndone
    told = Told(
        kind=Kind.REVERSAL,
        day=min(event.day, clock.day_of(at)),
        key=f"reversal:{event.key}"[:120],
        terms={"of": event.key, "text": reason},
        reason=reason,
    )
    return tell(loan, told, by=by, at=at, reverses=event)
