"""`python -m benchmarks.replay.books`: one more payment of a loan with a thousand of them.

In a database in memory, made for it: reading the events, replaying, and comparing every voucher and
every allocation with what they should be. Processor time, best of some rounds.
"""

import time
from datetime import date, timedelta

import django
from django.db import connection

django.setup()

from grodd.agreements.bookkeeping import bring_up_to_date  # noqa: E402 - Django is set up first
from grodd.agreements.models import Loan, LoanEvent  # noqa: E402
from grodd.agreements.replaying import life_of  # noqa: E402
from grodd.agreements.telling import locked_loan  # noqa: E402
from grodd.base.audit import SYSTEM, Stamp  # noqa: E402
from grodd.engines.life import Ahead  # noqa: E402
from grodd.processes.record_repayment import record_repayment  # noqa: E402
from tests.agreements.signing import TODAY, Desk, noon, reference_rates, sek  # noqa: E402
from tests.world import World  # noqa: E402

PAYMENTS = 1_000
ON = date(2026, 11, 12)
ROUNDS = 5


def loan_with_payments(desk: Desk) -> Loan:
    """Small payments, four a day; the books follow once for all of them."""
    loan = desk.loan()
    LoanEvent.objects.bulk_create(
        LoanEvent(
            loan=loan,
            kind=LoanEvent.Kind.PAYMENT,
            day=TODAY + timedelta(1 + n // 4),
            key=f"payment:{n}",
            amount_minor=11_00,
            terms={"ahead": Ahead.NEXT_THEN_LOWER.value, "text": str(n)},
            recorded_by=desk.world.bo,
            recorded_at=noon(TODAY),
        )
        for n in range(PAYMENTS)
    )
    stamp = Stamp(noon(ON), SYSTEM, desk.space.pk)
    bring_up_to_date(locked_loan(loan.pk), cause=None, stamp=stamp)
    return Loan.objects.select_related("agreement__scope__organisation").get(pk=loan.pk)


def main() -> None:
    connection.creation.create_test_db(verbosity=0)
    reference_rates()
    desk = Desk(World())
    loan = loan_with_payments(desk)
    told: list[float] = []
    read: list[float] = []
    for n in range(ROUNDS):
        start = time.process_time()
        record_repayment(
            by=desk.bo, loan_id=loan.pk, received=sek(10_00), value_date=ON,
            bank_reference=f"one more {n}", at=noon(ON),
        )  # fmt: skip
        between = time.process_time()
        life_of(loan, ON)
        told.append(between - start)
        read.append(time.process_time() - between)
    print(f"| a loan with {PAYMENTS} payments, {connection.vendor} | ms |")
    print("|---|--:|")
    print(f"| how it stands, from its rows | {1_000 * min(read):.0f} |")
    print(f"| one more payment told, with books and plan | {1_000 * min(told):.0f} |")


if __name__ == "__main__":
    main()
