"""Two people who press at the same moment. PostgreSQL lets both in; the locks make them queue."""

from datetime import date
from functools import partial

import pytest

from grodd.agreements.models import Agreement, Award, Loan, LoanEvent, Spending
from grodd.agreements.queries import Party
from grodd.agreements.servicing import award_standing
from grodd.base import clock, files
from grodd.ledger.checking import check_book
from grodd.ledger.models import Voucher
from grodd.processes.cancel_agreement import cancel_agreement
from grodd.processes.record_repayment import record_repayment
from grodd.processes.record_spending import Use, record_spending
from tests.agreements.signing import LOAN, TODAY, Desk, sek
from tests.threads import at_once, kinds
from tests.world import World

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
FIRST_DUE = date(2026, 4, 2)


def repay(desk: Desk, loan: Loan, minor: int, reference: str) -> LoanEvent:
    return record_repayment(
        by=desk.bo,
        loan_id=loan.pk,
        received=sek(minor),
        value_date=FIRST_DUE,
        bank_reference=reference,
        at=clock.now(),
    )


def spend(desk: Desk, award: Award, key: str) -> Spending:
    receipt = files.store(
        [b"kvitto"], name="kvitto.pdf", content_type="application/pdf", stored_by="x",
        at=clock.now(),
    )  # fmt: skip
    use = Use(
        key=key, spent_on=TODAY, text="Mjöl", amount=sek(1_200_000), hours=40, receipt=receipt
    )
    return record_spending(by=desk.amina, award_id=award.pk, use=use, at=clock.now())


def test_a_payment_that_two_screens_book_is_booked_once() -> None:
    desk = Desk(World())
    act = partial(repay, desk, desk.loan(), 104_000, "B1")
    first, second = at_once(act, act)
    assert first == second
    assert LoanEvent.objects.filter(kind="payment").count() == 1
    assert list(check_book(desk.treasury.book)) == []


def test_what_is_owed_is_received_once_of_two() -> None:
    desk = Desk(World())
    loan = desk.loan()
    answers = at_once(*(partial(repay, desk, loan, 1_200_000, f"B{n}") for n in range(2)))
    assert kinds(answers) == ["LoanEvent", "RepaymentTooLarge"]
    assert list(check_book(desk.treasury.book)) == []


def test_an_order_that_two_screens_approve_is_paid_once() -> None:
    desk = Desk(World())
    order = desk.ordered(desk.signed(LOAN).loan)
    before = Voucher.objects.count()
    first, second = at_once(partial(desk.approve, order), partial(desk.approve, order))
    assert first == second
    assert Voucher.objects.count() == before + 1
    assert list(check_book(desk.treasury.book)) == []


def test_the_last_of_an_award_is_used_once_of_two() -> None:
    desk = Desk(World(), "company")
    award = desk.award()
    answers = at_once(*(partial(spend, desk, award, f"k{n}") for n in range(2)))
    assert sum(isinstance(each, Spending) for each in answers) == 1
    assert award_standing(award).used == sek(1_200_000)


def test_a_last_yes_and_a_no_at_once_leave_one_of_them() -> None:
    desk = Desk(World())
    agreement = desk.offered(LOAN)
    desk.accept(agreement, desk.petra, Party.PROVIDER)
    answers = at_once(
        lambda: desk.accept(agreement, desk.amina, Party.RECIPIENT),
        lambda: cancel_agreement(
            by=desk.amina, agreement_id=agreement.pk, reason="Nej", is_over=True, at=clock.now()
        ),
    )
    agreement.refresh_from_db()
    kept = agreement.state == Agreement.State.ACCEPTED
    late = "AgreementSettled" if kept else "AgreementIsNotOpen"
    assert kinds(answers) == ["Agreement", late]
    assert agreement.application.phase.kind == ("active" if kept else "withdrawn")
