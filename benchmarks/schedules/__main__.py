"""`python -m benchmarks.schedules`: plans per second on one core, for 12, 24 and 60 rows.

Everything runs in one process, one after the other, in processor time, best of several rounds, so
the ratios hold on a busy machine too. "Exact" means: the principal parts add up to the loan and
every amount is a whole minor unit. A package that is not installed is left out and named.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from importlib import import_module
from typing import Any

import numpy as np

from grodd.engines.daycount import DayCount
from grodd.engines.money import Money
from grodd.engines.schedule import LoanTerms, plan
from grodd.engines.schedule.general import general_plan
from grodd.engines.schedule.quick import plans_for
from grodd.engines.schedule.vector import columns_for
from grodd.engines.waterfall import (
    Component,
    OwedRow,
    Payment,
    State,
    allocate,
    same_order,
)

COUNTS = (12, 24, 60)
PRINCIPAL, RATE, START = 10_500_00, Fraction(99, 1000), date(2024, 1, 1)
ROUNDS, SECONDS = 5, 0.4
LOANS_A_CALL = 20_000

Run = Callable[[], int]
"""Makes some plans and says how many."""


@dataclass(frozen=True)
class Contestant:
    """One way to make a plan.

    Attributes:
        name: As in the table.
        make: Given a count of rows, what is timed.
        exact: What can be said about its amounts.
        dated: Whether its rows say when.
    """

    name: str
    make: Callable[[int], Run]
    exact: str
    dated: str


def terms(count: int, day_count: DayCount = DayCount.THIRTY_E_360) -> LoanTerms:
    return LoanTerms(Money(PRINCIPAL, "SEK"), RATE, START, count, day_count=day_count)


def one_by_one(day_count: DayCount) -> Callable[[int], Run]:
    def make(count: int) -> Run:
        loan = terms(count, day_count)

        def run() -> int:
            for _ in range(100):
                plan(loan)
            return 100

        return run

    return make


def many_sizes(count: int) -> Run:
    made = plans_for(terms(count))

    def run() -> int:
        for extra in range(100):
            made(PRINCIPAL + extra)
        return 100

    return run


def by_the_book(count: int) -> Run:
    loan = terms(count)

    def run() -> int:
        general_plan(loan)
        return 1

    return run


def vectorised(count: int) -> Run:
    loan, sizes = terms(count), np.arange(PRINCIPAL, PRINCIPAL + LOANS_A_CALL, dtype=np.int64)

    def run() -> int:
        columns_for(loan, sizes)
        return LOANS_A_CALL

    return run


def mortgagemath(count: int) -> Run:
    package: Any = import_module("mortgagemath")
    loan = package.LoanParams(
        principal=Decimal(PRINCIPAL) / 100, annual_rate=Decimal("9.9"), term_months=count
    )

    def run() -> int:
        package.amortization_schedule(loan)
        return 1

    return run


def repaykit(count: int) -> Run:
    package: Any = import_module("repaykit")
    loan = package.Loan.create(
        amount=Decimal(PRINCIPAL) / 100,
        annual_rate=Decimal("0.099"),
        term=f"{count} months",
        payment_frequency="monthly",
        method="reducing_balance",
        start_date=START,
    )

    def run() -> int:
        loan.schedule()
        return 1

    return run


def amortization(count: int) -> Run:
    package: Any = import_module("amortization.schedule")

    def run() -> int:
        list(package.amortization_schedule(PRINCIPAL / 100, 0.099, count))
        return 1

    return run


def pyloan(count: int) -> Run:
    package: Any = import_module("pyloan.pyloan")
    loan = package.Loan(
        loan_amount=PRINCIPAL / 100,
        interest_rate=9.9,
        loan_term=count,
        loan_term_period="M",
        start_date="2024-01-01",
    )

    def run() -> int:
        loan.get_payment_schedule()
        return 1

    return run


def numpy_financial(count: int) -> Run:
    package: Any = import_module("numpy_financial")
    sizes = np.full(2_000, PRINCIPAL / 100)
    periods = np.arange(1, count + 1)[:, None]

    def run() -> int:
        package.ppmt(0.099 / 12, periods, count, sizes)
        package.ipmt(0.099 / 12, periods, count, sizes)
        return len(sizes)

    return run


CONTESTANTS = (
    Contestant("Grodd, 30E/360", one_by_one(DayCount.THIRTY_E_360), "yes", "yes"),
    Contestant("Grodd, actual/365", one_by_one(DayCount.ACTUAL_365), "yes", "yes"),
    Contestant("Grodd, one product, many sizes", many_sizes, "yes", "yes"),
    Contestant("Grodd, general way", by_the_book, "yes", "yes"),
    Contestant("Grodd, 20 000 loans a call", vectorised, "yes", "yes"),
    Contestant("mortgagemath", mortgagemath, "yes", "no"),
    Contestant("repaykit", repaykit, "yes", "yes"),
    Contestant("amortization", amortization, "no: float", "no"),
    Contestant("pyloan", pyloan, "yes", "yes"),
    Contestant("numpy-financial, 2 000 a call", numpy_financial, "no: float", "no"),
)


def per_second(run: Run) -> float:
    """The best of several rounds, in processor time."""
    run()
    best = 0.0
    for _ in range(ROUNDS):
        start, made = time.process_time(), 0
        while (spent := time.process_time() - start) < SECONDS:
            made += run()
        best = max(best, made / spent)
    return best


def replay(count: int = 120, events: int = 200) -> float:
    """Milliseconds for the whole history of a loan."""
    made = plan(terms(count))
    starts = (START, *made.dues[:-1])
    rows = [OwedRow(*x) for x in zip(starts, made.dues, made.principal, made.interest, strict=True)]
    days = [START.toordinal() + 18 * i for i in range(events)]
    paid = [Payment(f"{i:03}", date.fromordinal(day), 80_00) for i, day in enumerate(days)]
    rules = {State.ORDINARY: same_order(tuple(Component))}

    def run() -> int:
        allocate(rows, paid, rules)
        return 1

    return 1000 / per_second(run)


def main() -> None:
    heads = " | ".join(f"{count:>5} rows" for count in COUNTS)
    print(f"| {'plans per second and core':32} | {heads} | exact     | dated |")
    print(f"|{'-' * 34}|{'-' * 11}:|{'-' * 11}:|{'-' * 11}:|{'-' * 11}|{'-' * 7}|")
    missing: list[str] = []
    for each in CONTESTANTS:
        try:
            figures = [per_second(each.make(count)) for count in COUNTS]
        except ModuleNotFoundError:
            missing.append(each.name)
            continue
        cells = " | ".join(f"{figure:>10,.0f}".replace(",", " ") for figure in figures)
        print(f"| {each.name:32} | {cells} | {each.exact:9} | {each.dated:5} |", flush=True)
    for name in missing:
        print(f"{name}: not installed, left out")
    print(f"History of 120 instalments and 200 payments, replayed: {replay():.2f} ms")


if __name__ == "__main__":
    main()
