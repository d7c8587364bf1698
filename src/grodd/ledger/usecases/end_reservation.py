"""End a reservation."""

from datetime import date

from django.db import transaction

from grodd.base.audit import Stamp
from grodd.engines.money import Money
from grodd.ledger.entry import Entry, Move
from grodd.ledger.models import Account, Reservation, ReservationEnd, Voucher
from grodd.ledger.posting import SUMS, hold, lock_accounts, lock_book, write
from grodd.ledger.refusals import ReservationHasEnded


@transaction.atomic
def end_reservation(
    *, book_id: int, key: str, stamp: Stamp, paid_on: date | None = None, text: str = ""
) -> Voucher | None:
    """Post what was held, or let it go. It ends once.

    Args:
        book_id: In which book.
        key: The reservation; also the key of the voucher.
        stamp: When and by whom.
        paid_on: The day it was paid; None lets the hold go and books nothing.
        text: Why, for a reader of the journal.

    Returns:
        The voucher, or None when it was let go. Ending it again in the same way answers the same.

    Raises:
        ReservationHasEnded: It ended before in the other way.
    """
    lock_book(book_id)
    reservation = Reservation.objects.select_related("debit", "credit").get(
        book_id=book_id, key=key
    )
    if end := ReservationEnd.objects.filter(reservation=reservation).first():
        if (end.voucher_id is None) != (paid_on is None):
            raise ReservationHasEnded(key=key)
        return end.voucher
    voucher = _posted(reservation, stamp, paid_on, text) if paid_on else None
    if voucher is None:
        accounts = lock_accounts([reservation])
        hold(accounts, reservation, sign=-1)
        Account.objects.bulk_update(accounts.values(), SUMS)
    ReservationEnd.objects.create(reservation=reservation, voucher=voucher, ended_at=stamp.at)
    return voucher


def _posted(reservation: Reservation, stamp: Stamp, paid_on: date, text: str) -> Voucher:
    amount = Money(reservation.amount_minor, reservation.debit.currency)
    move = Move(reservation.debit, reservation.credit, amount)
    entry = Entry(reservation.book_id, reservation.key, paid_on, text, (move,))
    return write(entry, stamp, settles=reservation)
