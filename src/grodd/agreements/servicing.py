"""How a loan or an award stands, from its rows and the books. Callers that write hold the lock."""

from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from django.db.models import Sum

from grodd.agreements.models import Award, Loan, Repayment, ScheduleLine
from grodd.base import rules
from grodd.engines.allocation import (
    Claim,
    Component,
    Owed,
    Paid,
    owed_on,
)
from grodd.engines.daycount import DayCount, thirty_e_360
from grodd.engines.late_interest import NO_LATE_INTEREST, LateTerms
from grodd.engines.money import Money
from grodd.engines.rates import RateFrom, half_years
from grodd.ledger.queries import balance
from grodd.payments.models import Order

REFERENCE_RATE = "reference_rate_bp"
COMPONENTS = {component.value: component for component in Component}


@dataclass(frozen=True, slots=True)
class Standing:
    """A loan on a day.

    Attributes:
        day: Which day.
        due: What has fallen due and is unpaid, by instalment, the oldest first.
        coming: What is unpaid of the instalments to come, in order.
        accrued: Interest that has run on the next instalment and is not paid.
        principal: What the books say is still lent.
    """

    day: date
    due: tuple[Owed, ...]
    coming: tuple[Owed, ...]
    accrued: Money
    principal: Money

    @property
    def owed_now(self) -> Money:
        """What should have been paid by now, late interest counted."""
        return sum((owed.total for owed in self.due), Money.zero(self.principal.currency))

    @property
    def payoff(self) -> Money:
        """What ends the loan that day: all principal, and interest only up to the day.

        The principal is what the books say, not what the plan says.
        """
        nothing = Money.zero(self.principal.currency)
        late = sum((owed.of(Component.PRINCIPAL) for owed in self.due), nothing)
        fees = sum((owed.of(Component.FEE) for owed in self.coming), nothing)
        return self.owed_now - late + fees + self.accrued + self.principal

    @property
    def next_due(self) -> Owed | None:
        """The instalment to pay next, late ones first."""
        return next((owed for owed in (*self.due, *self.coming) if owed.total), None)

    @property
    def days_late(self) -> int:
        """Days since the oldest unpaid due day (unit: days); the due day itself is not late."""
        return (self.day - self.due[0].due).days if self.due else 0


def lines_of(loan: Loan) -> list[ScheduleLine]:
    """The plan in force, in order."""
    lines = loan.schedule_lines.filter(version=loan.schedule_version)
    return list(lines.order_by("number"))


def repayments_standing(loan: Loan) -> list[Repayment]:
    """The repayments that were not reversed, the oldest first."""
    standing = loan.repayments.filter(voucher__reversed_by__isnull=True)
    return list(standing.order_by("received_on", "pk"))


def claims_of(loan: Loan) -> list[Claim]:
    """The instalments of the plan in force with what was paid on them (two queries)."""
    paid: dict[int, list[Paid]] = {}
    allocations = (
        allocation
        for repayment in loan.repayments.filter(voucher__reversed_by__isnull=True).prefetch_related(
            "allocations"
        )
        for allocation in repayment.allocations.all()
    )
    for part in allocations:
        amount = Money(part.amount_minor, loan.currency)
        on = part.repayment.received_on
        paid.setdefault(part.line_id or 0, []).append(Paid(on, COMPONENTS[part.component], amount))
    return [
        Claim(
            key=line.pk,
            due=line.due_on,
            fee=Money(line.fee_minor, loan.currency),
            interest=Money(line.interest_minor, loan.currency),
            principal=Money(line.principal_minor, loan.currency),
            paid=tuple(paid.get(line.pk, ())),
        )
        for line in lines_of(loan)
    ]


def standing_of(loan: Loan, day: date) -> Standing:
    """How the loan stands on ``day``.

    Raises:
        RuleMissing: Something is late, and no reference rate is recorded for a half-year.
    """
    assert loan.receivable is not None, loan.reference
    due: list[Owed] = []
    coming: list[Owed] = []
    for claim in claims_of(loan):
        unpaid = owed_on(claim, claim.due, NO_LATE_INTEREST)
        if claim.due >= day:
            (due if claim.due == day and unpaid.total else coming).append(unpaid)
            continue
        owed = owed_on(claim, day, _late_terms(loan, claim.due, day))
        if owed.total:
            due.append(owed)
    nothing = Money.zero(loan.currency)
    accrued = _accrued(loan, coming[0], day) if coming else nothing
    principal = balance(loan.receivable)
    return Standing(day, tuple(due), tuple(coming), accrued, principal)


def _late_terms(loan: Loan, start: date, day: date) -> LateTerms:
    """The late rate of each half-year: the reference rate and the points agreed."""
    if not loan.late_points_bp:
        return NO_LATE_INTEREST
    country = loan.agreement.scope.organisation.country
    reference = tuple(
        RateFrom(
            first, Fraction(rules.value_on(country=country, key=REFERENCE_RATE, on=first), 10_000)
        )
        for first in half_years(start, day)
    )
    points = Fraction(loan.late_points_bp, 10_000)
    return LateTerms(reference, points, day_count=DayCount.ACTUAL_365)


def _accrued(loan: Loan, coming: Owed, day: date) -> Money:
    """Interest that has run on an instalment to come, less what was paid on it."""
    line = ScheduleLine.objects.get(pk=coming.key)
    if day <= line.starts_on:
        return Money.zero(loan.currency)
    whole = thirty_e_360(line.starts_on, line.due_on)
    part = thirty_e_360(line.starts_on, day) / whole if whole else Fraction(1)
    run = Money(line.interest_minor, loan.currency).times(part)
    paid = Money(line.interest_minor, loan.currency) - coming.of(Component.INTEREST)
    return max(run - paid, Money.zero(loan.currency))


def at_payoff(standing: Standing) -> tuple[Owed, ...]:
    """What a payment that ends the loan pays: interest to come falls away."""
    nothing = Money.zero(standing.principal.currency)
    coming = [
        replace(
            owed,
            parts=tuple(
                (part, _ending(part, amount, standing.accrued if first else nothing))
                for part, amount in owed.parts
            ),
        )
        for first, owed in zip(
            [True] + [False] * (len(standing.coming) - 1), standing.coming, strict=False
        )
    ]
    return (*standing.due, *coming)


def _ending(component: Component, amount: Money, accrued: Money) -> Money:
    return accrued if component is Component.INTEREST else amount


@dataclass(frozen=True, slots=True)
class AwardStanding:
    """An award now: given, paid out, used, returned (money and hours)."""

    given: Money
    paid: Money
    used: Money
    returned: Money
    hours: int
    hours_used: int

    @property
    def left(self) -> Money:
        """What can still be used."""
        return self.given - self.used - self.returned

    @property
    def unused(self) -> Money:
        """What was paid out and neither used nor returned."""
        return self.paid - self.used - self.returned


def award_standing(award: Award) -> AwardStanding:
    """How an award stands, from its rows (three queries)."""
    used = award.spending.aggregate(money=Sum("amount_minor"), hours=Sum("hours"))
    paid = award.instalments.filter(order__state=Order.State.PAID)
    back = award.returns.filter(voucher__reversed_by__isnull=True)

    def money(minor: int | None) -> Money:
        return Money(minor or 0, award.currency)

    return AwardStanding(
        given=money(award.amount_minor),
        paid=money(paid.aggregate(sum=Sum("amount_minor"))["sum"]),
        used=money(used["money"]),
        returned=money(back.aggregate(sum=Sum("amount_minor"))["sum"]),
        hours=award.hours,
        hours_used=used["hours"] or 0,
    )
