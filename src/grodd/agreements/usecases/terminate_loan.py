"""Call a loan in: all of it falls due on a day."""

from datetime import date, datetime

from django.db import transaction

from grodd.agreements.acts import refuse_termination, termination
from grodd.agreements.models import LoanEvent
from grodd.agreements.queries import PROVIDERS
from grodd.agreements.telling import locked_loan, refuse_without_reason, tell, told_before
from grodd.base import clock
from grodd.payments.queries import refuse_unless
from grodd.people.asker import Asker


@transaction.atomic
def terminate_loan(
    *, by: Asker, loan_id: int, due_on: date, for_arrears: bool, reason: str, at: datetime
) -> LoanEvent:
    """Give notice that all of the loan falls due on ``due_on``.

    Where it is for arrears, paying them by that day stops it.

    Args:
        by: A programme manager or finance officer in the scope of the loan.
        loan_id: A loan that is being repaid.
        due_on: When; the law or the contract says how long before the borrower must be told.
        for_arrears: Because something is late, or for another breach of the contract.
        reason: Why, as the borrower reads it.
        at: When notice is given.

    Raises:
        NotAllowed, ReasonForChange, TermsCannotChange: See ``change_terms``.
        NothingIsLate: There are no arrears that it could be for.
        NoticeTooShort: The day comes too early.
        RuleMissing: Nobody has entered how long the notice is (``termination_notice_days``).
    """
    loan = locked_loan(loan_id)
    told = termination(due_on, reason, for_arrears=for_arrears)
    if already := told_before(loan, told):
        return already
    scope = loan.agreement.scope
    refuse_unless(by, *PROVIDERS, organisation_id=scope.organisation_id, scope_id=scope.pk)
    refuse_without_reason(reason)
    refuse_termination(loan, told, today=clock.day_of(at))
    return tell(loan, told, by=by, at=at)
