"""A night over some forty loans: what it books is what each loan would book by itself."""

from datetime import date

import pytest
from django.db import transaction

from benchmarks.nightly.portfolio import fill
from grodd.agreements.bookkeeping import bring_up_to_date
from grodd.agreements.models import Loan, LoanBooking, LoanPosition
from grodd.agreements.positions import figures
from grodd.agreements.telling import locked_loan
from grodd.base import clock
from grodd.base.audit import SYSTEM, Stamp
from grodd.ledger.checking import check_book
from grodd.ledger.models import Voucher
from grodd.processes.run_nightly import run_nightly
from grodd.servicing.models import MonthEnd, Night, NightStep, PortfolioDay
from tests.agreements.signing import Desk, reference_rates
from tests.conftest import Clock
from tests.world import World

pytestmark = pytest.mark.django_db
PAID = date(2026, 3, 2)


@pytest.fixture
def desk(world: World) -> Desk:
    reference_rates()
    return Desk(world, bank_minor=1)


def night(clock: Clock, day: str) -> Night:
    at = clock.set(f"{day} 05:30")
    run_nightly(on=date.fromisoformat(day), at=at)
    return Night.objects.get(day=day)


def nothing_to_add(desk: Desk) -> bool:
    """Each loan lives through its events: no voucher is missing, and it stands as was written."""
    vouchers = Voucher.objects.count()
    columns = [field.name for field in LoanPosition._meta.concrete_fields if field.name != "loan"]
    for pk in Loan.objects.filter(state="repaying").values_list("pk", flat=True):
        written = LoanPosition.objects.values(*columns).get(pk=pk)
        with transaction.atomic():
            loan = locked_loan(pk)
            life = bring_up_to_date(loan, cause=None, stamp=Stamp(clock.now(), SYSTEM, None))
        counted = figures(life, clock.today())
        assert {**written, "day": 0} == {**counted, "day": 0}, pk
    assert list(check_book(desk.treasury.book)) == []
    return Voucher.objects.count() == vouchers


def test_what_falls_due_is_booked_for_all_of_them_at_once(desk: Desk, clock: Clock) -> None:
    fill(desk, 40, paid_on=PAID, due_days=[2, 3])
    done = night(clock, "2026-04-02")
    assert done.counts["due"] == {str(desk.space.pk): 20}
    assert LoanBooking.objects.filter(name="due:1").count() == 20
    assert nothing_to_add(desk)
