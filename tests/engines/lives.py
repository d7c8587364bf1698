"""Lives of loans for tests: 12 000 kr at 4 %, twelve equal parts from 2 April 2026, unless said."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

from hypothesis import strategies as st

from grodd.engines.allocation import Component
from grodd.engines.calendar import Rhythm, Unit, add_months
from grodd.engines.late_interest import LateTerms
from grodd.engines.life import (
    Ahead,
    Arrear,
    Aside,
    Charge,
    Contract,
    Draw,
    Eased,
    Event,
    Extension,
    Holiday,
    Life,
    NewDueDay,
    NewRhythm,
    Opening,
    Payment,
    RateChange,
    Reversal,
    Side,
    Termination,
    ToBalance,
    Waiver,
    WriteOff,
    live,
)
from grodd.engines.rates import RateFrom

PAID_OUT = date(2026, 3, 2)
FIRST = date(2026, 4, 2)
RATES = tuple(
    RateFrom(date(year, month, 1), Fraction(2, 100))
    for year in range(2026, 2031)
    for month in (1, 7)
)
LATE = LateTerms(RATES, Fraction(8, 100), contract_rate=Fraction(4, 100))
CONTRACT = Contract("SEK", False, Fraction(4, 100), FIRST, 12, late=LATE)
ANNUITY = replace(CONTRACT, annuity=True)
DRAWN = Draw("draw", PAID_OUT, 1_200_000)


def due(number: int) -> date:
    return add_months(FIRST, number - 1)


def after(*events: Event, on: date = FIRST, contract: Contract = CONTRACT) -> Life:
    return live(contract, (DRAWN, *events), on)


def booked(life: Life) -> Counter[tuple[date, Side]]:
    """What the postings put on each account on each day, debits above zero."""
    sums: Counter[tuple[date, Side]] = Counter()
    for each in life.postings:
        sums[each.day, each.debit] += each.amount
        sums[each.day, each.credit] -= each.amount
    return Counter({key: amount for key, amount in sums.items() if amount})


def on_account(life: Life, side: Side) -> int:
    return sum(amount for (_, where), amount in booked(life).items() if where is side)


def principal(life: Life) -> list[int]:
    return [row.owed[3] for row in life.rows]


def interest(life: Life) -> list[int]:
    return [row.owed[2] for row in life.rows]


TAKEN_OVER = Opening(
    "opening", date(2026, 3, 20), balance=300_000, number=10, instalments=3,
    next_due=date(2026, 4, 5), instalment=0, interest_from=date(2026, 3, 5),
    arrears=(
        Arrear(date(2026, 2, 5), 0, 0, 0, 40_000),
        Arrear(date(2026, 3, 5), 6_000, 250, 1_333, 100_000),
    ),
)  # fmt: skip


EASY = [
    Charge("c", date(2026, 7, 20), 6_000),
    Eased("ill", date(2026, 5, 20), date(2026, 8, 3), Fraction(1, 3)),
    Eased("jobless", date(2026, 11, 1), date(2027, 3, 1), Fraction(1)),
    RateChange("rate", date(2026, 8, 11), Fraction(6, 100)),
    Holiday("h", date(2026, 9, 9), 2, pays_interest=False, longer=True),
    NewDueDay("due", date(2026, 6, 12), date(2026, 6, 25)),
    NewRhythm("often", date(2026, 7, 8), Rhythm(2, Unit.WEEKS), date(2026, 7, 21), 17),
    NewRhythm("rare", date(2026, 9, 30), Rhythm(1, Unit.QUARTERS), date(2026, 12, 30), 3),
    Extension("e", date(2026, 10, 1), 3),
    ToBalance("to", date(2026, 11, 20), 2),
    Aside("as", date(2026, 12, 20)),
    Waiver("w", date(2026, 7, 3), Component.LATE_INTEREST, 700),
    WriteOff("off", date(2027, 1, 15), 90_000),
    Termination("t", date(2027, 2, 1), for_arrears=False),
    Draw("more", date(2026, 5, 5), 150_000),
]


@st.composite
def lives(draw: st.DrawFn) -> tuple[Contract, list[Event]]:
    days = st.integers(0, 400).map(lambda n: PAID_OUT + timedelta(n))
    amounts = st.integers(1, 400_000)
    events: list[Event] = [
        Payment(f"p{n}", draw(days), draw(amounts), draw(st.sampled_from(Ahead)))
        for n in range(draw(st.integers(1, 6)))
    ]
    events += draw(st.lists(st.sampled_from(EASY), max_size=3, unique_by=id))
    undone = draw(st.lists(st.sampled_from(events), max_size=1))
    events += [
        Reversal(f"undo {each.key}", each.day + timedelta(9), each.key)
        for each in undone
        if isinstance(each, Payment)
    ]
    return draw(st.sampled_from([CONTRACT, ANNUITY, replace(CONTRACT, grace=3, fee=9_900)])), events
