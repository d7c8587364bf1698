"""One loan as its pages show it: where it stands, its plan with what was paid, what happened."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, prefetch_related_objects

from grodd.agreements.changes import refuse_unfit, told_of
from grodd.agreements.models import (
    Loan,
    LoanBooking,
    LoanEvent,
    PlanVersion,
    ScheduleLine,
    Security,
)
from grodd.agreements.planning import difference_in_what_is_left
from grodd.agreements.queries import events_of, loan_seen_by
from grodd.agreements.replaying import life_from
from grodd.agreements.servicing import Standing, lines_of, standing_from
from grodd.agreements.telling import Told, unsaved
from grodd.base.errors import NotFound
from grodd.base.rules import RuleMissing
from grodd.engines.life import Ahead, Change, Row
from grodd.engines.money import Money
from grodd.engines.sureties import Surety, claimable
from grodd.people.asker import Asker
from grodd.reports.plan_words import Difference

SHOWN = 25
"""How many payments, events and versions the page shows unless it is asked for all."""

SETTLEMENT_DAYS = 30
"""How far ahead a settlement figure is given (unit: days)."""

CHOICES = (Ahead.LOWER, Ahead.SHORTER, Ahead.NEXT)
RUNNING = (Loan.State.REPAYING, Loan.State.TERMINATED)


@dataclass(frozen=True, slots=True)
class LoanPage:
    """What the page of a loan shows.

    Attributes:
        loan: The loan, with its agreement.
        standing: How it stands, or None before it is paid out and where a rate is missing.
        missing: What is missing to compute it.
        rows: The plan, with what was paid of each instalment.
        events: What happened but for payments, the last first.
        payments: The payments, the last first, with what each paid and its vouchers.
        versions: The versions of the plan, the last first.
        securities: What stands behind it, and what can be claimed of each today if it still does.
        more: How many payments are not among ``payments``.
    """

    loan: Loan
    standing: Standing | None
    missing: RuleMissing | None
    rows: Sequence[Row]
    events: Sequence[LoanEvent]
    payments: Sequence[LoanEvent]
    versions: Sequence[PlanVersion]
    securities: Sequence[tuple[Security, Money | None]]
    more: int


def loan_page(asker: Asker, *, loan_id: int, on: date, whole: bool = False) -> LoanPage:
    """The page of one loan; the last payments and versions, or the ``whole`` of them.

    Raises:
        NotFound: when there is none, or none to see.
    """
    loan = loan_seen_by(asker, loan_id=loan_id)
    events = list(events_of(loan))
    most = None if whole else SHOWN
    all_payments = [event for event in events if event.kind == LoanEvent.Kind.PAYMENT]
    payments = all_payments[:most]
    bookings = LoanBooking.objects.select_related("voucher__series").order_by("pk")
    prefetch_related_objects(payments, "allocations", Prefetch("bookings", bookings))
    versions = loan.plan_versions.select_related("cause").order_by("-number")[:most]
    standing, missing = _standing(loan, events, on)
    return LoanPage(
        loan=loan,
        standing=standing,
        missing=missing,
        rows=standing.life.rows if standing else [row_of(line) for line in lines_of(loan)],
        events=[event for event in events if event.kind != LoanEvent.Kind.PAYMENT][:most],
        payments=payments,
        versions=list(versions),
        securities=_securities(loan, standing),
        more=len(all_payments) - len(payments),
    )


def _securities(loan: Loan, standing: Standing | None) -> list[tuple[Security, Money | None]]:
    """What stands behind the loan, with what can be claimed of each of them today."""
    rows = list(loan.securities.all())
    owed = standing.payoff if standing else Money(loan.principal_minor, loan.currency)
    found = claimable(
        owed,
        [
            Surety(
                row.pk,
                None if row.limit_minor is None else Money(row.limit_minor, loan.currency),
                is_joint=row.sharing == Security.Sharing.JOINT,
            )
            for row in rows
            if row.released_on is None
        ],
    )
    return [(row, found.get(row.pk)) for row in rows]


def _standing(
    loan: Loan, events: Sequence[LoanEvent], on: date
) -> tuple[Standing | None, RuleMissing | None]:
    if loan.disbursed_on is None:
        return None, None
    day = max(on, loan.disbursed_on)
    try:
        return standing_from(life_from(loan, events, day), day, loan.currency), None
    except RuleMissing as refusal:
        return None, refusal


def row_of(line: ScheduleLine) -> Row:
    """A line of a version of the plan as a row nobody has paid."""
    owed = (
        line.fee_minor,
        line.late_interest_minor,
        line.interest_minor,
        line.principal_minor,
    )
    paid = (0, 0, 0, 0)
    return Row(line.number, line.starts_on, line.due_on, owed, paid, line.balance_after_minor)


def plan_version(asker: Asker, *, loan_id: int, number: int) -> tuple[PlanVersion, list[Row]]:
    """One version of the plan, the old ones too.

    Raises:
        NotFound: when there is none, or none to see.
    """
    loan = loan_seen_by(asker, loan_id=loan_id)
    version = loan.plan_versions.select_related("cause", "loan").filter(number=number).first()
    if version is None:
        raise NotFound
    lines = loan.schedule_lines.filter(version=number).order_by("due_on", "number")
    return version, [row_of(line) for line in lines]


@dataclass(frozen=True, slots=True)
class Preview:
    """What a plan would be.

    Attributes:
        difference: What is different from the one in force.
        rows: The plan.
        ends: Whether the loan would be over.
    """

    difference: Difference
    rows: Sequence[Row]
    ends: bool


def preview_change(asker: Asker, *, loan_id: int, change: Change) -> Preview:
    """What a change of terms would do. Nothing is written.

    Raises:
        NotFound: when there is no such loan to see.
        Refusal: as ``change_terms``; see there.
    """
    loan = loan_seen_by(asker, loan_id=loan_id)
    refuse_unfit(loan, change)
    return preview(loan, told_of(change, ""), on=change.day)


def preview(loan: Loan, told: Told, *, on: date) -> Preview:
    """What an event would do to the plan. The caller has seen the loan."""
    events = list(loan.events.select_related("reverses"))
    last = max([on, *(event.day for event in events if event.kind == LoanEvent.Kind.PAYMENT)])
    before = life_from(loan, events, last)
    life = life_from(loan, [*events, unsaved(loan, told)], last)
    facts = difference_in_what_is_left(before.rows, life.rows, on)
    return Preview(Difference(facts, loan.currency), life.rows, ends=life.ended_on is not None)


@dataclass(frozen=True, slots=True)
class EarlyPage:
    """What ending or lowering the loan early would mean.

    Attributes:
        loan: The loan.
        figures: What ends it on each of the coming days.
        choices: What an amount would do, by ``CHOICES``; empty where no amount is asked about.
    """

    loan: Loan
    figures: Sequence[tuple[date, Money]]
    choices: Sequence[tuple[Ahead, Preview]]


def early_page(asker: Asker, *, loan_id: int, on: date, amount: Money | None) -> EarlyPage:
    """Settlement figures of a loan for thirty days, and what an amount would do on a day.

    Raises:
        NotFound: when there is none to see, or it is not being repaid.
        RuleMissing: Something is late, and no reference rate is recorded.
    """
    loan = loan_seen_by(asker, loan_id=loan_id)
    if loan.state not in RUNNING or loan.disbursed_on is None:
        raise NotFound
    first = max(on, loan.disbursed_on)
    choices: list[tuple[Ahead, Preview]] = []
    if amount:
        for ahead in CHOICES:
            told = Told(
                kind=LoanEvent.Kind.PAYMENT,
                day=first,
                key="preview",
                amount_minor=amount.minor,
                terms={"ahead": ahead.value},
            )
            choices.append((ahead, preview(loan, told, on=first)))
    return EarlyPage(loan, settlement_figures(loan, first), choices)


def settlement_figures(loan: Loan, first: date) -> list[tuple[date, Money]]:
    """What ends the loan on ``first`` and on each day for thirty days after it."""
    events = list(loan.events.select_related("reverses"))
    days = [date.fromordinal(first.toordinal() + n) for n in range(SETTLEMENT_DAYS + 1)]
    figures = [(day, life_from(loan, events, day).payoff) for day in days]
    return [(day, Money(minor, loan.currency)) for day, minor in figures]
