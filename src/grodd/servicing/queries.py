"""Reading what the staff keeps about loans. The borrower sees none of it."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import (
    BigIntegerField,
    CharField,
    DateField,
    DateTimeField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    TextField,
    Value,
)
from django.db.models.functions import Cast, Coalesce

from grodd.agreements.models import Loan, LoanEvent
from grodd.agreements.queries import READERS, loan_seen_by
from grodd.base.errors import NotAllowed, NotFound
from grodd.base.prepared import Prepared
from grodd.engines.money import Money
from grodd.people.asker import Asker
from grodd.people.models import Person
from grodd.people.queries import holders
from grodd.people.roles import Role
from grodd.servicing.models import LoanCard, LoanNote, Promise, ServicingRule
from grodd.servicing.standing import LateClass, Lateness, classes_from

CARERS = (Role.PROGRAMME_MANAGER, Role.FINANCE_OFFICER, Role.ADVISER)
"""Who writes notes and promises, and says who looks after which loan."""

RUNNING = (Loan.State.REPAYING, Loan.State.TERMINATED)
"""Loans of which something is lent."""


@dataclass(frozen=True, slots=True)
class Promised:
    """A promise to pay, and what came of it so far.

    Attributes:
        pk: Its number.
        amount: What was promised.
        promised_on: When the borrower said it.
        pay_on: The last day of the payment.
        paid: What came in from the one day to the other.
        who: Who wrote it down.
        is_withdrawn: Whether it no longer holds.
        is_open: Whether the last day is still to come, or is today.
    """

    pk: int
    amount: Money
    promised_on: date
    pay_on: date
    paid: Money
    who: str
    is_withdrawn: bool
    is_open: bool

    @property
    def is_kept(self) -> bool:
        """Whether all that was promised came in, in time."""
        return self.paid.minor >= self.amount.minor

    @property
    def is_broken(self) -> bool:
        """Whether the last day passed without it."""
        return not (self.is_kept or self.is_open or self.is_withdrawn)


@dataclass(frozen=True, slots=True)
class Note:
    """What somebody of the staff wrote."""

    text: str
    at: datetime
    who: str


@dataclass(frozen=True, slots=True)
class Care:
    """What the staff keeps about one loan.

    Attributes:
        adviser: Who looks after it; empty when nobody does.
        region: Where.
        review_on: When it is looked at again.
        notes: The last first.
        promises: The last day first.
    """

    adviser: str
    region: str
    review_on: date | None
    notes: tuple[Note, ...]
    promises: tuple[Promised, ...]


def lateness_with(rule: ServicingRule | None, found: Iterable[LateClass], *, on: date) -> Lateness:
    """The same from a rule and classes at hand; without a rule as most lenders count."""
    classes = classes_from(list(found))
    if rule is None:
        return Lateness(on, classes)
    return Lateness(
        on=on,
        classes=classes,
        due_day_counts=rule.due_day_counts,
        tolerance_minor=rule.tolerance_minor,
        restructured_at_risk=rule.restructured_at_risk,
    )


def may_care(by: Asker, loan: Loan) -> bool:
    """Whether ``by`` writes about this loan."""
    return _holds(by, loan, *CARERS)


def may_read_care(by: Asker, loan: Loan) -> bool:
    """Whether ``by`` reads what the staff wrote about this loan."""
    return _holds(by, loan, *READERS)


def _holds(by: Asker, loan: Loan, *roles: str) -> bool:
    scope = loan.agreement.scope
    return by.has(*roles, organisation_id=scope.organisation_id, scope_id=scope.pk)


def loan_cared_for(by: Asker, *, loan_id: int) -> Loan:
    """A loan about which ``by`` writes, with its agreement.

    Raises:
        NotFound: when there is none to see.
        NotAllowed: to the borrower, and to those who only read.
    """
    loan = loan_seen_by(by, loan_id=loan_id)
    if not may_care(by, loan):
        raise NotAllowed
    return loan


def promise_cared_for(by: Asker, *, promise_id: int) -> Promise:
    """A promise on such a loan (raises as ``loan_cared_for``)."""
    promise = Promise.objects.filter(pk=promise_id).first()
    if promise is None:
        raise NotFound
    promise.loan = loan_cared_for(by, loan_id=promise.loan_id)
    return promise


def card_of(loan: Loan) -> LoanCard:
    """Who looks after the loan; an empty card, not saved, when nobody has said."""
    return LoanCard.objects.filter(loan=loan).first() or LoanCard(loan=loan)


def advisers_for(loan: Loan, *, on: date) -> QuerySet[Person]:
    """Who can look after a loan: those who service loans where it is lent."""
    scope = loan.agreement.scope
    return holders(*CARERS, organisation_id=scope.organisation_id, scope_id=scope.pk, on=on)


def paid_as_promised() -> Coalesce:
    """For rows of promises: what came in from the day of the promise to its last day."""
    payments = LoanEvent.objects.filter(
        loan=OuterRef("loan"),
        kind=LoanEvent.Kind.PAYMENT,
        reversed_by__isnull=True,
        day__gte=OuterRef("promised_on"),
        day__lte=OuterRef("pay_on"),
    )
    whole = payments.order_by().values("loan").annotate(sum=Sum("amount_minor")).values("sum")
    return Coalesce(Subquery(whole), Value(0, BigIntegerField()))


def last_promises() -> QuerySet[Promise]:
    """The last promise of each loan that still holds: what came before it is history."""
    after = Q(promised_on__gt=OuterRef("promised_on")) | Q(
        promised_on=OuterRef("promised_on"), pk__gt=OuterRef("pk")
    )
    later = Promise.objects.filter(after, loan=OuterRef("loan"), withdrawn_at__isnull=True)
    return Promise.objects.filter(~Exists(later), withdrawn_at__isnull=True)


def care_of(loan: Loan, *, on: date) -> Care:
    """Card, notes and promises of a loan that the caller has seen (one query)."""
    rows = sorted(_CARE.rows(loan.pk))
    notes = [Note(row[3], row[2], row[4]) for row in rows if row[0] == "note"]
    cards = [row for row in rows if row[0] == "card"]
    promises = [_promised(row, loan.currency, on) for row in rows if row[0] == "promise"]
    card = cards[0] if cards else ("card", 0, None, "", "", None, None, 0, 0)
    return Care(
        adviser=card[4] or "",
        region=card[3],
        review_on=card[5],
        notes=tuple(reversed(notes)),
        promises=tuple(sorted(promises, key=lambda one: (one.pay_on, one.pk), reverse=True)),
    )


NARROW = ("c_kind", "pk", "c_at", "c_text", "c_who", "c_day", "c_pay_on", "c_minor", "c_paid")
NO_DAY = Cast(Value(None), DateField())
NO_MONEY = Value(0, BigIntegerField())


def _narrow(rows: QuerySet[Any], kind: str, **columns: Any) -> QuerySet[Any, tuple[Any, ...]]:
    """Rows of one kind in the columns that all kinds share."""
    usual: dict[str, Any] = {"c_day": NO_DAY, "c_pay_on": NO_DAY, "c_minor": NO_MONEY}
    found = rows.order_by().annotate(
        c_kind=Value(kind, CharField()), **{**usual, "c_paid": NO_MONEY, **columns}
    )
    narrow: QuerySet[Any, tuple[Any, ...]] = found.values_list(*NARROW)
    return narrow


def _notes(loan_id: int) -> QuerySet[Any, tuple[Any, ...]]:
    rows = LoanNote.objects.filter(loan_id=loan_id)
    return _narrow(
        rows, "note", c_at=F("written_at"), c_text=F("text"), c_who=F("written_by__name")
    )


def _promises(loan_id: int) -> QuerySet[Any, tuple[Any, ...]]:
    return _narrow(
        Promise.objects.filter(loan_id=loan_id),
        "promise",
        c_at=F("withdrawn_at"),
        c_text=Value("", TextField()),
        c_who=F("recorded_by__name"),
        c_day=F("promised_on"),
        c_pay_on=F("pay_on"),
        c_minor=F("amount_minor"),
        c_paid=paid_as_promised(),
    )


def _card(loan_id: int) -> QuerySet[Any, tuple[Any, ...]]:
    return _narrow(
        LoanCard.objects.filter(loan_id=loan_id),
        "card",
        c_at=Cast(Value(None), DateTimeField()),
        c_text=Cast(F("region"), TextField()),
        c_who=F("adviser__name"),
        c_day=F("review_on"),
    )


def _care(loan_id: int) -> QuerySet[Any, tuple[Any, ...]]:
    return _notes(loan_id).union(_promises(loan_id), _card(loan_id), all=True)


_CARE = Prepared(_care)


def _promised(row: tuple[Any, ...], currency: str, on: date) -> Promised:
    _kind, pk, withdrawn_at, _text, who, promised_on, pay_on, minor, paid = row
    return Promised(
        pk=pk,
        amount=Money(minor, currency),
        promised_on=promised_on,
        pay_on=pay_on,
        paid=Money(paid, currency),
        who=who or "",
        is_withdrawn=withdrawn_at is not None,
        is_open=pay_on >= on,
    )


def class_from(from_days: int, name: str, provision_bp: int, restructured_bp: int) -> LateClass:
    """A class from columns that came through a union, where a name is JSON as text."""
    return LateClass(from_days, json.loads(name), provision_bp, restructured_bp)
