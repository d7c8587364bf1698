"""Act on what a body decided about a write-off."""

from datetime import datetime

from django.db import transaction

from grodd.agreements.models import LoanEvent, WriteOff
from grodd.agreements.replaying import life_of
from grodd.agreements.telling import Told, locked_loan, tell
from grodd.base import clock
from grodd.decisions.models import Matter
from grodd.decisions.queries import amount_decided
from grodd.people.asker import Asker


@transaction.atomic
def write_off_loan(*, matter: Matter, by: Asker, at: datetime) -> WriteOff:
    """Book the loss that was approved, at most what is still lent. A no changes nothing.

    Who decided is ``by``, so nobody's role is asked again. The claim on the borrower stays.
    """
    asked = WriteOff.objects.select_for_update().get(matter=matter)
    Matter.objects.filter(pk=matter.pk, released_at__isnull=True).update(released_at=at)
    amount = amount_decided(matter)
    if matter.outcome != Matter.Outcome.APPROVED or not amount or asked.event_id:
        return asked
    loan = locked_loan(asked.loan_id)
    # What was repaid while the body thought about it is no loss.
    lost = min(amount.minor, life_of(loan, clock.day_of(at)).principal)
    if not lost:
        return asked
    told = Told(
        kind=LoanEvent.Kind.WRITE_OFF,
        day=clock.day_of(at),
        key=f"write_off:{matter.pk}",
        amount_minor=lost,
        terms={"text": matter.title},
        reason=matter.reasons,
    )
    asked.event = tell(loan, told, by=by, at=at)
    asked.save(update_fields=["event"])
    return asked
