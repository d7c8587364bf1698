"""Book a voucher by hand."""

from datetime import date, datetime

from django.db import transaction

from grodd.base import audit
from grodd.base.audit import Stamp
from grodd.engines.money import Money
from grodd.ledger.entry import Move
from grodd.ledger.models import Account, Voucher
from grodd.ledger.usecases.post_voucher import post_voucher
from grodd.payments.queries import refuse_unless, treasury_of
from grodd.payments.refusals import NothingToBook, SameAccountTwice
from grodd.people.asker import Asker
from grodd.people.roles import Role

HAND = "hand:"


@transaction.atomic
def book_by_hand(
    *, by: Asker, key: str, booked_on: date, text: str, sides: tuple[int, int], amount: Money,
    at: datetime,
) -> Voucher:  # fmt: skip
    """Book something that no other part of the house books, such as a funder's money coming in.

    Args:
        by: A finance officer of the whole organisation that they work in now.
        key: Names the event, so that a form sent twice books once.
        booked_on: The day it belongs to.
        text: Why, for a reader of the journal.
        sides: Account ids: debit, credit.
        amount: How much.
        at: When.

    Raises:
        NotAllowed: ``by`` does not keep these books.
        SameAccountTwice, NothingToBook: It would move nothing.
        PeriodIsClosed, YearIsMissing, AccountTooLow, AccountIsClosed, KeyUsedForOtherContent: As
            for any voucher.
    """
    organisation_id = by.organisation_id or 0
    refuse_unless(by, Role.FINANCE_OFFICER, organisation_id=organisation_id)
    book_id = treasury_of(organisation_id).book_id
    if sides[0] == sides[1]:
        raise SameAccountTwice
    if not amount:
        raise NothingToBook
    debit, credit = (Account.objects.get(pk=pk, book_id=book_id) for pk in sides)
    stamp = Stamp(at, by.key, organisation_id)
    voucher = post_voucher(
        book_id=book_id,
        key=f"{HAND}{key}",
        booked_on=booked_on,
        text=text,
        moves=[Move(debit, credit, amount)],
        stamp=stamp,
    )
    audit.record(stamp, action="voucher.booked", subject=f"voucher:{voucher.pk}")
    return voucher
