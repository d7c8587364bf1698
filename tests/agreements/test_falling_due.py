"""What falls due is income on its day, whoever books it: the loan or the run of the night."""

from collections import Counter
from datetime import date

import pytest

from grodd.agreements.bookkeeping import bring_up_to_date
from grodd.agreements.models import Loan, LoanBooking, LoanEvent
from grodd.agreements.replaying import event_of, opening_terms
from grodd.agreements.servicing import lines_of, standing_of
from grodd.agreements.telling import Told, locked_loan, tell
from grodd.agreements.voucher_words import fell_due
from grodd.base.audit import SYSTEM, Stamp
from grodd.engines.life import Arrear, Life, Opening
from grodd.ledger.charts import Purpose
from grodd.ledger.checking import check_book
from grodd.ledger.entry import Entry, Move
from grodd.ledger.models import Transfer, Voucher
from grodd.ledger.posting import write
from grodd.ledger.queries import account_for, balance
from grodd.processes.record_repayment import record_repayment
from tests.agreements.signing import LOAN, TODAY, Desk, noon, reference_rates, sek
from tests.world import World

pytestmark = pytest.mark.django_db
FIRST_DUE, SECOND_DUE = date(2026, 4, 2), date(2026, 5, 2)


@pytest.fixture
def desk(world: World) -> Desk:
    reference_rates()
    return Desk(world)


def on(desk: Desk, purpose: Purpose) -> int:
    return balance(account_for(desk.treasury.book_id, purpose)).minor


def night(desk: Desk, loan: Loan, day: date) -> Life:
    """Time alone passes."""
    stamp = Stamp(noon(day), SYSTEM, desk.space.pk)
    return bring_up_to_date(locked_loan(loan.pk), cause=None, stamp=stamp)


def book_by_hand(desk: Desk, loan: Loan, number: int) -> Voucher:
    """What a run over all loans writes for an instalment of the day, without any replay."""
    line = loan.schedule_lines.get(version=loan.schedule_version, number=number)
    book_id = desk.treasury.book_id
    due = account_for(book_id, Purpose.DUE)
    parts = ((Purpose.INTEREST, line.interest_minor), (Purpose.FEES, line.fee_minor))
    name = f"due:{number}"
    entry = Entry(
        book_id=book_id,
        key=f"loan:{loan.pk}:{name}:{line.due_on.isoformat()}:1",
        booked_on=line.due_on,
        text=fell_due("sv", loan.reference, number),
        moves=tuple(
            Move(due, account_for(book_id, purpose), sek(minor))
            for purpose, minor in parts
            if minor
        ),
    )
    voucher = write(entry, Stamp(noon(line.due_on), SYSTEM, desk.space.pk))
    LoanBooking.objects.create(loan=loan, name=name, day=line.due_on, voucher=voucher)
    return voucher


def lines(voucher: Voucher) -> list[tuple[int, str, str, int]]:
    rows = Transfer.objects.filter(voucher=voucher).order_by("line")
    return list(rows.values_list("line", "debit__purpose", "credit__purpose", "amount_minor"))


def test_interest_and_fees_are_income_on_the_due_day(desk: Desk) -> None:
    loan = desk.loan(minor=1_200_000)
    Loan.objects.filter(pk=loan.pk).update(fee_minor=9_900)
    night(desk, loan, date(2026, 4, 1))
    assert (on(desk, Purpose.DUE), on(desk, Purpose.INTEREST)) == (0, 0)
    night(desk, loan, FIRST_DUE)
    assert (on(desk, Purpose.DUE), on(desk, Purpose.INTEREST)) == (13_900, 4_000)
    booking = loan.bookings.get()
    assert (booking.name, booking.day, booking.event, booking.cause) == (
        "due:1", FIRST_DUE, None, None
    )  # fmt: skip
    assert booking.voucher.key == f"loan:{loan.pk}:due:1:2026-04-02:1"
    assert booking.voucher.text == f"{loan.reference}: delbetalning 1"
    assert lines(booking.voucher) == [
        (1, "due", "interest", 4_000),
        (2, "due", "fees", 9_900),
    ]
    assert list(check_book(desk.treasury.book)) == []


