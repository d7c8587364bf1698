"""Change the terms of a loan that is being repaid."""

from datetime import datetime

from django.db import transaction

from grodd.agreements.changes import refuse_unfit, told_of
from grodd.agreements.models import LoanEvent
from grodd.agreements.queries import PROVIDERS
from grodd.agreements.telling import locked_loan, refuse_without_reason, tell, told_before
from grodd.engines.life import Change
from grodd.payments.queries import refuse_unless
from grodd.people.asker import Asker


@transaction.atomic
def change_terms(
    *, by: Asker, loan_id: int, change: Change, reason: str, at: datetime
) -> LoanEvent:
    """Another rate, due day or rhythm, a pause, a longer term, or arrears that are moved.

    The plan gets a new version; the old one stays. A change can be dated before payments that are
    recorded already: they are counted again as if it had been known.

    Args:
        by: A programme manager or finance officer in the scope of the loan.
        loan_id: A loan that is being repaid.
        change: What, from which day; its key names it, so that a form sent twice changes once.
        reason: Why.
        at: When it is told.

    Raises:
        NotAllowed: ``by`` does not service loans here.
        KeyUsedForOtherContent: The key named another change.
        TermsCannotChange, RepaymentBeforeMoney, NothingIsLate, DueDayDoesNotFit, SameRhythm,
        TooFewInstalments, PlanEndsTooLate: It does not fit the loan.
        RhythmNotAllowed: The programme does not let loans be repaid that often.
        ReasonForChange: There are no words.
    """
    loan = locked_loan(loan_id)
    told = told_of(change, reason)
    if already := told_before(loan, told):
        return already
    scope = loan.agreement.scope
    refuse_unless(by, *PROVIDERS, organisation_id=scope.organisation_id, scope_id=scope.pk)
    refuse_without_reason(reason)
    refuse_unfit(loan, change)
    return tell(loan, told, by=by, at=at)
