"""Portfolio at risk: by class of lateness, cut in four ways, and how it was at the month ends."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from django.db.models import (
    BigIntegerField,
    Case,
    Count,
    F,
    Q,
    QuerySet,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from grodd.agreements.models import Loan
from grodd.engines.ageing import PAR_DAYS
from grodd.engines.calendar import add_months
from grodd.engines.money import Money
from grodd.people.asker import Asker
from grodd.reports.lending.booked import Beside, both_figures
from grodd.reports.lending.seen import NOBODY, Lender, lender_of, loans_of
from grodd.servicing import standing
from grodd.servicing.models import PortfolioDay
from grodd.servicing.queries import RUNNING
from grodd.servicing.standing import Lateness

BP = 10_000
HALF = BP // 2
BASE = Value(BP, BigIntegerField())
MONTHS = 13
"""How many month ends the history shows: a year, with both its ends."""

CUTS = ("programme", "adviser", "region", "product")
CUT_COLUMNS = {
    "programme": ("agreement__scope_id",),
    "adviser": ("card__adviser_id", "card__adviser__name"),
    "region": ("card__region",),
    "product": ("agreement__scope_id", "schedule_kind", "annual_rate_bp"),
}


@dataclass(slots=True)
class Sums:
    """Loans added up (unit: minor units).

    Attributes:
        loans: How many.
        principal: All that is lent.
        due: Of it and of interest and fees, what is due and unpaid.
        provision: By the table of the lender; each loan is rounded alone.
        risky: Principal of loans at risk, beyond each of ``PAR_DAYS``.
    """

    loans: int
    principal: int
    due: int
    provision: int
    risky: tuple[int, ...]

    def __add__(self, other: "Sums") -> "Sums":
        """Both together."""
        return Sums(
            self.loans + other.loans,
            self.principal + other.principal,
            self.due + other.due,
            self.provision + other.provision,
            tuple(a + b for a, b in zip(self.risky, other.risky, strict=True)),
        )


NONE = Sums(0, 0, 0, 0, (0,) * len(PAR_DAYS))


@dataclass(frozen=True, slots=True)
class Part:
    """The loans of one class, or of one adviser, region, product or programme.

    Attributes:
        key: What the list of loans is filtered by.
        label: A name, where there is one.
        sums: Their figures.
    """

    key: str
    label: Any
    sums: Sums


@dataclass(frozen=True, slots=True)
class Risk:
    """What is at risk in one currency.

    Attributes:
        currency: Which.
        classes: Each class of lateness.
        eased: How many of the loans had their plan eased, and their principal.
        whole: All loans.
        parts: The same loans, cut as was asked.
    """

    currency: str
    classes: tuple[Part, ...]
    eased: Sums
    whole: Sums
    parts: tuple[Part, ...]

    def money(self, minor: int) -> Money:
        """An amount of this table."""
        return Money(minor, self.currency)


@dataclass(frozen=True, slots=True)
class Then:
    """How the portfolio was on a day.

    Attributes:
        day: The day.
        principal: All that was lent.
        late: Principal of loans late by each number of days, and of eased ones if they count.
        provision: What was set aside.
    """

    day: date
    principal: Money
    late: tuple[Money, ...]
    provision: Money

    @property
    def shares(self) -> tuple[Fraction, ...]:
        """The shares at risk (0 to 1)."""
        return tuple(
            Fraction(one.minor, self.principal.minor) if self.principal.minor else Fraction(0)
            for one in self.late
        )


@dataclass(frozen=True, slots=True)
class RiskReport:
    """What the page shows: now by currency, and the history in the largest one.

    ``aside`` is what is set aside for each programme, by class and booked.
    """

    now: tuple[Risk, ...]
    history: tuple[Then, ...]
    history_days: tuple[int, ...]
    rule: Lateness
    cut: str
    programmes: Mapping[str, str]
    aside: tuple[Beside, ...]


def risk_report(asker: Asker, *, cut: str, on: date) -> RiskReport:
    """What is at risk today, and how it was at the month ends of a year.

    Raises:
        NotFound: They hold no role here that reads loans.
    """
    cut = cut if cut in CUTS else CUTS[0]
    lender = lender_of(asker, on=on)
    rows = loans_of(lender).filter(state__in=RUNNING)
    by_class = summed(
        rows.annotate(klass=standing.class_number(lender.rule)),
        lender.rule,
        ("klass", "position__is_restructured", "agreement__scope_id"),
    )
    by_cut = summed(rows, lender.rule, CUT_COLUMNS[cut])
    now = _by_currency(by_class, by_cut, lender, cut)
    days = history_days(lender.rule)
    currency = now[0].currency if now else ""
    history = _history(lender, currency, days) if now else ()
    names = {str(pk): name for pk, name in lender.names.items()}
    aside = both_figures(lender, by_class)
    return RiskReport(now, history, days, lender.rule, cut, names, aside)


def history_days(rule: Lateness) -> tuple[int, ...]:
    """The classes that begin nearest to one, thirty-one and ninety-one days late."""
    late = [one.from_days for one in rule.classes if one.from_days]
    if not late:
        return ()
    return tuple(sorted({min(late, key=lambda days: abs(days - near)) for near in (1, 31, 91)}))


def summed(rows: QuerySet[Loan], rule: Lateness, columns: Sequence[str]) -> list[dict[str, Any]]:
    """Loans added up by currency and some of their columns (minor units)."""
    lent = "position__principal_minor"
    risky = {
        f"par_{days}": Coalesce(Sum(lent, filter=standing.at_risk(rule, days)), 0)
        for days in PAR_DAYS
    }
    sums = (
        with_provision(rows, rule)
        .values("currency", *columns)
        .annotate(
            n=Count("pk"),
            lent=Coalesce(Sum(lent), 0),
            unpaid=Coalesce(Sum("due_minor"), 0),
            aside=Coalesce(Sum("provision"), 0),
            kept=Coalesce(Sum("position__kept_minor"), 0),
            **risky,
        )
    )
    return list(sums.order_by("currency"))


def with_provision(rows: QuerySet[Loan], rule: Lateness) -> QuerySet[Loan]:
    """What the lender's table sets aside for each loan, rounded half to even as the engine does."""
    enough = F("position__principal_minor") * _share(rule) + Value(HALF, BigIntegerField())
    counted = rows.alias(enough=enough)
    counted = counted.alias(upwards=F("enough") / BASE, rest=F("enough") % BASE)
    counted = counted.alias(odd=F("upwards") % Value(2, BigIntegerField()))
    tie = Case(When(rest=0, odd=1, then=Value(1)), default=Value(0), output_field=BigIntegerField())
    return counted.annotate(provision=F("upwards") - tie)


