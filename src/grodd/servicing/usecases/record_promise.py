"""Write down that the borrower promised to pay."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy

from grodd.agreements.models import Loan
from grodd.base import audit, clock
from grodd.base.audit import Stamp
from grodd.base.errors import KeyUsedForOtherContent
from grodd.engines.money import Money
from grodd.people.asker import Asker
from grodd.servicing.models import Promise
from grodd.servicing.queries import RUNNING, loan_cared_for
from grodd.servicing.refusals import LoanNotRunning, PromiseDaysOutOfOrder, PromiseUnclear

AHEAD_MAX = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Word:
    """What the borrower said.

    Attributes:
        key: Names the promise, so that a form that is sent twice writes one.
        amount: How much.
        promised_on: The day it was said.
        pay_on: The last day of the payment.
    """

    key: str
    amount: Money
    promised_on: date
    pay_on: date


@transaction.atomic
def record_promise(*, by: Asker, loan_id: int, word: Word, at: datetime) -> Promise:
    """Keep a promise to pay. Payments from the day it was said to its last day count towards it.

    A later promise takes the place of an earlier one in the work list; both stay on the loan.

    Args:
        by: An adviser, programme manager or finance officer where the loan is lent.
        loan_id: A loan that is being repaid.
        word: What was said.
        at: When it is told.

    Raises:
        NotFound: There is no such loan to see.
        NotAllowed: ``by`` may not write about it.
        KeyUsedForOtherContent: The key was used with another amount or day.
        LoanNotRunning, PromiseUnclear, PromiseDaysOutOfOrder
    """
    Loan.objects.select_for_update().filter(pk=loan_id).first()
    loan = loan_cared_for(by, loan_id=loan_id)
    if known := Promise.objects.filter(loan=loan, key=word.key).first():
        _same(known, word)
        return known
    _refuse_unclear(loan, word, clock.day_of(at))
    promise = Promise.objects.create(
        loan=loan,
        amount_minor=word.amount.minor,
        promised_on=word.promised_on,
        pay_on=word.pay_on,
        key=word.key,
        recorded_by_id=by.person_id,
        recorded_at=at,
    )
    audit.record(
        Stamp(at, by.key, loan.agreement.scope.organisation_id),
        action="loan.promised",
        subject=f"loan:{loan.pk}",
        facts={"promise": promise.pk, "amount_minor": promise.amount_minor,
               "pay_on": promise.pay_on.isoformat()},
    )  # fmt: skip
    return promise


def _same(known: Promise, word: Word) -> None:
    compared = {
        gettext_lazy("amount"): (Money(known.amount_minor, word.amount.currency), word.amount),
        gettext_lazy("day"): (known.promised_on, word.promised_on),
        gettext_lazy("last day"): (known.pay_on, word.pay_on),
    }
    for name, (before, now) in compared.items():
        if before != now:
            raise KeyUsedForOtherContent(key=word.key, field=name, before=before, now=now)


def _refuse_unclear(loan: Loan, word: Word, today: date) -> None:
    if loan.state not in RUNNING:
        raise LoanNotRunning(loan=loan.reference)
    if word.amount.minor <= 0 or word.amount.currency != loan.currency:
        raise PromiseUnclear(currency=loan.currency)
    in_order = word.promised_on <= word.pay_on <= word.promised_on + AHEAD_MAX
    if not in_order or word.promised_on > today:
        raise PromiseDaysOutOfOrder(promised_on=word.promised_on, pay_on=word.pay_on)
