"""Raise what falls due: interest and fees become income on the day, for thousands of loans at once.

What it books is what the life of each loan would book (``engines/life``), row for row, so a replay
afterwards finds nothing to add. Loans in which something unusual waits (kept money, arrears that
were moved, a notice that takes effect) are left to ``serviced``, which lets each live by itself.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from sqlite3 import Cursor
from typing import NamedTuple

from django.db import connection, transaction

from grodd.agreements.models import Loan, LoanBooking
from grodd.base import bulk
from grodd.base.errors import Refusal
from grodd.engines.life import raised
from grodd.ledger.charts import Purpose
from grodd.ledger.models import Voucher
from grodd.ledger.posting_many import Draft, post_many
from grodd.ledger.queries import accounts_by_purpose, first_open_day
from grodd.processes.nightly.paid_ahead import Following, standing_of
from grodd.processes.nightly.steps import Done, Task

BOOKING_COLUMNS = ("loan_id", "name", "day", "voucher_id")
DUE = f"""
SELECT t.book_id, t.organisation_id, l.loan_id, loan.reference, l.number, l.due_on,
       l.fee_minor, l.late_interest_minor, l.interest_minor, l.principal_minor,
       p.due_principal_minor, p.due_other_minor, p.oldest_due_on, p.next_number, p.next_due_minor,
       n.number, n.due_on,
       n.fee_minor + n.late_interest_minor + n.interest_minor + n.principal_minor
FROM agreements_scheduleline l
JOIN agreements_loan loan ON loan.id = l.loan_id AND loan.schedule_version = l.version
JOIN agreements_loanposition p ON p.loan_id = l.loan_id
JOIN agreements_agreement a ON a.id = loan.agreement_id
JOIN people_scope s ON s.id = a.scope_id
JOIN payments_treasury t ON t.organisation_id = s.organisation_id
LEFT JOIN agreements_scheduleline n
  ON n.loan_id = l.loan_id AND n.version = l.version AND n.number = l.number + 1
WHERE l.due_on > %s AND l.due_on <= %s AND l.loan_id > %s AND l.loan_id <= %s
  AND l.due_on > p.day AND loan.state = '{Loan.State.REPAYING.value}' AND p.kept_minor = 0
  AND NOT EXISTS (
    SELECT 1 FROM agreements_loanevent e WHERE e.loan_id = l.loan_id
    AND (e.kind IN ('to_balance', 'aside') OR (e.kind = 'termination' AND e.day > p.day)))
  AND NOT EXISTS (
    SELECT 1 FROM agreements_loanbooking b WHERE b.loan_id = l.loan_id
    AND b.name = 'due:' || l.number AND b.day = l.due_on)