def _share(rule: Lateness) -> Case:
    """The share that is set aside for a loan (unit: basis points)."""
    shares: list[When] = []
    for one in reversed(rule.classes):
        late = standing.late(rule, one.from_days) if one.from_days else Q()
        eased = late & Q(position__is_restructured=True)
        shares.append(When(eased, then=Value(one.restructured_bp)))
        if one.from_days:
            shares.append(When(late, then=Value(one.provision_bp)))
    usual = Value(rule.classes[0].provision_bp)
    return Case(*shares, default=usual, output_field=BigIntegerField())


def _by_currency(
    by_class: Sequence[Mapping[str, Any]],
    by_cut: Sequence[Mapping[str, Any]],
    lender: Lender,
    cut: str,
) -> tuple[Risk, ...]:
    found = []
    for currency in {row["currency"]: None for row in by_class}:
        mine = [row for row in by_class if row["currency"] == currency]
        classes = tuple(
            Part(
                str(one.from_days), one, _sum(row for row in mine if row["klass"] == one.from_days)
            )
            for one in lender.rule.classes
        )
        eased = _sum(row for row in mine if row["position__is_restructured"])
        parts = [_part(row, lender, cut) for row in by_cut if row["currency"] == currency]
        parts.sort(key=lambda one: -one.sums.principal)
        found.append(Risk(currency, classes, eased, _sum(mine), tuple(parts)))
    return tuple(sorted(found, key=lambda one: -one.whole.loans))


def _sum(rows: Iterable[Mapping[str, Any]]) -> Sums:
    whole = NONE
    for row in rows:
        whole += Sums(
            row["n"], row["lent"], row["unpaid"], row["aside"],
            tuple(row[f"par_{days}"] for days in PAR_DAYS),
        )  # fmt: skip
    return whole


def _part(row: Mapping[str, Any], lender: Lender, cut: str) -> Part:
    first, *rest = (row[column] for column in CUT_COLUMNS[cut])
    sums = _sum([row])
    if cut == "programme":
        return Part(str(first), lender.names.get(first, ""), sums)
    if cut == "adviser":
        return Part(str(first) if first else NOBODY, rest[0] or "", sums)
    if cut == "region":
        return Part(first or NOBODY, first or "", sums)
    return Part("-".join(str(one) for one in (first, *rest)), (first, *rest), sums)


def month_ends(on: date, count: int = MONTHS) -> list[date]:
    """The last days of the months before a day, rising."""
    first = on.replace(day=1)
    return [add_months(first, -back) - timedelta(1) for back in range(count - 1, -1, -1)]


def _history(lender: Lender, currency: str, days: Sequence[int]) -> tuple[Then, ...]:
    late = {
        f"late_{one}": Coalesce(Sum("principal_minor", filter=_late_then(lender.rule, one)), 0)
        for one in days
    }
    rows: QuerySet[Any] = (
        PortfolioDay.objects.filter(
            scope_id__in=list(lender.names), day__in=month_ends(lender.rule.on), currency=currency
        )
        .order_by()
        .values("day")
        .annotate(lent=Sum("principal_minor"), aside=Sum("provision_minor"), **late)
        .order_by("day")
    )
    return tuple(
        Then(
            row["day"],
            Money(row["lent"], currency),
            tuple(Money(row[name], currency) for name in late),
            Money(row["aside"], currency),
        )
        for row in rows
    )


def _late_then(rule: Lateness, days: int) -> Q:
    late = Q(from_days__gte=days)
    return late | Q(is_restructured=True) if rule.restructured_at_risk else late
