"""The hash that ties each voucher to the one before it."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from hashlib import sha256
from json.encoder import encode_basestring
from typing import Protocol

from grodd.base.audit import Stamp
from grodd.ledger.models import Account, Series, Transfer, Voucher


def seal(voucher: Voucher, transfers: Sequence[Transfer], accounts: dict[int, Account]) -> str:
    """SHA-256 over a voucher, its transfers and the seal before it (hex, 64 characters).

    Args:
        voucher: With its series and year at hand.
        transfers: Its lines, in order.
        accounts: The accounts that they name, by id.
    """
    content = [
        voucher.previous_hash,
        voucher.chain_number,
        voucher.book_id,
        [voucher.series.key, voucher.series.year.starts_on.isoformat(), voucher.number],
        voucher.booked_on.isoformat(),
        _moment(voucher.recorded_at),
        voucher.recorded_by,
        voucher.text,
        voucher.key,
        voucher.reverses_id,
        [_line(transfer, accounts) for transfer in transfers],
    ]
    return sha256(_written(content).encode()).hexdigest()


class Sealed(Protocol):
    """What differs from one voucher to the next: see ``posting_many.Draft``."""

    @property
    def key(self) -> str:
        """Its key."""

    @property
    def text(self) -> str:
        """Its text."""

    @property
    def moves(self) -> Sequence[tuple[int, int, int]]:
        """Account to debit, account to credit (ids), minor units; without dimensions."""


class Sealer:
    """Seals many vouchers of one day and series, byte for byte as ``seal`` does.

    What is the same in all of them is written once. ``seal`` takes some forty microseconds for a
    voucher, this some five.
    """

    def __init__(
        self,
        book_id: int,
        series: Series,
        booked_on: date,
        stamp: Stamp,
        accounts: Mapping[int, Account],
    ) -> None:
        """Write what is the same in every voucher."""
        self._book = (
            f",{book_id},[{_written(series.key)},{_written(series.year.starts_on.isoformat())},"
        )
        when = [booked_on.isoformat(), _moment(stamp.at), stamp.actor]
        self._when = f"],{_written(when)[1:-1]},"
        self._accounts = accounts
        self._pairs: dict[tuple[int, int], tuple[str, str]] = {}

    def seal(self, previous: str, chain_number: int, number: int, voucher: Sealed) -> str:
        """The seal of the voucher that stands at ``chain_number`` after ``previous``."""
        lines = ""
        for line, (debit, credit, minor) in enumerate(voucher.moves, start=1):
            names, currencies = self._pairs.get((debit, credit)) or self._pair(debit, credit)
            lines = f"{lines}{',' if lines else ''}[{line},{names},{minor},{currencies},{{}}]"
        written = (
            f'["{previous}",{chain_number}{self._book}{number}{self._when}'
            f"{encode_basestring(voucher.text)},{encode_basestring(voucher.key)},null,[{lines}]]"
        )
        return sha256(written.encode()).hexdigest()

    def _pair(self, debit: int, credit: int) -> tuple[str, str]:
        pair = self._accounts[debit], self._accounts[credit]
        names = _written([each.number for each in pair])[1:-1]
        self._pairs[debit, credit] = names, _written([each.currency for each in pair])
        return self._pairs[debit, credit]


_written = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _line(transfer: Transfer, accounts: dict[int, Account]) -> list[object]:
    debit, credit = accounts[transfer.debit_id], accounts[transfer.credit_id]
    return [
        transfer.line,
        debit.number,
        credit.number,
        transfer.amount_minor,
        [debit.currency, credit.currency],
        transfer.dimensions,
    ]
