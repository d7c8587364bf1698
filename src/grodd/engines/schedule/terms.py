"""The set-up of a loan: every convention a plan depends on, as one frozen value."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from grodd.engines.calendar import BankingDays, Moving, Unit
from grodd.engines.daycount import DayCount
from grodd.engines.money import Money, total
from grodd.engines.rates import RateFrom
from grodd.engines.rounding import Rounding
from grodd.engines.schedule.instalment import INSTALMENT_COUNT_MAX


class Amortisation(StrEnum):
    """How the debt is paid down. The value is what the contract prints."""

    ANNUITY = "annuity"
    STRAIGHT = "straight"
    FLAT = "flat"
    BULLET = "bullet"
    INTEREST_ONLY = "interest-only"
    OWN_PLAN = "own plan"


class PeriodLength(StrEnum):
    """How long a period is for its interest. The value is what the contract prints."""

    BY_DAYS = "interest by the day"
    WHOLE_PERIODS = "interest by whole periods"


class FirstPeriod(StrEnum):
    """How the days before the first regular period are charged."""

    BY_LENGTH = "in the first instalment, by its length"
    ADDED_TO_FIRST = "on top of the first instalment"
    SPREAD = "shared equally by all instalments"
    UPFRONT = "as a payment of its own"


class Ending(StrEnum):
    """What happens to the rest that rounding leaves."""

    LAST_TAKES_REST = "the last instalment takes the rest"
    SMOOTHED = "instalments smoothed, the last takes the rest"


class Working(StrEnum):
    """How exact the arithmetic is between two roundings."""

    EXACT = "exact fractions"
    NINETEEN_DIGITS = "19 significant digits, half-even"


@dataclass(frozen=True, slots=True)
class Draw:
    """A further part of the loan, paid out later.

    Attributes:
        day: The day it is paid out.
        amount: How much, more than nothing.
    """

    day: date
    amount: Money


@dataclass(frozen=True, slots=True)
class LoanTerms:
    """All that a plan depends on. Two equal values give the same plan, to the minor unit.

    Attributes:
        principal: The first payout, down payment included.
        annual_rate: Nominal rate (unit: parts of one a year, exact).
        disbursed: The day of the first payout; interest runs from it.
        instalments: How many regular instalments, grace included, down payment not.
        every: How many ``unit`` lie between two instalments.
        unit: The unit of the time between instalments.
        first_due: The first due date, or one period after ``disbursed``.
        amortisation: How the debt is paid down.
        own_plan: The principal of each instalment, for ``OWN_PLAN`` alone.
        day_count: How days are counted where interest is by the day.
        period_length: Interest by the day, or by whole periods.
        rate_steps: Later rates, rising by day: stepped, or reference rate with margin.
        rounding: How interest becomes whole minor units.
        instalment_rounding: How the instalment does, where that differs.
        working: How exact the arithmetic is between two roundings.
        moving: Where a due date goes that is no banking day.
        banking_days: Whose banking days.
        interest_follows_move: Whether a moved due date moves the interest too.
        grace_principal: How many first instalments pay no principal.
        grace_interest: How many first instalments pay no interest; it waits, unpaid.
        first_period: How the days before the first regular period are charged.
        down_payment_percent: Paid back at once, of each payout (unit: percent).
        draws: Later payouts, rising by day.
        instalment_multiple: Instalments are a multiple of this (unit: minor units; 0 = not).
        fixed_payment: An agreed instalment, instead of a calculated one.
        fee_each: A fee on every regular instalment.
        ending: What happens to the rest that rounding leaves.
    """

    principal: Money
    annual_rate: Fraction
    disbursed: date
    instalments: int
    every: int = 1
    unit: Unit = Unit.MONTHS
    first_due: date | None = None
    amortisation: Amortisation = Amortisation.ANNUITY
    own_plan: tuple[Money, ...] = ()
    day_count: DayCount = DayCount.THIRTY_E_360
    period_length: PeriodLength = PeriodLength.BY_DAYS
    rate_steps: tuple[RateFrom, ...] = ()
    rounding: Rounding = Rounding.HALF_EVEN
    instalment_rounding: Rounding | None = None
    working: Working = Working.EXACT
    moving: Moving = Moving.NONE
    banking_days: BankingDays = BankingDays.SWEDEN
    interest_follows_move: bool = False
    grace_principal: int = 0
    grace_interest: int = 0
    first_period: FirstPeriod = FirstPeriod.BY_LENGTH
    down_payment_percent: Fraction = Fraction(0)
    draws: tuple[Draw, ...] = ()
    instalment_multiple: int = 0
    fixed_payment: Money | None = None
    fee_each: Money | None = None
    ending: Ending = Ending.LAST_TAKES_REST

    def __post_init__(self) -> None:
        """Assert what every engine below relies on."""
        assert self.principal.minor > 0, self.principal
        assert 0 <= self.annual_rate <= 10, self.annual_rate  # noqa: PLR2004 - 1 000 % a year
        assert 1 <= self.instalments <= INSTALMENT_COUNT_MAX, self.instalments
        assert self.every >= 1, self.every
        assert self.first_due is None or self.first_due > self.disbursed, self.first_due
        assert 0 <= self.grace_principal < self.instalments, self.grace_principal
        assert 0 <= self.grace_interest < self.instalments, self.grace_interest
        assert 0 <= self.down_payment_percent < 100, self.down_payment_percent  # noqa: PLR2004 - percent
        assert self.instalment_multiple >= 0, self.instalment_multiple
        self._check_own_plan()
        for earlier, later in zip(self.rate_steps, self.rate_steps[1:], strict=False):
            assert earlier.valid_from < later.valid_from, self.rate_steps
        for draw in self.draws:
            assert draw.day >= self.disbursed, draw
            assert draw.amount.minor > 0, draw

    def _check_own_plan(self) -> None:
        if self.amortisation is not Amortisation.OWN_PLAN:
            assert not self.own_plan, self.own_plan
            return
        assert len(self.own_plan) == self.instalments, len(self.own_plan)
        lent = self.principal + total([draw.amount for draw in self.draws], self.currency)
        assert total(self.own_plan, self.currency) == lent, lent
        assert self.down_payment_percent == 0, "an own plan says itself what is paid when"
        assert self.grace_principal == 0, "an own plan says itself what is paid when"

    @property
    def currency(self) -> str:
        """ISO 4217 code of every amount of the loan."""
        return self.principal.currency
