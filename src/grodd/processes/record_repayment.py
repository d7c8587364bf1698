"""Record a repayment."""

from collections import defaultdict
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from grodd.agreements.models import Allocation, Loan, Repayment, ScheduleLine
from grodd.agreements.planning import write_lines
from grodd.agreements.refusals import LoanIsNotRunning, RepaymentOutOfOrder, RepaymentTooLarge
from grodd.agreements.servicing import (
    Standing,
    at_payoff,
    lines_of,
    repayments_standing,
    standing_of,
)
from grodd.agreements.terms import Plan, instalments_of
from grodd.base import audit
from grodd.base.audit import Stamp
from grodd.base.errors import KeyUsedForOtherContent
from grodd.engines.allocation import Component, Share, allocate
from grodd.engines.money import Money
from grodd.ledger.charts import Purpose
from grodd.ledger.entry import Move
from grodd.ledger.models import Account
from grodd.ledger.queries import account_for
from grodd.ledger.usecases.post_voucher import post_voucher
from grodd.payments.models import Treasury
from grodd.payments.queries import refuse_unless, treasury_of
from grodd.people.asker import Asker
from grodd.people.roles import Role

INCOME = {
    Component.FEE: Purpose.FEES,
    Component.LATE_INTEREST: Purpose.LATE_INTEREST,
    Component.INTEREST: Purpose.INTEREST,
}


@transaction.atomic
def record_repayment(
    *, by: Asker, loan_id: int, received: Money, value_date: date, bank_reference: str,
    at: datetime,
) -> Repayment:  # fmt: skip
    """Book what came in on a loan: the oldest debt first.

    The loan row is locked before the balance is read, so two payments that arrive together are
    counted one after the other. ``bank_reference`` makes a payment read twice harmless.

    What has fallen due is paid first, then the next instalment. What is left after that lowers
    the principal, and the instalments after the next are computed anew. A payment of all that is
    owed ends the loan; then interest counts only up to ``value_date``.

    Args:
        by: A finance officer in the scope of the loan.
        loan_id: Which loan.
        received: What came in.
        value_date: The day it came.
        bank_reference: The bank's own name for it.
        at: When it is recorded.

    Raises:
        NotAllowed: ``by`` does not keep the books here.
        KeyUsedForOtherContent: ``bank_reference`` was recorded with another amount or day.
        LoanIsNotRunning, RepaymentOutOfOrder, RepaymentTooLarge: It does not fit the loan.
        RuleMissing: Something is late and no reference rate is recorded.
        PeriodIsClosed, YearIsMissing: The day cannot be booked on.
    """
    loan = _locked(loan_id)
    if already := loan.repayments.filter(bank_reference=bank_reference).first():
        return _same(already, received, value_date)
    scope = loan.agreement.scope
    refuse_unless(
        by, Role.FINANCE_OFFICER, organisation_id=scope.organisation_id, scope_id=scope.pk
    )
    _refuse(loan, value_date)
    standing = standing_of(loan, value_date)
    if standing.payoff < received:
        raise RepaymentTooLarge(received=received, owed=standing.payoff, loan=loan.reference)
    shares, early = _shares(standing, received)
    stamp = Stamp(at, by.key, scope.organisation_id)
    repayment = _booked(loan, shares, received, value_date, bank_reference, stamp, by.person_id)
    if received == standing.payoff:
        loan.state = Loan.State.REPAID
        loan.save(update_fields=["state"])
    elif early:
        _plan_anew(loan, standing, early)
    audit.record(
        stamp,
        action="repayment.recorded",
        subject=f"loan:{loan.pk}",
        facts={"repayment": repayment.pk, "amount_minor": received.minor},
    )
    return repayment


def _locked(loan_id: int) -> Loan:
    loans = Loan.objects.select_for_update(of=("self",))
    return loans.select_related("agreement__scope__organisation", "receivable").get(pk=loan_id)


