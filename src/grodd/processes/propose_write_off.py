"""Ask a body to write off principal of a loan."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext, ngettext, override

from grodd.agreements.acts import refuse_write_off
from grodd.agreements.models import Loan, WriteOff
from grodd.agreements.queries import PROVIDERS
from grodd.agreements.refusals import WriteOffAwaited
from grodd.agreements.servicing import Standing, standing_of
from grodd.agreements.telling import locked_loan, refuse_without_reason
from grodd.base import audit, clock, display
from grodd.base.audit import Stamp
from grodd.decisions.refusals import NoBody
from grodd.decisions.usecases.open_matter import open_matter
from grodd.engines.money import Money
from grodd.payments.queries import refuse_unless
from grodd.people.asker import Asker

WRITE_OFF = "write_off"


@transaction.atomic
def propose_write_off(
    *, by: Asker, loan_id: int, amount: Money, reason: str, at: datetime
) -> WriteOff:
    """Put the question before the body of the programme. Nothing is booked until it says yes.

    Args:
        by: A programme manager or finance officer in the scope of the loan.
        loan_id: A loan that is being repaid or was called in.
        amount: How much of the principal; all of it ends the loan as a loss.
        reason: What the body should know.
        at: When.

    Raises:
        NotAllowed, ReasonForChange: See ``change_terms``.
        NothingToWriteOff: More than is still lent.
        WriteOffAwaited: The body was asked already.
        RuleMissing: Something is late, and no reference rate is recorded.
        NoBody: The programme has nobody who decides.
    """
    loan = locked_loan(loan_id)
    agreement = loan.agreement
    scope = agreement.scope
    refuse_unless(by, *PROVIDERS, organisation_id=scope.organisation_id, scope_id=scope.pk)
    waiting = loan.write_offs.filter(matter__decided_at__isnull=True).first()
    if waiting:
        if waiting.matter.amount_minor == amount.minor:
            return waiting
        raise WriteOffAwaited
    refuse_without_reason(reason)
    refuse_write_off(loan, amount)
    programme = agreement.application.round.programme
    if programme.body_id is None:
        raise NoBody(programme=str(programme))
    standing = standing_of(loan, clock.day_of(at))
    with override(agreement.language):
        title = gettext("Write off on loan %(loan)s, %(title)s") % {
            "loan": loan.reference, "title": agreement.title,
        }  # fmt: skip
        proposal = f"{reason.strip()}\n\n{_stands(loan, standing)}"
    matter = open_matter(
        body_id=programme.body_id,
        kind=WRITE_OFF,
        title=title,
        proposal=proposal,
        amount=amount,
        at=at,
    )
    asked = WriteOff.objects.create(loan=loan, matter=matter)
    audit.record(
        Stamp(at, by.key, scope.organisation_id),
        action="write_off.proposed",
        subject=f"loan:{loan.pk}",
        facts={"matter": matter.pk, "amount_minor": amount.minor},
    )
    return asked


def _stands(loan: Loan, standing: Standing) -> str:
    """How the loan stands, for a body that may not read the loan itself."""
    behind = loan.securities.filter(released_on__isnull=True).order_by("pk")
    names = ", ".join(behind.values_list("given_by", flat=True))
    lines = [
        _line(gettext("Still lent"), display.money(standing.principal)),
        _line(gettext("Owed now"), display.money(standing.owed_now)),
        ngettext("%(days)s day late", "%(days)s days late", standing.days_late)
        % {"days": standing.days_late}
        if standing.days_late
        else gettext("Nothing is late"),
        _line(gettext("Guarantees and securities"), names)
        if names
        else gettext("Nobody stands behind this loan."),
    ]
    return "\n".join(lines)


def _line(label: str, value: str) -> str:
    return f"{label}: {value}"
