"""Lower the late interest of a loan for a time of hardship."""

from datetime import datetime

from django.db import transaction

from grodd.agreements.acts import easing, refuse_easing
from grodd.agreements.models import LoanEvent
from grodd.agreements.queries import PROVIDERS
from grodd.agreements.telling import locked_loan, refuse_without_reason, tell, told_before
from grodd.base import clock
from grodd.engines.life import Eased
from grodd.payments.queries import refuse_unless
from grodd.people.asker import Asker


@transaction.atomic
def ease_late_interest(
    *, by: Asker, loan_id: int, eased: Eased, reason: str, at: datetime
) -> LoanEvent:
    """A share of the late interest falls away for a time, such as during illness.

    It can be told in advance, meanwhile or afterwards: what was paid is counted again as if it had
    been known. The plan, the other interest and the fees are not touched.

    Args:
        by: A programme manager or finance officer in the scope of the loan.
        loan_id: A loan that is being repaid or was called in.
        eased: From when, until when, and how much; its key names it, so that a form sent twice
            eases once.
        reason: Why, such as illness.
        at: When it is told.

    Raises:
        NotAllowed, ReasonForChange, KeyUsedForOtherContent: See ``change_terms``.
        EasedBackwards: The last day is not after the first.
        EasedAlready: Some of the days are eased already.
        NothingToEase: No late interest runs then, even if nothing more is paid.
        RuleMissing: No reference rate is recorded for a half-year.

    Source:
        Swedish interest act 1975:635, section 8; Finnish interest act 633/1982, section 11.
    """
    loan = locked_loan(loan_id)
    told = easing(eased, reason)
    if already := told_before(loan, told):
        return already
    scope = loan.agreement.scope
    refuse_unless(by, *PROVIDERS, organisation_id=scope.organisation_id, scope_id=scope.pk)
    refuse_without_reason(reason)
    refuse_easing(loan, eased, today=clock.day_of(at))
    return tell(loan, told, by=by, at=at)
