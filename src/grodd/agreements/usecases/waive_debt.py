"""Give up a fee or interest that is due."""

from datetime import date, datetime

from django.db import transaction

from grodd.agreements.models import Loan, LoanEvent
from grodd.agreements.queries import PROVIDERS
from grodd.agreements.refusals import LoanIsNotRunning, WaiverAboveLimit, WaiverTooLarge
from grodd.agreements.servicing import standing_of
from grodd.agreements.telling import (
    Told,
    locked_loan,
    refuse_without_reason,
    tell,
    told_before,
)
from grodd.base import rules
from grodd.engines.allocation import Component
from grodd.engines.money import Money
from grodd.payments.queries import refuse_unless
from grodd.people.asker import Asker

LIMIT = "waiver_max_minor"
RUNNING = (Loan.State.REPAYING, Loan.State.TERMINATED)


@transaction.atomic
def waive_debt(
    *, by: Asker, loan_id: int, component: Component, amount: Money, day: date, reason: str,
    at: datetime,
) -> LoanEvent:  # fmt: skip
    """Give up a part of the fees or interest that are due, the oldest first. Never principal.

    Args:
        by: A programme manager or finance officer in the scope of the loan.
        loan_id: A loan that is being repaid or was called in.
        component: Fee, late interest or interest.
        amount: How much.
        day: From when it counts.
        reason: Why, such as illness.
        at: When it is told.

    Raises:
        NotAllowed, ReasonForChange: See ``change_terms``.
        LoanIsNotRunning, WaiverTooLarge: There is not that much to give up.
        WaiverAboveLimit: All that was given up on the loan would pass what one person may.
        RuleMissing: Nobody has entered how much that is (``waiver_max_minor``).
    """
    assert component is not Component.PRINCIPAL, "principal is written off, never waived"
    loan = locked_loan(loan_id)
    told = Told(
        kind=LoanEvent.Kind.WAIVER,
        day=day,
        key=f"waiver:{component}:{day.isoformat()}",
        amount_minor=amount.minor,
        terms={"component": component.value},
        reason=reason,
    )
    if already := told_before(loan, told):
        return already
    scope = loan.agreement.scope
    refuse_unless(by, *PROVIDERS, organisation_id=scope.organisation_id, scope_id=scope.pk)
    refuse_without_reason(reason)
    if loan.state not in RUNNING:
        raise LoanIsNotRunning(loan=loan.reference)
    owed = standing_of(loan, day).of(component)
    if not amount or amount > owed:
        raise WaiverTooLarge(wished=amount, owed=owed)
    _refuse_above_limit(loan, amount, day)
    return tell(loan, told, by=by, at=at)


def _refuse_above_limit(loan: Loan, amount: Money, day: date) -> None:
    country = loan.agreement.scope.organisation.country
    limit = Money(rules.value_on(country=country, key=LIMIT, on=day), loan.currency)
    standing = loan.events.filter(kind=LoanEvent.Kind.WAIVER, reversed_by__isnull=True)
    before = sum(standing.values_list("amount_minor", flat=True))
    together = amount + Money(before, loan.currency)
    if together > limit:
        raise WaiverAboveLimit(sum=together, limit=limit)
