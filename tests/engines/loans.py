"""Loans for tests: short to write, and random ones of every kind."""

from datetime import date
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from grodd.engines.calendar import BankingDays, Moving, Unit
from grodd.engines.daycount import DayCount
from grodd.engines.money import Money
from grodd.engines.rates import RateFrom
from grodd.engines.rounding import Rounding
from grodd.engines.schedule import (
    Amortisation,
    Draw,
    Ending,
    FirstPeriod,
    LoanTerms,
    PeriodLength,
    Plan,
    Working,
)


def minor(amount: str) -> int:
    """``"1 250.50"`` as 125050."""
    value = Fraction(amount.replace(" ", "")) * 100
    assert value.denominator == 1, amount
    return value.numerator


def loan(principal: str, percent: str, disbursed: str, instalments: int, **more: Any) -> LoanTerms:
    """A loan with the terms that matter and defaults for the rest."""
    return LoanTerms(
        principal=Money(minor(principal), "SEK"),
        annual_rate=Fraction(percent) / 100,
        disbursed=date.fromisoformat(disbursed),
        instalments=instalments,
        **more,
    )


def rows(plan: Plan) -> list[tuple[str, str, str]]:
    """Due date, principal and interest, as a person writes them."""
    columns = zip(plan.dues, plan.principal, plan.interest, strict=True)
    return [(due.isoformat(), f"{p / 100:.2f}", f"{i / 100:.2f}") for due, p, i in columns]


PROGRESSIVE: dict[str, Any] = {"ending": Ending.SMOOTHED, "working": Working.NINETEEN_DIGITS}
DECEMBER: dict[str, Any] = PROGRESSIVE | {"day_count": DayCount.ACTUAL_ACTUAL_31_DECEMBER}
WHOLE: dict[str, Any] = PROGRESSIVE | {"period_length": PeriodLength.WHOLE_PERIODS}

DAYS = st.dates(date(2005, 1, 1), date(2060, 12, 31))
RATES = st.integers(0, 5_000).map(lambda bp: Fraction(bp, 10_000))
PRINCIPALS = st.integers(1_00, 10_000_000_00).map(lambda x: Money(x, "SEK"))


@st.composite
def plain_loans(draw: st.DrawFn) -> LoanTerms:
    """Loans that the quick way takes."""
    disbursed = draw(DAYS)
    unit = draw(st.sampled_from(Unit))
    later = st.integers(1, 400).map(lambda days: date.fromordinal(disbursed.toordinal() + days))
    return LoanTerms(
        principal=draw(PRINCIPALS),
        annual_rate=draw(RATES),
        disbursed=disbursed,
        # Banking days are known to the year 2200; nobody lends for longer.
        instalments=draw(st.integers(1, 40 if unit is Unit.YEARS else 60)),
        every=draw(st.integers(1, 3)),
        unit=unit,
        first_due=draw(st.none() | later),
        amortisation=draw(st.sampled_from([Amortisation.ANNUITY, Amortisation.STRAIGHT])),
        day_count=draw(st.sampled_from(DayCount)),
        period_length=draw(st.sampled_from(PeriodLength)),
        rounding=draw(st.sampled_from([Rounding.HALF_EVEN, Rounding.HALF_UP])),
        moving=draw(st.sampled_from(Moving)),
        banking_days=draw(st.sampled_from(BankingDays)),
        interest_follows_move=draw(st.booleans()),
        fee_each=draw(st.none() | st.integers(1, 100_00).map(lambda x: Money(x, "SEK"))),
    )


@st.composite
def any_loans(draw: st.DrawFn) -> LoanTerms:
    """Loans of every kind the engine knows, own plans apart."""
    disbursed = draw(DAYS)
    count = draw(st.integers(1, 36))

    def later(days_max: int) -> st.SearchStrategy[date]:
        return st.integers(1, days_max).map(
            lambda days: date.fromordinal(disbursed.toordinal() + days)
        )

    first_due = draw(st.none() | later(200))
    # Not in the last two weeks of the shortest plan: its last due date can be moved back.
    draws = draw(st.lists(st.tuples(later(28 * count - 14), st.integers(1, 10**8)), max_size=2))
    steps = draw(st.lists(st.tuples(later(2_000), RATES), max_size=2, unique_by=lambda x: x[0]))
    return LoanTerms(
        principal=draw(PRINCIPALS),
        annual_rate=draw(RATES),
        disbursed=disbursed,
        instalments=count,
        unit=draw(st.sampled_from([Unit.MONTHS, Unit.QUARTERS])),
        first_due=first_due,
        amortisation=draw(
            st.sampled_from([kind for kind in Amortisation if kind is not Amortisation.OWN_PLAN])
        ),
        day_count=draw(st.sampled_from(DayCount)),
        period_length=draw(st.sampled_from(PeriodLength)),
        rate_steps=tuple(RateFrom(day, rate) for day, rate in sorted(steps)),
        rounding=draw(st.sampled_from(Rounding)),
        instalment_rounding=draw(st.none() | st.sampled_from(Rounding)),
        working=draw(st.sampled_from(Working)),
        moving=draw(st.sampled_from(Moving)),
        interest_follows_move=draw(st.booleans()),
        grace_principal=draw(st.integers(0, count - 1)),
        grace_interest=draw(st.integers(0, count - 1)),
        first_period=draw(st.sampled_from(FirstPeriod)),
        down_payment_percent=Fraction(draw(st.integers(0, 50))),
        draws=tuple(Draw(day, Money(x, "SEK")) for day, x in sorted(draws) if first_due is None),
        instalment_multiple=draw(st.sampled_from([0, 1, 100, 500])),
        fixed_payment=draw(st.none() | PRINCIPALS),
        ending=draw(st.sampled_from(Ending)),
    )
