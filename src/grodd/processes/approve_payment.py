"""Approve a payment and let what it pays go on."""

from datetime import date, datetime

from django.db import transaction

from grodd.agreements.models import Loan, LoanEvent, LoanOrder
from grodd.agreements.refusals import DatesOutOfOrder, KeptIsUsed
from grodd.agreements.servicing import lines_of, standing_of
from grodd.agreements.telling import Told, locked_loan, tell, told_before
from grodd.engines.money import Money
from grodd.ledger.models import Voucher
from grodd.payments.usecases.approve_order import approve_order
from grodd.people.asker import Asker


@transaction.atomic
def approve_payment(*, by: Asker, order_id: int, paid_on: date, at: datetime) -> Voucher:
    """Pay an order that another person prepared. A loan that it pays out begins to be repaid.

    Interest runs from the day the money is paid: a loan paid on another day than was meant, or in
    parts, gets a new version of its plan with the same due days.

    Raises:
        DatesOutOfOrder: An instalment would fall due before the money comes.
        KeptIsUsed: Money that should go back has paid something meanwhile.
        NotAllowed, SecondPersonNeeded, OrderIsNotOpen, PeriodIsClosed, YearIsMissing: As for
            any order.
    """
    paid = LoanOrder.objects.filter(order_id=order_id).first()
    loan = locked_loan(paid.loan_id) if paid else None
    voucher = approve_order(by=by, order_id=order_id, paid_on=paid_on, at=at)
    if paid and loan:
        told = _told(paid, paid_on)
        if told_before(loan, told) is None:
            _go_on(loan, paid, told, by=by, at=at)
    return voucher


def _told(paid: LoanOrder, paid_on: date) -> Told:
    is_tranche = paid.purpose == LoanOrder.Purpose.TRANCHE
    known = LoanEvent.objects.filter(loan_id=paid.loan_id, key=f"order:{paid.order_id}").first()
    return Told(
        kind=LoanEvent.Kind.DRAW if is_tranche else LoanEvent.Kind.RETURN,
        day=known.day if known else paid_on,
        key=f"order:{paid.order_id}",
        amount_minor=paid.order.amount_minor,
        terms={"text": paid.order.text},
    )


def _go_on(loan: Loan, paid: LoanOrder, told: Told, *, by: Asker, at: datetime) -> None:
    if paid.purpose == LoanOrder.Purpose.TRANCHE:
        _refuse_late(loan, told.day)
        if loan.disbursed_on is None:
            loan.disbursed_on = told.day
            loan.save(update_fields=["disbursed_on"])
    else:
        _refuse_used(loan, told)
    tell(loan, told, by=by, at=at)


def _refuse_used(loan: Loan, told: Told) -> None:
    kept = standing_of(loan, told.day).kept
    wished = Money(told.amount_minor, loan.currency)
    if wished > kept:
        raise KeptIsUsed(wished=wished, kept=kept)


def _refuse_late(loan: Loan, paid_on: date) -> None:
    """A first part comes before the first instalment, a further one before the last."""
    last_chance = loan.first_due_on if loan.disbursed_on is None else lines_of(loan)[-1].due_on
    if last_chance <= paid_on:
        raise DatesOutOfOrder(first_due_on=last_chance, paid_on=paid_on)
