"""Reserve money."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy

from grodd.base.errors import KeyUsedForOtherContent
from grodd.ledger.entry import Move
from grodd.ledger.models import Account, Reservation
from grodd.ledger.posting import SUMS, hold, lock_accounts, lock_book, refuse_too_low


@transaction.atomic
def reserve(*, book_id: int, key: str, move: Move, at: datetime) -> Reservation:
    """Hold an amount for a payment to come, so that it cannot be promised twice.

    Args:
        book_id: In which book.
        key: Names the promise; the same one again is the first one.
        move: What will be booked when it is paid.
        at: When.

    Raises:
        KeyUsedForOtherContent: ``key`` holds something else.
        AccountTooLow: There is not that much to hold.
    """
    lock_book(book_id)
    if known := Reservation.objects.filter(book_id=book_id, key=key).first():
        _refuse_other(known, move)
        return known
    reservation = Reservation(
        book_id=book_id,
        key=key,
        debit=move.debit,
        credit=move.credit,
        amount_minor=move.amount.minor,
        reserved_at=at,
    )
    accounts = lock_accounts([move])
    hold(accounts, reservation, sign=1)
    refuse_too_low(accounts.values(), [move])
    Account.objects.bulk_update(accounts.values(), SUMS)
    reservation.save(force_insert=True)
    return reservation


def _refuse_other(known: Reservation, move: Move) -> None:
    before = (known.amount_minor, known.debit_id, known.credit_id)
    now = (move.amount.minor, move.debit.pk, move.credit.pk)
    if before != now:
        field = gettext_lazy("amount or account")
        raise KeyUsedForOtherContent(key=known.key, field=field, before=before, now=now)
