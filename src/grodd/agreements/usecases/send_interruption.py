"""Send the letter that keeps a claim from lapsing."""

from datetime import datetime

from django.db import transaction

from grodd.agreements.interrupting import write_letter
from grodd.agreements.models import Interruption
from grodd.agreements.queries import PROVIDERS
from grodd.agreements.telling import locked_loan
from grodd.base.audit import Stamp
from grodd.payments.queries import refuse_unless
from grodd.people.asker import Asker


@transaction.atomic
def send_interruption(*, by: Asker, loan_id: int, at: datetime) -> Interruption:
    """Ask for the claim again, in the borrower's language, so that the time is counted anew.

    What is owed is read while the loan is held. One letter a day: asked again, the first one comes
    back.

    Args:
        by: A programme manager or finance officer in the scope of the loan.
        loan_id: A loan on which something is owed, written off or not.
        at: When.

    Raises:
        NotAllowed: ``by`` does not service loans here.
        NothingIsClaimed: Nothing is owed.
        ClaimHasLapsed: It is too late.
        RuleMissing: Nobody recorded how long a claim stands (``limitation_years``), or something
            is late and a reference rate is missing.
    """
    loan = locked_loan(loan_id)
    scope = loan.agreement.scope
    refuse_unless(by, *PROVIDERS, organisation_id=scope.organisation_id, scope_id=scope.pk)
    return write_letter(loan, by_id=by.person_id, stamp=Stamp(at, by.key, scope.organisation_id))
