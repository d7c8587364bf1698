"""Acts on a loan that are no change of terms: what each is as a row, and whether it fits.

A look ahead and the act itself ask the same here, so that what is shown is what would happen.
"""

from datetime import date, timedelta

from grodd.agreements.changes import refuse_unless_late, refuse_unless_repaying
from grodd.agreements.models import Loan, LoanEvent
from grodd.agreements.refusals import (
    EasedAlready,
    EasedBackwards,
    LoanIsNotRunning,
    NothingToEase,
    NothingToWriteOff,
    NoticeTooShort,
    WaiverAboveLimit,
    WaiverTooLarge,
)
from grodd.agreements.replaying import BP, event_of, life_of
from grodd.agreements.servicing import standing_of
from grodd.agreements.telling import Told, unsaved
from grodd.base import rules
from grodd.engines.allocation import Component
from grodd.engines.life import Eased
from grodd.engines.money import Money
from grodd.ledger.queries import balance

LIMIT = "waiver_max_minor"
NOTICE = "termination_notice_days"
RUNNING = (Loan.State.REPAYING, Loan.State.TERMINATED)
Kind = LoanEvent.Kind


def waiver(component: Component, amount: Money, day: date, reason: str) -> Told:
    """Fees or interest that are given up, as a row."""
    assert component is not Component.PRINCIPAL, "principal is written off, never waived"
    return Told(
        kind=Kind.WAIVER,
        day=day,
        key=f"waiver:{component}:{day.isoformat()}",
        amount_minor=amount.minor,
        terms={"component": component.value},
        reason=reason,
    )


def refuse_waiver(loan: Loan, told: Told) -> None:
    """Raise LoanIsNotRunning, WaiverTooLarge, WaiverAboveLimit or RuleMissing, if unfit."""
    if loan.state not in RUNNING:
        raise LoanIsNotRunning(loan=loan.reference)
    amount = Money(told.amount_minor, loan.currency)
    owed = standing_of(loan, told.day).of(Component(told.terms["component"]))
    if not amount or amount > owed:
        raise WaiverTooLarge(wished=amount, owed=owed)
    limit = Money(_rule(loan, LIMIT, told.day), loan.currency)
    standing = loan.events.filter(kind=Kind.WAIVER, reversed_by__isnull=True)
    before = sum(standing.values_list("amount_minor", flat=True))
    together = amount + Money(before, loan.currency)
    if together > limit:
        raise WaiverAboveLimit(sum=together, limit=limit)


def easing(eased: Eased, reason: str) -> Told:
    """A time of hardship, as a row."""
    assert 0 < eased.share <= 1, eased
    terms = {"until": eased.until.isoformat(), "share_bp": round(eased.share * BP)}
    return Told(kind=Kind.EASED, day=eased.day, key=eased.key, terms=terms, reason=reason)


def refuse_easing(loan: Loan, eased: Eased, *, today: date) -> None:
    """Raise EasedBackwards, EasedAlready, NothingToEase or RuleMissing, if it does not fit."""
    days = {"loan": loan.reference, "day": eased.day, "until": eased.until}
    if eased.until <= eased.day:
        raise EasedBackwards(day=eased.day, until=eased.until)
    for before in eased_times(loan):
        if before.day < eased.until and eased.day < before.until:
            raise EasedAlready(loan=loan.reference, day=before.day, until=before.until)
    if loan.state not in RUNNING:
        raise NothingToEase(**days)
    # As if nothing more were paid: who is about to be late may be met before it happens.
    on = max(today, eased.until)
    if life_of(loan, on) == life_of(loan, on, more=[unsaved(loan, easing(eased, ""))]):
        raise NothingToEase(**days)


def eased_times(loan: Loan) -> list[Eased]:
    """The times of hardship that hold, by day (one query)."""
    rows = loan.events.filter(kind=Kind.EASED, reversed_by__isnull=True)
    return [eased for row in rows if isinstance(eased := event_of(row), Eased)]


def charge(loan: Loan, rule: str, day: date) -> Told:
    """A fee as a row, as much as the rule says that day.

    Raises:
        RuleMissing: Nobody has entered what the fee is.
        TermsCannotChange: The loan is not being repaid.
    """
    refuse_unless_repaying(loan)
    return Told(
        kind=Kind.CHARGE,
        day=day,
        key=f"fee:{rule}:{day.isoformat()}",
        amount_minor=_rule(loan, rule, day),
        terms={"fee": rule},
    )


def termination(due_on: date, reason: str, *, for_arrears: bool) -> Told:
    """That all of the loan falls due, as a row."""
    return Told(
        kind=Kind.TERMINATION,
        day=due_on,
        key=f"termination:{due_on.isoformat()}",
        terms={"for_arrears": for_arrears},
        reason=reason,
    )


def refuse_termination(loan: Loan, told: Told, *, today: date) -> None:
    """Raise TermsCannotChange, NothingIsLate, NoticeTooShort or RuleMissing if it does not fit."""
    refuse_unless_repaying(loan)
    if told.terms["for_arrears"]:
        refuse_unless_late(loan, standing_of(loan, today))
    days = _rule(loan, NOTICE, today)
    earliest = today + timedelta(days)
    if told.day < earliest:
        raise NoticeTooShort(days=days, earliest=earliest)


def refuse_write_off(loan: Loan, amount: Money) -> None:
    """Raise NothingToWriteOff unless that much principal is still lent."""
    nothing = Money.zero(loan.currency)
    lent = balance(loan.receivable) if loan.receivable and loan.state in RUNNING else nothing
    if not amount or amount > lent:
        raise NothingToWriteOff(wished=amount, lent=lent)


def _rule(loan: Loan, key: str, day: date) -> int:
    return rules.value_on(country=loan.agreement.scope.organisation.country, key=key, on=day)
