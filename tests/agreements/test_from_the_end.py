"""Money that is left pays the last instalments: as agreed or as said, and every night agrees."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.utils.translation import override

from grodd.agreements.models import Loan, LoanPosition
from grodd.agreements.payment_words import sentence
from grodd.agreements.positions import figures
from grodd.agreements.replaying import life_of
from grodd.agreements.servicing import lines_of
from grodd.agreements.usecases.change_terms import change_terms
from grodd.base import clock as clock_of
from grodd.engines.life import Ahead, Extension, PaymentRules
from grodd.ledger.checking import check_book
from grodd.processes.record_repayment import record_repayment
from grodd.processes.reverse_repayment import reverse_repayment
from grodd.processes.run_nightly import run_nightly
from grodd.programmes.models import Frame
from grodd.reports.loan_page import early_page
from grodd.servicing.models import MonthEnd
from tests.agreements.signing import LOAN, TODAY, Desk, reference_rates, sek
from tests.conftest import Clock
from tests.world import World

pytestmark = pytest.mark.django_db
LAST_TWO = 100_333 + 100_667


@pytest.fixture
def desk(world: World) -> Desk:
    reference_rates()
    return Desk(world)


def pay(desk: Desk, loan: Loan, minor: int, day: date, ahead: Ahead | None = None) -> int:
    return record_repayment(
        by=desk.bo, loan_id=loan.pk, received=sek(minor), value_date=day,
        bank_reference=f"{day}:{minor}", at=clock_of.now(), ahead=ahead,
    ).pk  # fmt: skip


def sums(loan: Loan) -> dict[int | None, int]:
    found: dict[int | None, int] = {}
    for event in loan.events.prefetch_related("allocations"):
        for each in event.allocations.all():
            found[each.number] = found.get(each.number, 0) + each.amount_minor
    return {number: minor for number, minor in found.items() if minor}


def test_what_was_agreed_pays_from_the_end_and_the_paper_says_so(desk: Desk) -> None:
    agreed = PaymentRules(ahead=Ahead.NEXT_LAST)
    Frame.objects.filter(rounds=desk.round).update(payment_rules=agreed.written())
    loan = desk.loan()
    said = dict(map(tuple, loan.agreement.content["terms"]))
    with override("sv"):
        assert said["Så räknas betalningar"] == sentence(agreed)
        assert "och sedan de sista" in sentence(agreed)
    pay(desk, loan, 104_000 + 103_667 + LAST_TWO, date(2026, 4, 2))
    assert sums(loan) == {1: 104_000, 2: 103_667, 11: 100_667, 12: 100_333}
    assert Loan.objects.get(pk=loan.pk).schedule_version == 1, "the plan stands as it is"
    assert list(check_book(desk.treasury.book)) == []


def test_a_payment_can_say_so_and_bounce(desk: Desk) -> None:
    loan = desk.loan()
    payment = pay(desk, loan, LAST_TWO, TODAY, Ahead.LAST)
    assert sums(loan) == {11: 100_667, 12: 100_333}
    assert LoanPosition.objects.get(loan=loan).is_paid_from_end
    reverse_repayment(
        by=desk.bo, repayment_id=payment, bounced_on=date(2026, 3, 5), reason="x",
        at=clock_of.now(),
    )  # fmt: skip
    assert sums(loan) == {}
    assert not LoanPosition.objects.get(loan=loan).is_paid_from_end
    assert list(check_book(desk.treasury.book)) == []


def test_a_shorter_plan_keeps_what_was_paid_where_it_was_paid(desk: Desk) -> None:
    loan = desk.loan()
    pay(desk, loan, LAST_TWO, TODAY, Ahead.LAST)
    change_terms(
        by=desk.petra, loan_id=loan.pk, reason="Går bra", at=clock_of.now(),
        change=Extension("e", TODAY + timedelta(1), -4),
    )  # fmt: skip
    lines = lines_of(Loan.objects.get(pk=loan.pk))
    assert [line.number for line in lines] == [1, 2, 3, 4, 5, 6, 11, 12]
    assert sums(loan) == {11: 100_667, 12: 100_333}
    assert list(check_book(desk.treasury.book)) == []


def test_every_night_agrees_with_the_loan_until_it_is_paid(desk: Desk, clock: Clock) -> None:
    """Four instalments of 3 000 kr: the last one, and a part of the one before, come first."""
    loan = desk.loan(replace(LOAN, instalments=4))
    pay(desk, loan, 301_000 + 90_000, TODAY, Ahead.LAST)
    for month in (4, 5, 6):
        day = date(2026, month, 2)
        for night in (date(2026, month, 1) - timedelta(1), day):
            run_nightly(on=night, at=clock.set(f"{night} 02:00"))
            life = life_of(loan, night)
            position = LoanPosition.objects.filter(loan=loan).values(*figures(life, night))
            assert position.get() | {"day": night} == figures(life, night)
            seen = MonthEnd.objects.filter(loan=loan, day=night).first()
            assert seen is None or seen.accrued_minor == life.ran
        pay(desk, loan, life_of(loan, day).rows[month - 4].left, day)
    assert Loan.objects.get(pk=loan.pk).state == Loan.State.REPAID
    assert MonthEnd.objects.filter(loan=loan).count() == 3
    assert list(check_book(desk.treasury.book)) == []


def test_the_borrower_can_look_at_it_before(desk: Desk) -> None:
    loan = desk.loan()
    found = early_page(desk.amina, loan_id=loan.pk, on=TODAY, amount=sek(LAST_TWO))
    previews = {ahead: preview.rows for ahead, preview in found.choices}
    assert [row.number for row in previews[Ahead.LAST] if row.left] == list(range(1, 11))
    assert previews[Ahead.NEXT_LAST][0].left == 0
