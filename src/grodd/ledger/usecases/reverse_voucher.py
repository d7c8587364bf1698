"""Reverse a voucher."""

from datetime import date

from django.db import transaction

from grodd.base.audit import Stamp
from grodd.engines.money import Money
from grodd.ledger.entry import Entry, Move
from grodd.ledger.models import Voucher
from grodd.ledger.posting import lock_book, write
from grodd.ledger.refusals import AlreadyReversed


@transaction.atomic
def reverse_voucher(
    *, voucher_id: int, key: str, booked_on: date, text: str, stamp: Stamp
) -> Voucher:
    """Book the opposite of a voucher, with a pointer to it. Both stay.

    Raises:
        AlreadyReversed: It was reversed under another key.
        PeriodIsClosed, AccountTooLow: As for any voucher.
    """
    voucher = Voucher.objects.select_related("series").get(pk=voucher_id)
    lock_book(voucher.book_id)
    reversal = Voucher.objects.select_related("series").filter(reverses=voucher).first()
    if reversal:
        if reversal.key == key:
            return reversal
        raise AlreadyReversed(voucher=str(voucher), by=str(reversal))
    transfers = voucher.transfers.select_related("debit", "credit").order_by("line")
    moves = tuple(
        Move(each.credit, each.debit, Money(each.amount_minor, each.debit.currency),
             each.dimensions)
        for each in transfers
    )  # fmt: skip
    entry = Entry(voucher.book_id, key, booked_on, text, moves, reverses_id=voucher.pk)
    return write(entry, stamp)
