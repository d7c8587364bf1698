"""Hardship: late interest is lowered for a time; who may, what fits, and what is written of it."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from grodd.agreements.models import Loan, LoanEvent
from grodd.agreements.refusals import (
    EasedAlready,
    EasedBackwards,
    NothingToEase,
    ReasonForChange,
)
from grodd.agreements.replaying import event_of, life_of
from grodd.agreements.servicing import standing_of
from grodd.agreements.usecases.change_terms import change_terms
from grodd.agreements.usecases.ease_late_interest import ease_late_interest
from grodd.agreements.usecases.terminate_loan import terminate_loan
from grodd.agreements.usecases.undo_event import undo_event
from grodd.base import clock as clock_of
from grodd.base.errors import KeyUsedForOtherContent, NotAllowed, Refusal
from grodd.base.models import DatedRule
from grodd.engines.allocation import Component
from grodd.engines.life import Ahead, Eased, RateChange
from grodd.ledger.charts import Purpose
from grodd.ledger.checking import check_book
from grodd.ledger.queries import account_for, balance
from grodd.processes.record_repayment import record_repayment
from grodd.reports.act_effects import easing_effect
from tests.agreements.signing import LOAN, TODAY, Desk, reference_rates, sek
from tests.conftest import Clock
from tests.world import World

pytestmark = pytest.mark.django_db
LATE = Component.LATE_INTEREST
ILL = Eased("form:k", date(2026, 4, 12), date(2026, 4, 22), Fraction(1, 2))
MAY = date(2026, 5, 1)


@pytest.fixture
def desk(world: World) -> Desk:
    reference_rates()
    return Desk(world)


def ease(desk: Desk, loan: Loan, eased: Eased = ILL, reason: str = "Sjuk") -> LoanEvent:
    return ease_late_interest(
        by=desk.petra, loan_id=loan.pk, eased=eased, reason=reason, at=clock_of.now()
    )


def fresh(loan: Loan) -> Loan:
    rows = Loan.objects.select_related("agreement__scope__organisation", "receivable")
    return rows.get(pk=loan.pk)


def late_on(loan: Loan, day: date) -> int:
    return standing_of(fresh(loan), day).of(LATE).minor


def pay(desk: Desk, loan: Loan, minor: int, day: date) -> None:
    record_repayment(
        by=desk.bo, loan_id=loan.pk, received=sek(minor), value_date=day,
        bank_reference=f"B{day}", at=clock_of.now(), ahead=Ahead.KEEP,
    )  # fmt: skip


def test_half_of_ten_days_is_taken_away_and_comes_back_when_undone(desk: Desk) -> None:
    """By hand: 1 040 kr at 10 % for 29 days are 8,26 kr; five days less are 6,84 kr."""
    loan = desk.loan()
    assert late_on(loan, MAY) == 826
    event = ease(desk, loan)
    assert ease(desk, loan) == event
    assert event_of(event) == ILL
    assert late_on(loan, MAY) == 684
    assert fresh(loan).schedule_version == 1
    assert not life_of(fresh(loan), MAY).restructured
    undo_event(by=desk.bo, event_id=event.pk, reason="Fel lån", at=clock_of.now())
    assert late_on(loan, MAY) == 826
    assert ease(desk, loan, replace(ILL, key="form:l")).pk != event.pk
    assert list(check_book(desk.treasury.book)) == []


def test_what_was_paid_meanwhile_is_counted_again_in_the_books_too(
    desk: Desk, clock: Clock
) -> None:
    loan, book = desk.loan(), desk.treasury.book
    clock.set("2026-05-01 10:00")
    pay(desk, loan, 104_826, MAY)
    earned = account_for(book.pk, Purpose.LATE_INTEREST)
    assert balance(earned) == sek(826)
    event = ease(desk, loan)
    assert balance(earned) == sek(684)
    assert standing_of(fresh(loan), MAY).kept == sek(142)
    undo_event(by=desk.bo, event_id=event.pk, reason="Fel lån", at=clock_of.now())
    assert (balance(earned), standing_of(fresh(loan), MAY).kept) == (sek(826), sek(0))
    assert list(check_book(book)) == []


def test_told_before_the_payment_or_after_it_comes_to_the_same(desk: Desk, clock: Clock) -> None:
    before, after = desk.loan(), desk.loan()
    clock.set("2026-05-01 10:00")
    ease(desk, before)
    for loan in (before, after):
        pay(desk, loan, 104_826, MAY)
    ease(desk, after)
    june = date(2026, 6, 1)
    one, two = (life_of(fresh(loan), june) for loan in (before, after))
    assert (one.rows, one.late, one.kept) == (two.rows, two.late, two.kept)


def test_a_look_ahead_is_what_happens_and_writes_nothing(desk: Desk) -> None:
    loan = desk.loan()
    ahead = replace(ILL, until=MAY, share=Fraction(1))
    found = easing_effect(desk.petra, loan_id=loan.pk, eased=ahead, today=TODAY)
    assert loan.events.count() == 1
    ease(desk, loan, ahead)
    assert found.after.day == MAY
    assert found.after.of(LATE).minor == late_on(loan, MAY) == 285
    assert found.before.of(LATE).minor == 826
    assert found.sentence == ""


BAD: list[tuple[Eased, type[Refusal]]] = [
    (replace(ILL, key="form:l", until=ILL.day), EasedBackwards),
    (replace(ILL, key="form:l", until=date(2026, 4, 1)), EasedBackwards),
    (replace(ILL, key="form:l", day=date(2026, 4, 21), until=MAY), EasedAlready),
    (replace(ILL, key="form:l", day=TODAY, until=MAY), EasedAlready),
    (replace(ILL, key="form:l", day=TODAY, until=date(2026, 4, 2)), NothingToEase),
]


@pytest.mark.parametrize(("what", "no"), BAD)
def test_days_that_do_not_fit_are_refused_before_and_when_they_are_told(
    desk: Desk, what: Eased, no: type[Refusal]
) -> None:
    loan = desk.loan()
    ease(desk, loan)
    with pytest.raises(no):
        easing_effect(desk.petra, loan_id=loan.pk, eased=what, today=TODAY)
    with pytest.raises(no):
        ease(desk, loan, what)
    assert loan.events.count() == 2


def test_times_that_touch_do_not_overlap(desk: Desk) -> None:
    loan = desk.loan()
    ease(desk, loan)
    ease(desk, loan, replace(ILL, key="form:l", day=ILL.until, until=MAY))
    ease(desk, loan, replace(ILL, key="form:m", day=TODAY, until=ILL.day))
    assert late_on(loan, MAY) == round(826 / 2)


def test_there_has_to_be_late_interest_a_reason_and_a_role(desk: Desk) -> None:
    loan = desk.loan()
    with pytest.raises(ReasonForChange):
        ease(desk, loan, reason=" ")
    with pytest.raises(NotAllowed):
        ease_late_interest(by=desk.amina, loan_id=loan.pk, eased=ILL, reason="x", at=clock_of.now())
    ease(desk, loan)
    with pytest.raises(KeyUsedForOtherContent):
        ease(desk, loan, replace(ILL, share=Fraction(1)))
    other = desk.loan()
    Loan.objects.filter(pk=other.pk).update(late_points_bp=0)
    with pytest.raises(NothingToEase):
        ease(desk, other)
    with pytest.raises(NothingToEase):
        ease(desk, desk.signed(LOAN).loan)


def test_a_loan_that_was_called_in_can_be_eased(desk: Desk, clock: Clock) -> None:
    loan = desk.loan()
    DatedRule.objects.create(
        country="SE", key="termination_notice_days", valid_from=TODAY, value=28, source="Test"
    )
    terminate_loan(
        by=desk.bo, loan_id=loan.pk, due_on=MAY, for_arrears=False, reason="x", at=clock_of.now()
    )
    clock.set("2026-05-20 10:00")
    pay(desk, loan, 1_000, date(2026, 5, 20))
    assert fresh(loan).state == Loan.State.TERMINATED
    before = late_on(loan, date(2026, 6, 1))
    june = replace(ILL, day=date(2026, 5, 20), until=date(2026, 6, 1), share=Fraction(1))
    ease(desk, loan, june)
    assert late_on(loan, june.until) == late_on(loan, june.day) < before
    assert list(check_book(desk.treasury.book)) == []


def test_to_undo_what_was_agreed_ahead_brings_no_day_nearer(desk: Desk) -> None:
    loan = desk.loan()
    rate = RateChange("k", date(2026, 7, 10), Fraction(6, 100))
    told = [
        ease(desk, loan, replace(ILL, day=date(2026, 7, 12), until=date(2026, 8, 1))),
        change_terms(by=desk.petra, loan_id=loan.pk, change=rate, reason="x", at=clock_of.now()),
    ]
    for event in told:
        undo_event(by=desk.bo, event_id=event.pk, reason="Fel lån", at=clock_of.now())
    assert not loan.bookings.filter(day__gt=TODAY).exists()
    assert list(check_book(desk.treasury.book)) == []
