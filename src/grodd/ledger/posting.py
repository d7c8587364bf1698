"""Writing into a book. Every way in locks the same things in the same order: no deadlock, no race.

The order is: the end of the chain (one writer to a book at a time), the series, the accounts by id.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from django.utils.translation import gettext_lazy

from grodd.base.audit import Stamp
from grodd.base.errors import KeyUsedForOtherContent
from grodd.engines.money import Money
from grodd.ledger.entry import Entry, Move
from grodd.ledger.models import Account, Chain, Period, Reservation, Series, Transfer, Voucher
from grodd.ledger.refusals import AccountIsClosed, AccountTooLow, PeriodIsClosed, YearIsMissing
from grodd.ledger.sealing import seal

FIELDS = (gettext_lazy("day"), gettext_lazy("text"), gettext_lazy("amount or account"))
SUMS = (
    "debits_posted_minor",
    "credits_posted_minor",
    "debits_reserved_minor",
    "credits_reserved_minor",
)


def lock_book(book_id: int) -> Chain:
    """Be the only one who writes in the book until the transaction ends."""
    return Chain.objects.select_for_update().get(book_id=book_id)


def lock_accounts(moves: Iterable[Move | Reservation]) -> dict[int, Account]:
    """The accounts of ``moves``, fresh and locked, by id."""
    ids = {pk for move in moves for pk in (move.debit.pk, move.credit.pk)}
    locked = Account.objects.select_for_update().filter(pk__in=ids).order_by("pk")
    return {account.pk: account for account in locked}


def write(entry: Entry, stamp: Stamp, *, settles: Reservation | None = None) -> Voucher:
    """Write a voucher and its transfers at the end of the chain, inside the caller's transaction.

    Args:
        entry: What is booked.
        stamp: When and by whom.
        settles: A reservation whose hold is let go in the same breath.

    Returns:
        The new voucher, or the one that told of the same event before.
    """
    chain = lock_book(entry.book_id)
    if known := recorded_before(entry):
        return known
    series = series_open_on(entry.book_id, entry.booked_on, entry.series_key)
    held = [settles] if settles else []
    accounts = lock_accounts([*entry.moves, *held])
    for each in held:
        hold(accounts, each, sign=-1)
    for move in entry.moves:
        accounts[move.debit.pk].debits_posted_minor += move.amount.minor
        accounts[move.credit.pk].credits_posted_minor += move.amount.minor
    refuse_closed(accounts.values(), entry.booked_on)
    refuse_too_low(accounts.values(), entry.moves)
    Account.objects.bulk_update(accounts.values(), SUMS)
    return _voucher(entry, stamp, chain=chain, series=series, accounts=accounts)


def recorded_before(entry: Entry) -> Voucher | None:
    """The voucher that already tells of this event.

    Raises:
        KeyUsedForOtherContent: It tells of something else under the same key.
    """
    known = Voucher.objects.filter(book_id=entry.book_id, key=entry.key).first()
    if known is None:
        return None
    lines = known.transfers.order_by("line").values_list(
        "debit__number", "credit__number", "amount_minor", "debit__currency"
    )
    told = [(known.booked_on, entry.booked_on), (known.text, entry.text)]
    before = [_line(*line) for line in lines]
    now = [
        _line(move.debit.number, move.credit.number, move.amount.minor, move.amount.currency)
        for move in entry.moves
    ]
    told.append((", ".join(before), ", ".join(now)))
    for field, (old, new) in zip(FIELDS, told, strict=True):
        if old != new:
            raise KeyUsedForOtherContent(key=entry.key, field=field, before=old, now=new)
    return known


def _line(debit: str, credit: str, minor: int, currency: str) -> str:
    return f"{debit} < {credit}: {minor / 100:.2f} {currency}"


def series_open_on(book_id: int, day: date, series_key: str) -> Series:
    """The series, locked, of the year that the day lies in, if its period is open."""
    period = open_period(book_id, day)
    year = Series.objects.select_for_update(of=("self",)).select_related("year")
    return year.get(year=period.year, key=series_key)


def open_period(book_id: int, day: date) -> Period:
    """The period of the day, with its year.

    Raises:
        YearIsMissing, PeriodIsClosed: Nothing can be booked on the day.
    """
    period = (
        Period.objects.select_related("year")
        .filter(year__book_id=book_id, starts_on__lte=day, ends_on__gte=day)
        .first()
    )
    if period is None:
        raise YearIsMissing(day=day)
    if period.closed_at:
        raise PeriodIsClosed(day=day, closed_at=period.closed_at)
    return period


def refuse_closed(accounts: Iterable[Account], day: date) -> None:
    """Nothing is booked on an account after it was closed."""
    for account in accounts:
        if account.closed_on and account.closed_on <= day:
            raise AccountIsClosed(account=str(account), closed_on=account.closed_on, day=day)


def refuse_too_low(accounts: Iterable[Account], moves: Sequence[Move | Reservation]) -> None:
    """No account falls below what it allows; the database would refuse it as well."""
    for account in accounts:
        room = free(account)
        if room is not None and room.minor < 0:
            needed = drawn(account, moves)
            raise AccountTooLow(account=str(account), available=room + needed, needed=needed)


def free(account: Account) -> Money | None:
    """What can still leave the account, holds counted; None when it has no floor."""
    if account.floor == Account.Floor.DEBIT_BALANCE:
        left = account.debits_posted_minor - account.credits_posted_minor
        return Money(left - account.credits_reserved_minor, account.currency)
    if account.floor == Account.Floor.CREDIT_BALANCE:
        left = account.credits_posted_minor - account.debits_posted_minor
        return Money(left - account.debits_reserved_minor, account.currency)
    return None


def drawn(account: Account, moves: Iterable[Move | Reservation]) -> Money:
    """What ``moves`` take from the side that the account must keep."""
    minor = 0
    for move in moves:
        amount = move.amount.minor if isinstance(move, Move) else move.amount_minor
        minor += amount * ((move.credit.pk == account.pk) - (move.debit.pk == account.pk))
    sign = 1 if account.floor == Account.Floor.DEBIT_BALANCE else -1
    return Money(sign * minor, account.currency)


def hold(accounts: dict[int, Account], reservation: Reservation, *, sign: int) -> None:
    """Count a reservation against both of its accounts, or stop counting it."""
    accounts[reservation.debit_id].debits_reserved_minor += sign * reservation.amount_minor
    accounts[reservation.credit_id].credits_reserved_minor += sign * reservation.amount_minor


def _voucher(
    entry: Entry, stamp: Stamp, *, chain: Chain, series: Series, accounts: dict[int, Account]
) -> Voucher:
    voucher = Voucher(
        book_id=entry.book_id,
        series=series,
        number=series.last_number + 1,
        chain_number=chain.number + 1,
        booked_on=entry.booked_on,
        recorded_at=stamp.at,
        recorded_by=stamp.actor,
        text=entry.text,
        key=entry.key,
        reverses_id=entry.reverses_id,
        previous_hash=chain.hash,
    )
    transfers = [
        Transfer(
            voucher=voucher,
            line=line,
            debit_id=move.debit.pk,
            credit_id=move.credit.pk,
            amount_minor=move.amount.minor,
            dimensions=dict(move.dimensions),
        )
        for line, move in enumerate(entry.moves, start=1)
    ]
    voucher.hash = seal(voucher, transfers, accounts)
    voucher.save(force_insert=True)
    for transfer in transfers:
        transfer.voucher_id = voucher.pk
    Transfer.objects.bulk_create(transfers)
    Series.objects.filter(pk=series.pk).update(last_number=voucher.number)
    Chain.objects.filter(pk=chain.pk).update(number=voucher.chain_number, hash=voucher.hash)
    return voucher
