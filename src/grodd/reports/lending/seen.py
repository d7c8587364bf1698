"""Which loans somebody sees where they work, and how those are counted and filtered."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.cache import cache
from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Coalesce, ExtractMonth, ExtractYear

from grodd.agreements.models import Loan
from grodd.agreements.queries import READERS
from grodd.base.errors import NotFound
from grodd.base.translated import said
from grodd.base.typed import read_day, read_digits
from grodd.people.asker import Asker
from grodd.people.models import Person
from grodd.people.queries import within
from grodd.programmes.models import Capital, Programme
from grodd.servicing import standing
from grodd.servicing.models import AgeingClass, MonthEnd, ServicingRule
from grodd.servicing.queries import RUNNING, class_from, lateness_with
from grodd.servicing.standing import Lateness

EVERY, RUN, NOBODY, MINE = "all", "running", "none", "mine"
LENT = (*RUNNING, Loan.State.REPAID, Loan.State.WRITTEN_OFF, Loan.State.RECOVERED)
"""Loans that were paid out."""

KEPT_SECONDS = 60
BAD_DAYS = 30
KEY_DIGITS, RATE_DIGITS = 15, 9
FIRST_MONTHS = {"1": 1, "2": 4, "3": 7, "4": 10}
"""Of each quarter."""

"""A loan counts as bad in a vintage once it was later than so many days."""


@dataclass(frozen=True, slots=True)
class Lender:
    """The loans' programmes that the asker sees in the space they work in.

    Attributes:
        names: The programmes, by the id of their scope.
        rule: How lateness is counted there.
        person_id: Who asks, for what is theirs.
        staff: Who has worked there, by id.
        funders: Who put money into the programmes, by id.
        funded: Into which scopes they put it.
    """

    names: Mapping[int, str]
    rule: Lateness
    person_id: int
    staff: Mapping[int, str]
    funders: Mapping[str, str]
    funded: Mapping[str, frozenset[int]]


@dataclass(frozen=True, slots=True)
class Facets:
    """What loans can be filtered by: keys and labels."""

    programmes: tuple[tuple[str, str], ...]
    funders: tuple[tuple[str, str], ...]
    advisers: tuple[tuple[str, str], ...]
    regions: tuple[str, ...]
    products: tuple[tuple[int, str, int], ...]


@dataclass(frozen=True, slots=True)
class Filter:
    """Which loans are wanted; empty means all.

    Attributes:
        status: A state, ``running`` (the usual) or ``all``.
        late: The lowest day of a class.
        risk: Loans that count as at risk beyond so many days.
        programme: The id of a scope.
        adviser: A person's id, ``mine`` or ``none``.
        region: As written on the card; ``none`` for loans without.
        product: Scope, kind of plan and rate, as ``7-straight-450``.
        funder: An organisation's id.
        vintage: The quarter of the payout, as ``2025Q1``.
        bad_by: With it: loans that were bad within so many months of their payout.
        restructured: Only loans whose plan was eased.
        search: Words.
    """

    status: str = RUN
    late: str = ""
    risk: str = ""
    programme: str = ""
    adviser: str = ""
    region: str = ""
    product: str = ""
    funder: str = ""
    vintage: str = ""
    bad_by: str = ""
    restructured: str = ""
    search: str = ""


def lender_of(asker: Asker, *, on: date) -> Lender:
    """What the asker sees (one query).

    Raises:
        NotFound: They hold no role here that reads loans.
    """
    if asker.organisation_id not in asker.everywhere(*READERS):
        raise NotFound
    found = _known(asker)
    names = {scope: said(json.loads(text)) for _, text, scope, _ in sorted(found["programme"])}
    classes = [class_from(pk, text, a, b) for pk, text, a, b in found["class"]]
    rules = [_rule(row) for row in found["rule"]]
    funded: dict[str, set[int]] = {}
    for funder, _name, scope, _ in found["funder"]:
        funded.setdefault(str(funder), set()).add(scope)
    return Lender(
        names=names,
        rule=lateness_with(rules[0] if rules else None, classes, on=on),
        person_id=asker.person_id,
        staff={pk: name for pk, name, *_ in found["staff"]},
        funders={str(pk): name for pk, name, *_ in found["funder"]},
        funded={key: frozenset(scopes) for key, scopes in funded.items()},
    )


def _rule(row: tuple[Any, ...]) -> ServicingRule:
    counts, _, tolerance, eased = row
    return ServicingRule(
        due_day_counts=bool(counts),
        tolerance_minor=tolerance,
        restructured_at_risk=bool(eased),
    )


NOUGHT = Value(0, BigIntegerField())
EMPTY = Value("", CharField())
KINDS = ("programme", "rule", "class", "funder", "staff")


def _known(asker: Asker) -> dict[str, list[tuple[Any, ...]]]:
    """What a lender set up, in one query: kind, number, text, and two numbers more."""
    programmes = Programme.objects.filter(
        within(asker, *READERS), organisation=asker.organisation_id
    )
    rules = ServicingRule.objects.filter(organisation=asker.organisation_id)
    parts = [
        _narrow(programmes, "programme", "pk", "name", "scope_id"),
        _narrow(rules, "rule", _one_if("due_day_counts"), EMPTY, "tolerance_minor",
                _one_if("restructured_at_risk")),
        _narrow(AgeingClass.objects.filter(organisation=asker.organisation_id), "class",
                "from_days", "name", "provision_bp", "restructured_bp"),
        _narrow(Capital.objects.filter(programme__in=programmes), "funder",
                "funder_id", "funder__name", "programme__scope_id"),
        _narrow(Person.objects.filter(grants__organisation=asker.organisation_id).distinct(),
                "staff", "pk", "name"),
    ]  # fmt: skip
    first, *others = parts
    found: dict[str, list[tuple[Any, ...]]] = {kind: [] for kind in KINDS}
    for kind, *rest in first.union(*others, all=True):
        found[kind].append(tuple(rest))
    return found


def _one_if(name: str) -> Case:
    return Case(When(**{name: True}, then=Value(1)), default=Value(0))


def _narrow(
    rows: QuerySet[Any],
    kind: str,
    number: str | Combinable,
    text: str | Combinable,
    one: str | Combinable = NOUGHT,
    two: str | Combinable = NOUGHT,
) -> QuerySet[Any, tuple[Any, ...]]:
    # Only names written in several languages need a cast: numbers of all sizes go together.
    words = Cast(text, CharField()) if text == "name" else text
    named = {"f_number": number, "f_text": words, "f_one": one, "f_two": two}
    columns = {name: F(given) if isinstance(given, str) else given for name, given in named.items()}
    found = rows.order_by().annotate(f_kind=Value(kind, CharField()), **columns)
    narrow: QuerySet[Any, tuple[Any, ...]] = found.values_list("f_kind", *columns)
    return narrow


def facets_of(lender: Lender) -> Facets:
    """What the list can be filtered by (one query at most).

    To find out what stands on ten thousand loans costs as much as the page of the list, so it is
    kept for a minute: what is new on a loan is shown at once, and filtered by a minute later.
    """
    scopes = sorted(lender.names)
    key = f"loan-facets:{','.join(map(str, scopes))}"
    found = cache.get(key)
    if found is None:
        region = Coalesce("card__region", Value(""))
        columns = ("agreement__scope_id", "schedule_kind", "annual_rate_bp", "card__adviser_id")
        loans = Loan.objects.filter(agreement__scope_id__in=scopes).order_by()
        found = list(loans.annotate(region=region).values_list(*columns, "region").distinct())
        cache.set(key, found, KEPT_SECONDS)
    advisers = {str(who): lender.staff.get(who, "") for *_, who, _region in found if who}
    return Facets(
        programmes=tuple((str(pk), name) for pk, name in lender.names.items()),
        funders=_by_name(lender.funders),
        advisers=_by_name(advisers),
        regions=tuple(sorted({one[-1] for one in found if one[-1]})),
        products=tuple(sorted({one[:3] for one in found})),
    )


def _by_name(names: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(names.items(), key=lambda one: (one[1].casefold(), one[0])))


def loans_of(lender: Lender) -> QuerySet[Loan]:
    """All loans of the lender's programmes, with ``due_minor`` and ``since`` of today."""
    return (
        Loan.objects.filter(agreement__scope_id__in=list(lender.names))
        .annotate(due_minor=standing.due(lender.rule.on))
        .annotate(since=standing.since(lender.rule))
        .order_by()
    )


