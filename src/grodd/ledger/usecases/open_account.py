"""Open an account."""

from django.db import transaction

from grodd.ledger.models import Account
from grodd.ledger.posting import lock_book
from grodd.ledger.refusals import AccountNumberTaken


@transaction.atomic
def open_account(
    *,
    book_id: int,
    number: str,
    name: str,
    kind: Account.Kind,
    currency: str,
    floor: Account.Floor = Account.Floor.NONE,
) -> Account:
    """Open an account in a book. The same account again is the first one.

    Raises:
        AccountNumberTaken: The number stands for something else.
    """
    lock_book(book_id)
    wished = {"name": name, "kind": kind, "currency": currency, "floor": floor}
    account, is_new = Account.objects.get_or_create(book_id=book_id, number=number, defaults=wished)
    if not is_new and any(getattr(account, key) != value for key, value in wished.items()):
        raise AccountNumberTaken(number=number)
    return account
