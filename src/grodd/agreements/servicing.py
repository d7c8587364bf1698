"""How a loan or an award stands, from its rows. Callers that write hold the lock."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Sum

from grodd.agreements.models import Award, Loan, LoanEvent, ScheduleLine
from grodd.agreements.replaying import life_of
from grodd.engines.allocation import Component, Owed
from grodd.engines.life import Life, Row
from grodd.engines.money import Money
from grodd.payments.models import Order


@dataclass(frozen=True, slots=True)
class Standing:
    """A loan on a day.

    Attributes:
        day: Which day.
        due: What has fallen due and is unpaid, by instalment, the oldest first.
        coming: What is unpaid of the instalments to come, in order.
        accrued: Interest that has run on the next instalment and is not paid.
        principal: What is still lent.
        payoff: What ends the loan that day: all principal, and interest only up to the day.
        kept: Money that came in and pays nothing yet.
        life: Everything that the events say.
    """

    day: date
    due: tuple[Owed, ...]
    coming: tuple[Owed, ...]
    accrued: Money
    principal: Money
    payoff: Money
    kept: Money
    life: Life

    @property
    def owed_now(self) -> Money:
        """What should have been paid by now, late interest counted."""
        return sum((owed.total for owed in self.due), Money.zero(self.principal.currency))

    @property
    def next_due(self) -> Owed | None:
        """The instalment to pay next, late ones first."""
        return next((owed for owed in (*self.due, *self.coming) if owed.total), None)

    @property
    def following(self) -> Owed | None:
        """The next instalment whose day has not come."""
        return next((owed for owed in self.coming if owed.total), None)

    @property
    def days_late(self) -> int:
        """Days since the oldest unpaid due day (unit: days); the due day itself is not late."""
        return (self.day - self.due[0].due).days if self.due else 0

    def of(self, component: Component) -> Money:
        """One part of what should have been paid by now."""
        parts = (owed.of(component) for owed in self.due)
        return sum(parts, Money.zero(self.principal.currency))


def lines_of(loan: Loan) -> list[ScheduleLine]:
    """The plan in force, in order."""
    lines = loan.schedule_lines.filter(version=loan.schedule_version)
    return list(lines.order_by("due_on", "number"))


def payments_standing(loan: Loan) -> list[LoanEvent]:
    """The payments that were not reversed, the oldest first."""
    standing = loan.events.filter(kind=LoanEvent.Kind.PAYMENT, reversed_by__isnull=True)
    return list(standing.order_by("day", "pk"))


def standing_of(loan: Loan, day: date) -> Standing:
    """How the loan stands on ``day`` (two queries).

    Raises:
        RuleMissing: Something is late, and no reference rate is recorded for a half-year.
    """
    return standing_from(life_of(loan, day), day, loan.currency)


def standing_from(life: Life, day: date, currency: str) -> Standing:
    """The same from a life at hand."""
    owed = [(row, _owed(row, life, currency)) for row in life.rows]
    due = tuple(each for row, each in owed if row.due <= day and each.total)
    coming = tuple(each for row, each in owed if row.due > day)
    return Standing(
        day=day,
        due=due,
        coming=coming,
        accrued=Money(life.accrued, currency),
        principal=Money(life.principal, currency),
        payoff=Money(life.payoff, currency),
        kept=Money(life.kept, currency),
        life=life,
    )


def _owed(row: Row, life: Life, currency: str) -> Owed:
    fee, late, interest, principal = (o - p for o, p in zip(row.owed, row.paid, strict=True))
    late = life.late.get(row.number, max(late, 0) if row.left else 0)
    parts = (
        (Component.FEE, fee),
        (Component.LATE_INTEREST, late),
        (Component.INTEREST, interest),
        (Component.PRINCIPAL, principal),
    )
    return Owed(row.number, row.due, tuple((part, Money(minor, currency)) for part, minor in parts))


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
