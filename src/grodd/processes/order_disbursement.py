"""Ask for the payment of a loan, or of a part of it."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext

from grodd.agreements.models import Loan, LoanOrder
from grodd.agreements.ordering import left_of, order_key, refuse_unsigned
from grodd.agreements.refusals import AgreementIsNotOpen, NothingLeftToPayOut
from grodd.agreements.telling import locked_loan
from grodd.engines.money import Money
from grodd.payments.models import Order
from grodd.payments.payees import Payee
from grodd.payments.usecases.prepare_order import Wish, prepare_order
from grodd.people.asker import Asker

DRAWABLE = (Loan.State.SIGNED, Loan.State.REPAYING)


@transaction.atomic
def order_disbursement(
    *, by: Asker, loan_id: int, payee: Payee, due_on: date, at: datetime,
    amount: Money | None = None,
) -> Order:  # fmt: skip
    """Prepare the payment of a signed loan. A second person approves it.

    Args:
        by: A programme manager or finance officer in the scope of the loan.
        loan_id: Which loan.
        payee: Who is paid, and where.
        due_on: The day it should be paid.
        at: When.
        amount: How much of it; all that is left, if not given.

    Raises:
        AgreementIsNotOpen: Both parties have not said yes, or the loan is called or over.
        NothingLeftToPayOut: More than what is left of the loan.
        NotAllowed, BankAccountWrong, AccountTooLow, KeyUsedForOtherContent: As for any order.
    """
    loan = locked_loan(loan_id)
    refuse_unsigned(loan.agreement)
    assert loan.receivable is not None, loan.reference
    last = _last(loan)
    left = left_to_pay_out(loan)
    # A form sent twice asks for the order that waits already, or for the last one of them.
    again = last if last and (last.order.state == Order.State.PREPARED or not left) else None
    wished = amount or (left if again is None else Money(again.order.amount_minor, loan.currency))
    if again is None:
        _refuse(loan, wished, left)
    number = again.number if again else _number(last)
    before = last.order if last and last.number == number else None
    wish = Wish(
        key=order_key(f"loan:{loan.pk}:{number}", before),
        scope=loan.agreement.scope,
        payee=payee,
        amount=wished,
        debit=loan.receivable,
        text=gettext("Loan %(reference)s") % {"reference": loan.reference},
        due_on=due_on,
        dimensions={"scope": loan.agreement.scope_id, "loan": loan.reference},
    )
    order = prepare_order(by=by, wish=wish, at=at)
    LoanOrder.objects.get_or_create(
        order=order,
        defaults={"loan": loan, "purpose": LoanOrder.Purpose.TRANCHE, "number": number},
    )
    return order


def left_to_pay_out(loan: Loan) -> Money:
    """What of the loan is neither paid out nor ordered."""
    rows = loan.orders.filter(purpose=LoanOrder.Purpose.TRANCHE).select_related("order")
    ordered = sum(
        row.order.amount_minor for row in rows if row.order.state != Order.State.CANCELLED
    )
    return left_of(loan, ordered)


def _last(loan: Loan) -> LoanOrder | None:
    rows = loan.orders.filter(purpose=LoanOrder.Purpose.TRANCHE).select_related("order")
    return rows.order_by("-pk").first()


def _number(last: LoanOrder | None) -> int:
    if last is None:
        return 1
    return last.number + (last.order.state == Order.State.PAID)


def _refuse(loan: Loan, wished: Money, left: Money) -> None:
    if loan.state not in DRAWABLE:
        raise AgreementIsNotOpen
    if not wished or wished > left:
        raise NothingLeftToPayOut(wished=wished, left=left)
