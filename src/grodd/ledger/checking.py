"""Is a book right? Everything that can be computed again is, from the transfers up."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import Count, F, Q, Sum

from grodd.ledger.models import Account, Book, Chain, Reservation, Series, Transfer, Voucher
from grodd.ledger.posting import SUMS
from grodd.ledger.sealing import seal

GUARDED = {
    "ledger_account": ("stays_delete", "stays_key"),
    "ledger_series": ("stays_delete", "stays_key"),
    "ledger_voucher": ("no_update", "no_delete", "is_sound"),
    "ledger_transfer": ("no_update", "no_delete", "is_sound"),
    "ledger_reservation": ("no_update", "no_delete"),
    "ledger_reservationend": ("no_update", "no_delete"),
}
CHUNK = 2_000


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is not as it must be.

    Attributes:
        where: The account, voucher, series or table.
        what: What is wrong, in a few plain words.
    """

    where: str
    what: str


def check_book(book: Book) -> Iterator[Fault]:
    """Every fault of one book: sums, chain, numbers, sides."""
    yield from _sums(book)
    yield from _chain(book)
    yield from _numbers(book)
    yield from _sides(book)


def check_triggers() -> Iterator[Fault]:
    """The triggers that keep the tables append-only and sound, where they do not stand."""
    yield from missing_triggers(GUARDED)


def missing_triggers(guarded: Mapping[str, Sequence[str]]) -> Iterator[Fault]:
    """A fault for each trigger that does not stand; ``guarded``: their endings by table."""
    standing = _triggers_standing()
    for table, endings in guarded.items():
        grows = "no_delete" in endings
        on_postgresql = connection.vendor == "postgresql"
        wanted = (*endings, "no_truncate") if grows and on_postgresql else endings
        for ending in wanted:
            if f"{table}_{ending}" not in standing:
                yield Fault(table, f"the trigger {table}_{ending} is missing")


def _triggers_standing() -> set[str]:
    sql = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'",
    }
    with connection.cursor() as cursor:
        cursor.execute(sql[connection.vendor])
        return {name for (name,) in cursor.fetchall()}


def _sums(book: Book) -> Iterator[Fault]:
    """The four kept sums against the same computed from scratch."""
    posted = Transfer.objects.filter(voucher__book=book)
    held = Reservation.objects.filter(book=book, end__isnull=True)
    computed = [
        dict(rows.values_list(side).annotate(Sum("amount_minor")))
        for rows in (posted.order_by(), held)
        for side in ("debit_id", "credit_id")
    ]
    for account in Account.objects.filter(book=book):
        for name, sums in zip(SUMS, computed, strict=True):
            kept, right = getattr(account, name), sums.get(account.pk, 0)
            if kept != right:
                yield Fault(str(account), f"{name} is {kept}, the transfers say {right}")


def _chain(book: Book) -> Iterator[Fault]:
    """Each voucher against its own seal and the one before it."""
    accounts = {account.pk: account for account in Account.objects.all()}
    expected, previous = 1, ""
    vouchers = Voucher.objects.filter(book=book).order_by("chain_number")
    rows = vouchers.select_related("series__year").prefetch_related("transfers")
    for voucher in rows.iterator(chunk_size=CHUNK):
        transfers = sorted(voucher.transfers.all(), key=lambda each: each.line)
        if voucher.chain_number != expected:
            yield Fault(str(voucher), f"voucher {expected} in the chain is missing")
        elif voucher.previous_hash != previous:
            yield Fault(str(voucher), "does not follow the voucher before it")
        if not transfers:
            yield Fault(str(voucher), "has no transfers")
        if voucher.hash != seal(voucher, transfers, accounts):
            yield Fault(str(voucher), "was changed after it was sealed")
        expected, previous = voucher.chain_number + 1, voucher.hash
    head = Chain.objects.get(book=book)
    if (head.number, head.hash) != (expected - 1, previous):
        yield Fault(str(book), f"the chain ends at {expected - 1}, its head says {head.number}")


def _numbers(book: Book) -> Iterator[Fault]:
    """Numbers without gaps, and days inside the year of the series."""
    series = Series.objects.filter(year__book=book).select_related("year")
    for each in series:
        found = list(each.vouchers.order_by("number").values_list("number", flat=True))
        if found != list(range(1, each.last_number + 1)):
            gaps = sorted(set(range(1, each.last_number + 1)) - set(found)) or found[-1:]
            yield Fault(str(each), f"the numbers have a gap or one too many: {gaps[:5]}")
    outside = Voucher.objects.filter(book=book).exclude(
        booked_on__gte=F("series__year__starts_on"), booked_on__lte=F("series__year__ends_on")
    )
    for voucher in outside.select_related("series"):
        yield Fault(str(voucher), "lies outside the year of its series")


def _sides(book: Book) -> Iterator[Fault]:
    """Both sides of each transfer in this book and in one currency."""
    wrong = Transfer.objects.filter(voucher__book=book).exclude(
        debit__book=book, credit__book=book, debit__currency=F("credit__currency")
    )
    for transfer in wrong.select_related("voucher__series"):
        yield Fault(str(transfer.voucher), f"line {transfer.line} joins what must not be joined")
    twice = (
        Reservation.objects.filter(book=book)
        .annotate(ends=Count("end"))
        .filter(Q(ends__gt=1) | ~Q(debit__currency=F("credit__currency")))
    )
    for reservation in twice:
        yield Fault(str(reservation), "the reservation is not sound")
