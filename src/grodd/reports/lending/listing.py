"""The list of loans: filtered, searched, sorted, fifty at a time, with totals of all that is found.

Three questions to the database whatever the number of loans: whose they are and what to filter
by, totals, and one page of narrow rows.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.expressions import OrderBy
from django.db.models.functions import Coalesce

from grodd.agreements.models import Loan
from grodd.engines.money import Money
from grodd.people.asker import Asker
from grodd.reports.lending.seen import (
    Facets,
    Filter,
    Lender,
    facets_of,
    filtered,
    lender_of,
    loans_of,
)
from grodd.servicing import standing
from grodd.servicing.queries import RUNNING
from grodd.servicing.standing import LateClass, Lateness

ROWS_PER_PAGE = 50
CHUNK = 2_000
RISK_DAYS = 30
SORTS = {
    "reference": "reference",
    "title": "agreement__title",
    "borrower": "borrower",
    "principal": "position__principal_minor",
    "due": "due_minor",
    "late": "since",
    "next": "position__next_due_on",
    "adviser": "card__adviser__name",
    "region": "card__region",
}
BORROWER = Coalesce("agreement__application__applicant__name", "agreement__recipient__name")
"""The organisation that borrows, or the person."""

UPSIDE_DOWN = frozenset({"late"})
"""Sorted by a day, but read as a number of days: the earlier day is the larger number."""
SORT_USUAL = "-late"
COLUMNS = (
    "pk", "reference", "state", "currency", "agreement__title", "borrower", "since", "due_minor",
    "position__principal_minor", "position__next_due_on", "position__next_due_minor",
    "position__is_restructured", "card__adviser_id", "card__region", "agreement__scope_id",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """One loan in the list."""

    pk: int
    reference: str
    title: str
    borrower: str
    programme: str
    state: str
    late_class: LateClass | None
    days_late: int
    is_restructured: bool
    principal: Money
    due: Money
    next_due_on: date | None
    next_due: Money | None
    adviser: str
    region: str


@dataclass(frozen=True, slots=True)
class Totals:
    """Of all loans found in one currency."""

    loans: int
    principal: Money
    due: Money
    at_risk: Money


@dataclass(frozen=True, slots=True)
class LoanList:
    """A page of the list with totals of all of it.

    Attributes:
        page: The rows.
        totals: One per currency, the largest first.
        facets: What it can be filtered by.
        rule: How lateness is counted.
    """

    page: Page[Row]
    totals: tuple[Totals, ...]
    facets: Facets
    rule: Lateness


class Counted(Paginator):  # type: ignore[type-arg] # the running class takes no parameter
    """A paginator that knows its total."""

    def __init__(self, rows: list[Row], total: int, per_page: int = ROWS_PER_PAGE) -> None:
        super().__init__(rows, per_page)
        self.total = total

    @property
    def count(self) -> int:
        """How many rows there are on all pages."""
        return self.total


def loan_list(
    asker: Asker, wanted: Filter, *, sort: str = SORT_USUAL, page: int = 1, on: date
) -> LoanList:
    """A page of the loans that the asker sees and wants.

    Raises:
        NotFound: They hold no role here that reads loans.
    """
    lender = lender_of(asker, on=on)
    found = filtered(lender, wanted)
    totals = totals_of(found, lender.rule)
    count = sum(one.loans for one in totals)
    last = max(1, -(-count // ROWS_PER_PAGE))
    number = min(max(page, 1), last)
    start = (number - 1) * ROWS_PER_PAGE
    narrow = page_of(lender, found, order_of(sort), start)
    rows = [row_of(one, lender) for one in narrow]
    shown: Page[Row] = Page(rows, number, Counted(rows, count))
    return LoanList(shown, totals, facets_of(lender), lender.rule)


def all_of_list(asker: Asker, wanted: Filter, *, sort: str, on: date) -> Iterator[Row]:
    """Every loan that is wanted, read in pieces, for a file."""
    lender = lender_of(asker, on=on)
    found = narrow_rows(filtered(lender, wanted)).order_by(*order_of(sort))
    return (row_of(one, lender) for one in found.iterator(CHUNK))


def count_of_list(asker: Asker, wanted: Filter, *, on: date) -> int:
    """How many loans are wanted."""
    return filtered(lender_of(asker, on=on), wanted).count()


def totals_of(found: QuerySet[Loan], rule: Lateness) -> tuple[Totals, ...]:
    """Count and sums of loans, by currency."""
    risky = standing.at_risk(rule, RISK_DAYS) & Q(state__in=RUNNING)
    sums = (
        found.values("currency")
        .annotate(
            n=Count("pk"),
            lent=Coalesce(Sum("position__principal_minor"), 0),
            unpaid=Coalesce(Sum("due_minor"), 0),
            risky=Coalesce(Sum("position__principal_minor", filter=risky), 0),
        )
        .order_by("-n", "currency")
    )
    return tuple(
        Totals(
            one["n"], *(Money(one[name], one["currency"]) for name in ("lent", "unpaid", "risky"))
        )
        for one in sums
    )


def narrow_rows(found: QuerySet[Loan]) -> QuerySet[Loan, dict[str, Any]]:
    """The columns of the list."""
    rows: QuerySet[Loan, dict[str, Any]] = found.annotate(borrower=BORROWER).values(*COLUMNS)
    return rows


def page_of(
    lender: Lender,
    found: QuerySet[Loan],
    order: Sequence[OrderBy | str],
    start: int,
    count: int = ROWS_PER_PAGE,
) -> QuerySet[Loan, dict[str, Any]]:
    """A page of narrow rows.

    The ids of the page are found first, so that only its loans are joined with their people.
    PostgreSQL does so as long as there are no more than eight tables, which is why the names of
    advisers are looked up elsewhere.
    """
    chosen = found.order_by(*order).values("pk")[start : start + count]
    return narrow_rows(loans_of(lender).filter(pk__in=chosen)).order_by(*order)


def order_of(sort: str) -> list[OrderBy | str]:
    """What the list is sorted by; the usual where nobody knows the key."""
    key = sort.removeprefix("-")
    if key not in SORTS:
        sort, key = SORT_USUAL, SORT_USUAL.removeprefix("-")
    column = BORROWER if key == "borrower" else F(SORTS[key])
    falling = sort.startswith("-") is not (key in UPSIDE_DOWN)
    first = column.desc(nulls_last=True) if falling else column.asc(nulls_last=True)
    return [first, "pk"]


def row_of(one: dict[str, Any], lender: Lender) -> Row:
    """A line of the list from its columns."""
    rule, currency = lender.rule, one["currency"]
    runs = one["state"] in RUNNING
    days = rule.days_late(one["since"]) if runs else 0
    next_on, next_minor = one["position__next_due_on"], one["position__next_due_minor"]
    if next_on is None or next_on <= rule.on:
        next_on, next_minor = None, 0  # it stands in what is due
    return Row(
        pk=one["pk"],
        reference=one["reference"],
        title=one["agreement__title"],
        borrower=one["borrower"],
        programme=lender.names.get(one["agreement__scope_id"], ""),
        state=one["state"],
        late_class=rule.class_of(days) if runs else None,
        days_late=days,
        is_restructured=bool(one["position__is_restructured"]),
        principal=Money(one["position__principal_minor"] or 0, currency),
        due=Money(one["due_minor"], currency),
        next_due_on=next_on,
        next_due=Money(next_minor, currency) if next_minor else None,
        adviser=lender.staff.get(one["card__adviser_id"], ""),
        region=one["card__region"] or "",
    )
