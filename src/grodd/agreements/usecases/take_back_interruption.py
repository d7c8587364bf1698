"""Take back something that should have counted the time of a claim anew."""

from datetime import datetime

from django.db import transaction

from grodd.agreements.interrupting import write_down
from grodd.agreements.models import Interruption
from grodd.agreements.queries import PROVIDERS
from grodd.agreements.telling import locked_loan, refuse_without_reason
from grodd.base.audit import Stamp
from grodd.payments.queries import refuse_unless
from grodd.people.asker import Asker


@transaction.atomic
def take_back_interruption(
    *, by: Asker, interruption_id: int, reason: str, at: datetime
) -> Interruption:
    """It no longer counts: the letter came back, or was recorded on the wrong loan. It stays.

    Args:
        by: A programme manager or finance officer in the scope of the loan.
        interruption_id: What.
        reason: Why.
        at: When.

    Raises:
        NotAllowed, ReasonForChange: See ``change_terms``.
    """
    row = Interruption.objects.get(pk=interruption_id)
    loan = locked_loan(row.loan_id)
    if already := Interruption.objects.filter(takes_back=row).first():
        return already
    scope = loan.agreement.scope
    refuse_unless(by, *PROVIDERS, organisation_id=scope.organisation_id, scope_id=scope.pk)
    refuse_without_reason(reason)
    made = Interruption.objects.create(
        loan=loan,
        kind=Interruption.Kind.TAKEN_BACK,
        day=row.day,
        note=reason.strip(),
        takes_back=row,
        key=f"taken_back:{row.pk}",
        recorded_by_id=by.person_id,
        recorded_at=at,
    )
    write_down(made, Stamp(at, by.key, scope.organisation_id))
    return made
