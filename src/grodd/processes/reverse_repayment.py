"""Undo a repayment that bounced or was recorded wrongly."""

from datetime import date, datetime

from django.db import transaction

from grodd.agreements.models import LoanEvent
from grodd.agreements.refusals import RepaymentBeforeMoney
from grodd.agreements.telling import Told, locked_loan, tell
from grodd.base import clock
from grodd.payments.queries import refuse_unless
from grodd.people.asker import Asker
from grodd.people.roles import Role


@transaction.atomic
def reverse_repayment(
    *, by: Asker, repayment_id: int, reason: str, at: datetime, bounced_on: date | None = None
) -> LoanEvent:
    """Say that a payment never held. The debt is as if it had not come; every voucher stays.

    The money leaves the bank in the books on the day it bounced. What the payment had paid is
    booked back on its own day, and payments that came after it pay what it had paid: only the
    differences are booked.

    Args:
        by: A finance officer in the scope of the loan.
        repayment_id: Any payment of the loan.
        reason: Why, for a reader of the journal.
        at: When it is told.
        bounced_on: The day the bank took the money back; the day it is told, if not given.

    Raises:
        NotAllowed: ``by`` does not keep the books here.
        RepaymentBeforeMoney: It would bounce before it came.
        AccountTooLow, YearIsMissing: As for any voucher.
    """
    payments = LoanEvent.objects.filter(kind=LoanEvent.Kind.PAYMENT)
    payment = payments.get(pk=repayment_id)
    loan = locked_loan(payment.loan_id)
    if done := LoanEvent.objects.filter(reverses=payment).first():
        return done
    scope = loan.agreement.scope
    refuse_unless(
        by, Role.FINANCE_OFFICER, organisation_id=scope.organisation_id, scope_id=scope.pk
    )
    day = bounced_on or max(clock.day_of(at), payment.day)
    if day < payment.day:
        raise RepaymentBeforeMoney(day=day, paid_on=payment.day)
    text = f"{payment.terms['text']}: {reason}"
    told = Told(
        kind=LoanEvent.Kind.REVERSAL,
        day=day,
        key=f"reversal:{payment.key}"[:120],
        terms={"of": payment.key, "text": text},
        reason=reason,
    )
    return tell(loan, told, by=by, at=at, reverses=payment)
