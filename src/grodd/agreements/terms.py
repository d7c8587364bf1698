"""The terms of an agreement, before it is one, and the repayment plan that follows from them."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from grodd.base import rules
from grodd.engines.calendar import MONTHLY, Rhythm, dates_from
from grodd.engines.money import Money
from grodd.engines.schedule import (
    Amortisation,
    Instalment,
    annuity_schedule,
    straight_schedule,
)
from grodd.engines.schedule import LoanTerms as SetUp
from grodd.programmes.models import Frame

REFERENCE_RATE = "reference_rate_bp"
BP = 10_000


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
        instalments: How many.
        disburse_on: The day the money is meant to be paid out.
        first_due_on: The first due day; the others are counted from it.
        rhythm: How often an instalment falls due; one of those that the frame allows.
        grace: How many of the first instalments are interest only.
        late_points_bp: What is added to the reference rate when it is late (unit: hundredths of
            a percent). Eight percentage points is what the Swedish interest act says.
        mainly_for_business: What a person borrows for; None where nobody has said so, and where an
            organisation borrows.
    """

    instalments: int
    disburse_on: date
    first_due_on: date
    rhythm: Rhythm = MONTHLY
    grace: int = 0
    late_points_bp: int = 800
    mainly_for_business: bool | None = None

    @property
    def months(self) -> int:
        """How long it runs (unit: months, begun ones counted)."""
        return self.rhythm.months(self.instalments)


@dataclass(frozen=True, slots=True)
class Plan:
    """What a repayment plan is made from.

    Attributes:
        kind: ``straight``, ``annuity`` or ``bullet``.
        principal: What is to be repaid.
        annual_rate_bp: Unit: hundredths of a percent a year.
        starts_on: From when interest runs.
        first_due_on: After ``starts_on``.
        instalments: How many.
        rhythm: How often one falls due.
        grace: How many of the first instalments are interest only.
    """

    kind: str
    principal: Money
    annual_rate_bp: int
    starts_on: date
    first_due_on: date
    instalments: int
    rhythm: Rhythm = MONTHLY
    grace: int = 0

    @property
    def due_dates(self) -> tuple[date, ...]:
        """Counted from the first, so that the 31st comes back."""
        rhythm = self.rhythm
        return dates_from(self.first_due_on, self.instalments, every=rhythm.every, unit=rhythm.unit)


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


def grace_of(kind: str, instalments: int, grace: int) -> int:
    """How many instalments are interest only: where all is repaid at the end, all but the last."""
    return instalments - 1 if kind == Frame.Schedule.BULLET else grace


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


def set_up_of(plan: Plan) -> SetUp:
    """The same with every convention in it, as the schedule engine takes it and can print it."""
    annuity = plan.kind == Frame.Schedule.ANNUITY
    return SetUp(
        principal=plan.principal,
        annual_rate=Fraction(plan.annual_rate_bp, BP),
        disbursed=plan.starts_on,
        instalments=plan.instalments,
        every=plan.rhythm.every,
        unit=plan.rhythm.unit,
        first_due=plan.first_due_on,
        amortisation=Amortisation.ANNUITY if annuity else Amortisation.STRAIGHT,
        grace_principal=plan.grace,
    )
