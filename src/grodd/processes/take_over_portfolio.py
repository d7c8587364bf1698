"""Take over a running portfolio: every row of the file becomes a loan, or none does."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from grodd.agreements.models import Loan, LoanEvent
from grodd.agreements.telling import Told, locked_loan, tell
from grodd.base import audit
from grodd.base.audit import Stamp
from grodd.base.progress import Heard, unheard
from grodd.ledger.posting import lock_book
from grodd.payments.queries import treasury_of
from grodd.people.asker import Asker
from grodd.processes._taken_cases import agreements_of, applications_of, round_of
from grodd.processes._taken_loans import begin_loans, loans_of
from grodd.processes._taken_people import borrowers_of
from grodd.programmes.models import Programme
from grodd.servicing.models import PortfolioTakeover, TakenLoan
from grodd.servicing.taking.payments import later_than
from grodd.servicing.taking.refusals import TakeoverOver, TakeoverRefused, TakeoverStale
from grodd.servicing.taking.seen import known_references, takeover_seen_by, wrong_rows
from grodd.servicing.taking.totals import refuse_unreconciled

BATCH = 500


def take_over_portfolio(
    *, takeover_id: int, by: Asker, at: datetime, partly: bool = False, heard: Heard = unheard
) -> PortfolioTakeover:
    """Write all loans of a file that was checked and reconciled, in one transaction.

    Each row becomes a borrower, an application in a round of its own, an agreement that says what
    was taken over, a loan with its account, one event, a plan, a position and an opening voucher.
    Payments after the day of the balances are told as payments. Loans that were repaid or written
    off before come along as such.

    Args:
        takeover_id: Which.
        by: Who manages the programme or keeps its books.
        at: When.
        partly: Take the rows that are right, and leave the others.
        heard: Told when the one transaction begins and when it is over.

    Raises:
        TakeoverOver: The loans are here already.
        TakeoverRefused: Some row cannot be taken, and ``partly`` is not asked for.
        TakeoverStale: A loan of the file came here since it was looked at.
        TotalsMissing, TotalsDiffer: It was not held against the old system.
        YearIsMissing: The books do not reach back to the day.
        RuleMissing: Late interest was agreed, and no reference rate is recorded.
    """
    total = takeover_seen_by(by, takeover_id=takeover_id).rows_count
    heard(0, total)
    takeover = _take(takeover_id, by, at, partly=partly)
    heard(total, total)
    return takeover


@transaction.atomic
def _take(takeover_id: int, by: Asker, at: datetime, *, partly: bool) -> PortfolioTakeover:
    takeover = takeover_seen_by(by, takeover_id=takeover_id, lock=True)
    if takeover.state == PortfolioTakeover.State.DONE:
        raise TakeoverOver
    _refuse(takeover, partly=partly)
    Programme.objects.select_for_update().get(pk=takeover.programme_id)
    book_id = treasury_of(takeover.programme.organisation_id).book_id
    lock_book(book_id)
    stamp = Stamp(at, by.key, takeover.programme.organisation_id)
    rows = list(takeover.rows.exclude(outcome=TakenLoan.Outcome.WRONG))
    if known := known_references([row.reference for row in rows]):
        raise TakeoverStale(reference=min(known))
    loans = _write(takeover, rows, stamp, by, book_id=book_id)
    for row, loan in zip(rows, loans, strict=True):
        row.loan = loan
    TakenLoan.objects.bulk_update(rows, ["loan"], batch_size=BATCH)
    later = _tell_later_payments(takeover, rows, by, at)
    takeover.state, takeover.partly = PortfolioTakeover.State.DONE, partly
    takeover.taken_by_id, takeover.taken_at = by.person_id, at
    takeover.rows_done, takeover.refused = len(rows), ""
    takeover.save()
    audit.record(
        stamp,
        action="portfolio.taken_over",
        subject=f"portfolio:{takeover.pk}",
        facts={
            "round": takeover.round_id,
            "sha256": takeover.file.sha256,
            "loans": len(rows),
            "left_out": takeover.rows_wrong,
            "found": takeover.found,
            "explanation": takeover.explanation,
            "later_payments": later,
        },
    )
    return takeover


def _refuse(takeover: PortfolioTakeover, *, partly: bool) -> None:
    first = wrong_rows(takeover).first()
    if first is not None and (not partly or takeover.rows_wrong == takeover.rows_count):
        wrong = first.errors[0]
        raise TakeoverRefused(
            wrong=takeover.rows_wrong,
            rows=takeover.rows_count,
            row=first.row,
            column=wrong["column"],
            text=wrong["text"],
        )
    refuse_unreconciled(takeover)


def _write(
    takeover: PortfolioTakeover, rows: Sequence[TakenLoan], stamp: Stamp, by: Asker, *, book_id: int
) -> list[Loan]:
    by_id = by.person_id
    takeover.round = round_of(takeover, rows, stamp)
    borrowers = borrowers_of(takeover, rows)
    applications = applications_of(takeover, takeover.round, rows, borrowers, stamp, by_id=by_id)
    agreements = agreements_of(takeover, rows, applications, stamp, by_id=by_id)
    loans = loans_of(takeover, rows, agreements, book_id=book_id)
    begin_loans(takeover, rows, loans, stamp, by_id=by_id, book_id=book_id)
    return loans


def _tell_later_payments(
    takeover: PortfolioTakeover, rows: Sequence[TakenLoan], by: Asker, at: datetime
) -> int:
    """What was paid after the day of the balances, as it would be told by hand."""
    count = 0
    for row in rows:
        for number, (day, minor) in enumerate(later_than(row.payments, takeover.day), start=1):
            assert row.loan_id is not None, row
            loan = locked_loan(row.loan_id)
            told = Told(
                kind=LoanEvent.Kind.PAYMENT,
                day=day,
                key=f"payment:takeover:{number}",
                amount_minor=minor,
                terms={"ahead": loan.rules.ahead.value, "text": takeover.file.name[:100]},
            )
            tell(loan, told, by=by, at=at)
            count += 1
    return count
