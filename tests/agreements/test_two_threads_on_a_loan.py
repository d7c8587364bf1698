"""Two people who service one loan at the same moment: the lock on the loan makes them queue."""

from datetime import date
from fractions import Fraction

import pytest

from grodd.agreements.models import Loan, LoanOrder, WriteOff
from grodd.agreements.servicing import standing_of
from grodd.agreements.usecases.change_terms import change_terms
from grodd.agreements.usecases.ease_late_interest import ease_late_interest
from grodd.agreements.usecases.order_return import order_return
from grodd.agreements.usecases.waive_debt import waive_debt
from grodd.base import clock
from grodd.base.models import DatedRule
from grodd.engines.allocation import Component
from grodd.engines.life import Ahead, Eased, Extension
from grodd.ledger.checking import check_book
from grodd.processes.order_disbursement import order_disbursement
from grodd.processes.propose_write_off import propose_write_off
from grodd.processes.record_repayment import record_repayment
from tests.agreements.signing import LOAN, PAYEE, TODAY, Desk, reference_rates, sek
from tests.conftest import Clock
from tests.threads import at_once, kinds
from tests.world import World

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
APRIL = date(2026, 4, 20)


def pay(desk: Desk, loan: Loan, minor: int, ahead: Ahead = Ahead.NEXT_THEN_LOWER) -> object:
    return record_repayment(
        by=desk.bo, loan_id=loan.pk, received=sek(minor), value_date=date(2026, 4, 2),
        bank_reference=f"B{minor}", at=clock.now(), ahead=ahead,
    )  # fmt: skip


def test_two_waivers_at_once_do_not_pass_the_limit_together() -> None:
    reference_rates()
    desk = Desk(World())
    loan = desk.loan()
    DatedRule.objects.create(
        country="SE", key="waiver_max_minor", valid_from=TODAY, value=300, source="Test"
    )

    def waive(minor: int, day: date) -> object:
        return waive_debt(
            by=desk.bo, loan_id=loan.pk, component=Component.LATE_INTEREST, amount=sek(minor),
            day=day, reason="Sjuk", at=clock.now(),
        )  # fmt: skip

    answers = at_once(lambda: waive(200, APRIL), lambda: waive(200, date(2026, 4, 21)))
    assert kinds(answers) == ["LoanEvent", "WaiverAboveLimit"]


def test_two_who_ease_the_same_days_at_once_do_not_lower_them_twice() -> None:
    reference_rates()
    desk = Desk(World())
    loan = desk.loan()

    def ease(key: str, day: date) -> object:
        eased = Eased(key, day, date(2026, 5, 1), Fraction(3, 4))
        return ease_late_interest(
            by=desk.bo, loan_id=loan.pk, eased=eased, reason="Sjuk", at=clock.now()
        )

    answers = at_once(lambda: ease("a", APRIL), lambda: ease("b", date(2026, 4, 21)))
    assert kinds(answers) == ["EasedAlready", "LoanEvent"]


def test_the_last_of_a_loan_is_ordered_once_of_two() -> None:
    desk = Desk(World())
    loan = desk.signed(LOAN).loan

    def order() -> object:
        return order_disbursement(
            by=desk.bo, loan_id=loan.pk, payee=PAYEE, due_on=TODAY, at=clock.now(),
            amount=sek(900_000),
        )  # fmt: skip

    first, second = at_once(order, order)
    assert first == second
    assert LoanOrder.objects.count() == 1


def test_kept_money_goes_back_once_of_two(clock: Clock) -> None:
    desk = Desk(World())
    loan = desk.loan()
    pay(desk, loan, 110_000, Ahead.RETURN)
    at = clock.set("2026-04-05 09:00")

    def give() -> object:
        return order_return(by=desk.bo, loan_id=loan.pk, payee=PAYEE, due_on=APRIL, at=at)

    first, second = at_once(give, give)
    assert first == second
    assert LoanOrder.objects.filter(purpose="return").count() == 1


def test_a_body_is_asked_once_of_two() -> None:
    desk = Desk(World())
    loan = desk.loan()

    def ask(minor: int) -> object:
        return propose_write_off(
            by=desk.bo, loan_id=loan.pk, amount=sek(minor), reason="Konkurs", at=clock.now()
        )

    answers = at_once(lambda: ask(1_000), lambda: ask(2_000))
    assert kinds(answers) == ["WriteOff", "WriteOffAwaited"]
    assert WriteOff.objects.count() == 1


def test_a_payment_and_a_change_at_once_both_count() -> None:
    desk = Desk(World())
    loan = desk.loan()
    change = Extension("k", date(2026, 4, 2), 3)
    answers = at_once(
        lambda: pay(desk, loan, 204_000, Ahead.LOWER),
        lambda: change_terms(
            by=desk.petra, loan_id=loan.pk, change=change, reason="x", at=clock.now()
        ),
    )
    assert kinds(answers) == ["LoanEvent", "LoanEvent"]
    standing = standing_of(Loan.objects.get(pk=loan.pk), date(2026, 4, 2))
    assert len(standing.coming) == 14
    assert standing.principal == sek(1_000_000)
    assert list(check_book(desk.treasury.book)) == []