def filtered(lender: Lender, wanted: Filter) -> QuerySet[Loan]:
    """The loans that are wanted."""
    rows = loans_of(lender).filter(
        _state(wanted.status), _lateness(lender.rule, wanted), _place(lender, wanted)
    )
    if wanted.vintage:
        rows = rows.filter(_vintage(wanted))
    if wanted.restructured:
        rows = rows.filter(position__is_restructured=True)
    return rows.filter(with_words(wanted.search)) if wanted.search.strip() else rows


def _state(status: str) -> Q:
    if status == EVERY:
        return Q()
    return Q(state=status) if status in Loan.State.values else Q(state__in=RUNNING)


def _lateness(rule: Lateness, wanted: Filter) -> Q:
    found = Q()
    chosen = [one for one in rule.classes if str(one.from_days) == wanted.late]
    if chosen:
        found &= standing.in_class(rule, chosen[0])
    if (days := read_digits(wanted.risk, most=5)) is not None:
        found &= standing.at_risk(rule, days)
    return found


def _place(lender: Lender, wanted: Filter) -> Q:
    found = Q()
    if (programme := read_digits(wanted.programme, most=KEY_DIGITS)) is not None:
        found &= Q(agreement__scope_id=programme)
    if wanted.funder:
        found &= Q(agreement__scope_id__in=lender.funded.get(wanted.funder, frozenset()))
    if wanted.adviser == NOBODY:
        found &= Q(card__adviser__isnull=True)
    elif wanted.adviser == MINE:
        found &= Q(card__adviser_id=lender.person_id)
    elif (adviser := read_digits(wanted.adviser, most=KEY_DIGITS)) is not None:
        found &= Q(card__adviser_id=adviser)
    if wanted.region == NOBODY:
        found &= Q(card__isnull=True) | Q(card__region="")
    elif wanted.region:
        found &= Q(card__region=wanted.region)
    return found & _product(wanted.product)


