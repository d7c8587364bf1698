"""Give up a fee or interest that is due."""

from datetime import date, datetime

from django.db import transaction

from grodd.agreements.acts import refuse_waiver, waiver
from grodd.agreements.models import LoanEvent
from grodd.agreements.queries import PROVIDERS
from grodd.agreements.telling import locked_loan, refuse_without_reason, tell, told_before
from grodd.engines.allocation import Component
from grodd.engines.money import Money
from grodd.payments.queries import refuse_unless
from grodd.people.asker import Asker


@transaction.atomic
def waive_debt(
    *, by: Asker, loan_id: int, component: Component, amount: Money, day: date, reason: str,
    at: datetime,
) -> LoanEvent:  # fmt: skip
    """Give up a part of the fees or interest that are due, the oldest first. Never principal.

    Args:
        by: A programme manager or finance officer in the scope of the loan.
        loan_id: A loan that is being repaid or was called in.
        component: Fee, late interest or interest.
        amount: How much.
        day: From when it counts.
        reason: Why, such as illness.
        at: When it is told.

    Raises:
        NotAllowed, ReasonForChange: See ``change_terms``.
        LoanIsNotRunning, WaiverTooLarge: There is not that much to give up.
        WaiverAboveLimit: All that was given up on the loan would pass what one person may.
        RuleMissing: Nobody has entered how much that is (``waiver_max_minor``).
    """
    loan = locked_loan(loan_id)
    told = waiver(component, amount, day, reason)
    if already := told_before(loan, told):
        return already
    scope = loan.agreement.scope
    refuse_unless(by, *PROVIDERS, organisation_id=scope.organisation_id, scope_id=scope.pk)
    refuse_without_reason(reason)
    refuse_waiver(loan, told)
    return tell(loan, told, by=by, at=at)
