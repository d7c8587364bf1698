"""One loan as its pages show it: where it stands, its plan with what was paid, what happened."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from operator import itemgetter
from typing import Any, NamedTuple

from django.core.paginator import Page, Paginator
from django.db.models import (
    Case,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    TextField,
    Value,
    When,
)
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, Coalesce

from grodd.agreements.changes import refuse_unfit, told_of
from grodd.agreements.limitation import Limitation, limitation_from, with_years
from grodd.agreements.models import (
    Loan,
    LoanBooking,
    LoanEvent,
    LoanOrder,
    PlanVersion,
    ScheduleLine,
    Security,
    WriteOff,
)
from grodd.agreements.ordering import left_of
from grodd.agreements.planning import difference_in_what_is_left, often
from grodd.agreements.queries import (
    given_over,
    is_owner,
    loan_seen_by,
    reads_until,
    seen_of,
    whole_loan,
    works_with,
)
from grodd.agreements.replaying import life_from
from grodd.agreements.servicing import Standing, lines_of, standing_from
from grodd.agreements.telling import Told, unsaved
from grodd.base import clock
from grodd.base.errors import NotFound
from grodd.base.prepared import Prepared, PreparedThings
from grodd.base.rules import RuleMissing
from grodd.engines.life import Ahead, Change, Row
from grodd.engines.life import raised as raised_name
from grodd.engines.money import Money
from grodd.engines.sureties import Surety, claimable, due_of_each
from grodd.payments.models import Order
from grodd.people.asker import Asker
from grodd.people.models import Person
from grodd.reports.claim_lines import Claimed, claims_of, told_by
from grodd.reports.plan_words import Difference
from grodd.servicing.taking.seen import TAKERS

SHOWN = 25
"""How many payments stand on a page, and how many events and versions unless all are asked for."""

SETTLEMENT_DAYS = 30
"""How far ahead a settlement figure is given (unit: days)."""

CHOICES = (Ahead.LOWER, Ahead.SHORTER, Ahead.NEXT, Ahead.LAST, Ahead.NEXT_LAST)
RUNNING = (Loan.State.REPAYING, Loan.State.TERMINATED)

PAYMENT = LoanEvent.Kind.PAYMENT.value

AHEAD_ALONE = {each.value: {"ahead": each.value} for each in Ahead}
"""The terms of payments, as far as the engine asks."""


class Happened(NamedTuple):
    """An event as a bare row: what the engine takes, and what the page says.

    ``told`` is None for a payment; ``undone`` and ``matter`` are ids.
    """

    pk: int
    kind: str
    day: date
    key: str
    amount_minor: int
    terms: dict[str, Any]
    reason: str
    told: datetime | None
    who: str
    undone: int | None
    matter: int | None


class Named(NamedTuple):
    """A voucher and its name in the books."""

    pk: int
    name: str


class Secured(NamedTuple):
    """What stands behind a loan; ``answers`` and ``due`` are None once it is released.

    It answers for a part of all that is owed. What is due of that can be asked for today, of a
    secondary surety only after the borrower.
    """

    security: Security
    answers: Money | None
    due: Money | None


class TakenFrom(NamedTuple):
    """The row of a file that a loan was taken over from."""

    takeover_id: int
    row: int
    file: str


@dataclass(frozen=True, slots=True)
class LoanPage:
    """What the page of a loan shows.

    Attributes:
        loan: The loan, with its agreement.
        standing: How it stands, or None before it is paid out and where a rate is missing.
        missing: What is missing to compute it.
        rows: The plan, with what was paid of each instalment.
        events: What happened but for payments, the last first.
        payments: A page of the payments, the last first.
        vouchers: The vouchers of each payment of the page; none for who gave the loan
            over.
        raised: The vouchers by which an instalment became income when it fell due, by its number;
            for those who work with the loan.
        taken: The row of a file that it was taken over from, for those who may read it.
        versions: The versions of the plan, the last first.
        securities: What stands behind it.
        claims: What happened to the claim itself, the last first.
        limitation: When the claim lapses; None for who does not work with the loan, where nothing
            is owed, and where a rule is missing.
        asked: The matter of a write-off that waits for a decision.
        left: What is neither paid out nor ordered.
        adviser: Who looks after it, for those who work with the loan and who owes it.
        until: Until when the reader reads, if they gave the loan over.
        borrower: Who owes it; for who gave it over, who owed it then.
    """

    loan: Loan
    standing: Standing | None
    missing: RuleMissing | None
    rows: Sequence[Row]
    events: Sequence[Happened]
    payments: Page[Happened]
    vouchers: dict[int, list[Named]]
    raised: dict[int, list[Named]]
    taken: TakenFrom | None
    versions: Sequence[PlanVersion]
    securities: Sequence[Secured]
    claims: Sequence[Claimed]
    limitation: Limitation | None
    asked: int | None
    left: Money
    adviser: str
    until: datetime | None
    borrower: Person


def loan_page(
    asker: Asker, *, loan_id: int, on: date, whole: bool = False, number: str | int = 1
) -> LoanPage:
    """The page of one loan; the last events and versions, or the ``whole`` of them.

    Args:
        asker: Whoever may see the loan. Who gave it over reads it as it stood then.
        loan_id: Which.
        on: As of when.
        whole: All events and versions.
        number: Which page of the payments.

    Raises:
        NotFound: when there is none, or none to see.
    """
    loan: Any = seen_of(asker, _LOAN.of(loan_id, on))
    ended = given_over(asker, loan)
    until = ended.done_at if ended else None
    on = min(on, clock.day_of(until)) if until else on
    events = _events(loan, until)
    most = None if whole else SHOWN
    paid = [event for event in events if event.kind == PAYMENT]
    payments = Paginator(paid, SHOWN).get_page(number)
    versions = told_by(loan.plan_versions.select_related("cause"), until, "made_at")
    standing, missing = _standing(loan, events, on)
    works = works_with(asker, loan.agreement)
    claims = claims_of(loan, until)
    vouchers, raised = _vouchers(loan, payments.object_list)
    return LoanPage(
        loan=loan,
        standing=standing,
        missing=missing,
        rows=standing.life.rows if standing else [row_of(line) for line in lines_of(loan)],
        events=[event for event in events if event.kind != PAYMENT][:most],
        payments=payments,
        vouchers={} if ended else vouchers,
        raised=raised if works else {},
        taken=_taken(asker, loan),
        versions=list(versions.order_by("-number")[:most]),
        securities=_securities(loan, standing, until),
        claims=claims,
        limitation=limitation_from(loan, _counting(paid, claims, on)) if works else None,
        asked=loan.asked if works else None,
        left=left_of(loan, loan.ordered or 0),
        adviser=loan.helped_by or "" if works or is_owner(asker, loan.agreement) else "",
        until=until,
        borrower=ended.old if ended else loan.agreement.recipient,
    )


def _annotated(loan_id: int, on: date) -> QuerySet[Loan]:
    """A loan with what the page asks of other tables as single values."""
    tranches = LoanOrder.objects.filter(
        loan=OuterRef("pk"), purpose=LoanOrder.Purpose.TRANCHE
    ).exclude(order__state=Order.State.CANCELLED)
    ordered = tranches.order_by().values("loan").annotate(sum=Sum("order__amount_minor"))
    asked = WriteOff.objects.filter(loan=OuterRef("pk"), matter__decided_at__isnull=True)
    rows: QuerySet[Loan] = with_years(whole_loan(loan_id), on=on).annotate(
        ordered=Subquery(ordered.values("sum")),
        asked=Subquery(asked.values("matter_id")[:1]),
        helped_by=F("card__adviser__name"),
        t_takeover=F("taken__takeover_id"),
        t_row=F("taken__row"),
        t_file=F("taken__takeover__file__name"),
    )
    return rows


_LOAN = PreparedThings[Loan](_annotated)


def _events(loan: Loan, until: datetime | None) -> list[Happened]:
    """All events, the last first, as bare rows: there can be thousands, and few are shown."""
    told = list(_told(loan.pk, until)) if until else _ALL.rows(loan.pk)
    rows = sorted(told, key=itemgetter(2, 0), reverse=True)
    undone = {row[9]: row[0] for row in rows}
    return [_happened(row, undone.get(row[0])) for row in rows]


def _told(loan_id: int, until: datetime | None = None) -> QuerySet[LoanEvent, tuple[Any, ...]]:
    """Days and terms come as text, and of the terms of a payment only what the engine asks for.

    To read each of them as Django does would cost more than the question itself.
    """
    no_payment = ~Q(kind=LoanEvent.Kind.PAYMENT)
    terms = Case(When(no_payment, then=Cast("terms", TextField())), default=KT("terms__ahead"))
    told = told_by(LoanEvent.objects.filter(loan_id=loan_id), until, "recorded_at").annotate(
        h_day=Cast("day", TextField()),
        h_terms=terms,
        h_told=Case(When(no_payment, then="recorded_at")),
        h_who=Coalesce("recorded_by__name", Value("Grodd")),
    )
    columns = (
        "pk", "kind", "h_day", "key", "amount_minor", "h_terms", "reason", "h_told", "h_who",
        "reverses_id", "write_off__matter_id",
    )  # fmt: skip
    rows: QuerySet[LoanEvent, tuple[Any, ...]] = told.order_by().values_list(*columns)
    return rows


_ALL = Prepared(_told)


def _happened(row: tuple[Any, ...], undone: int | None) -> Happened:
    pk, kind, day, key, amount_minor, terms, reason, told, who, _reverses, matter = row
    return Happened(
        pk, kind, date.fromisoformat(day), key, amount_minor, _terms(kind, terms),
        reason, told, who, undone, matter,
    )  # fmt: skip


def _terms(kind: str, text: str) -> dict[str, Any]:
    return AHEAD_ALONE[text] if kind == PAYMENT else json.loads(text)


def _counting(
    paid: Iterable[Happened], claims: Iterable[Claimed], on: date
) -> Iterator[tuple[date, str]]:
    """What counts the time of the claim anew."""
    yield from ((each.day, "payment") for each in paid if each.undone is None and each.day <= on)
    yield from ((each.day, each.kind) for each in claims if each.counts and each.day <= on)


def _vouchers(
    loan: Loan, payments: Iterable[Happened]
) -> tuple[dict[int, list[Named]], dict[int, list[Named]]]:
    """Vouchers by payment, and by instalment that fell due (one query)."""
    named: dict[int, list[Named]] = {}
    raised: dict[int, list[Named]] = {}
    shown = [payment.pk for payment in payments]
    for event_id, name, pk, series, number in _BOOKED.rows(loan.pk, *shown):
        voucher = Named(pk, f"{series}{number}")
        if event_id is not None:
            named.setdefault(event_id, []).append(voucher)
        else:
            instalment = int(name.removeprefix(raised_name("")))
            raised.setdefault(instalment, []).append(voucher)
    return named, raised


def _booked(loan_id: int, *shown: int) -> QuerySet[LoanBooking, tuple[Any, ...]]:
    of_shown = Q(event__in=shown) | Q(event__isnull=True)
    columns = ("event_id", "name", "voucher_id", "voucher__series__key", "voucher__number")
    ours = LoanBooking.objects.filter(of_shown, loan_id=loan_id).order_by("pk")
    rows: QuerySet[LoanBooking, tuple[Any, ...]] = ours.values_list(*columns)
    return rows


_BOOKED = Prepared(_booked)


def _taken(asker: Asker, loan: Any) -> TakenFrom | None:
    """Where it came from, if the asker may read the files of its programme."""
    scope = loan.agreement.scope
    where = {"organisation_id": scope.organisation_id, "scope_id": scope.pk}
    if loan.t_takeover is None or not asker.has(*TAKERS, **where):
        return None
    return TakenFrom(loan.t_takeover, loan.t_row, loan.t_file)


def _securities(loan: Loan, standing: Standing | None, until: datetime | None) -> list[Secured]:
    """What stands behind the loan, with what each of them answers for today."""
    rows = list(_stood_behind(loan.pk, until)) if until else _SECURITIES.of(loan.pk)
    sureties = [
        Surety(
            row.pk,
            None if row.limit_minor is None else Money(row.limit_minor, loan.currency),
            is_joint=row.sharing == Security.Sharing.JOINT,
        )
        for row in rows
        if row.released_on is None
    ]
    lent = Money(loan.principal_minor, loan.currency)
    answers = claimable(standing.payoff if standing else lent, sureties)
    due_now = standing.owed_now if standing else Money.zero(loan.currency)
    due = due_of_each(due_now, answers, sureties)
    return [Secured(row, answers.get(row.pk), due.get(row.pk)) for row in rows]


def _stood_behind(loan_id: int, until: datetime | None = None) -> QuerySet[Security]:
    rows: QuerySet[Security] = told_by(
        Security.objects.filter(loan_id=loan_id), until, "recorded_at"
    )
    return rows


_SECURITIES = PreparedThings[Security](_stood_behind)


def _standing(
    loan: Loan, events: Sequence[Any], on: date
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
    versions = told_by(loan.plan_versions, reads_until(asker, loan), "made_at")
    version = versions.select_related("cause", "loan").filter(number=number).first()
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


def preview(
    loan: Loan, told: Told, *, on: date, events: Sequence[LoanEvent] | None = None
) -> Preview:
    """What an event would do to the plan. The caller has seen the loan; ``events`` are all its."""
    events = _all_of(loan) if events is None else events
    last = max([on, *(event.day for event in events if event.kind == LoanEvent.Kind.PAYMENT)])
    before = life_from(loan, events, last)
    life = life_from(loan, [*events, unsaved(loan, told)], last)
    facts = difference_in_what_is_left(before.rows, life.rows, on)
    facts |= often((before.rhythm, life.rhythm))
    return Preview(Difference(facts, loan.currency), life.rows, ends=life.ended_on is not None)


def _all_of(loan: Loan) -> list[LoanEvent]:
    return list(loan.events.select_related("reverses"))


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
        NotFound: when there is none to see, it is not being repaid, or the asker gave it over.
        RuleMissing: Something is late, and no reference rate is recorded.
    """
    loan = loan_seen_by(asker, loan_id=loan_id)
    if loan.state not in RUNNING or loan.disbursed_on is None or reads_until(asker, loan):
        raise NotFound
    first = max(on, loan.disbursed_on)
    choices: list[tuple[Ahead, Preview]] = []
    if amount:
        events = _all_of(loan)
        for ahead in CHOICES:
            told = Told(
                kind=LoanEvent.Kind.PAYMENT,
                day=first,
                key="preview",
                amount_minor=amount.minor,
                terms={"ahead": ahead.value},
            )
            choices.append((ahead, preview(loan, told, on=first, events=events)))
    return EarlyPage(loan, settlement_figures(loan, first), choices)


def settlement_figures(loan: Loan, first: date) -> list[tuple[date, Money]]:
    """What ends the loan on ``first`` and on each day for thirty days after it."""
    events = _all_of(loan)
    days = [date.fromordinal(first.toordinal() + n) for n in range(SETTLEMENT_DAYS + 1)]
    figures = [(day, life_from(loan, events, day).payoff) for day in days]
    return [(day, Money(minor, loan.currency)) for day, minor in figures]
