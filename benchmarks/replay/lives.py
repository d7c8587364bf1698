"""Long lives of loans, the same ones every time."""

import random
from datetime import date, timedelta
from fractions import Fraction

from grodd.engines.calendar import add_months
from grodd.engines.daycount import DayCount
from grodd.engines.late_interest import LateTerms
from grodd.engines.life import (
    Charge,
    Contract,
    Draw,
    Event,
    Holiday,
    Payment,
    RateChange,
    live,
)
from grodd.engines.rates import RateFrom

PAID_OUT, FIRST = date(2016, 1, 15), date(2016, 2, 15)
RATES = tuple(
    RateFrom(date(year, month, 1), Fraction(year % 4, 100))
    for year in range(2016, 2028)
    for month in (1, 7)
)
CONTRACT = Contract(
    "SEK",
    annuity=True,
    annual_rate=Fraction(6, 100),
    first_due=FIRST,
    instalments=120,
    fee=500_00,
    late=LateTerms(
        RATES, Fraction(8, 100), contract_rate=Fraction(6, 100), day_count=DayCount.ACTUAL_365
    ),
)
LENT = 500_000_00
ON = date(2027, 6, 1)


CHANGES: tuple[Event, ...] = (
    Draw("draw", PAID_OUT, LENT),
    RateChange("rate", add_months(FIRST, 30), Fraction(7, 100)),
    Holiday("pause", add_months(FIRST, 60) + timedelta(1), 3, pays_interest=True, longer=True),
)
FEES = 15


def ten_years(seed: int, payments: int) -> tuple[Event, ...]:
    """A loan of ten years with a new rate, a pause, some fees, and payments of the instalments.

    Every third instalment is paid late; the late interest is taken from the next payment, so
    that a little is always behind.

    Args:
        seed: Which life.
        payments: How many there are; an instalment comes in one or several parts.
    """
    chance = random.Random(seed)
    plan = live(CONTRACT, CHANGES, ON).rows
    events = list(CHANGES)
    for i, row in enumerate(plan):
        parts = payments * (i + 1) // len(plan) - payments * i // len(plan)
        amount, number = row.amount, len(events)
        begins = chance.randint(2, 40) if chance.random() < 1 / 3 else -parts
        for n in range(parts):
            part = amount // (parts - n)
            amount -= part
            day = row.due + timedelta(begins + n)
            events.append(Payment(f"payment {number + n}", day, part))
    days = [add_months(FIRST, 7 * n) + timedelta(20) for n in range(1, FEES + 1)]
    events += [Charge(f"fee {n}", day, 60_00) for n, day in enumerate(days)]
    return tuple(events)
