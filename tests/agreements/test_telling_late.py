"""What is told late gives the same books as what is told in time; only differences are booked."""

import itertools
from datetime import date
from fractions import Fraction

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import F, Sum

from grodd.agreements.models import Allocation, Loan, LoanBooking, LoanEvent
from grodd.agreements.refusals import NothingLeftToPayOut, RepaymentTooLarge
from grodd.agreements.servicing import lines_of, standing_of
from grodd.agreements.usecases.ease_late_interest import ease_late_interest
from grodd.base import clock
from grodd.engines.life import Ahead, Eased
from grodd.ledger.charts import Purpose
from grodd.ledger.checking import check_book
from grodd.ledger.models import Period, Transfer, Voucher
from grodd.ledger.queries import account_for, balance
from grodd.payments.models import Order
from grodd.processes.order_disbursement import order_disbursement
from grodd.processes.record_repayment import record_repayment
from grodd.processes.reverse_repayment import reverse_repayment
from tests.agreements.signing import LOAN, PAYEE, TODAY, Desk, reference_rates, sek
from tests.world import World

pytestmark = pytest.mark.django_db
FIRST_DUE = date(2026, 4, 2)
LATE = [
    ("a", 104_000, date(2026, 4, 20), Ahead.NEXT_THEN_LOWER),
    ("b", 260_000, date(2026, 5, 2), Ahead.LOWER),
    ("c", 90_000, date(2026, 6, 9), Ahead.KEEP),
]


@pytest.fixture
def desk(world: World) -> Desk:
    reference_rates()
    return Desk(world)


def pay(
    desk: Desk, loan: Loan, name: str, minor: int, day: date, ahead: Ahead = Ahead.NEXT_THEN_LOWER
) -> LoanEvent:
    return record_repayment(
        by=desk.bo, loan_id=loan.pk, received=sek(minor), value_date=day, bank_reference=name,
        at=clock.now(), ahead=ahead,
    )  # fmt: skip


def books(loan: Loan) -> dict[tuple[str, date], int]:
    """What stands on each account on each day because of the loan."""
    mine = Transfer.objects.filter(voucher__loan_booking__loan=loan).order_by()
    sums: dict[tuple[str, date], int] = {}
    for side, sign in (("debit", 1), ("credit", -1)):
        rows = mine.values_list(f"{side}__name", "voucher__booked_on")
        for name, day, minor in rows.annotate(sum=Sum("amount_minor")):
            key = (name.removesuffix(loan.reference), day)
            sums[key] = sums.get(key, 0) + sign * minor
    return {key: minor for key, minor in sums.items() if minor}


def allocated(loan: Loan) -> dict[tuple[str, int | None, str], int]:
    rows = Allocation.objects.filter(event__loan=loan).order_by()
    sums = rows.values_list("event__key", "number", "component").annotate(s=Sum("amount_minor"))
    return {(key, number, part): minor for key, number, part, minor in sums if minor}


def plan(loan: Loan) -> list[tuple[date, int, int]]:
    lines = lines_of(Loan.objects.get(pk=loan.pk))
    return [(line.due_on, line.principal_minor, line.interest_minor) for line in lines]


def test_every_order_of_telling_gives_the_same_books(desk: Desk) -> None:
    results = []
    for order in itertools.permutations(range(3)):
        loan = desk.loan()
        for n in order:
            pay(desk, loan, *LATE[n])
        first = loan.events.get(key="payment:a")
        if order[0] == 0:
            reverse_repayment(
                by=desk.bo, repayment_id=first.pk, reason="x", at=clock.now(),
                bounced_on=date(2026, 5, 9),
            )  # fmt: skip
        results.append((order[0] == 0, books(loan), allocated(loan), plan(loan)))
    whole = [each[1:] for each in results if not each[0]]
    undone = [each[1:] for each in results if each[0]]
    assert whole.count(whole[0]) == len(whole) == 4
    assert undone.count(undone[0]) == len(undone) == 2
    assert list(check_book(desk.treasury.book)) == []


def test_hardship_gives_the_same_books_whenever_it_is_told(desk: Desk) -> None:
    results = []
    for place in range(4):
        loan = desk.loan()
        for n in range(4):
            if n == place:
                eased = Eased("ill", date(2026, 4, 9), date(2026, 5, 30), Fraction(2, 3))
                ease_late_interest(
                    by=desk.bo, loan_id=loan.pk, eased=eased, reason="Sjuk", at=clock.now()
                )
            if n < len(LATE):
                pay(desk, loan, *LATE[n])
        results.append((books(loan), allocated(loan), plan(loan)))
    assert results.count(results[0]) == 4
    plain = desk.loan()
    for each in LATE:
        pay(desk, plain, *each)
    assert books(plain) != results[0][0]
    assert list(check_book(desk.treasury.book)) == []


