"""Reading about treasuries, their books and payment orders: only what the asker may see."""

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from grodd.base.errors import NotAllowed, NotFound
from grodd.ledger.models import Account, FinancialYear, Period, Transfer, Voucher
from grodd.ledger.queries import (
    WHOLE,
    AccountLine,
    Entries,
    accounts_of,
    journal,
    journal_lines,
    periods_of,
)
from grodd.payments.models import Order, Treasury
from grodd.payments.refusals import TreasuryMissing
from grodd.people.asker import Asker
from grodd.people.queries import within
from grodd.people.roles import Role

READERS = (Role.FINANCE_OFFICER, Role.AUDITOR)
PREPARERS = (Role.PROGRAMME_MANAGER, Role.FINANCE_OFFICER)
SEE_ORDERS = (Role.PROGRAMME_MANAGER, *READERS)


def treasury_of(organisation_id: int) -> Treasury:
    """The money of an organisation; for use cases that have asked who asks.

    Raises:
        TreasuryMissing: It has no books here yet.
    """
    treasuries = Treasury.objects.select_related("book", "bank", "organisation")
    if treasury := treasuries.filter(organisation_id=organisation_id).first():
        return treasury
    raise TreasuryMissing(organisation=organisation_id)


def treasury_seen_by(asker: Asker) -> Treasury | None:
    """The books of the space that the asker works in, if there are any yet.

    Raises:
        NotFound: when the asker may not read them.
    """
    where = asker.organisation_id
    if where is None or where not in asker.organisations_where(*READERS):
        raise NotFound
    treasuries = Treasury.objects.select_related("book", "bank", "organisation")
    return treasuries.filter(organisation_id=where).first()


def book_id_seen_by(asker: Asker) -> int:
    """The id of the book of the space that the asker works in.

    Raises:
        NotFound: when there is none, or the asker may not read it.
    """
    if treasury := treasury_seen_by(asker):
        return treasury.book_id
    raise NotFound


def accounts_seen_by(asker: Asker) -> list[AccountLine]:
    """Every account with what is on it."""
    return accounts_of(book_id_seen_by(asker))


def account_seen_by(asker: Asker, *, account_id: int) -> Account:
    """One account of the asker's book."""
    book_id = book_id_seen_by(asker)
    if account := Account.objects.filter(pk=account_id, book_id=book_id).first():
        return account
    raise NotFound


def journal_seen_by(asker: Asker, wanted: Entries = WHOLE) -> QuerySet[Voucher]:
    """Vouchers with their transfers, newest first."""
    return journal(book_id_seen_by(asker), wanted)


def journal_lines_seen_by(
    asker: Asker, wanted: Entries = WHOLE
) -> QuerySet[Transfer, dict[str, Any]]:
    """The transfers of the journal as bare rows, newest voucher first."""
    return journal_lines(book_id_seen_by(asker), wanted)


def voucher_seen_by(asker: Asker, *, voucher_id: int) -> Voucher:
    """One voucher with its transfers."""
    if voucher := journal_seen_by(asker).filter(pk=voucher_id).first():
        return voucher
    raise NotFound


def periods_seen_by(asker: Asker) -> QuerySet[Period]:
    """The periods of the book, newest first."""
    return periods_of(book_id_seen_by(asker))


def orders_seen_by(asker: Asker) -> QuerySet[Order]:
    """The payment orders of the scopes where the asker works with money, newest first."""
    orders = Order.objects.filter(
        within(asker, *SEE_ORDERS), Q(scope__organisation_id=asker.organisation_id)
    )
    return orders.select_related(
        "scope", "treasury__bank", "debit", "prepared_by", "approved_by", "voucher__series"
    ).order_by("-pk")


def order_seen_by(asker: Asker, *, order_id: int) -> Order:
    """One payment order.

    Raises:
        NotFound: when there is none, or none to see.
    """
    if order := orders_seen_by(asker).filter(pk=order_id).first():
        return order
    raise NotFound


def may(asker: Asker, *roles: str, organisation_id: int, scope_id: int | None = None) -> bool:
    """Whether the asker holds one of ``roles`` there."""
    return asker.has(*roles, organisation_id=organisation_id, scope_id=scope_id)


def refuse_unless(
    asker: Asker, *roles: str, organisation_id: int, scope_id: int | None = None
) -> None:
    """Raise NotAllowed unless the asker holds one of ``roles`` there."""
    if not may(asker, *roles, organisation_id=organisation_id, scope_id=scope_id):
        raise NotAllowed


def last_year_seen_by(asker: Asker) -> FinancialYear:
    """The last financial year of the asker's book."""
    return FinancialYear.objects.filter(book_id=book_id_seen_by(asker)).latest("ends_on")


def year_seen_by(asker: Asker, *, on: date) -> FinancialYear:
    """The financial year of a day, or the nearest one before it; the first where there is none.

    Raises:
        NotFound: when there are no books here, or the asker may not read them.
    """
    years = FinancialYear.objects.filter(book_id=book_id_seen_by(asker))
    return years.filter(starts_on__lte=on).order_by("-starts_on").first() or years.earliest(
        "starts_on"
    )
