"""Record a repayment."""

from datetime import date, datetime

from django.db import transaction

from grodd.agreements.models import Loan, LoanEvent
from grodd.agreements.refusals import LoanIsNotRunning, RepaymentBeforeMoney, RepaymentTooLarge
from grodd.agreements.replaying import life_of
from grodd.agreements.telling import Told, locked_loan, tell, told_before
from grodd.engines.life import Ahead
from grodd.engines.money import Money
from grodd.payments.queries import refuse_unless
from grodd.people.asker import Asker
from grodd.people.roles import Role

OPEN = (Loan.State.REPAYING, Loan.State.TERMINATED, Loan.State.WRITTEN_OFF)
KEEPS = (Ahead.KEEP, Ahead.RETURN)


@transaction.atomic
def record_repayment(
    *, by: Asker, loan_id: int, received: Money, value_date: date, bank_reference: str,
    at: datetime, ahead: Ahead | None = None,
) -> LoanEvent:  # fmt: skip
    """Book what came in on a loan: the oldest debt first.

    The loan row is locked before the balance is read, so two payments that arrive together are
    counted one after the other. ``bank_reference`` makes a payment read twice harmless. A payment
    dated before others that are recorded already gives the same debt as if it had come in time;
    what differs in the books is booked as new vouchers.

    What has fallen due is paid first, in the order that was agreed. What is left after that does
    what ``ahead`` says, or else what was agreed. A payment of all that is owed ends the loan; then
    interest counts only up to ``value_date``. On a loan that was written off it makes up for the
    loss.

    Args:
        by: A finance officer in the scope of the loan.
        loan_id: Which loan.
        received: What came in, more than nothing.
        value_date: The day it came.
        bank_reference: The bank's own name for it.
        at: When it is recorded.
        ahead: What the rest does when all that is due is paid; None: what was agreed.

    Raises:
        NotAllowed: ``by`` does not keep the books here.
        KeyUsedForOtherContent: ``bank_reference`` was recorded with another amount or day.
        LoanIsNotRunning, RepaymentBeforeMoney, RepaymentTooLarge: It does not fit the loan.
        RuleMissing: Something is late and no reference rate is recorded.
        YearIsMissing: The day cannot be booked on.
    """
    assert received.minor > 0, received
    loan = locked_loan(loan_id)
    ahead = ahead or loan.rules.ahead
    told = Told(
        kind=LoanEvent.Kind.PAYMENT,
        day=value_date,
        key=f"payment:{bank_reference}",
        amount_minor=received.minor,
        terms={"ahead": ahead.value, "text": bank_reference},
    )
    if already := told_before(loan, told):
        return already
    scope = loan.agreement.scope
    refuse_unless(
        by, Role.FINANCE_OFFICER, organisation_id=scope.organisation_id, scope_id=scope.pk
    )
    _refuse(loan, value_date)
    kept = life_of(loan, value_date).kept
    event = tell(loan, told, by=by, at=at)
    if ahead not in KEEPS:
        _refuse_left_over(loan, received, value_date, kept)
    return event


def _refuse(loan: Loan, value_date: date) -> None:
    if loan.disbursed_on is None:
        raise LoanIsNotRunning(loan=loan.reference)
    if value_date < loan.disbursed_on:
        raise RepaymentBeforeMoney(day=value_date, paid_on=loan.disbursed_on)
    if loan.state not in OPEN and _nothing_after(loan, value_date):
        raise LoanIsNotRunning(loan=loan.reference)


def _nothing_after(loan: Loan, day: date) -> bool:
    """Whether a loan that is over was over on that day already."""
    return not loan.events.filter(day__gt=day).exists()


def _refuse_left_over(loan: Loan, received: Money, day: date, kept: int) -> None:
    """Money that pays nothing is kept only where somebody said so; the whole telling is undone.

    A payment told late may make one of a later day too large: that one did come, and is kept.
    """
    left = Money(life_of(loan, day).kept - kept, loan.currency)
    if left.minor > 0:
        raise RepaymentTooLarge(received=received, owed=received - left, loan=loan.reference)