def test_only_the_difference_is_booked_and_nothing_is_changed(desk: Desk) -> None:
    loan = desk.loan()
    later = pay(desk, loan, "later", 104_000, FIRST_DUE)
    before = list(Voucher.objects.order_by("pk").values("pk", "hash", "text", "booked_on"))
    earlier = pay(desk, loan, "earlier", 52_000, date(2026, 3, 30))
    assert (
        list(Voucher.objects.order_by("pk").values("pk", "hash", "text", "booked_on"))[
            : len(before)
        ]
        == before
    )
    # The first instalment is paid in part already, so the later payment reaches into the second.
    change = LoanBooking.objects.get(event=later, cause=earlier)
    (move,) = change.voucher.transfers.all()
    assert (move.debit.purpose, move.amount_minor) == ("due", 4_000 - 3_667)
    assert move.credit == loan.receivable
    assert change.voucher.booked_on == FIRST_DUE


def test_what_belongs_in_a_closed_month_is_booked_on_the_first_open_day(desk: Desk) -> None:
    loan = desk.loan()
    Period.objects.filter(ends_on__lt=date(2026, 5, 1)).update(closed_at=clock.now())
    event = pay(desk, loan, "late", 104_000, FIRST_DUE)
    booking = event.bookings.get()
    assert (booking.day, booking.voucher.booked_on) == (FIRST_DUE, date(2026, 5, 1))
    assert standing_of(Loan.objects.get(pk=loan.pk), FIRST_DUE).owed_now == sek(0)


def test_a_payment_told_late_can_make_a_later_one_too_large(desk: Desk) -> None:
    loan = desk.loan()
    pay(desk, loan, "all", 1_204_000, FIRST_DUE)
    pay(desk, loan, "before", 50_000, date(2026, 3, 30))
    kept = account_for(desk.treasury.book_id, Purpose.KEPT)
    assert balance(kept) == sek(50_000)
    assert Loan.objects.get(pk=loan.pk).state == Loan.State.REPAID
    with pytest.raises(RepaymentTooLarge):
        pay(desk, desk.loan(), "more", 1_204_001, FIRST_DUE)
    assert list(check_book(desk.treasury.book)) == []


def test_events_stand(desk: Desk) -> None:
    pay(desk, desk.loan(), "a", 104_000, FIRST_DUE)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE agreements_loanevent SET amount_minor = 1")


def test_a_loan_is_paid_out_in_parts_each_by_two_people(desk: Desk) -> None:
    loan = desk.signed(LOAN).loan

    def order(minor: int) -> Order:
        return order_disbursement(
            by=desk.bo, loan_id=loan.pk, payee=PAYEE, due_on=TODAY, at=clock.now(),
            amount=sek(minor),
        )  # fmt: skip

    first = order(700_000)
    assert order(700_000) == first
    desk.approve(first)
    with pytest.raises(NothingLeftToPayOut):
        order(500_001)
    assert [row[1] for row in plan(loan)][:2] == [58_334, 58_334]
    desk.approve(order(500_000), on=date(2026, 4, 17))
    assert sum(row[1] for row in plan(loan)) == 1_200_000
    loan.refresh_from_db()
    assert loan.receivable is not None
    assert balance(loan.receivable) == sek(1_200_000)
    assert loan.events.filter(kind="draw").count() == 2
    assert loan.schedule_version == loan.plan_versions.count() == 3
    assert list(check_book(desk.treasury.book)) == []


def test_every_version_of_the_plan_stays(desk: Desk) -> None:
    loan = desk.loan()
    pay(desk, loan, "b", 654_000, FIRST_DUE, Ahead.SHORTER)
    old, new = loan.plan_versions.all()
    assert (old.cause, new.cause) == (None, loan.events.get(kind="payment"))
    assert new.difference["before"]["count"] == 11
    assert new.difference["after"]["count"] == 6
    lines = loan.schedule_lines.filter(version=1)
    assert lines.aggregate(sum=Sum(F("principal_minor")))["sum"] == 1_200_000
