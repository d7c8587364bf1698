"""Take back a promise to pay that was written down wrongly, or that no longer holds."""

from datetime import datetime

from django.db import transaction

from grodd.base import audit
from grodd.base.audit import Stamp
from grodd.people.asker import Asker
from grodd.servicing.models import Promise
from grodd.servicing.queries import promise_cared_for


@transaction.atomic
def withdraw_promise(*, by: Asker, promise_id: int, at: datetime) -> Promise:
    """Say that a promise no longer holds. It stays to be read, and is neither kept nor broken.

    Args:
        by: An adviser, programme manager or finance officer where the loan is lent.
        promise_id: Which.
        at: When.

    Raises:
        NotFound: There is no such promise to see.
        NotAllowed: ``by`` may not write about the loan.
    """
    Promise.objects.select_for_update().filter(pk=promise_id).first()
    promise = promise_cared_for(by, promise_id=promise_id)
    if promise.withdrawn_at is not None:
        return promise
    promise.withdrawn_at = at
    promise.save(update_fields=["withdrawn_at"])
    audit.record(
        Stamp(at, by.key, promise.loan.agreement.scope.organisation_id),
        action="loan.promise_withdrawn",
        subject=f"loan:{promise.loan_id}",
        facts={"promise": promise.pk},
    )
    return promise
