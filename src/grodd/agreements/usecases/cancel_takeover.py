"""Turn down a takeover of a loan, or take it back, before it happens."""

from datetime import datetime

from django.db import transaction

from grodd.agreements.models import Takeover
from grodd.agreements.queries import manages
from grodd.agreements.refusals import TakeoverSettled
from grodd.agreements.takeovers import locked_takeover, message_facts
from grodd.agreements.telling import refuse_without_reason
from grodd.base import audit, outbox
from grodd.base.audit import Stamp
from grodd.base.errors import NotAllowed
from grodd.people.asker import Asker


@transaction.atomic
def cancel_takeover(*, by: Asker, takeover_id: int, reason: str, at: datetime) -> Takeover:
    """The loan stays with who owes it. Both borrowers are told why.

    Args:
        by: The old or the new borrower, or a programme manager in the scope of the loan.
        takeover_id: Which.
        reason: What the others are told.
        at: When.

    Raises:
        NotAllowed: It is not ``by``'s to cancel.
        TakeoverSettled: It happened already.
        ReasonForChange: There are no words.
    """
    takeover = locked_takeover(takeover_id)
    agreement = takeover.loan.agreement
    if by.person_id not in {takeover.old_id, takeover.new_id} and not manages(by, agreement):
        raise NotAllowed
    if takeover.state == Takeover.State.CANCELLED:
        return takeover
    if takeover.state == Takeover.State.DONE:
        raise TakeoverSettled
    refuse_without_reason(reason)
    takeover.state = Takeover.State.CANCELLED
    takeover.cancelled_at, takeover.cancelled_reason = at, reason.strip()
    takeover.save(update_fields=["state", "cancelled_at", "cancelled_reason"])
    stamp = Stamp(at, by.key, agreement.scope.organisation_id)
    for person in (takeover.old, takeover.new):
        outbox.enqueue(
            event=f"takeover_cancelled:{takeover.pk}",
            recipient=person.audit_key,
            template="takeover_cancelled",
            stamp=stamp,
            facts=message_facts(takeover),
        )
    audit.record(
        stamp,
        action="takeover.cancelled",
        subject=f"loan:{takeover.loan_id}",
        facts={"takeover": takeover.pk, "reason": takeover.cancelled_reason},
    )
    return takeover
