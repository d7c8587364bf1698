"""The loans that are taken over: each with its account, its first event, its plan and its voucher.

What is written here for thousands at once is what ``bring_up_to_date`` would write for each of
them; said again, it finds nothing to do.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from grodd.agreements.bookkeeping import PURPOSES, STATES
from grodd.agreements.lawful import BORROWERS, who_borrows
from grodd.agreements.models import (
    Agreement,
    Loan,
    LoanBooking,
    LoanEvent,
    LoanPosition,
    PlanVersion,
    ScheduleLine,
)
from grodd.agreements.positions import figures
from grodd.agreements.replaying import life_from
from grodd.agreements.voucher_words import happened, language_of
from grodd.base import bulk
from grodd.base.audit import Stamp
from grodd.engines.life import Life, Side
from grodd.ledger.charts import Purpose
from grodd.ledger.models import Account
from grodd.ledger.posting_many import Draft, post_many
from grodd.ledger.queries import account_for, accounts_by_purpose, first_open_day
from grodd.people.expected import people_by_address
from grodd.processes._taken_cases import rhythm_of
from grodd.servicing.models import LoanCard, PortfolioTakeover, TakenLoan
from grodd.servicing.taking.rules import rules_of

BATCH = 500
KEY = "opening"
ACCOUNT_NUMBER_MAX = 20
LINE_COLUMNS = (
    "loan_id", "version", "number", "starts_on", "due_on", "principal_minor", "interest_minor",
    "fee_minor", "late_interest_minor", "balance_after_minor",
)  # fmt: skip


def loans_of(
    takeover: PortfolioTakeover,
    rows: Sequence[TakenLoan],
    agreements: Sequence[Agreement],
    *,
    book_id: int,
) -> list[Loan]:
    """The loans, each with an account of its own."""
    accounts = _accounts(takeover, rows, book_id)
    rules = rules_of(takeover.rules)
    assert takeover.round is not None, takeover
    frame = takeover.round.frame
    assert frame is not None, takeover
    return Loan.objects.bulk_create(
        (
            Loan(
                agreement=agreement,
                reference=row.reference,
                principal_minor=row.principal_minor,
                currency=takeover.currency,
                borrower_kind=_kind(agreement),
                annual_rate_bp=row.figures["rate_bp"],
                late_points_bp=rules.late_points_bp,
                schedule_kind="annuity" if row.figures["is_annuity"] else "straight",
                instalments=row.figures["instalments"],
                every=rhythm.every,
                unit=rhythm.unit.value,
                payment_rules=frame.payment_rules,
                disburse_on=date.fromisoformat(row.figures["paid_out_on"]),
                disbursed_on=date.fromisoformat(row.figures["paid_out_on"]),
                first_due_on=date.fromisoformat(row.figures["first_due_on"]),
                state=Loan.State.REPAYING,
                receivable=account,
            )
            for row, agreement, account, rhythm in zip(
                rows, agreements, accounts, map(rhythm_of, rows), strict=True
            )
        ),
        batch_size=BATCH,
    )


def _kind(agreement: Agreement) -> Loan.Borrower:
    """Who borrows. A person of a portfolio that a fund could lend borrows for business."""
    borrower = who_borrows(agreement.application, mainly_for_business=True)
    assert borrower is not None, agreement
    return BORROWERS[borrower]


def _accounts(
    takeover: PortfolioTakeover, rows: Sequence[TakenLoan], book_id: int
) -> list[Account]:
    loans = account_for(book_id, Purpose.LOANS)
    return Account.objects.bulk_create(
        (
            Account(
                book_id=book_id,
                number=_account_number(loans.number, takeover, row),
                name=f"{loans.name} {row.reference}",
                kind=Account.Kind.ASSET,
                currency=takeover.currency,
                floor=Account.Floor.DEBIT_BALANCE,
            )
            for row in rows
        ),
        batch_size=BATCH,
    )


def _account_number(above: str, takeover: PortfolioTakeover, row: TakenLoan) -> str:
    """As for any loan; where its reference is too long, which row of which takeover it was."""
    number = f"{above}-{row.reference}"
    return number if len(number) <= ACCOUNT_NUMBER_MAX else f"{above}-{takeover.pk}.{row.row}"


def begin_loans(
    takeover: PortfolioTakeover, rows: Sequence[TakenLoan], loans: Sequence[Loan], stamp: Stamp, *,
    by_id: int, book_id: int,
) -> None:  # fmt: skip
    """What each loan begins with: event, state, plan, voucher, position and card.

    Raises:
        YearIsMissing, PeriodIsClosed: The day cannot be booked on.
        RuleMissing: Something is late, and no reference rate is recorded.
    """
    events = LoanEvent.objects.bulk_create(
        (_event(takeover, row, loan, stamp, by_id) for row, loan in zip(rows, loans, strict=True)),
        batch_size=BATCH,
    )
    lives = [
        life_from(loan, [event], takeover.day) for loan, event in zip(loans, events, strict=True)
    ]
    for loan, life in zip(loans, lives, strict=True):
        loan.state = STATES[life.state]
    _write_states(loans)
    _write_plans(loans, events, lives, stamp)
    _book(takeover, loans, events, lives, stamp, book_id=book_id)
    LoanPosition.objects.bulk_create(
        (
            LoanPosition(loan=loan, **_columns(life, takeover.day))
            for loan, life in zip(loans, lives, strict=True)
        ),
        batch_size=BATCH,
    )
    _write_cards(rows, loans)


def _columns(life: Life, day: date) -> dict[str, Any]:
    return dict(figures(life, day))


def _event(
    takeover: PortfolioTakeover, row: TakenLoan, loan: Loan, stamp: Stamp, by_id: int
) -> LoanEvent:
    terms = dict(row.opening)
    return LoanEvent(
        loan=loan,
        kind=LoanEvent.Kind.OPENING,
        day=takeover.day,
        key=KEY,
        amount_minor=terms.pop("balance"),
        terms=terms,
        recorded_by_id=by_id,
        recorded_at=stamp.at,
    )


def _write_states(loans: Sequence[Loan]) -> None:
    """Most of them stand as they were made; the others are few kinds."""
    for state in {loan.state for loan in loans} - {Loan.State.REPAYING}:
        changed = [loan.pk for loan in loans if loan.state == state]
        for part in bulk.parts(changed, BATCH):
            Loan.objects.filter(pk__in=part).update(state=state)


def _write_plans(
    loans: Sequence[Loan], events: Sequence[LoanEvent], lives: Sequence[Life], stamp: Stamp
) -> None:
    """The first version of each plan; what is over has none."""
    PlanVersion.objects.bulk_create(
        (
            PlanVersion(loan=loan, number=1, cause=event, made_at=stamp.at)
            for loan, event, life in zip(loans, events, lives, strict=True)
            if life.rows
        ),
        batch_size=BATCH,
    )
    bulk.insert(ScheduleLine, LINE_COLUMNS, _lines(loans, lives))


def _lines(loans: Sequence[Loan], lives: Sequence[Life]) -> Iterator[bulk.Row]:
    for loan, life in zip(loans, lives, strict=True):
        for row in life.rows:
            fee, late, interest, principal = row.owed
            yield (
                loan.pk, 1, row.number, row.start.isoformat(), row.due.isoformat(), principal,
                interest, fee, late, row.balance_after,
            )  # fmt: skip


def _book(
    takeover: PortfolioTakeover, loans: Sequence[Loan], events: Sequence[LoanEvent],
    lives: Sequence[Life], stamp: Stamp, *, book_id: int,
) -> None:  # fmt: skip
    """The opening voucher of each loan, under the name by which a replay looks for it."""
    by_purpose = accounts_by_purpose(book_id, PURPOSES.values())
    fixed = {side: by_purpose[purpose].pk for side, purpose in PURPOSES.items()}
    language = language_of(takeover.programme.organisation_id)
    drafts, booked = [], []
    for loan, event, life in zip(loans, events, lives, strict=True):
        if moves := _moves(loan, life, fixed):
            key = f"loan:{loan.pk}:{KEY}:{takeover.day.isoformat()}:1"
            drafts.append(Draft(key, happened(language, loan.reference, event.kind), moves))
            booked.append((loan, event))
    if not drafts:
        return
    day = first_open_day(book_id, takeover.day)
    posted = post_many(book_id=book_id, booked_on=day, drafts=drafts, stamp=stamp)
    LoanBooking.objects.bulk_create(
        (
            LoanBooking(
                loan=loan, name=KEY, event=event, cause=event, day=takeover.day, voucher_id=voucher
            )
            for (loan, event), voucher in zip(booked, posted.ids, strict=True)
        ),
        batch_size=BATCH,
    )


def _moves(loan: Loan, life: Life, fixed: Mapping[Side, int]) -> tuple[tuple[int, int, int], ...]:
    assert loan.receivable_id is not None, loan.reference
    accounts = {**fixed, Side.PRINCIPAL: loan.receivable_id}
    return tuple(
        (accounts[posting.debit], accounts[posting.credit], posting.amount)
        for posting in life.postings
    )


def _write_cards(rows: Sequence[TakenLoan], loans: Sequence[Loan]) -> None:
    """Who looks after a loan, and where it is, as the file says."""
    people = people_by_address(row.figures.get("adviser", "") for row in rows)
    LoanCard.objects.bulk_create(
        (
            LoanCard(
                loan=loan,
                adviser=people.get(row.figures.get("adviser", "").casefold()),
                region=row.figures.get("region", ""),
            )
            for row, loan in zip(rows, loans, strict=True)
            if row.figures.get("adviser") or row.figures.get("region")
        ),
        batch_size=BATCH,
    )
