"""Post a voucher."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from grodd.base.audit import Stamp
from grodd.ledger.entry import Entry, Move
from grodd.ledger.models import Voucher
from grodd.ledger.posting import write


@transaction.atomic
def post_voucher(
    *,
    book_id: int,
    key: str,
    booked_on: date,
    text: str,
    moves: Sequence[Move],
    stamp: Stamp,
) -> Voucher:
    """Book what happened, once.

    Args:
        book_id: In which book.
        key: Names the event. The same key with the same content gives the first voucher.
        booked_on: The day it belongs to; its period must be open.
        text: Why, for a reader of the journal.
        moves: At least one; a voucher of many lines is many moves.
        stamp: When and by whom.

    Raises:
        KeyUsedForOtherContent: ``key`` was booked with something else.
        YearIsMissing, PeriodIsClosed: The day cannot be booked on.
        AccountIsClosed, AccountTooLow: An account does not allow it.
    """
    return write(Entry(book_id, key, booked_on, text, tuple(moves)), stamp)