def _product(key: str) -> Q:
    programme, _, rest = key.partition("-")
    kind, _, rate = rest.partition("-")
    scope_id = read_digits(programme, most=KEY_DIGITS)
    rate_bp = read_digits(rate, most=RATE_DIGITS)
    if scope_id is None or rate_bp is None:
        return Q()
    return Q(agreement__scope_id=scope_id, schedule_kind=kind, annual_rate_bp=rate_bp)


def _vintage(wanted: Filter) -> Q:
    year, _, quarter = wanted.vintage.partition("Q")
    month = FIRST_MONTHS.get(quarter)
    first = read_day(f"{year}-{month:02}-01") if month else None
    if first is None:
        return Q(pk__in=())
    months = range(first.month, first.month + 3)
    paid = Q(disbursed_on__year=first.year, disbursed_on__month__in=months)
    age = read_digits(wanted.bad_by, most=4)
    if age is None:
        return paid
    bad = (
        bad_month_ends()
        .filter(loan=OuterRef("pk"))
        .annotate(months=months_between("loan__disbursed_on", "day"))
    )
    is_bad = Q(Exists(bad.filter(months__lte=age)))
    return paid & is_bad


def bad_month_ends() -> QuerySet[MonthEnd]:
    """Month ends at which a loan was bad: too late, or written off."""
    late = Q(days_late__gt=BAD_DAYS) | Q(state=Loan.State.WRITTEN_OFF)
    return MonthEnd.objects.filter(late).order_by()


def months_between(start: str, end: str) -> Combinable:
    """Whole calendar months from the month of one day to that of another."""
    years = ExtractYear(end) - ExtractYear(start)
    months: Combinable = years * 12 + ExtractMonth(end) - ExtractMonth(start)
    return months


def with_words(text: str) -> Q:
    """A filter: loans whose reference, title or borrower is like ``text``."""
    words = text.strip()
    people = Person.objects.filter(name__icontains=words).values("pk")
    return (
        Q(reference__icontains=words)
        | Q(agreement__title__icontains=words)
        | Q(agreement__recipient_id__in=people)
        | Q(agreement__application__applicant__name__icontains=words)
    )
