"""What waits for whoever looks after loans: what is late, what was promised, what to look at again.

Promises are few beside loans, so they are read first; the loans of the part that is shown follow.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from django.core.paginator import Page
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery

from grodd.agreements.models import Loan
from grodd.engines.money import Money
from grodd.people.asker import Asker
from grodd.people.roles import Role
from grodd.reports.lending.listing import (
    CHUNK,
    COLUMNS,
    Counted,
    Row,
    narrow_rows,
    page_of,
    row_of,
)
from grodd.reports.lending.seen import EVERY, MINE, Filter, Lender, filtered, lender_of
from grodd.servicing import standing
from grodd.servicing.models import LoanNote
from grodd.servicing.queries import last_promises, paid_as_promised
from grodd.servicing.standing import LateClass, Lateness

DAYS_AHEAD = 7
TASKS_PER_PAGE = 25
CONTACT = ("agreement__recipient__phone", "agreement__recipient__email")
REMEMBERED = ("card__review_on", "note_text", "note_at", "note_who")


class Part(StrEnum):
    """A part of the work, the most pressing first."""

    PROMISED = "promised"
    BROKEN = "broken"
    TODAY = "today"
    REVIEWS = "reviews"
    LATE = "late"
    COMING = "coming"


@dataclass(frozen=True, slots=True)
class Word:
    """The last promise on a loan.

    Attributes:
        amount: What was promised.
        pay_on: By when.
        paid: What came in for it.
    """

    amount: Money
    pay_on: date
    paid: Money


@dataclass(frozen=True, slots=True)
class Task:
    """A loan that somebody should do something about.

    Attributes:
        loan: As in the list.
        phone, email: Of the borrower.
        review_on: When it is to be looked at again.
        said: What was written last, with when and by whom.
        word: The last promise, where it is what the work is about.
    """

    loan: Row
    phone: str
    email: str
    review_on: date | None
    said: tuple[str, datetime, str] | None
    word: Word | None


@dataclass(frozen=True, slots=True)
class Work:
    """The work of a day.

    Attributes:
        part: The part that is shown.
        counts: How many loans wait in each part.
        late: How many are in each class of lateness.
        page: The tasks of the part.
        whose: ``mine`` or ``all``.
        rule: How lateness is counted.
    """

    part: Part
    counts: Mapping[Part, int]
    late: tuple[tuple[LateClass, int], ...]
    page: Page[Task]
    whose: str
    rule: Lateness


def usual_whose(asker: Asker) -> str:
    """Advisers see their own loans first; the others see all."""
    here = [one.role for one in asker.held if one.organisation_id == asker.organisation_id]
    return MINE if Role.ADVISER in here else EVERY


def work_of(
    asker: Asker, *, on: date, part: str = "", whose: str = "", late: str = "", page: int = 1
) -> Work:
    """The work of a day: how much there is of each kind, and one part of it.

    Args:
        asker: Who asks.
        on: The day.
        part: Which part; without one, the first that has anything in it.
        whose: ``mine`` or ``all``.
        late: In the part of the late ones, only one class.
        page: Which page of the part.

    Raises:
        NotFound: They hold no role here that reads loans.
    """
    whose = whose if whose in {MINE, EVERY} else usual_whose(asker)
    lender = lender_of(asker, on=on)
    mine = Filter(adviser=MINE if whose == MINE else "")
    rows = filtered(lender, mine)
    words = _words(rows, on)
    counts, classes = _counts(rows, lender.rule, words, on)
    chosen = Part(part) if part in set(Part) else next((p for p in Part if counts[p]), Part.LATE)
    wanted = _of_part(rows, lender.rule, words, chosen, late)
    total = counts[chosen]
    if chosen == Part.LATE and late:
        total = sum(n for one, n in classes if str(one.from_days) == late)
    number = min(max(page, 1), max(1, -(-total // TASKS_PER_PAGE)))
    start = (number - 1) * TASKS_PER_PAGE
    narrow = _remembered(page_of(lender, wanted, _ORDER[chosen], start, TASKS_PER_PAGE))
    tasks = [_task(one, lender, words) for one in narrow]
    shown: Page[Any] = Page(tasks, number, Counted(tasks, total, TASKS_PER_PAGE))  # type: ignore[arg-type] # rows of another kind
    return Work(chosen, counts, classes, shown, whose, lender.rule)


def all_work(asker: Asker, *, on: date, whose: str) -> Iterator[tuple[Part, Task]]:
    """Every task of every part, for a file; a loan can be in several."""
    lender = lender_of(asker, on=on)
    rows = filtered(lender, Filter(adviser=MINE if whose == MINE else ""))
    words = _words(rows, on)
    for part in Part:
        wanted = narrow_rows(_of_part(rows, lender.rule, words, part, ""))
        for one in _remembered(wanted.order_by(*_ORDER[part])).iterator(CHUNK):
            yield part, _task(one, lender, words)


def count_of_work(asker: Asker, *, on: date, whose: str) -> int:
    """How many tasks there are in all parts."""
    lender = lender_of(asker, on=on)
    rows = filtered(lender, Filter(adviser=MINE if whose == MINE else ""))
    counts, _classes = _counts(rows, lender.rule, _words(rows, on), on)
    return sum(counts.values())


def _words(rows: QuerySet[Loan], on: date) -> dict[int, Word]:
    """The last promises whose day has come and that were not kept, by loan.

    A broken promise is work as long as anything is due on the loan.
    """
    held = last_promises().filter(pay_on__lte=on, loan__in=rows.values("pk"))
    open_ = held.annotate(
        paid=paid_as_promised(), due_minor=standing.due(on, "loan__position__")
    ).filter(Q(pay_on=on) | Q(due_minor__gt=0), paid__lt=F("amount_minor"))
    columns = ("loan_id", "loan__currency", "amount_minor", "pay_on", "paid")
    return {
        loan: Word(Money(minor, currency), pay_on, Money(paid, currency))
        for loan, currency, minor, pay_on, paid in open_.order_by().values_list(*columns)
    }


def _counts(
    rows: QuerySet[Loan], rule: Lateness, words: Mapping[int, Word], on: date
) -> tuple[dict[Part, int], tuple[tuple[LateClass, int], ...]]:
    named = {f"late_{one.from_days}": one for one in rule.classes if one.from_days}
    found = rows.aggregate(
        **{part.value: Count("pk", filter=_when(rule, part)) for part in _BY_DAY},
        **{name: Count("pk", filter=standing.in_class(rule, one)) for name, one in named.items()},
    )
    broken = sum(1 for word in words.values() if word.pay_on < on)
    counts = {part: found[part.value] for part in _BY_DAY}
    counts |= {Part.BROKEN: broken, Part.PROMISED: len(words) - broken}
    return counts, tuple((one, found[name]) for name, one in named.items())


_BY_DAY = (Part.TODAY, Part.COMING, Part.LATE, Part.REVIEWS)


def _when(rule: Lateness, part: Part) -> Q:
    """A filter on loans: those of a part that follows from a day."""
    today = rule.on
    if part == Part.TODAY:
        return Q(position__next_due_on=today) | Q(position__oldest_due_on=today)
    if part == Part.COMING:
        until = today + timedelta(DAYS_AHEAD)
        return Q(position__next_due_on__gt=today, position__next_due_on__lte=until)
    if part == Part.REVIEWS:
        return Q(card__review_on__lte=today)
    return standing.late(rule, 1)


_ORDER = {
    Part.TODAY: ("-due_minor", "pk"),
    Part.COMING: ("position__next_due_on", "pk"),
    Part.REVIEWS: ("card__review_on", "pk"),
    Part.LATE: ("since", "pk"),
    Part.PROMISED: ("-due_minor", "pk"),
    Part.BROKEN: ("since", "pk"),
}


def _of_part(
    rows: QuerySet[Loan], rule: Lateness, words: Mapping[int, Word], part: Part, late: str
) -> QuerySet[Loan]:
    if part in _BY_DAY:
        rows = rows.filter(_when(rule, part))
    else:
        today = part == Part.PROMISED
        wanted = [pk for pk, word in words.items() if (word.pay_on == rule.on) is today]
        rows = rows.filter(pk__in=wanted)
    chosen = [one for one in rule.classes if one.from_days and str(one.from_days) == late]
    if part == Part.LATE and chosen:
        rows = rows.filter(standing.in_class(rule, chosen[0]))
    return rows


def _remembered(rows: QuerySet[Loan, dict[str, Any]]) -> QuerySet[Loan, dict[str, Any]]:
    """The same rows with whom to call and what was said last."""
    notes = LoanNote.objects.filter(loan=OuterRef("pk")).order_by("-written_at", "-pk")
    told: QuerySet[Loan, dict[str, Any]] = rows.annotate(
        note_text=Subquery(notes.values("text")[:1]),
        note_at=Subquery(notes.values("written_at")[:1]),
        note_who=Subquery(notes.values("written_by__name")[:1]),
    ).values(*COLUMNS, *CONTACT, *REMEMBERED)
    return told


def _task(one: dict[str, Any], lender: Lender, words: Mapping[int, Word]) -> Task:
    text = one["note_text"]
    return Task(
        loan=row_of(one, lender),
        phone=one[CONTACT[0]],
        email=one[CONTACT[1]],
        review_on=one["card__review_on"],
        said=(text, one["note_at"], one["note_who"]) if text else None,
        word=words.get(one["pk"]),
    )
