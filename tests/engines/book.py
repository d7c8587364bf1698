"""Plans by the book: exact fractions, one line of the rule at a time, written for the eye.

Nothing of the engine is used but the day counts and the calendar, which have tests of their own.
"""

import random
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from math import floor

from grodd.engines.calendar import Unit, dates_after
from grodd.engines.daycount import DayCount, year_fraction
from grodd.engines.money import Money
from grodd.engines.rounding import Rounding
from grodd.engines.schedule import Amortisation, LoanTerms

Row = tuple[date, int, int]
"""Due date, principal and interest."""

KINDS = (
    Amortisation.ANNUITY,
    Amortisation.STRAIGHT,
    Amortisation.FLAT,
    Amortisation.BULLET,
    Amortisation.INTEREST_ONLY,
)


def random_loans(seed: int, count: int, rows_max: int = 24) -> Iterator[LoanTerms]:
    """The same loans for the same seed, of every kind, unit and day count."""
    chance = random.Random(seed)  # noqa: S311 - the same loans every time
    for _ in range(count):
        yield LoanTerms(
            principal=Money(chance.randint(100_00, 10_000_000_00), "SEK"),
            annual_rate=Fraction(chance.randint(0, 4_000), 10_000),
            disbursed=date.fromordinal(chance.randint(732_000, 742_000)),
            instalments=chance.randint(1, rows_max),
            every=chance.randint(1, 4),
            unit=chance.choice(list(Unit)),
            amortisation=chance.choice(KINDS),
            day_count=chance.choice(list(DayCount)),
            rounding=chance.choice([Rounding.HALF_EVEN, Rounding.HALF_UP]),
        )


def by_the_book(terms: LoanTerms) -> list[Row]:
    """The plan of a loan with one rate, one payout and interest by the day."""
    dues = dates_after(terms.disbursed, terms.instalments, every=terms.every, unit=terms.unit)
    starts = (terms.disbursed, *dues[:-1])
    costs = [
        terms.annual_rate * year_fraction(terms.day_count, start, due)
        for start, due in zip(starts, dues, strict=True)
    ]
    half_up = terms.rounding is Rounding.HALF_UP

    def whole(exact: Fraction) -> int:
        return floor(exact + Fraction(1, 2)) if half_up else round(exact)

    lent = balance = terms.principal.minor
    level = whole(_level(terms, costs, whole_interest=[whole(lent * cost) for cost in costs]))
    shares = _shares(terms)
    rows: list[Row] = []
    carried = 0
    for i, (due, cost) in enumerate(zip(dues, costs, strict=True)):
        bearing = lent if terms.amortisation is Amortisation.FLAT else balance
        owed = carried + whole(bearing * cost)
        if i == len(dues) - 1:
            interest, principal = owed, balance
        elif terms.amortisation is Amortisation.BULLET:
            interest, principal = 0, 0
        elif terms.amortisation in {Amortisation.ANNUITY, Amortisation.FLAT}:
            interest = min(owed, level)
            principal = min(level - interest, balance)
        else:
            interest, principal = owed, shares[i]
        carried = owed - interest
        balance -= principal
        rows.append((due, principal, interest))
    return rows


def _level(terms: LoanTerms, costs: list[Fraction], whole_interest: list[int]) -> Fraction:
    """The equal payment, before it is rounded: worth the loan, or a flat part of all."""
    lent = terms.principal.minor
    if terms.amortisation is Amortisation.FLAT:
        return Fraction(lent + sum(whole_interest), len(costs))
    discount, worth = Fraction(1), Fraction(0)
    for cost in costs:
        discount /= 1 + cost
        worth += discount
    return lent / worth


def _shares(terms: LoanTerms) -> list[int]:
    """Equal principal, an öre more on the first ones; none where it is paid at the end."""
    count = terms.instalments
    if terms.amortisation is not Amortisation.STRAIGHT:
        return [0] * count
    each, rest = divmod(terms.principal.minor, count)
    return [each + 1] * rest + [each] * (count - rest)