def test_what_the_night_has_booked_is_not_booked_again(desk: Desk) -> None:
    loan, other = desk.loan(), desk.loan()
    book_by_hand(desk, loan, 1)
    before = Voucher.objects.count()
    night(desk, loan, FIRST_DUE)
    assert Voucher.objects.count() == before
    night(desk, other, FIRST_DUE)
    by_hand, by_replay = (each.bookings.get().voucher for each in (loan, other))
    assert lines(by_hand) == lines(by_replay)
    assert by_hand.text.removeprefix(loan.reference) == by_replay.text.removeprefix(other.reference)
    assert list(check_book(desk.treasury.book)) == []


def test_a_payment_after_the_night_books_only_itself(desk: Desk) -> None:
    loan = desk.loan()
    book_by_hand(desk, loan, 1)
    event = record_repayment(
        by=desk.bo, loan_id=loan.pk, received=sek(104_000), value_date=FIRST_DUE,
        bank_reference="B1", at=noon(FIRST_DUE),
    )  # fmt: skip
    assert Counter(loan.bookings.values_list("name", flat=True)) == {"due:1": 1, event.key: 1}
    assert (on(desk, Purpose.DUE), on(desk, Purpose.INTEREST)) == (0, 4_000)


def test_a_night_that_booked_too_much_is_put_right_when_something_is_told_late(desk: Desk) -> None:
    loan = desk.loan()
    for number in (1, 2):
        book_by_hand(desk, loan, number)
    record_repayment(
        by=desk.bo, loan_id=loan.pk, received=sek(104_000 + 103_667 + 550_000),
        value_date=date(2026, 3, 30), bank_reference="late", at=noon(SECOND_DUE),
    )  # fmt: skip
    # The first instalment was paid ahead, and the rest lowered the principal from 30 March.
    plan = {line.number: line.interest_minor for line in lines_of(Loan.objects.get(pk=loan.pk))}
    assert on(desk, Purpose.INTEREST) == plan[1] + plan[2] < 4_000 + 3_667
    assert on(desk, Purpose.DUE) == plan[2]
    assert loan.bookings.filter(name="due:2", day=SECOND_DUE).count() == 2
    assert list(check_book(desk.treasury.book)) == []


def test_a_loan_that_is_taken_over_stands_in_the_books_with_its_arrears(desk: Desk) -> None:
    loan = locked_loan(desk.signed(LOAN).loan.pk)
    loan.disbursed_on = date(2025, 6, 5)
    loan.save(update_fields=["disbursed_on"])
    opening = Opening(
        "opening", TODAY, balance=300_000, number=10, instalments=3,
        next_due=date(2026, 3, 5), instalment=0, interest_from=date(2026, 2, 5),
        arrears=(Arrear(date(2026, 2, 5), 6_000, 250, 1_333, 100_000),),
    )  # fmt: skip
    told = Told(LoanEvent.Kind.OPENING, TODAY, "opening", 300_000, opening_terms(opening))
    event = tell(loan, told, by=desk.bo, at=noon(TODAY))
    assert event_of(LoanEvent.objects.get(pk=event.pk)) == opening
    loan.refresh_from_db()
    assert (loan.state, loan.schedule_version) == (Loan.State.REPAYING, 2)
    assert [line.number for line in lines_of(loan)] == [9, 10, 11, 12]
    assert loan.receivable is not None
    assert balance(loan.receivable) == sek(400_000)
    assert (on(desk, Purpose.DUE), on(desk, Purpose.OPENING)) == (7_333, 407_333)
    assert standing_of(loan, TODAY).owed_now == sek(107_583)
    record_repayment(
        by=desk.bo, loan_id=loan.pk, received=sek(107_583), value_date=TODAY,
        bank_reference="B1", at=noon(TODAY),
    )  # fmt: skip
    assert (on(desk, Purpose.DUE), on(desk, Purpose.LATE_INTEREST)) == (0, 250)
    assert list(check_book(desk.treasury.book)) == []
