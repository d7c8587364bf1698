"""Approve a payment and let what it pays go on."""

from datetime import date, datetime

from django.db import transaction

from grodd.agreements.models import Loan
from grodd.agreements.planning import with_fee, write_lines
from grodd.agreements.refusals import DatesOutOfOrder
from grodd.agreements.servicing import lines_of
from grodd.agreements.terms import Plan, due_dates, instalments_of
from grodd.engines.money import Money
from grodd.ledger.models import Voucher
from grodd.payments.usecases.approve_order import approve_order
from grodd.people.asker import Asker


@transaction.atomic
def approve_payment(*, by: Asker, order_id: int, paid_on: date, at: datetime) -> Voucher:
    """Pay an order that another person prepared. A loan that it pays out begins to be repaid.

    Interest runs from the day the money is paid: a loan paid on another day than was meant gets
    a new version of its plan with the same due days.

    Raises:
        DatesOutOfOrder: The first instalment of the loan would fall due before the money comes.
        NotAllowed, SecondPersonNeeded, OrderIsNotOpen, PeriodIsClosed, YearIsMissing: As for
            any order.
    """
    loan = Loan.objects.select_for_update().filter(order_id=order_id).first()
    voucher = approve_order(by=by, order_id=order_id, paid_on=paid_on, at=at)
    if loan and loan.state == Loan.State.SIGNED:
        _begin(loan, paid_on)
    return voucher


def _begin(loan: Loan, paid_on: date) -> None:
    if loan.first_due_on <= paid_on:
        raise DatesOutOfOrder(first_due_on=loan.first_due_on, paid_on=paid_on)
    loan.state, loan.disbursed_on = Loan.State.REPAYING, paid_on
    loan.save(update_fields=["state", "disbursed_on"])
    if paid_on == loan.disburse_on:
        return
    plan = Plan(
        kind=loan.schedule_kind,
        principal=Money(loan.principal_minor, loan.currency),
        annual_rate_bp=loan.annual_rate_bp,
        starts_on=paid_on,
        due_dates=due_dates(loan.first_due_on, loan.months),
        grace=loan.grace_months,
    )
    fee = Money(loan.fee_minor, loan.currency)
    assert len(lines_of(loan)) == loan.months, loan.reference
    write_lines(loan, with_fee(instalments_of(plan), fee), version=2, first_number=1)
