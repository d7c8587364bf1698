"""Charge a fee for a reminder, a demand or a repayment plan."""

from datetime import date, datetime
from enum import StrEnum

from django.db import transaction

from grodd.agreements.acts import charge
from grodd.agreements.models import LoanEvent
from grodd.agreements.queries import PROVIDERS
from grodd.agreements.telling import locked_loan, tell
from grodd.payments.queries import refuse_unless
from grodd.people.asker import Asker


class Fee(StrEnum):
    """What a fee is for; the value is the key of its dated rule."""

    REMINDER = "reminder_fee_minor"
    DEMAND = "collection_demand_fee_minor"
    PLAN = "repayment_plan_fee_minor"


@transaction.atomic
def charge_fee(*, by: Asker, loan_id: int, fee: Fee, day: date, at: datetime) -> LoanEvent:
    """Add a fee to the next instalment, as much as the law or the price list says that day.

    One kind is charged once a day.

    Args:
        by: A programme manager or finance officer in the scope of the loan.
        loan_id: A loan that is being repaid.
        fee: Which.
        day: The day it is charged; the amount of that day holds.
        at: When it is told.

    Raises:
        NotAllowed: ``by`` does not service loans here.
        TermsCannotChange: It is not being repaid.
        RuleMissing: Nobody has entered what the fee is.
    """
    loan = locked_loan(loan_id)
    key = f"fee:{fee}:{day.isoformat()}"
    if already := loan.events.filter(key=key).first():
        return already
    scope = loan.agreement.scope
    refuse_unless(by, *PROVIDERS, organisation_id=scope.organisation_id, scope_id=scope.pk)
    return tell(loan, charge(loan, fee.value, day), by=by, at=at)
