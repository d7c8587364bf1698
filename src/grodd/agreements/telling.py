"""Telling what happened to a loan: one row, and then the books, the plan and the state follow."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from grodd.agreements.bookkeeping import bring_up_to_date
from grodd.agreements.models import Loan, LoanEvent
from grodd.agreements.payment_words import AHEAD
from grodd.agreements.refusals import ReasonForChange
from grodd.base import audit
from grodd.base.audit import SYSTEM, Stamp
from grodd.base.errors import KeyUsedForOtherContent
from grodd.engines.money import Money
from grodd.people.asker import Asker


@dataclass(frozen=True, slots=True)
class Told:
    """What happened.

    Attributes:
        kind: What.
        day: The day it belongs to.
        key: Its name, unique on the loan; the same one is told once.
        amount_minor: How much, where it is about an amount.
        terms: What else the engine needs, as JSON values.
        reason: Why, for a reader.
    """

    kind: LoanEvent.Kind
    day: date
    key: str
    amount_minor: int = 0
    terms: Mapping[str, Any] = field(default_factory=dict)
    reason: str = ""


def locked_loan(loan_id: int) -> Loan:
    """The loan, held until the transaction ends, with what servicing asks for."""
    loans = Loan.objects.select_for_update(of=("self",))
    return loans.select_related(
        "agreement__scope__organisation", "agreement__recipient", "receivable"
    ).get(pk=loan_id)


def told_before(loan: Loan, told: Told) -> LoanEvent | None:
    """The event of this name, if it was told.

    Raises:
        KeyUsedForOtherContent: It was told with other content.
    """
    known = loan.events.filter(key=told.key).first()
    if known is None:
        return None
    compared: dict[Promise, tuple[object, object]] = {
        gettext_lazy("kind"): (known.kind, told.kind.value),
        gettext_lazy("amount"): (
            Money(known.amount_minor, loan.currency),
            Money(told.amount_minor, loan.currency),
        ),
        gettext_lazy("day"): (known.day, told.day),
        gettext_lazy("terms"): (_terms(known.terms), _terms(told.terms)),
    }
    for name, (before, now) in compared.items():
        if before != now:
            key = told.terms.get("text", told.key)
            raise KeyUsedForOtherContent(key=key, field=name, before=before, now=now)
    return known


def _terms(terms: Mapping[str, Any]) -> tuple[Any, ...]:
    """Terms in words, in an order that is the same whoever wrote them down."""
    return tuple(AHEAD.get(str(terms[name]), terms[name]) for name in sorted(terms))


def unsaved(loan: Loan, told: Told) -> LoanEvent:
    """The row as it would be written, for a look ahead."""
    return LoanEvent(
        loan=loan,
        kind=told.kind,
        day=told.day,
        key=told.key,
        amount_minor=told.amount_minor,
        terms=dict(told.terms),
        reason=told.reason.strip(),
    )


def tell(
    loan: Loan, told: Told, *, by: Asker | None, at: datetime, reverses: LoanEvent | None = None
) -> LoanEvent:
    """Write the event and let everything follow. The caller has asked whether it may be told.

    Without ``by`` it is Grodd itself that tells, because a day has come.
    """
    event = unsaved(loan, told)
    event.reverses = reverses
    event.recorded_by_id, event.recorded_at = by.person_id if by else None, at
    event.save(force_insert=True)
    stamp = Stamp(at, by.key if by else SYSTEM, loan.agreement.scope.organisation_id)
    audit.record(
        stamp,
        action=f"loan.{event.kind}",
        subject=f"loan:{loan.pk}",
        facts={"event": event.pk, "day": event.day.isoformat(), "amount_minor": event.amount_minor},
    )
    bring_up_to_date(loan, cause=event, stamp=stamp)
    return event


def refuse_without_reason(reason: str) -> None:
    """Raise ReasonForChange unless somebody can read later why it was done."""
    if not reason.strip():
        raise ReasonForChange
