"""Many vouchers of one day at once: the same locks, refusals and seals as one by one.

Posting one voucher asks the database some fifteen questions. A night can have a hundred thousand
of them, so here the locks are taken once, the seals are counted from prepared pieces, and the rows
go in together. What comes out cannot be told from as many single vouchers.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db import connection
from django.utils.translation import gettext_lazy

from grodd.base import bulk
from grodd.base.audit import Stamp
from grodd.base.errors import KeyUsedForOtherContent
from grodd.engines.money import Money
from grodd.ledger.entry import Entry, Move
from grodd.ledger.models import Account, Chain, Series, Transfer, Voucher
from grodd.ledger.posting import (
    lock_book,
    recorded_before,
    refuse_closed,
    refuse_too_low,
    series_open_on,
)
from grodd.ledger.sealing import Sealer

VOUCHER_COLUMNS = ("id", "number", "chain_number", "text", "key", "previous_hash", "hash")
TRANSFER_COLUMNS = ("voucher_id", "line", "debit_id", "credit_id", "amount_minor")
NO_DIMENSIONS = {"dimensions": "{}"}
PART = 5_000
KEEP_SUMS = (
    "UPDATE ledger_account SET debits_posted_minor = %s, credits_posted_minor = %s WHERE id = %s"
)


class Draft(NamedTuple):
    """A voucher to be, in plain values.

    Attributes:
        key: Names the event; the same event is booked once.
        text: Why, for a reader of the journal.
        moves: Each an account to debit, one to credit (ids) and an amount in minor units.
    """

    key: str
    text: str
    moves: tuple[tuple[int, int, int], ...]


@dataclass(frozen=True, slots=True)
class Posted:
    """What became of the drafts.

    Attributes:
        ids: The voucher of each draft, in their order.
        known: The keys that were told of before; nothing was booked for them.
    """

    ids: list[int]
    known: frozenset[str]


def post_many(
    *,
    book_id: int,
    booked_on: date,
    drafts: Sequence[Draft],
    stamp: Stamp,
    series_key: str = "A",
    ids: Sequence[int] = (),
) -> Posted:
    """Book everything, or refuse everything, inside the caller's transaction.

    Nobody else writes in the book from here to the end of the transaction, so a caller does before
    what can be done before.

    Args:
        book_id: In which book.
        booked_on: The day they belong to; its period must be open.
        drafts: In the order in which they are to stand in the chain.
        stamp: When and by whom.
        series_key: The row of numbers they take the next ones of.
        ids: Primary keys for the vouchers from ``bulk.ids_for``, for a caller that writes them
            somewhere and knows that no key was told of before. Nobody looks then: the database
            has each key once, and refuses all of them if the caller was wrong.

    Raises:
        KeyUsedForOtherContent: A key was booked with something else.
        YearIsMissing, PeriodIsClosed: The day cannot be booked on.
        AccountIsClosed, AccountTooLow: An account does not allow it.
    """
    chain = lock_book(book_id)
    if ids:
        _write(chain, Batch(drafts, ids, booked_on, stamp), series_key)
        return Posted(list(ids), frozenset())
    before = _recorded_before(book_id, booked_on, drafts)
    fresh: dict[str, Draft] = {}
    for draft in drafts:
        if draft.key in before:
            continue
        if fresh.setdefault(draft.key, draft) != draft:
            _refuse_other_content(fresh[draft.key], draft)
    batch = Batch(list(fresh.values()), bulk.ids_for(Voucher, len(fresh)), booked_on, stamp)
    _write(chain, batch, series_key)
    found = before | dict(zip(fresh, batch.ids, strict=True))
    return Posted([found[draft.key] for draft in drafts], frozenset(before))


def _recorded_before(book_id: int, booked_on: date, drafts: Sequence[Draft]) -> dict[str, int]:
    """The vouchers that tell of some of it already, by key."""
    keys = [draft.key for draft in drafts]
    known: dict[str, int] = {}
    for part in bulk.parts(keys, PART):
        rows = Voucher.objects.filter(book_id=book_id, key__in=part)
        known.update(rows.order_by().values_list("key", "pk"))
    if known:
        told = [draft for draft in drafts if draft.key in known]
        named = {pk for draft in told for move in draft.moves for pk in move[:2]}
        accounts = {pk: each for part in bulk.parts(sorted(named), PART)
                    for pk, each in Account.objects.in_bulk(part).items()}  # fmt: skip
        for draft in told:
            recorded_before(_entry(book_id, booked_on, draft, accounts))
    return known


def _entry(book_id: int, booked_on: date, draft: Draft, accounts: dict[int, Account]) -> Entry:
    moves = tuple(
        Move(accounts[debit], accounts[credit], Money(minor, accounts[debit].currency))
        for debit, credit, minor in draft.moves
    )
    return Entry(book_id, draft.key, booked_on, draft.text, moves)


def _refuse_other_content(first: Draft, second: Draft) -> None:
    is_text = first.text != second.text
    before, now = (first.text, second.text) if is_text else (first.moves, second.moves)
    field = gettext_lazy("text") if is_text else gettext_lazy("amount or account")
    raise KeyUsedForOtherContent(key=first.key, field=field, before=before, now=now)


@dataclass(frozen=True, slots=True)
class Batch:
    """Drafts that are all new, with the keys of their vouchers."""

    drafts: Sequence[Draft]
    ids: Sequence[int]
    booked_on: date
    stamp: Stamp


def _write(chain: Chain, batch: Batch, series_key: str) -> None:
    if not batch.drafts:
        return
    series = series_open_on(chain.book_id, batch.booked_on, series_key)
    accounts = _moved(chain.book_id, batch.drafts, batch.booked_on)
    vouchers = _vouchers(chain, series, batch, accounts)
    bulk.insert(Voucher, VOUCHER_COLUMNS, vouchers, alike=_alike(chain, series, batch))
    bulk.insert(Transfer, TRANSFER_COLUMNS, _transfers(batch), alike=NO_DIMENSIONS)
    _keep_sums(accounts)
    Series.objects.filter(pk=series.pk).update(last_number=series.last_number)
    Chain.objects.filter(pk=chain.pk).update(number=chain.number, hash=chain.hash)


def _moved(book_id: int, drafts: Sequence[Draft], booked_on: date) -> dict[int, Account]:
    """The accounts, locked, with everything counted on them; refused as one by one."""
    sums = _by_pair(drafts)
    named = {pk for pair in sums for pk in pair}
    accounts: dict[int, Account] = {}
    for part in bulk.parts(sorted(named), PART):
        rows = Account.objects.select_for_update().filter(pk__in=part).order_by("pk")
        accounts.update((account.pk, account) for account in rows)
    assert all(accounts[pk].book_id == book_id for pk in named), named
    refuse_closed(accounts.values(), booked_on)
    if any(account.floor != Account.Floor.NONE for account in accounts.values()):
        _count_in_order(accounts, drafts)
    else:
        _count(accounts, sums)
    return accounts


def _by_pair(drafts: Sequence[Draft]) -> dict[tuple[int, int], int]:
    """What moves between each two accounts (debit, credit), in all (unit: minor units)."""
    sums: dict[tuple[int, int], int] = defaultdict(int)
    for key, _, moves in drafts:
        assert moves, key
        for debit, credit, minor in moves:
            assert minor > 0, key
            sums[debit, credit] += minor
    assert all(debit != credit for debit, credit in sums), sums
    return sums


def _keep_sums(accounts: dict[int, Account]) -> None:
    sums = [(each.debits_posted_minor, each.credits_posted_minor, pk)
            for pk, each in accounts.items()]  # fmt: skip
    with connection.cursor() as cursor:
        cursor.executemany(KEEP_SUMS, sums)


def _count(accounts: dict[int, Account], sums: Mapping[tuple[int, int], int]) -> None:
    """Where no account has a floor only the sums matter."""
    for (debit, credit), minor in sums.items():
        accounts[debit].debits_posted_minor += minor
        accounts[credit].credits_posted_minor += minor


def _count_in_order(accounts: dict[int, Account], drafts: Sequence[Draft]) -> None:
    """A floor holds after each voucher, and not only after the last."""
    for draft in drafts:
        touched = {pk: accounts[pk] for move in draft.moves for pk in move[:2]}
        _count(touched, _by_pair([draft]))
        moves = [
            Move(accounts[debit], accounts[credit], Money(minor, accounts[debit].currency))
            for debit, credit, minor in draft.moves
        ]
        refuse_too_low(touched.values(), moves)


def _alike(chain: Chain, series: Series, batch: Batch) -> dict[str, bulk.Value]:
    """What every voucher of a batch has in common."""
    return {
        "book_id": chain.book_id,
        "series_id": series.pk,
        "booked_on": batch.booked_on.isoformat(),
        "recorded_at": bulk.moment(batch.stamp.at),
        "recorded_by": batch.stamp.actor,
    }


def _vouchers(
    chain: Chain, series: Series, batch: Batch, accounts: dict[int, Account]
) -> Iterator[bulk.Row]:
    """A row for each draft, while the ends of the chain and of the series move on."""
    seal = Sealer(chain.book_id, series, batch.booked_on, batch.stamp, accounts).seal
    number, in_chain, previous = series.last_number, chain.number, chain.hash
    for pk, draft in zip(batch.ids, batch.drafts, strict=True):
        number, in_chain = number + 1, in_chain + 1
        sealed = seal(previous, in_chain, number, draft)
        yield pk, number, in_chain, draft.text, draft.key, previous, sealed
        previous = sealed
    series.last_number, chain.number, chain.hash = number, in_chain, previous


def _transfers(batch: Batch) -> Iterator[bulk.Row]:
    for pk, (_, _, moves) in zip(batch.ids, batch.drafts, strict=True):
        for line, (debit, credit, minor) in enumerate(moves, start=1):
            yield pk, line, debit, credit, minor
