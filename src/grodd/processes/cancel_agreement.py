"""Take back an agreement that both have not said yes to."""

from datetime import datetime

from django.db import transaction

from grodd.agreements.models import Agreement, Loan
from grodd.agreements.queries import agreement_seen_by, is_owner, manages
from grodd.agreements.refusals import AgreementSettled
from grodd.assessment.refusals import ReasonNeeded
from grodd.base import audit, outbox
from grodd.base.audit import Stamp
from grodd.base.errors import NotAllowed
from grodd.people.asker import Asker
from grodd.processes.step_application import locked_application, roles_of, step
from grodd.programmes.usecases.release_budget import release_budget

OWNER = frozenset({"owner"})


@transaction.atomic
def cancel_agreement(
    *, by: Asker, agreement_id: int, reason: str, is_over: bool, at: datetime
) -> Agreement:
    """The owner turns it down, or the programme takes it back; money nobody gets is free again.

    Args:
        by: The owner, for whom it is always over, or a programme manager.
        agreement_id: An agreement that is offered.
        reason: What the other side is told.
        is_over: The application ends with it; else a better agreement can be written.
        at: When.

    Raises:
        NotFound, NotAllowed: It is not ``by``'s to cancel.
        AgreementSettled: Both have said yes, or it was cancelled.
        ReasonNeeded: There are no words.
    """
    agreement = _locked(agreement_seen_by(by, agreement_id=agreement_id).pk)
    turns_down = is_owner(by, agreement)
    if not (manages(by, agreement) or (turns_down and is_over)):
        raise NotAllowed
    if agreement.state != Agreement.State.OFFERED:
        raise AgreementSettled
    if not reason.strip():
        raise ReasonNeeded
    stamp = Stamp(at, by.key, agreement.scope.organisation_id)
    agreement.state, agreement.cancelled_reason = Agreement.State.CANCELLED, reason.strip()
    agreement.save(update_fields=["state", "cancelled_reason"])
    Loan.objects.filter(agreement=agreement).update(state=Loan.State.CANCELLED)
    if is_over:
        _end(agreement, by, stamp, turns_down=turns_down)
    _tell(agreement, stamp, turns_down=turns_down)
    return agreement


def _locked(agreement_id: int) -> Agreement:
    rows = Agreement.objects.select_for_update(of=("self",)).select_related(
        "application__owner", "recipient", "offered_by", "scope"
    )
    return rows.get(pk=agreement_id)


def _end(agreement: Agreement, by: Asker, stamp: Stamp, *, turns_down: bool) -> None:
    application = locked_application(pk=agreement.application_id)
    key = "turn_down" if turns_down else "cancel"
    step(application, key, roles=OWNER if turns_down else roles_of(by, application), stamp=stamp)
    release_budget(key=f"application:{application.pk}", at=stamp.at)


def _tell(agreement: Agreement, stamp: Stamp, *, turns_down: bool) -> None:
    reader = agreement.offered_by if turns_down else agreement.recipient
    outbox.enqueue(
        event=f"agreement_cancelled:{agreement.pk}",
        recipient=reader.audit_key,
        template="agreement_turned_down" if turns_down else "agreement_cancelled",
        stamp=stamp,
        facts={
            "title": agreement.title,
            "agreement": agreement.pk,
            "reason": agreement.cancelled_reason,
        },
    )
    audit.record(
        stamp,
        action="agreement.cancelled",
        subject=f"agreement:{agreement.pk}",
        facts={"reason": agreement.cancelled_reason},
    )
