"""Prepare a payment order."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy

from grodd.base import audit
from grodd.base.audit import Stamp
from grodd.base.errors import KeyUsedForOtherContent
from grodd.engines.money import Money
from grodd.ledger.entry import Move
from grodd.ledger.models import Account
from grodd.ledger.usecases.reserve import reserve
from grodd.payments.models import Order
from grodd.payments.payees import Payee, checked
from grodd.payments.queries import PREPARERS, refuse_unless, treasury_of
from grodd.payments.refusals import CurrencyDiffers
from grodd.people.asker import Asker
from grodd.people.models import Scope


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be paid.

    Attributes:
        key: Names the reason; one reason is paid once.
        scope: The area of responsibility that it belongs to.
        payee: Who is paid, and where.
        amount: How much.
        debit: The account that the money goes to in the books.
        text: What the payee and the journal read.
        due_on: The day it should be paid.
        dimensions: What reports group by.
    """

    key: str
    scope: Scope
    payee: Payee
    amount: Money
    debit: Account
    text: str
    due_on: date
    dimensions: Mapping[str, Any] = field(default_factory=dict)


@transaction.atomic
def prepare_order(*, by: Asker, wish: Wish, at: datetime) -> Order:
    """Prepare a payment. The money is held from now on; another person approves it.

    Args:
        by: A programme manager or a finance officer in the scope.
        wish: What is to be paid.
        at: When.

    Raises:
        NotAllowed: ``by`` does not prepare payments here.
        KeyUsedForOtherContent: The key holds another payment.
        BankAccountWrong: The account number has a slip in it.
        CurrencyDiffers: The bank account is in another currency.
        AccountTooLow: There is not that much in the bank that is not held already.
    """
    organisation_id = wish.scope.organisation_id
    treasury = treasury_of(organisation_id)
    account = checked(wish.payee)
    if known := Order.objects.select_for_update().filter(key=wish.key).first():
        return _same(known, wish, account)
    refuse_unless(by, *PREPARERS, organisation_id=organisation_id, scope_id=wish.scope.pk)
    bank_currency = treasury.bank.currency
    if wish.amount.currency != bank_currency:
        raise CurrencyDiffers(currency=wish.amount.currency, bank_currency=bank_currency)
    order = Order.objects.create(
        treasury=treasury,
        scope=wish.scope,
        key=wish.key,
        payee_name=wish.payee.name,
        payee_account=account,
        payee_account_kind=wish.payee.kind,
        amount_minor=wish.amount.minor,
        currency=wish.amount.currency,
        debit=wish.debit,
        text=wish.text,
        dimensions=dict(wish.dimensions),
        due_on=wish.due_on,
        prepared_by_id=by.person_id,
        prepared_at=at,
    )
    move = Move(wish.debit, treasury.bank, wish.amount, wish.dimensions)
    reserve(book_id=treasury.book_id, key=f"order:{order.pk}", move=move, at=at)
    audit.record(
        Stamp(at, by.key, organisation_id),
        action="order.prepared",
        subject=f"order:{order.pk}",
        facts={"amount_minor": wish.amount.minor, "currency": wish.amount.currency},
    )
    return order


def _same(known: Order, wish: Wish, account: str) -> Order:
    told = {
        gettext_lazy("amount"): (Money(known.amount_minor, wish.amount.currency), wish.amount),
        gettext_lazy("account"): (known.payee_account, account),
        gettext_lazy("payee"): (known.payee_name, wish.payee.name),
    }
    for name, (before, now) in told.items():
        if before != now:
            raise KeyUsedForOtherContent(key=wish.key, field=name, before=before, now=now)
    return known
