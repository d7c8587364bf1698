"""Ask for the payment of a loan."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext

from grodd.agreements.models import Loan
from grodd.agreements.ordering import order_key, refuse_unsigned
from grodd.engines.money import Money
from grodd.payments.models import Order
from grodd.payments.payees import Payee
from grodd.payments.usecases.prepare_order import Wish, prepare_order
from grodd.people.asker import Asker


@transaction.atomic
def order_disbursement(
    *, by: Asker, loan_id: int, payee: Payee, due_on: date, at: datetime
) -> Order:
    """Prepare the payment of a signed loan. A second person approves it.

    Raises:
        AgreementIsNotOpen: Both parties have not said yes.
        NotAllowed, BankAccountWrong, AccountTooLow, KeyUsedForOtherContent: As for any order.
    """
    loans = Loan.objects.select_for_update(of=("self",))
    loan = loans.select_related("agreement__scope", "receivable").get(pk=loan_id)
    refuse_unsigned(loan.agreement)
    assert loan.receivable is not None, loan.reference
    wish = Wish(
        key=order_key(f"loan:{loan.pk}", loan.order),
        scope=loan.agreement.scope,
        payee=payee,
        amount=Money(loan.principal_minor, loan.currency),
        debit=loan.receivable,
        text=gettext("Loan %(reference)s") % {"reference": loan.reference},
        due_on=due_on,
        dimensions={"scope": loan.agreement.scope_id, "loan": loan.reference},
    )
    loan.order = prepare_order(by=by, wish=wish, at=at)
    loan.save(update_fields=["order"])
    return loan.order
