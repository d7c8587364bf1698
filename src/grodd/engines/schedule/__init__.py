"""Repayment plans: what is to be paid when, and what it consists of.

``straight_schedule`` and ``annuity_schedule`` are the two everyday plans. ``plan`` takes a whole
``LoanTerms`` with every convention in it, and ``conventions`` says them in one line.
"""

from grodd.engines.schedule.conventions import conventions
from grodd.engines.schedule.instalment import INSTALMENT_COUNT_MAX, Instalment
from grodd.engines.schedule.plan import Plan
from grodd.engines.schedule.quick import plan
from grodd.engines.schedule.simple import annuity_schedule, straight_schedule
from grodd.engines.schedule.terms import (
    Amortisation,
    Draw,
    Ending,
    FirstPeriod,
    LoanTerms,
    PeriodLength,
    Working,
)

__all__ = [
    "INSTALMENT_COUNT_MAX",
    "Amortisation",
    "Draw",
    "Ending",
    "FirstPeriod",
    "Instalment",
    "LoanTerms",
    "PeriodLength",
    "Plan",
    "Working",
    "annuity_schedule",
    "conventions",
    "plan",
    "straight_schedule",
]