def _same(already: Repayment, received: Money, value_date: date) -> Repayment:
    told = {
        "amount": (already.amount_minor, received.minor),
        "day": (already.received_on, value_date),
    }
    for name, (before, now) in told.items():
        if before != now:
            raise KeyUsedForOtherContent(
                key=already.bank_reference, field=name, before=before, now=now
            )
    return already


def _refuse(loan: Loan, value_date: date) -> None:
    if loan.state != Loan.State.REPAYING or loan.disbursed_on is None:
        raise LoanIsNotRunning(loan=loan.reference)
    standing = repayments_standing(loan)
    latest = max([loan.disbursed_on] + [each.received_on for each in standing])
    if value_date < latest:
        raise RepaymentOutOfOrder(latest=latest, day=value_date)


def _shares(standing: Standing, received: Money) -> tuple[list[Share], Money]:
    """What the payment pays, and how much of it lowers principal that is not due next."""
    nothing = Money.zero(received.currency)
    if received == standing.payoff:
        shares, left = allocate(received, at_payoff(standing))
        assert not left, left
        return list(shares), nothing
    shares, early = allocate(received, (*standing.due, *standing.coming[:1]))
    if not early:
        return list(shares), nothing
    later = [
        Share(owed.key, Component.PRINCIPAL, owed.of(Component.PRINCIPAL))
        for owed in standing.coming[1:]
    ]
    left, parts = early, list(shares)
    for share in later:
        part = min(left, share.amount)
        if part:
            parts.append(Share(share.key, share.component, part))
            left -= part
    assert not left, left
    return parts, early


def _booked(
    loan: Loan, shares: list[Share], received: Money, value_date: date, reference: str,
    stamp: Stamp, person_id: int,
) -> Repayment:  # fmt: skip
    """The voucher, one line for each kind of debt, and the allocation behind it."""
    treasury = treasury_of(loan.agreement.scope.organisation_id)
    sums: dict[Component, int] = defaultdict(int)
    for share in shares:
        sums[share.component] += share.amount.minor
    moves = [
        Move(treasury.bank, _credit(loan, treasury, component), Money(minor, loan.currency))
        for component, minor in sums.items()
    ]
    voucher = post_voucher(
        book_id=treasury.book_id,
        key=f"repayment:{loan.pk}:{reference}",
        booked_on=value_date,
        text=f"{loan.reference}: {reference}"[:200],
        moves=moves,
        stamp=stamp,
    )
    repayment = Repayment.objects.create(
        loan=loan,
        received_on=value_date,
        amount_minor=received.minor,
        bank_reference=reference,
        voucher=voucher,
        schedule_version_before=loan.schedule_version,
        recorded_by_id=person_id,
    )
    Allocation.objects.bulk_create(
        Allocation(
            repayment=repayment,
            line_id=share.key,
            component=share.component.value,
            amount_minor=share.amount.minor,
        )
        for share in shares
    )
    return repayment


def _credit(loan: Loan, treasury: Treasury, component: Component) -> Account:
    if component is Component.PRINCIPAL:
        assert loan.receivable is not None, loan.reference
        return loan.receivable
    return account_for(treasury.book_id, INCOME[component])


def _plan_anew(loan: Loan, standing: Standing, early: Money) -> None:
    """Share what is still lent over the instalments after the next."""
    paid_next, *later = (owed.key for owed in standing.coming)
    lines = {line.pk: line for line in lines_of(loan)}
    left = Money(lines[paid_next].balance_after_minor, loan.currency) - early
    grace = sum(lines[key].principal_minor == 0 for key in later)
    plan = Plan(
        kind=loan.schedule_kind,
        principal=left,
        annual_rate_bp=loan.annual_rate_bp,
        starts_on=lines[paid_next].due_on,
        due_dates=tuple(lines[key].due_on for key in later),
        grace=min(grace, len(later) - 1),
    )
    last = ScheduleLine.objects.filter(loan=loan).aggregate(Max("version"))["version__max"]
    first_number = lines[later[0]].number
    write_lines(loan, instalments_of(plan), version=last + 1, first_number=first_number)
