"""Let go of what stands behind a loan, before the loan is paid."""

from datetime import datetime

from django.db import transaction

from grodd.agreements.models import Security
from grodd.agreements.queries import PROVIDERS
from grodd.agreements.telling import locked_loan, refuse_without_reason
from grodd.base import audit, clock
from grodd.base.audit import Stamp
from grodd.payments.queries import refuse_unless
from grodd.people.asker import Asker


@transaction.atomic
def release_security(*, by: Asker, security_id: int, reason: str, at: datetime) -> Security:
    """Release it from today. When a loan is paid, all that stands behind it is released by itself.

    Args:
        by: A programme manager or finance officer in the scope of the loan.
        security_id: What.
        reason: Why.
        at: When.

    Raises:
        NotAllowed, ReasonForChange: See ``change_terms``.
    """
    security = Security.objects.get(pk=security_id)
    loan = locked_loan(security.loan_id)
    security.refresh_from_db()
    if security.released_on is not None:
        return security
    scope = loan.agreement.scope
    refuse_unless(by, *PROVIDERS, organisation_id=scope.organisation_id, scope_id=scope.pk)
    refuse_without_reason(reason)
    security.released_on, security.release_reason = clock.day_of(at), reason.strip()
    security.save(update_fields=["released_on", "release_reason"])
    audit.record(
        Stamp(at, by.key, scope.organisation_id),
        action="security.released",
        subject=f"loan:{loan.pk}",
        facts={"security": security.pk, "reason": reason},
    )
    return security
