"""`python -m benchmarks.lending`: ten thousand loans against the book, and portfolios in seconds.

First the plans of ten thousand random loans are compared, row by row, with a slow reference in
exact fractions. Then everything is timed in one process, in processor time, best of three rounds,
so that the ratios hold on a busy machine too. A package that is missing is left out and named.
"""

import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction
from importlib import import_module
from typing import Any

import numpy as np

from grodd.engines.ageing import Bucket, DueDay, OpenRow, arrears
from grodd.engines.ageing_columns import OpenColumns, arrears_of_all, provisions_of_all
from grodd.engines.calendar import dates_after
from grodd.engines.daycount import DayCount
from grodd.engines.effective_rate import Flow, annual_percentage_rate
from grodd.engines.late_interest import LateTerms, Overdue, late_interest
from grodd.engines.money import Money
from grodd.engines.provisioning import Exposure, ProvisionRate, provision
from grodd.engines.rates import RateFrom
from grodd.engines.schedule import plan
from tests.engines.book import by_the_book, random_loans

CHECKED = 10_000
LOANS, ROWS_EACH = 20_000, 12
ON = date(2026, 3, 2)
ROUNDS = 3
TABLE = [
    ProvisionRate(Bucket(first, str(first)), Fraction(share, 100), Fraction(max(share, 50), 100))
    for first, share in ((0, 0), (1, 10), (31, 25), (61, 50), (91, 75), (181, 90), (366, 100))
]


def differing(count: int) -> int:
    """How many of ``count`` random loans differ from the book in any row."""
    wrong = 0
    for terms in random_loans(20260101, count):
        made = plan(terms)
        wrong += list(zip(made.dues, made.principal, made.interest, strict=True)) != by_the_book(
            terms
        )
    return wrong


def seconds(run: Callable[[], object]) -> float:
    """The best of some rounds, in processor time."""
    spent: list[float] = []
    for _ in range(ROUNDS):
        start = time.process_time()
        run()
        spent.append(time.process_time() - start)
    return min(spent)


def portfolio() -> list[list[OpenRow]]:
    """Loans with open instalments around today, the same ones every time."""
    chance = np.random.default_rng(20260302)
    shifts = chance.integers(-400, 200, LOANS).tolist()
    return [
        [OpenRow(ON + timedelta(shift + 30 * i), 1_000_00, 10_00) for i in range(ROWS_EACH)]
        for shift in shifts
    ]


def ageing() -> tuple[float, float]:
    """Arrears and provisions of a portfolio: loan by loan, and all at once."""
    loans = portfolio()
    flat = [(i, row) for i, rows in enumerate(loans) for row in rows]
    columns = OpenColumns(
        np.array([i for i, _ in flat], dtype=np.int64),
        np.array([row.due.toordinal() for _, row in flat], dtype=np.int64),
        np.array([row.principal for _, row in flat], dtype=np.int64),
        np.array([row.other for _, row in flat], dtype=np.int64),
    )
    covered, changed = np.zeros(LOANS, dtype=np.int64), np.zeros(LOANS, dtype=np.bool_)

    def one_by_one() -> list[int]:
        late = [arrears(rows, ON, DueDay.NOT_COUNTED) for rows in loans]
        return [provision(Exposure(loan), TABLE).management for loan in late]

    def at_once() -> list[int]:
        late = arrears_of_all(columns, LOANS, ON, DueDay.NOT_COUNTED)
        made: list[int] = provisions_of_all(late, covered, changed, TABLE).tolist()
        return made

    assert one_by_one() == at_once()
    return seconds(one_by_one), seconds(at_once)


def late() -> float:
    """Late interest over three years, seven rates, one part payment: one claim."""
    days = [date(year, month, 1) for year in range(2023, 2027) for month in (1, 7)]
    rates = tuple(RateFrom(day, Fraction(i + 2, 100)) for i, day in enumerate(days))
    terms = LateTerms(rates, Fraction(8, 100), day_count=DayCount.ACTUAL_365)
    half = ((date(2024, 5, 5), Money(500_00, "SEK")),)
    claim = Overdue(date(2023, 2, 1), Money(1_000_00, "SEK"), half)
    return seconds(lambda: [late_interest(claim, ON, terms) for _ in range(500)]) / 500


def rates() -> list[tuple[str, float, float]]:
    """The yearly rate of 10 000 over twelve months of 888.49: name, rate, seconds each."""
    start = date(2026, 1, 15)
    flows = [Flow(start, 10_000_00), *(Flow(due, -888_49) for due in dates_after(start, 12))]
    found = [
        ("Grodd", annual_percentage_rate(flows), seconds(lambda: annual_percentage_rate(flows)))
    ]
    try:
        package: Any = import_module("numpy_financial")
    except ModuleNotFoundError:
        print("numpy-financial: not installed, left out")
        return found
    amounts = [-flow.minor for flow in flows]
    monthly = float(package.irr(amounts))
    spent = seconds(lambda: package.irr(amounts))
    return [*found, ("numpy-financial irr, compounded", (1 + monthly) ** 12 - 1, spent)]


def main() -> int:
    wrong = differing(CHECKED)
    print(f"{CHECKED - wrong} of {CHECKED} random loans agree with the book on every row")
    scalar, columns = ageing()
    each = f"{LOANS} loans, {LOANS * ROWS_EACH} open instalments"
    print(f"| ageing and provisions of {each} | seconds | ratio |")
    print("|---|--:|--:|")
    print(f"| loan by loan | {scalar:.3f} | 1 |")
    print(f"| all at once | {columns:.3f} | {scalar / columns:.0f} |")
    print(f"| late interest of one claim over three years | {late() * 1e6:.0f} µs | |")
    for name, rate, spent in rates():
        print(f"| {name}: {100 * rate:.4f} % | {spent * 1e6:.0f} µs | |")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
