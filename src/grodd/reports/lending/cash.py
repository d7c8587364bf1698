"""Money expected and money that came, month by month, and what is still to come.

What was expected of a month is the plan that was in force when the month began. What came is what
payments of the month paid. Months to come follow the plan in force now, less what was paid ahead.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from django.db.models import (
    BigIntegerField,
    Case,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Least, TruncMonth

from grodd.agreements.models import Allocation, LoanEvent, PlanVersion, ScheduleLine
from grodd.engines.calendar import add_months
from grodd.engines.forecast import DueRow, Expectation, Running, forecast
from grodd.engines.money import Money
from grodd.people.asker import Asker
from grodd.reports.lending.seen import LENT, Lender, lender_of, loans_of
from grodd.servicing import standing
from grodd.servicing.queries import RUNNING
from grodd.servicing.standing import Lateness

BP = 10_000
BACK, AHEAD = 12, 12
SCOPE = "loan__agreement__scope_id__in"


@dataclass(frozen=True, slots=True)
class Past:
    """A month that has begun.

    Attributes:
        first: Its first day.
        principal, other: Expected of it: principal; interest, fees and late interest.
        came_principal, came_other: What payments of the month paid.
    """

    first: date
    principal: Money
    other: Money
    came_principal: Money
    came_other: Money

    @property
    def expected(self) -> Money:
        """All that was expected."""
        return self.principal + self.other

    @property
    def came(self) -> Money:
        """All that came."""
        return self.came_principal + self.came_other

    @property
    def share(self) -> Fraction | None:
        """What came of what was expected (1 = all); None where nothing was."""
        return Fraction(self.came.minor, self.expected.minor) if self.expected.minor else None


@dataclass(frozen=True, slots=True)
class Coming:
    """A month to come, as agreed and as expected.

    Attributes:
        first: Its first day.
        principal, other: As agreed.
        expected: What the classes of lateness are expected to pay of it.
    """

    first: date
    principal: Money
    other: Money
    expected: Money


@dataclass(frozen=True, slots=True)
class CashFlow:
    """The months in one currency, and how the expectation was made."""

    currency: str
    past: tuple[Past, ...]
    coming: tuple[Coming, ...]
    later: Money


def cash_flow(asker: Asker, *, on: date) -> tuple[CashFlow, ...]:
    """A year back and a year ahead, by currency (four queries).

    Raises:
        NotFound: They hold no role here that reads loans.
    """
    lender = lender_of(asker, on=on)
    first = add_months(on.replace(day=1), -BACK)
    expected = _by_month(planned(lender, first, on), ("principal", "other"))
    came = _came(lender, first, on)
    ahead, late = _ahead(lender), _late(lender)
    currencies = {key[1] for key in (*expected, *came)} | {row["loan__currency"] for row in ahead}
    currencies |= {row["currency"] for row in late}
    return tuple(
        _flow(currency, lender.rule, (expected, came), (ahead, late), first)
        for currency in sorted(currencies)
    )


Sums = dict[tuple[date, str], tuple[int, int]]
Rows = Sequence[dict[str, Any]]


def _flow(
    currency: str, rule: Lateness, before: tuple[Sums, Sums], after: tuple[Rows, Rows], first: date
) -> CashFlow:
    def money(minor: int) -> Money:
        return Money(minor, currency)

    expected, came = before
    nothing = (0, 0)
    months = [add_months(first, n) for n in range(BACK + 1)]
    past = tuple(
        Past(month, *(money(minor) for sums in (expected, came)
                      for minor in sums.get((month, currency), nothing)))
        for month in months
    )  # fmt: skip
    running = _running(currency, rule, *after)
    agreed = forecast(running, rule.on)
    likely = forecast(running, rule.on, expectations(rule))
    pairs = list(zip(agreed, likely, strict=True))
    coming = tuple(
        Coming(one.first, money(one.principal), money(one.interest), money(two.total))
        for one, two in pairs[:AHEAD]
    )
    later = sum(one.total for one, _ in pairs[AHEAD:])
    return CashFlow(currency, past, coming, money(later))


def expectations(rule: Lateness) -> dict[str, Expectation]:
    """What each class is expected to pay: all but the share that is set aside for it."""
    return {
        str(one.from_days): Expectation(1 - Fraction(one.provision_bp, BP)) for one in rule.classes
    }


def _running(currency: str, rule: Lateness, ahead: Rows, late: Rows) -> tuple[Running, ...]:
    """The loans of each class as one: their unpaid instalments, month by month."""
    rows: dict[int, list[DueRow]] = {one.from_days: [] for one in rule.classes}
    for row in late:
        if row["currency"] == currency and row["unpaid"]:
            principal = row["principal"]
            rows[row["klass"]].append(DueRow(rule.on, principal, row["unpaid"] - principal))
    for row in ahead:
        if row["loan__currency"] == currency:
            due = max(row["month"], rule.on)
            days = rule.class_of(rule.days_late(row["since"])).from_days
            rows[days].append(DueRow(due, row["sum_principal"], row["sum_other"]))
    return tuple(
        Running(str(days), tuple(sorted(each, key=lambda row: row.due)))
        for days, each in rows.items()
    )


def _by_month(rows: QuerySet[Any], names: Sequence[str]) -> Sums:
    found = rows.values("month", "loan__currency").annotate(
        **{f"{name}_sum": Sum(name) for name in names}
    )
    return {
        (row["month"], row["loan__currency"]): (row[f"{names[0]}_sum"], row[f"{names[1]}_sum"])
        for row in found
    }


def planned(lender: Lender, first: date, last: date) -> QuerySet[ScheduleLine]:
    """The instalments of whole months, from the plans in force when each month began.

    A loan whose first plan is younger than the month is expected to follow its first plan.
    """
    last = add_months(last.replace(day=1), 1)
    before = PlanVersion.objects.filter(loan=OuterRef("loan"), made_at__date__lt=OuterRef("month"))
    one_plan = Q(loan__schedule_version=1)
    begun = Q(version=1) | Exists(before.filter(number=OuterRef("version")))
    replaced = Exists(before.filter(number__gt=OuterRef("version")))
    return (
        ScheduleLine.objects.filter(
            **{SCOPE: list(lender.names)}, loan__state__in=LENT, due_on__gte=first, due_on__lt=last
        )
        .annotate(month=TruncMonth("due_on"))
        .filter(one_plan | (begun & ~replaced))
        .order_by()
        .annotate(
            principal=F("principal_minor"),
            other=F("interest_minor") + F("fee_minor") + F("late_interest_minor"),
        )
    )


def came_in(lender: Lender, first: date, last: date) -> QuerySet[Allocation]:
    """What payments of whole months paid."""
    return Allocation.objects.filter(
        event__loan__agreement__scope_id__in=list(lender.names),
        event__kind=LoanEvent.Kind.PAYMENT,
        event__day__gte=first,
        event__day__lt=add_months(last.replace(day=1), 1),
        given_up=False,
    ).order_by()


def _came(lender: Lender, first: date, last: date) -> Sums:
    rows = (
        came_in(lender, first, last)
        .annotate(month=TruncMonth("event__day"))
        .values("month", "event__loan__currency")
        .annotate(
            principal=Sum("amount_minor", filter=_principal(), default=0),
            other=Sum("amount_minor", filter=~_principal(), default=0),
        )
    )
    return {
        (row["month"], row["event__loan__currency"]): (row["principal"], row["other"])
        for row in rows
    }


def _principal() -> Q:
    return Q(component=Allocation.Component.PRINCIPAL)


def still_to_come(lender: Lender) -> QuerySet[ScheduleLine]:
    """Instalments that fall due after today, with what is unpaid of each."""
    rule = lender.rule
    rows = ScheduleLine.objects.filter(
        **{SCOPE: list(lender.names)},
        loan__state__in=RUNNING,
        version=F("loan__schedule_version"),
        due_on__gt=rule.on,
        number__gte=F("loan__position__next_number"),
    ).order_by()
    is_next = Q(number=F("loan__position__next_number"))
    # Of other loans nothing is paid after the next one.
    from_end = Q(loan__position__is_paid_from_end=True)
    unpaid = F("loan__position__next_due_minor")
    left = Least(F("principal_minor"), unpaid)
    other = F("interest_minor") + F("fee_minor") + F("late_interest_minor")
    return rows.annotate(
        principal=Case(
            When(is_next, then=left),
            When(from_end, then=F("principal_minor") - _paid(_principal())),
            default=F("principal_minor"),
        ),
        other=Case(
            When(is_next, then=unpaid - left),
            When(from_end, then=other - _paid(~_principal())),
            default=other,
        ),
    )


def _paid(part: Q) -> Coalesce:
    """What was paid or given up of an instalment: a question only where the last can be first."""
    paid = Allocation.objects.filter(
        part, event__loan=OuterRef("loan"), number=OuterRef("number")
    ).order_by()
    sums = paid.values("number").annotate(sum=Sum("amount_minor")).values("sum")
    return Coalesce(Subquery(sums), 0, output_field=BigIntegerField())


def _ahead(lender: Lender) -> Rows:
    path = "loan__position__"
    rows: QuerySet[Any] = (
        still_to_come(lender)
        .annotate(due_minor=standing.due(lender.rule.on, path))
        .annotate(since=standing.since(lender.rule, path))
        .annotate(month=TruncMonth("due_on"))
    )
    # By the day and not by the class: a few sums more, and no class worked out for each line.
    sums = rows.values("since", "month", "loan__currency").annotate(
        sum_principal=Sum("principal"), sum_other=Sum("other")
    )
    return list(sums)


def _late(lender: Lender) -> Rows:
    """What is due and unpaid today, by class; its principal also where no night has counted it."""
    line = ScheduleLine.objects.filter(
        loan=OuterRef("pk"),
        version=OuterRef("schedule_version"),
        number=OuterRef("position__next_number"),
    )
    fresh = Least(Subquery(line.values("principal_minor")[:1]), F("position__next_due_minor"))
    meanwhile = Case(
        When(position__next_due_on__lte=lender.rule.on, then=fresh),
        default=Value(0),
        output_field=BigIntegerField(),
    )
    rows: QuerySet[Any] = (
        loans_of(lender)
        .filter(Q(due_minor__gt=0), state__in=RUNNING)
        .annotate(klass=standing.class_number(lender.rule))
        .annotate(part=F("position__due_principal_minor") + meanwhile)
    )
    sums = rows.values("klass", "currency").annotate(unpaid=Sum("due_minor"), principal=Sum("part"))
    return list(sums)
