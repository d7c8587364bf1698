"""Late interest that ran on whole ranges of loans, exactly as each loan's life counts it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

import numpy as np
from django.db.models import F, Max, Q

from grodd.agreements.models import Allocation, Loan, LoanEvent, ScheduleLine
from grodd.agreements.replaying import REFERENCE_RATE
from grodd.base import bulk, rules
from grodd.engines.late_columns import Claims, LateRate, late_interest_of_all
from grodd.engines.rates import half_year_of, half_years

Kind = LoanEvent.Kind
Component = Allocation.Component
PART = 5_000
COUNTED_APART = (Kind.TO_BALANCE, Kind.ASIDE, Kind.WRITE_OFF, Kind.OPENING, Kind.EASED)
"""With these a claim is not what was due less what was paid of it, or has a rate of its own."""


class Terms(NamedTuple):
    """What decides the late rate (unit: parts of ten thousand a year)."""

    country: str
    points_bp: int
    contract_bp: int


class Claim(NamedTuple):
    """A row that is late, with what is fixed and what was paid of its late interest."""

    loan_id: int
    number: int
    due: date
    amount: int
    fixed: int


def late_of_all(loan_ids: Sequence[int], day: date) -> tuple[dict[int, int], set[int]]:
    """Unpaid late interest by loan on a day, and the loans that have to live by themselves.

    Args:
        loan_ids: Loans in which something is late.
        day: The day; late interest runs up to it.
    """
    late: dict[int, int] = defaultdict(int)
    unclear: set[int] = set()
    for part in bulk.parts(loan_ids, PART):
        terms = _terms(part)
        moved = _moved(part)
        unclear |= moved
        by_terms: dict[Terms, list[Claim]] = defaultdict(list)
        for claim in _claims([pk for pk in part if pk in terms and pk not in moved], day):
            by_terms[terms[claim.loan_id]].append(claim)
        for each, claims in by_terms.items():
            unclear |= _count(each, claims, day, late)
    return late, unclear


def _count(terms: Terms, claims: list[Claim], day: date, late: dict[int, int]) -> set[int]:
    """Add the late interest of claims with one rate; the loans for which no rate is known."""
    rates = _rates(terms, min(claim.due for claim in claims), day)
    first = rates[0].first if rates else day.toordinal() + 1
    unknown = {claim.loan_id for claim in claims if claim.due.toordinal() < first}
    known = [claim for claim in claims if claim.loan_id not in unknown]
    if known:
        paid, late_paid = _paid(known)
        ran = late_interest_of_all(_columns(known, paid), day.toordinal(), rates)
        for claim, minor in zip(known, ran, strict=True):
            fixed = claim.fixed - late_paid[claim.loan_id, claim.number]
            late[claim.loan_id] += max(int(minor) + fixed, 0)
    return unknown


def _columns(claims: Sequence[Claim], paid: Iterable[tuple[int, date, int]]) -> Claims:
    payments = list(paid)
    return Claims(
        due=_column(claim.due.toordinal() for claim in claims),
        amount=_column(claim.amount for claim in claims),
        row=_column(row for row, _, _ in payments),
        paid_on=_column(on.toordinal() for _, on, _ in payments),
        paid=_column(minor for _, _, minor in payments),
    )


def _column(values: Iterable[int]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.array(list(values), dtype=np.int64)


def _terms(loan_ids: Sequence[int]) -> dict[int, Terms]:
    """Of those that agreed on late interest."""
    rows = Loan.objects.filter(pk__in=loan_ids, late_points_bp__gt=0).values_list(
        "pk", "agreement__scope__organisation__country", "late_points_bp", "annual_rate_bp"
    )
    return {pk: Terms(country, points, contract) for pk, country, points, contract in rows}


def _moved(loan_ids: Sequence[int]) -> set[int]:
    """Loans with a claim that changed after its day other than by payments, or its rate for it."""
    mine = LoanEvent.objects.filter(loan__in=loan_ids)
    moved = mine.filter(kind__in=COUNTED_APART)
    # A fee joins a row that is late only where no row is to come.
    last = Max(
        "loan__schedule_lines__due_on",
        filter=Q(loan__schedule_lines__version=F("loan__schedule_version")),
    )
    charged = mine.filter(kind=Kind.CHARGE).annotate(last=last).filter(day__gte=F("last"))
    return {pk for rows in (moved, charged) for pk in rows.values_list("loan_id", flat=True)}


def _claims(loan_ids: Sequence[int], day: date) -> list[Claim]:
    lines = ScheduleLine.objects.filter(
        loan__in=loan_ids, version=F("loan__schedule_version"), due_on__lt=day
    ).order_by("loan_id", "due_on", "number")
    asked = F("fee_minor") + F("interest_minor") + F("principal_minor")
    rows = lines.values_list("loan_id", "number", "due_on", asked, "late_interest_minor")
    return [Claim(*row) for row in rows]


def _paid(
    claims: Sequence[Claim],
) -> tuple[list[tuple[int, date, int]], dict[tuple[int, int], int]]:
    """Payments by place of their claim, and what was paid of late interest by loan and row."""
    places = {(claim.loan_id, claim.number): place for place, claim in enumerate(claims)}
    ids = sorted({claim.loan_id for claim in claims})
    shares = Allocation.objects.filter(event__loan__in=ids, number__isnull=False).order_by()
    rows: Iterable[tuple[int, int, date, str, int]] = shares.values_list(
        "event__loan_id", "number", "event__day", "component", "amount_minor"
    )  # type: ignore[assignment] # the filter leaves no row without a number
    paid: list[tuple[int, date, int]] = []
    late: dict[tuple[int, int], int] = defaultdict(int)
    for loan_id, number, on, component, minor in rows:
        if component == Component.LATE_INTEREST:
            late[loan_id, number] += minor
        elif (place := places.get((loan_id, number))) is not None:
            paid.append((place, on, minor))
    return paid, late


def _rates(terms: Terms, first: date, day: date) -> list[LateRate]:
    """The late rate of each half-year that has one, as ``agreements.replaying`` finds it.

    None where a rate was recorded for another day than the first of a half-year: then it depends
    on the loan which rate it has, and each loan has to say.
    """
    known = rules.values_of(country=terms.country, key=REFERENCE_RATE)
    if any(valid_from != half_year_of(valid_from) for valid_from, _ in known):
        return []
    begins = half_year_of(first)
    rates: list[LateRate] = []
    for start in half_years(begins, day):
        begun = [value for valid_from, value in known if valid_from <= start]
        if begun:
            rate = max(begun[-1] + terms.points_bp, terms.contract_bp)
            rates.append(LateRate(start.toordinal(), rate))
    return rates
