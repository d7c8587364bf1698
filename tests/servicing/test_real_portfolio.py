"""Two thousand real loans of another system, taken over whole."""

import csv
import io
from collections import Counter

import pytest

from grodd.agreements.bookkeeping import bring_up_to_date
from grodd.agreements.models import Loan, LoanPosition
from grodd.agreements.telling import locked_loan
from grodd.base.audit import SYSTEM, Stamp
from grodd.ledger.checking import check_book
from grodd.ledger.models import Account, Transfer, Voucher
from grodd.servicing.models import PortfolioTakeover
from grodd.servicing.taking.seen import by_status_and_class, instalments_compared
from tests.samples import samples
from tests.servicing.taking import DAY, Desk, at_noon
from tests.world import World

pytestmark = pytest.mark.django_db
CLASSES = {
    ("Charged Off", "written_off", 0): 3,
    ("Current", "running", 0): 1887,
    ("Fully Paid", "repaid", 0): 79,
    ("In Grace Period", "running", 1): 12,
    ("Late (16-30 days)", "running", 1): 8,
    ("Late (31-120 days)", "running", 31): 11,
}
SLICE = 44
"""Rows of the ordinary kind beside those of every rarer kind."""


@pytest.fixture
def desk(world: World) -> Desk:
    return Desk(world)


def real() -> list[list[str]]:
    text = samples("loans", "lendingclub_2000.csv").read_text("utf-8")
    return list(csv.reader(io.StringIO(text)))


def written(rows: list[list[str]]) -> str:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue()


def cents(rows: list[list[str]], heading: str) -> int:
    """A sum, without our reader: these columns have two decimals at most."""
    column = rows[0].index(heading)
    return sum(round(float(row[column]) * 100) for row in rows[1:])


def refuse_change(desk: Desk, loans: list[int]) -> None:
    """Let every loan live again: nothing is booked, and nothing was wrong."""
    stamp = Stamp(at_noon(DAY), SYSTEM, desk.world.fund.pk)
    before = Voucher.objects.count(), Transfer.objects.count()
    for pk in loans:
        bring_up_to_date(locked_loan(pk), cause=None, stamp=stamp)
    assert (Voucher.objects.count(), Transfer.objects.count()) == before
    assert list(check_book(desk.treasury.book)) == []


def counted(takeover: PortfolioTakeover) -> dict[tuple[str, str, int], int]:
    found = by_status_and_class(takeover)
    assert all(row["alike"] == row["loans"] for row in found)
    return {(row["status"], row["outcome"], row["from_days"]): row["loans"] for row in found}


def test_rows_of_every_kind_come_over_and_live_on_unchanged(desk: Desk) -> None:
    head, *rows = real()
    status = head.index("loan_status")
    odd = [row for row in rows if row[head.index("interest_rate")] == "6.0"]
    rare = {word: [row for row in rows if row[status] == word][:3] for word in Counter(
        row[status] for row in rows
    )}  # fmt: skip
    some = [*rows[:SLICE], *odd, *(row for found in rare.values() for row in found)]
    unlike = {tuple(row): row for row in some}
    takeover = desk.taken(written([head, *unlike.values()]))
    assert takeover.rows_done == len(unlike) >= 55
    assert {state for _, state, _ in counted(takeover)} == {"running", "repaid", "written_off"}
    compared = instalments_compared(takeover)
    assert compared["compared"] - compared["alike"] == 2
    refuse_change(desk, list(Loan.objects.values_list("pk", flat=True)))


@pytest.mark.once
def test_all_two_thousand_come_over(desk: Desk) -> None:
    rows = real()
    takeover = desk.taken(written(rows))
    assert (takeover.rows_count, takeover.rows_wrong, takeover.rows_done) == (2000, 0, 2000)
    assert counted(takeover) == CLASSES
    compared = instalments_compared(takeover)
    assert compared == {"compared": 2000, "alike": 1998, "exactly": 1008}
    assert compared["alike"] / compared["compared"] >= 0.999
    owed = cents(rows, "balance")
    assert takeover.found["balance"] == owed
    assert takeover.found["principal"] == cents(rows, "loan_amount")
    assert sum(LoanPosition.objects.values_list("principal_minor", flat=True)) == owed
    booked = Account.objects.filter(loans__isnull=False)
    assert sum(one.debits_posted_minor - one.credits_posted_minor for one in booked) == owed
    refuse_change(desk, list(Loan.objects.order_by("pk").values_list("pk", flat=True)))
