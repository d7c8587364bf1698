"""Ask for kept money to go back to who paid it."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext

from grodd.agreements.models import Loan, LoanOrder
from grodd.agreements.ordering import order_key
from grodd.agreements.refusals import NothingKept
from grodd.agreements.servicing import standing_of
from grodd.agreements.telling import locked_loan
from grodd.base import clock
from grodd.engines.money import Money
from grodd.ledger.charts import Purpose
from grodd.ledger.queries import account_for
from grodd.payments.models import Order
from grodd.payments.payees import Payee
from grodd.payments.queries import treasury_of
from grodd.payments.usecases.prepare_order import Wish, prepare_order
from grodd.people.asker import Asker


@transaction.atomic
def order_return(*, by: Asker, loan_id: int, payee: Payee, due_on: date, at: datetime) -> Order:
    """Prepare the payment of all that is kept on a loan. A second person approves it.

    Raises:
        NothingKept: Nothing is kept that is not on its way already.
        NotAllowed, BankAccountWrong, AccountTooLow, KeyUsedForOtherContent: As for any order.
    """
    loan = locked_loan(loan_id)
    rows = loan.orders.filter(purpose=LoanOrder.Purpose.RETURN).select_related("order")
    last = rows.order_by("-pk").first()
    waits = last is not None and last.order.state == Order.State.PREPARED
    kept = standing_of(loan, clock.day_of(at)).kept
    amount = Money(last.order.amount_minor, loan.currency) if last and waits else kept
    if not amount:
        raise NothingKept(loan=loan.reference)
    paid_before = last is not None and last.order.state == Order.State.PAID
    number = (last.number + paid_before) if last else 1
    before = None if last is None or paid_before else last.order
    order = prepare_order(by=by, wish=_wish(loan, number, before, payee, amount, due_on), at=at)
    LoanOrder.objects.get_or_create(
        order=order,
        defaults={"loan": loan, "purpose": LoanOrder.Purpose.RETURN, "number": number},
    )
    return order


def _wish(
    loan: Loan, number: int, before: Order | None, payee: Payee, amount: Money, due_on: date
) -> Wish:
    scope = loan.agreement.scope
    return Wish(
        key=order_key(f"loan-return:{loan.pk}:{number}", before),
        scope=scope,
        payee=payee,
        amount=amount,
        debit=account_for(treasury_of(scope.organisation_id).book_id, Purpose.KEPT),
        text=gettext("Paid back, loan %(reference)s") % {"reference": loan.reference},
        due_on=due_on,
        dimensions={"scope": scope.pk, "loan": loan.reference},
    )
