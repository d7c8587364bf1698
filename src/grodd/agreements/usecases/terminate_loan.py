"""Call a loan in: all of it falls due on a day."""

from datetime import date, datetime, timedelta

from django.db import transaction

from grodd.agreements.changes import refuse_unless_late, refuse_unless_repaying
from grodd.agreements.models import Loan, LoanEvent
from grodd.agreements.queries import PROVIDERS
from grodd.agreements.refusals import NoticeTooShort
from grodd.agreements.servicing import standing_of
from grodd.agreements.telling import Told, locked_loan, refuse_without_reason, tell, told_before
from grodd.base import clock, rules
from grodd.payments.queries import refuse_unless
from grodd.people.asker import Asker

NOTICE = "termination_notice_days"


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
    told = Told(
        kind=LoanEvent.Kind.TERMINATION,
        day=due_on,
        key=f"termination:{due_on.isoformat()}",
        terms={"for_arrears": for_arrears},
        reason=reason,
    )
    if already := told_before(loan, told):
        return already
    scope = loan.agreement.scope
    refuse_unless(by, *PROVIDERS, organisation_id=scope.organisation_id, scope_id=scope.pk)
    refuse_without_reason(reason)
    refuse_unless_repaying(loan)
    today = clock.day_of(at)
    if for_arrears:
        refuse_unless_late(loan, standing_of(loan, today))
    _refuse_short_notice(loan, due_on, today)
    return tell(loan, told, by=by, at=at)


def _refuse_short_notice(loan: Loan, due_on: date, today: date) -> None:
    country = loan.agreement.scope.organisation.country
    days = rules.value_on(country=country, key=NOTICE, on=today)
    earliest = today + timedelta(days)
    if due_on < earliest:
        raise NoticeTooShort(days=days, earliest=earliest)
