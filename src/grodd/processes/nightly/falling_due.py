"""Raise what falls due: interest and fees become income on the day, for thousands of loans at once.

What it books is what the life of each loan would book (``engines/life``), row for row, so a replay
afterwards finds nothing to add. Loans in which something unusual waits (kept money, arrears that
were moved, a notice that takes effect) are left to ``serviced``, which lets each live by itself.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from sqlite3 import Cursor
from typing import NamedTuple

from django.db import connection, transaction

from grodd.agreements.models import LIVES_BY_ITSELF, Loan, LoanBooking
from grodd.agreements.voucher_words import fell_due, language_of
from grodd.base import bulk
from grodd.base.errors import Refusal
from grodd.engines.life import raised
from grodd.ledger.charts import Purpose
from grodd.ledger.models import Voucher
from grodd.ledger.posting_many import Draft, post_many
from grodd.ledger.queries import accounts_by_purpose, first_open_day
from grodd.processes.nightly.paid_ahead import standing_of
from grodd.processes.nightly.steps import Done, Task

BOOKING_COLUMNS = ("loan_id", "name", "day", "voucher_id")
DAYS = 500
"""So many days are looked at in one question."""

DUE = """
SELECT t.book_id, t.organisation_id, loan.reference, l.number, {due_on}, l.fee_minor,
       l.interest_minor, NOT p.is_paid_from_end AND l.number = p.next_number AND p.next_due_minor
         = l.fee_minor + l.late_interest_minor + l.interest_minor + l.principal_minor,
       p.due_principal_minor + l.principal_minor,
       p.due_other_minor + l.fee_minor + l.late_interest_minor + l.interest_minor,
       {oldest}, n.number, {next_on},
       COALESCE(n.fee_minor + n.late_interest_minor + n.interest_minor + n.principal_minor, 0),
       l.loan_id
FROM agreements_scheduleline l
JOIN agreements_loan loan ON loan.id = l.loan_id AND loan.schedule_version = l.version
JOIN agreements_loanposition p ON p.loan_id = l.loan_id
JOIN agreements_agreement a ON a.id = loan.agreement_id
JOIN people_scope s ON s.id = a.scope_id
JOIN payments_treasury t ON t.organisation_id = s.organisation_id
LEFT JOIN agreements_scheduleline n
  ON n.loan_id = l.loan_id AND n.version = l.version AND n.number = l.number + 1
WHERE l.due_on IN ({days}) AND l.loan_id > %s AND l.loan_id <= %s
  AND p.loan_id > %s AND p.loan_id <= %s AND l.due_on > p.day
  AND loan.id > %s AND loan.id <= %s AND loan.state = '{repaying}' AND p.kept_minor = 0
  AND NOT EXISTS (
    SELECT 1 FROM agreements_loanevent e WHERE e.loan_id = l.loan_id AND e.kind IN ({unusual})
    AND (e.kind <> 'termination' OR e.day > p.day))
  AND NOT EXISTS (
    SELECT 1 FROM agreements_loanbooking b WHERE b.loan_id = l.loan_id
    AND b.name = 'due:' || l.number AND b.day = l.due_on)
