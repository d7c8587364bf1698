"""Reading the books. Who may read them is asked one floor up, in ``payments``."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import F, Q, QuerySet, Sum

from grodd.engines.money import Money
from grodd.ledger.charts import Purpose
from grodd.ledger.models import Account, Book, Period, Transfer, Voucher

DEBIT_SIDE = frozenset({Account.Kind.ASSET, Account.Kind.EXPENSE, Account.Kind.MEMO})
LINE = (
    "voucher__series__key", "voucher__number", "voucher__booked_on", "voucher__text",
    "voucher__reverses__series__key", "voucher__reverses__number", "debit_id", "debit__number",
    "debit__name", "credit__number", "credit__name", "debit__currency", "amount_minor",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class AccountLine:
    """An account and what is on it: posted, and held for payments to come."""

    account: Account
    balance: Money
    held: Money


@dataclass(frozen=True, slots=True)
class Entries:
    """Which of a journal is wanted; empty means all.

    Attributes:
        account_id: What touches this account.
        text: A word in the text of the voucher.
        first, last: The first and last day it may be booked on.
        recorded_at: The moment it was recorded; all of a night carries one.
        key_begins, key_ends: How the keys of the vouchers begin and end.
    """

    account_id: int | None = None
    text: str = ""
    first: date | None = None
    last: date | None = None
    recorded_at: datetime | None = None
    key_begins: str = ""
    key_ends: str = ""


WHOLE = Entries()


def balance(account: Account) -> Money:
    """What is on the account now, seen from its own side, read afresh."""
    return balance_of(Account.objects.get(pk=account.pk))


def balance_of(account: Account) -> Money:
    """What a row just read says is on the account, seen from its own side."""
    return from_its_side(account, account.debits_posted_minor - account.credits_posted_minor)


def balance_on(account: Account, day: date) -> Money:
    """What was on the account at the end of ``day``, from its transfers."""
    moved = Transfer.objects.filter(voucher__booked_on__lte=day)
    debits = moved.filter(debit=account).aggregate(sum=Sum("amount_minor"))["sum"] or 0
    credits_ = moved.filter(credit=account).aggregate(sum=Sum("amount_minor"))["sum"] or 0
    return from_its_side(account, debits - credits_)


def result_between(book_id: int, first: date, last: date) -> list[tuple[Account, Money]]:
    """What each income and expense account got in some days, seen from its own side (two queries).

    Accounts where nothing was booked are left out.
    """
    kinds = (Account.Kind.INCOME, Account.Kind.EXPENSE)
    moved = Transfer.objects.filter(
        voucher__booked_on__gte=first, voucher__booked_on__lte=last
    ).order_by()
    here = {"book_id": book_id, "kind__in": kinds}
    sums: dict[int, int] = {}
    ours = Account.objects.filter(**here).order_by()
    both = (
        moved.filter(debit__in=ours)
        .values(account=F("debit_id"))
        .annotate(minor=Sum("amount_minor"))
        .union(
            moved.filter(credit__in=ours)
            .values(account=F("credit_id"))
            .annotate(minor=-Sum("amount_minor")),
            all=True,
        )
    )
    for row in both:
        sums[row["account"]] = sums.get(row["account"], 0) + row["minor"]
    return [
        (account, from_its_side(account, minor))
        for account in Account.objects.filter(pk__in=sums)
        if (minor := sums[account.pk])
    ]


def account_for(book_id: int, purpose: Purpose) -> Account:
    """The account where the house books ``purpose`` by itself."""
    return Account.objects.get(book_id=book_id, purpose=purpose)


def accounts_by_purpose(book_id: int, purposes: Iterable[Purpose]) -> dict[str, Account]:
    """The accounts where the house books some purposes by itself (one query)."""
    wanted = [purpose.value for purpose in purposes]
    # In an order SQLite would look through all accounts of the book, a receivable for each loan.
    rows = Account.objects.filter(book_id=book_id, purpose__in=wanted).order_by()
    found = {account.purpose: account for account in rows}
    assert len(found) == len(wanted), (sorted(found), wanted)
    return found


def first_open_day(book_id: int, day: date) -> date:
    """``day``, or where its period is closed the first day that can be booked on after it."""
    closed = Period.objects.filter(
        year__book_id=book_id, starts_on__lte=day, ends_on__gte=day, closed_at__isnull=False
    )
    if not closed.exists():
        return day
    later = Period.objects.filter(
        year__book_id=book_id, starts_on__gt=day, closed_at__isnull=True
    ).order_by("starts_on")
    following = later.first()
    return following.starts_on if following else day


def accounts_of(book_id: int) -> list[AccountLine]:
    """All accounts of a book with what is on them (one query)."""
    return [
        AccountLine(
            account=account,
            balance=balance_of(account),
            held=Money(
                account.credits_reserved_minor + account.debits_reserved_minor, account.currency
            ),
        )
        for account in Account.objects.filter(book_id=book_id)
    ]


def voucher_with(key: str, *, book_id: int) -> Voucher | None:
    """The voucher that tells of the event named by ``key``, if it was booked."""
    return Voucher.objects.filter(book_id=book_id, key=key).first()


def journal(book_id: int, wanted: Entries = WHOLE) -> QuerySet[Voucher]:
    """The vouchers of a book with their transfers, newest first."""
    vouchers = Voucher.objects.filter(book_id=book_id, **_asked(wanted, ""))
    if wanted.account_id:
        at = Q(transfers__debit=wanted.account_id) | Q(transfers__credit=wanted.account_id)
        vouchers = vouchers.filter(at).distinct()
    lines = ("transfers__debit", "transfers__credit")
    return (
        vouchers.select_related("series", "reverses__series", "reversed_by__series")
        .prefetch_related(*lines)
        .order_by("-chain_number")
    )


def journal_lines(book_id: int, wanted: Entries = WHOLE) -> QuerySet[Transfer, dict[str, Any]]:
    """The transfers of a journal as bare rows, newest voucher first; of an account its own."""
    lines = Transfer.objects.filter(voucher__book_id=book_id, **_asked(wanted, "voucher__"))
    if wanted.account_id:
        lines = lines.filter(Q(debit=wanted.account_id) | Q(credit=wanted.account_id))
    rows: QuerySet[Transfer, dict[str, Any]] = lines.order_by(
        "-voucher__chain_number", "line"
    ).values(*LINE)
    return rows


def _asked(wanted: Entries, path: str) -> dict[str, Any]:
    asked = {
        "text__icontains": wanted.text,
        "booked_on__gte": wanted.first,
        "booked_on__lte": wanted.last,
        "recorded_at": wanted.recorded_at,
        "key__startswith": wanted.key_begins,
        "key__endswith": wanted.key_ends,
    }
    return {f"{path}{name}": value for name, value in asked.items() if value}


def moved_on(account: Account, voucher: Voucher) -> Money:
    """What a voucher did to an account, seen from its own side, from the transfers at hand."""
    minor = sum(
        each.amount_minor * ((each.debit_id == account.pk) - (each.credit_id == account.pk))
        for each in voucher.transfers.all()
    )
    return from_its_side(account, minor)


def from_its_side(account: Account, debits_minor: int) -> Money:
    """What more was debited than credited, as the account itself counts (minor units)."""
    minor = debits_minor if account.kind in DEBIT_SIDE else -debits_minor
    return Money(minor, account.currency)


def turnover(voucher: Voucher) -> Money:
    """What a voucher moves in all, from the transfers at hand."""
    transfers = list(voucher.transfers.all())
    return Money(sum(each.amount_minor for each in transfers), transfers[0].debit.currency)


def periods_of(book_id: int) -> QuerySet[Period]:
    """The periods of a book, newest first."""
    return Period.objects.filter(year__book_id=book_id).order_by("-starts_on")


def books() -> Iterable[Book]:
    """Every book of the installation; for the check."""
    return Book.objects.order_by("pk")
