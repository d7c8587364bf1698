"""When a claim lapses (preskription, vanhentuminen), and from when the time is counted.

The time is counted from the day the money came, and anew from each payment and from each demand,
letter, acknowledgement or step in court that reached the borrower. How many years is a dated rule
with a country: ``limitation_years``, and ``limitation_consumer_years`` for a borrower who may count
as a consumer. Who borrows as a person is counted so: a date that is too early costs a letter, one
that is too late costs the claim.

Source: Swedish limitation act 1981:130, sections 2 and 5-7; Finnish act 728/2003, sections 4 and
10-11. Where the law counts from each due day, the true day is later than the one given here.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import DateField, F, Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest

from grodd.agreements.models import Interruption, Loan, LoanEvent
from grodd.base.models import DatedRule
from grodd.base.rules import RuleMissing
from grodd.engines.calendar import add_months

YEARS = "limitation_years"
CONSUMER_YEARS = "limitation_consumer_years"
CLAIMED = (Loan.State.REPAYING, Loan.State.TERMINATED, Loan.State.WRITTEN_OFF)
COUNTRY = "agreement__scope__organisation__country"
MONEY_CAME, PAYMENT = "draw", "payment"


@dataclass(frozen=True, slots=True)
class Limitation:
    """From when the time is counted, and when it runs out.

    Attributes:
        last: The day it is counted from.
        why: What happened then: ``draw``, ``payment``, or a kind of ``Interruption``.
        years: How long the claim stands.
        as_consumer: Whether that is the term for a consumer.
        lapses: The day the claim lapses.
    """

    last: date
    why: str
    years: int
    as_consumer: bool
    lapses: date


def with_limitation(loans: QuerySet[Loan], *, on: date) -> QuerySet[Loan]:
    """The loans with what ``limitation_of`` reads; no question more."""
    mine = LoanEvent.objects.filter(loan=OuterRef("pk"), reversed_by__isnull=True)
    paid = mine.filter(kind=LoanEvent.Kind.PAYMENT, day__lte=on).order_by().values("loan")
    told = Interruption.objects.filter(
        loan=OuterRef("pk"), taken_back__isnull=True, takes_back__isnull=True, day__lte=on
    ).order_by("-day", "-pk")
    annotated: QuerySet[Loan] = with_years(loans, on=on).annotate(
        l_paid=Subquery(paid.annotate(last=Max("day")).values("last"), DateField()),
        l_told=Subquery(told.values("day")[:1]),
        l_kind=Subquery(told.values("kind")[:1]),
    )
    return annotated.select_related("agreement__application")


def with_years(loans: QuerySet[Loan], *, on: date) -> QuerySet[Loan]:
    """The loans with how many years their claims stand, for ``limitation_from``."""
    annotated: QuerySet[Loan] = loans.annotate(
        l_years=_rule(YEARS, on), l_consumer_years=_rule(CONSUMER_YEARS, on)
    )
    return annotated


def _rule(key: str, on: date) -> Subquery:
    rows = DatedRule.objects.filter(country=OuterRef(COUNTRY), key=key, valid_from__lte=on)
    return Subquery(rows.order_by("-valid_from").values("value")[:1])


def silent_since(loans: QuerySet[Loan], day: date, *, on: date) -> QuerySet[Loan]:
    """The loans, with ``with_limitation``, for which the time is counted from ``day`` or before."""
    counted = with_limitation(loans.filter(disbursed_on__isnull=False), on=on)
    paid, told = (Coalesce(F(name), F("disbursed_on")) for name in ("l_paid", "l_told"))
    return counted.annotate(l_last=Greatest(paid, told)).filter(l_last__lte=day)


def limitation_of(loan: Any) -> Limitation | None:
    """How long the claim stands, of a loan of ``with_limitation``; see ``limitation_from``."""
    days = [(loan.l_paid, PAYMENT)] if loan.l_paid else []
    days += [(loan.l_told, loan.l_kind)] if loan.l_told else []
    return limitation_from(loan, days)


def limitation_from(loan: Any, days: Iterable[tuple[date, str]]) -> Limitation | None:
    """How long the claim stands, of a loan of ``with_years``.

    Args:
        loan: With its agreement and application.
        days: Payments and interruptions that count: the day, and what it was.

    Returns:
        None where nothing was paid out, or nobody recorded how many years the law gives.
    """
    if loan.disbursed_on is None or loan.l_years is None:
        return None
    last, why = max([(loan.disbursed_on, MONEY_CAME), *days], key=lambda pair: pair[0])
    shorter = _is_person(loan) and loan.l_consumer_years is not None
    years = min(loan.l_years, loan.l_consumer_years) if shorter else loan.l_years
    return Limitation(
        last=last,
        why=why,
        years=years,
        as_consumer=shorter and loan.l_consumer_years < loan.l_years,
        lapses=add_months(last, 12 * years),
    )


def _is_person(loan: Loan) -> bool:
    """Whether a person owes it: it was lent to one, or somebody took it over since."""
    agreement = loan.agreement
    given_over = agreement.application.owner_id != agreement.recipient_id
    return loan.borrower_kind != Loan.Borrower.ORGANISATION or given_over


def limitation_on(loan: Loan, on: date) -> Limitation:
    """The same for one paid-out loan at hand (one query).

    Raises:
        RuleMissing: Nobody recorded how many years the law gives.
    """
    row = with_limitation(Loan.objects.filter(pk=loan.pk), on=on).get()
    if found := limitation_of(row):
        return found
    raise RuleMissing(key=YEARS, country=loan.agreement.scope.organisation.country, on=on)
