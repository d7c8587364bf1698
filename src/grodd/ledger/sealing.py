"""The hash that ties each voucher to the one before it."""

import hashlib
import json
from collections.abc import Sequence
from datetime import UTC

from grodd.ledger.models import Account, Transfer, Voucher


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
        voucher.recorded_at.astimezone(UTC).isoformat(timespec="microseconds"),
        voucher.recorded_by,
        voucher.text,
        voucher.key,
        voucher.reverses_id,
        [_line(transfer, accounts) for transfer in transfers],
    ]
    written = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


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
