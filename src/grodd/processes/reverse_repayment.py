"""Undo a repayment that was recorded wrongly."""

from datetime import datetime

from django.db import transaction

from grodd.agreements.models import Loan, Repayment
from grodd.agreements.refusals import LaterRepaymentStands
from grodd.agreements.servicing import repayments_standing
from grodd.base import audit, clock
from grodd.base.audit import Stamp
from grodd.ledger.models import Voucher
from grodd.ledger.usecases.reverse_voucher import reverse_voucher
from grodd.payments.queries import refuse_unless
from grodd.people.asker import Asker
from grodd.people.roles import Role


@transaction.atomic
def reverse_repayment(*, by: Asker, repayment_id: int, reason: str, at: datetime) -> Voucher:
    """Book the opposite of a repayment. Both stay to be seen, and the debt is as it was before.

    Args:
        by: A finance officer in the scope of the loan.
        repayment_id: The last repayment of the loan that was not reversed.
        reason: Why, for a reader of the journal.
        at: When; the reversal is booked on that day.

    Raises:
        NotAllowed: ``by`` does not keep the books here.
        LaterRepaymentStands: A later one counts on it.
        AccountTooLow, PeriodIsClosed, YearIsMissing: As for any voucher.
    """
    repayment = Repayment.objects.select_related("voucher").get(pk=repayment_id)
    loans = Loan.objects.select_for_update(of=("self",)).select_related("agreement__scope")
    loan = loans.get(pk=repayment.loan_id)
    if done := Voucher.objects.filter(reverses=repayment.voucher).first():
        return done
    scope = loan.agreement.scope
    refuse_unless(
        by, Role.FINANCE_OFFICER, organisation_id=scope.organisation_id, scope_id=scope.pk
    )
    latest = repayments_standing(loan)[-1]
    if latest.pk != repayment.pk:
        raise LaterRepaymentStands(latest=latest.received_on)
    stamp = Stamp(at, by.key, scope.organisation_id)
    reversal = reverse_voucher(
        voucher_id=repayment.voucher_id,
        key=f"reverse-repayment:{repayment.pk}",
        booked_on=clock.day_of(at),
        text=f"{repayment.voucher.text}: {reason}"[:200],
        stamp=stamp,
    )
    loan.state = Loan.State.REPAYING
    loan.schedule_version = repayment.schedule_version_before
    loan.save(update_fields=["state", "schedule_version"])
    audit.record(
        stamp,
        action="repayment.reversed",
        subject=f"loan:{loan.pk}",
        facts={"repayment": repayment.pk, "reason": reason},
    )
    return reversal
