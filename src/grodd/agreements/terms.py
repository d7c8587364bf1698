"""The terms of an agreement, before it is one, and the repayment plan that follows from them."""

from dataclasses import dataclass
from datetime import date

from grodd.base import rules
from grodd.engines.calendar import add_months
from grodd.engines.money import Money
from grodd.engines.schedule import Instalment, annuity_schedule, straight_schedule
from grodd.programmes.models import Frame

REFERENCE_RATE = "reference_rate_bp"


@dataclass(frozen=True, slots=True)
class AwardTerms:
    """How an award is given.

    Attributes:
        months: How long it may be used (unit: months).
        starts_on: From when.
        instalments: In how many equal parts it is paid: the first at the start, each other one
            after a check-in.
    """

    months: int
    starts_on: date
    instalments: int = 1


@dataclass(frozen=True, slots=True)
class LoanTerms:
    """How a loan is lent and repaid; rate, kind of plan and fee stand in the frame.

    Attributes:
        months: How many monthly instalments.
        disburse_on: The day the money is meant to be paid out.
        first_due_on: The first due day; the others follow month by month.
        grace_months: How many of the first instalments are interest only.
        late_points_bp: What is added to the reference rate when it is late (unit: hundredths of
            a percent). Eight percentage points is what the Swedish interest act says.
        mainly_for_business: What a person borrows for; None where nobody has said so, and where an
            organisation borrows.
    """

    months: int
    disburse_on: date
    first_due_on: date
    grace_months: int = 0
    late_points_bp: int = 800
    mainly_for_business: bool | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """What a repayment plan is made from.

    Attributes:
        kind: ``straight``, ``annuity`` or ``bullet``.
        principal: What is to be repaid.
        annual_rate_bp: Unit: hundredths of a percent a year.
        starts_on: From when interest runs.
        due_dates: Rising, all after ``starts_on``.
        grace: How many of the first instalments are interest only.
    """

    kind: str
    principal: Money
    annual_rate_bp: int
    starts_on: date
    due_dates: tuple[date, ...]
    grace: int = 0


def rate_of(frame: Frame, country: str, on: date) -> int:
    """The yearly rate of a loan that is offered on a day (unit: hundredths of a percent).

    Raises:
        RuleMissing: It follows the reference rate, and none is recorded.
    """
    if not frame.loan_rate_follows:
        return frame.loan_rate_bp
    reference = rules.value_on(country=country, key=REFERENCE_RATE, on=on)
    # A rate below zero would be a loan that pays its borrower.
    return max(reference + frame.loan_rate_bp, 0)


def due_dates(first: date, months: int) -> tuple[date, ...]:
    """Month by month from the first, counted from the first so that the 31st comes back."""
    return tuple(add_months(first, month) for month in range(months))


def grace_of(kind: str, months: int, grace_months: int) -> int:
    """How many instalments are interest only: where all is repaid at the end, all but the last."""
    return months - 1 if kind == Frame.Schedule.BULLET else grace_months


def instalments_of(plan: Plan) -> tuple[Instalment, ...]:
    """The repayment plan, without fees."""
    make = annuity_schedule if plan.kind == Frame.Schedule.ANNUITY else straight_schedule
    return make(
        principal=plan.principal,
        annual_rate_bp=plan.annual_rate_bp,
        disbursed=plan.starts_on,
        due_dates=plan.due_dates,
        grace_principal=plan.grace,
    )