ORDER BY t.book_id, l.loan_id, l.due_on, l.number"""  # noqa: S608 - a constant of ours


class Due(NamedTuple):
    """A row that falls due, and how its loan stood before (amounts in minor units)."""

    book_id: int
    organisation_id: int
    loan_id: int
    reference: str
    number: int
    due_on: date
    fee: int
    late: int
    interest: int
    principal: int
    due_principal: int
    due_other: int
    oldest: date | None
    next_number: int | None
    next_minor: int
    following: int | None
    following_on: date | None
    following_minor: int | None

    @property
    def is_untouched(self) -> bool:
        """Nothing of it was paid ahead."""
        asked = self.fee + self.late + self.interest + self.principal
        return self.number == self.next_number and self.next_minor == asked


class Standing(NamedTuple):
    """A position as it is written, in the order of the columns."""

    loan_id: int
    due_principal: int
    due_other: int
    oldest: date | None
    following: Following


def raise_due(task: Task) -> Done:
    """Book what falls due in a range of loans, and move their positions on."""
    done = Done()
    locking = " FOR NO KEY UPDATE OF loan" if bulk.is_postgresql() else ""
    rows = bulk.rows_of(DUE + locking, [task.since, task.day, task.after, task.until])
    by_book: dict[int, list[Due]] = defaultdict(list)
    for row in rows:
        by_book[row[0]].append(Due(*row))
    for book_id, dues in by_book.items():
        organisation_id = dues[0].organisation_id
        try:
            with transaction.atomic(savepoint=task.careful):
                _raise_in(book_id, dues, task)
        except Refusal as refusal:
            if not task.careful:
                raise
            done.refuse(organisation_id, refusal)
        else:
            done.counts[organisation_id] += len(dues)
    return done


def _raise_in(book_id: int, dues: Sequence[Due], task: Task) -> None:
    """Everything that needs no place in the chain comes before the book is locked."""
    by_day: dict[date, list[Due]] = defaultdict(list)
    for due in dues:
        by_day[due.due_on].append(due)
    _move_on(task.day, _standings(dues, task.day))
    to_post = [(day, *_drafts(book_id, day, fallen)) for day, fallen in sorted(by_day.items())]
    bookings = [row for *_, rows in to_post for row in rows]
    # On SQLite the book is locked anyway, and while bookings wait for their vouchers it looks
    # through all that can point at a voucher, for each voucher that comes.
    if bulk.is_postgresql():
        bulk.insert(LoanBooking, BOOKING_COLUMNS, bookings)
    for day, drafts, ids, _ in to_post:
        post_many(
            book_id=book_id,
            booked_on=first_open_day(book_id, day),
            drafts=drafts,
            stamp=task.stamp(),
            ids=ids,
        )
    if not bulk.is_postgresql():
        bulk.insert(LoanBooking, BOOKING_COLUMNS, bookings)


def _drafts(
    book_id: int, day: date, dues: Sequence[Due]
) -> tuple[list[Draft], list[int], list[bulk.Row]]:
    """The vouchers of one day, their keys, and for which loan each will be."""
    accounts = accounts_by_purpose(book_id, (Purpose.DUE, Purpose.INTEREST, Purpose.FEES))
    debit, interest, fees = (accounts[purpose].pk for purpose in (
        Purpose.DUE, Purpose.INTEREST, Purpose.FEES))  # fmt: skip
    drafts: list[Draft] = []
    names: list[tuple[int, str]] = []
    iso = day.isoformat()
    for due in dues:
        moves = ((debit, interest, due.interest),) if due.interest else ()
        if due.fee:
            moves = (*moves, (debit, fees, due.fee))
        if moves:
            name = raised(due.number)
            key = f"loan:{due.loan_id}:{name}:{iso}:1"
            drafts.append(Draft(key, f"{due.reference}: instalment {due.number}", moves))
            names.append((due.loan_id, name))
    ids = bulk.ids_for(Voucher, len(drafts))
    bookings = [(*name, iso, pk) for name, pk in zip(names, ids, strict=True)]
    return drafts, ids, bookings


def _standings(dues: Sequence[Due], day: date) -> list[Standing]:
    """How each loan stands once its rows have fallen due."""
    by_loan: dict[int, list[Due]] = defaultdict(list)
    for due in dues:
        by_loan[due.loan_id].append(due)
    usual: list[Standing] = []
    unusual: list[int] = []
    for loan_id, fallen in by_loan.items():
        last = fallen[-1]
        if len(fallen) == 1 and last.is_untouched:
            usual.append(_plain(last))
        else:
            unusual.append(loan_id)
    usual += [Standing(*row) for row in standing_of(unusual, day)]
    return usual


def _plain(due: Due) -> Standing:
    """Nothing of the row was paid, so nothing of the next one was either."""
    following = Following(due.following, due.following_on, due.following_minor or 0)
    return Standing(
        due.loan_id,
        due.due_principal + due.principal,
        due.due_other + due.fee + due.late + due.interest,
        due.oldest or due.due_on,
        following,
    )


ON_POSTGRESQL = """
UPDATE agreements_loanposition p SET day = %s, due_principal_minor = u.principal,
  due_other_minor = u.other, oldest_due_on = u.oldest, next_number = u.number,
  next_due_on = u.next_on, next_due_minor = u.minor
FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[], %s::date[], %s::int[], %s::date[],
  %s::bigint[]) AS u (id, principal, other, oldest, number, next_on, minor)
WHERE p.loan_id = u.id"""
ON_SQLITE = """
UPDATE agreements_loanposition SET day = ?, due_principal_minor = ?, due_other_minor = ?,
  oldest_due_on = ?, next_number = ?, next_due_on = ?, next_due_minor = ?
WHERE loan_id = ?"""


def _move_on(day: date, standings: Iterable[Standing]) -> None:
    rows = [
        (each.due_principal, each.due_other, _iso(each.oldest), each.following.number,
         _iso(each.following.due_on), each.following.minor, each.loan_id)
        for each in standings
    ]  # fmt: skip
    if not rows:
        return
    with connection.cursor() as cursor:
        if bulk.is_postgresql():
            principal, other, oldest, number, on, minor, ids = map(list, zip(*rows, strict=True))
            cursor.execute(ON_POSTGRESQL, [day, ids, principal, other, oldest, number, on, minor])
        else:
            iso = day.isoformat()
            Cursor.executemany(cursor.cursor, ON_SQLITE, ((iso, *row) for row in rows))


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
