"""What is to be booked, before it is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from grodd.engines.money import Money
from grodd.ledger.models import Account


@dataclass(frozen=True, slots=True)
class Move:
    """An amount that leaves ``credit`` and enters ``debit``.

    Attributes:
        debit: The account it enters.
        credit: The account it leaves, another one in the same book and currency.
        amount: More than nothing.
        dimensions: What reports group by, such as programme or funder; JSON values.
    """

    debit: Account
    credit: Account
    amount: Money
    dimensions: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Entry:
    """A voucher to be.

    Attributes:
        book_id: The book.
        key: Names the event; the same event is booked once.
        booked_on: The day it belongs to.
        text: Why, for a reader of the journal.
        moves: At least one.
        series_key: The row of numbers it takes the next of.
        reverses_id: The voucher that it undoes, if any.
    """

    book_id: int
    key: str
    booked_on: date
    text: str
    moves: tuple[Move, ...]
    series_key: str = "A"
    reverses_id: int | None = None

    def __post_init__(self) -> None:
        """Assert what no person can get wrong."""
        assert self.moves, self.key
        for move in self.moves:
            assert move.amount.minor > 0, move
            assert move.debit.pk != move.credit.pk, move
            for account in (move.debit, move.credit):
                assert account.book_id == self.book_id, account
                assert account.currency == move.amount.currency, account