ORDER BY l.due_on, l.loan_id, l.id"""


class Accounts(NamedTuple):
    """The accounts (ids) on which it is booked."""

    due: int
    interest: int
    fees: int


Standing = tuple[int, int, str | None, int | None, str | None, int, int]
"""Principal and other due, the oldest due day, the next row (number, day, amount), the loan."""


class Due(NamedTuple):
    """A row that falls due, and how its loan stands then if nothing of it was paid ahead.

    Days as ISO text, amounts in minor units. What begins with ``principal`` is what the position
    becomes, in the order in which it is written.
    """

    book_id: int
    organisation_id: int
    reference: str
    number: int
    due_on: str
    fee: int
    interest: int
    is_untouched: bool
    principal: int
    other: int
    oldest: str
    following: int | None
    following_on: str | None
    following_minor: int
    loan_id: int

    @property
    def standing(self) -> Standing:
        """How the loan stands then."""
        return self[8:]


@dataclass(frozen=True, slots=True)
class Fallen:
    """What falls due in one book, ready to be booked.

    Attributes:
        book_id: In which book.
        organisation_id: Whose it is.
        rows: How many rows fall due.
        standings: How each loan stands then.
        days: The vouchers of each day, by day.
    """

    book_id: int
    organisation_id: int
    rows: int
    standings: Sequence[Standing]
    days: Sequence["DueDay"]


class DueDay(NamedTuple):
    """The vouchers of a day (ISO text), and for each the loan and the name of its booking."""

    day: str
    drafts: list[Draft]
    names: list[tuple[int, str]]


def look_at_due(task: Task) -> list[Fallen]:
    """What falls due in a range of loans; their locks are taken where a database has such."""
    by_book: dict[tuple[int, int], list[Due]] = defaultdict(list)
    for due in _fallen(task):
        by_book[due.book_id, due.organisation_id].append(due)
    return [_ready(*book, dues, task.day) for book, dues in sorted(by_book.items())]


def raise_due(task: Task) -> Done:
    """Book what falls due in a range of loans, and move their positions on."""
    done = Done()
    for fallen in task.seen:
        try:
            with transaction.atomic(savepoint=task.careful):
                _raise_in(fallen, task)
        except Refusal as refusal:
            if not task.careful:
                raise
            done.refuse(fallen.organisation_id, refusal)
        else:
            done.counts[fallen.organisation_id] += fallen.rows
    return done


def _fallen(task: Task) -> Iterator[Due]:
    """What fell due, by loan and day where it fits in one question; the loans are locked."""
    for part in bulk.parts(task.days, DAYS):
        asked = DUE.format(
            days=bulk.places(part),
            due_on=bulk.iso("l.due_on"),
            oldest=bulk.iso("COALESCE(p.oldest_due_on, l.due_on)"),
            next_on=bulk.iso("n.due_on"),
            repaying=Loan.State.REPAYING.value,
            unusual=bulk.texts(LIVES_BY_ITSELF),
        )
        locking = " FOR NO KEY UPDATE OF loan" if bulk.is_postgresql() else ""
        # PostgreSQL does not see that what holds of one table holds of the others.
        between = [task.after, task.until] * 3
        yield from map(Due._make, bulk.rows_of(asked + locking, [*part, *between]))


def _ready(book_id: int, organisation_id: int, dues: Sequence[Due], day: date) -> Fallen:
    by_day: dict[str, list[Due]] = defaultdict(list)
    for due in dues:
        by_day[due.due_on].append(due)
    purposes = (Purpose.DUE, Purpose.INTEREST, Purpose.FEES)
    accounts = accounts_by_purpose(book_id, purposes)
    debit, interest, fees = (accounts[purpose].pk for purpose in purposes)
    language = language_of(organisation_id)
    days = [
        _vouchers(day, fallen, Accounts(debit, interest, fees), language)
        for day, fallen in sorted(by_day.items())
    ]
    return Fallen(book_id, organisation_id, len(dues), _standings(dues, day), days)


def _vouchers(day: str, dues: Sequence[Due], accounts: Accounts, language: str) -> DueDay:
    debit, interest, fees = accounts
    drafts: list[Draft] = []
    names: list[tuple[int, str]] = []
    for due in dues:
        moves = ((debit, interest, due.interest),) if due.interest else ()
        if due.fee:
            moves = (*moves, (debit, fees, due.fee))
        if moves:
            name = raised(due.number)
            key = f"loan:{due.loan_id}:{name}:{day}:1"
            drafts.append(Draft(key, fell_due(language, due.reference, due.number), moves))
            names.append((due.loan_id, name))
    return DueDay(day, drafts, names)


def _raise_in(fallen: Fallen, task: Task) -> None:
    """Everything that needs no place in the chain comes before the book is locked."""
    _move_on(task.day, fallen.standings)
    bookings: list[bulk.Row] = []
    for day, drafts, names in fallen.days:
        ids = bulk.ids_for(Voucher, len(drafts))
        post_many(
            book_id=fallen.book_id,
            booked_on=first_open_day(fallen.book_id, date.fromisoformat(day)),
            drafts=drafts,
            stamp=task.stamp(),
            ids=ids,
        )
        bookings += [(*name, day, pk) for name, pk in zip(names, ids, strict=True)]
    # After the vouchers: while bookings wait for them, SQLite looks through all that can point at
    # a voucher for each voucher that comes.
    bulk.insert(LoanBooking, BOOKING_COLUMNS, bookings)


def _standings(dues: Sequence[Due], day: date) -> list[Standing]:
    """How each loan stands once its rows have fallen due."""
    rows = Counter(due.loan_id for due in dues)
    usual: list[Standing] = []
    unusual: set[int] = set()
    for due in dues:
        # Nothing of the row was paid, so nothing of the next one was either: unless from the end.
        if due.is_untouched and rows[due.loan_id] == 1:
            usual.append(due.standing)
        else:
            unusual.add(due.loan_id)
    usual += [
        (principal, other, _iso(oldest), following.number, _iso(following.due_on),
         following.minor, loan_id)
        for loan_id, principal, other, oldest, following in standing_of(sorted(unusual), day)
    ]  # fmt: skip
    return usual


ON_POSTGRESQL = """
UPDATE agreements_loanposition p SET day = %s, due_principal_minor = u.principal,
  due_other_minor = u.other, oldest_due_on = u.oldest, next_number = u.number,
  next_due_on = u.next_on, next_due_minor = u.minor
FROM unnest(%s::bigint[], %s::bigint[], %s::date[], %s::int[], %s::date[], %s::bigint[],
  %s::bigint[]) AS u (principal, other, oldest, number, next_on, minor, id)
WHERE p.loan_id = u.id"""
ON_SQLITE = """
UPDATE agreements_loanposition SET day = ?, due_principal_minor = u.column1,
  due_other_minor = u.column2, oldest_due_on = u.column3, next_number = u.column4,
  next_due_on = u.column5, next_due_minor = u.column6
FROM (VALUES {values}) AS u WHERE loan_id = u.column7"""
TOGETHER = 2_000
"""So many positions one statement moves on, on SQLite."""


def _move_on(day: date, standings: Sequence[Standing]) -> None:
    if not standings:
        return
    with connection.cursor() as cursor:
        if bulk.is_postgresql():
            cursor.execute(ON_POSTGRESQL, [day, *map(list, zip(*standings, strict=True))])
            return
        for part in bulk.parts(standings, TOGETHER):
            statement = ON_SQLITE.format(values=bulk.rows_of_places(7, len(part)))
            Cursor.execute(cursor.cursor, statement, [day.isoformat(), *chain.from_iterable(part)])


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
