"""A loan of 12 000 kr at 4 % a year, twelve equal parts of 1 000 kr from 2 April 2026.

Interest is 40,00 kr the first month and falls by 3,33 kr (30E/360); figures checked by hand.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils.translation import override

from grodd.agreements.models import Allocation, Loan, LoanEvent
from grodd.agreements.refusals import (
    AgreementIsNotOpen,
    DatesOutOfOrder,
    LoanIsNotRunning,
    RepaymentBeforeMoney,
    RepaymentTooLarge,
)
from grodd.agreements.servicing import lines_of, standing_of
from grodd.base import clock
from grodd.base.errors import KeyUsedForOtherContent, NotAllowed
from grodd.base.rules import RuleMissing
from grodd.ledger.charts import Purpose
from grodd.ledger.checking import check_book
from grodd.ledger.queries import account_for, balance
from grodd.ledger.refusals import AccountTooLow
from grodd.payments.models import Order
from grodd.payments.payees import AccountKind, Payee
from grodd.payments.refusals import (
    BankAccountWrong,
    CurrencyDiffers,
    OrderIsNotOpen,
    SecondPersonNeeded,
)
from grodd.payments.usecases.cancel_order import cancel_order
from grodd.processes.record_repayment import record_repayment
from grodd.processes.reverse_repayment import reverse_repayment
from tests.agreements.signing import LOAN, PAYEE, TODAY, Desk, reference_rates, sek
from tests.world import World

pytestmark = pytest.mark.django_db
FIRST_DUE = date(2026, 4, 2)


@pytest.fixture
def desk(world: World) -> Desk:
    return Desk(world)


def repay(desk: Desk, loan: Loan, minor: int, day: date, reference: str = "B1") -> LoanEvent:
    return record_repayment(
        by=desk.bo,
        loan_id=loan.pk,
        received=sek(minor),
        value_date=day,
        bank_reference=reference,
        at=clock.now(),
    )


def paid(repayment: LoanEvent) -> dict[str, int]:
    sums: dict[str, int] = {}
    for component, minor in repayment.allocations.values_list("component", "amount_minor"):
        sums[component] = sums.get(component, 0) + minor
    return sums


def on(desk: Desk, purpose: Purpose) -> int:
    return balance(account_for(desk.treasury.book_id, purpose)).minor


def fresh(loan: Loan) -> Loan:
    return Loan.objects.select_related("receivable", "agreement__scope__organisation").get(
        pk=loan.pk
    )


def lent(loan: Loan) -> int:
    receivable = fresh(loan).receivable
    assert receivable is not None
    return balance(receivable).minor


def right(desk: Desk) -> bool:
    return list(check_book(desk.treasury.book)) == []


def test_a_loan_is_paid_out_by_two_people(desk: Desk) -> None:
    loan = desk.loan()
    assert (loan.state, loan.disbursed_on) == (Loan.State.REPAYING, TODAY)
    assert lent(loan) == 1_200_000
    assert on(desk, Purpose.BANK) == 8_800_000
    assert right(desk)


def test_the_one_who_prepared_it_cannot_approve_it(desk: Desk) -> None:
    order = desk.ordered(desk.signed(LOAN).loan)
    with pytest.raises(SecondPersonNeeded):
        desk.approve(order, by=desk.bo)
    with pytest.raises(NotAllowed):
        desk.approve(order, by=desk.petra)
    assert on(desk, Purpose.BANK) == 10_000_000


def test_the_database_too_wants_a_second_person(desk: Desk) -> None:
    order = desk.ordered(desk.signed(LOAN).loan)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE payments_order SET approved_by_id = {order.prepared_by_id}")


def test_a_payment_is_made_once(desk: Desk) -> None:
    order = desk.ordered(desk.signed(LOAN).loan)
    first = desk.approve(order)
    assert desk.approve(order) == first
    assert on(desk, Purpose.BANK) == 8_800_000


def test_a_payment_prepared_twice_is_one_payment(desk: Desk) -> None:
    loan = desk.signed(LOAN).loan
    assert desk.ordered(loan) == desk.ordered(loan)
    with pytest.raises(KeyUsedForOtherContent):
        desk.ordered(loan, Payee("Amina", "5050-1055", AccountKind.BANKGIRO))


def test_a_cancelled_payment_frees_the_money_and_makes_room(desk: Desk) -> None:
    loan = desk.signed(LOAN).loan
    order = desk.ordered(loan)
    cancelled = cancel_order(by=desk.petra, order_id=order.pk, reason="Wrong", at=clock.now())
    assert cancelled.state == Order.State.CANCELLED
    with pytest.raises(OrderIsNotOpen):
        desk.approve(order)
    second = desk.ordered(loan, Payee("Amina", "991-2346", AccountKind.BANKGIRO))
    desk.approve(second)
    assert second.payee_account == "9912346"
    with pytest.raises(OrderIsNotOpen):
        cancel_order(by=desk.petra, order_id=second.pk, reason="Late", at=clock.now())
    assert right(desk)


@pytest.mark.parametrize(
    "payee",
    [
        replace(PAYEE, account="SE45 5000 0000 0583 9825 7467"),
        Payee("Amina", "991-2347", AccountKind.BANKGIRO),
        Payee("Amina", "12", AccountKind.BANKGIRO),
    ],
)
def test_an_account_number_with_a_slip_is_refused(desk: Desk, payee: Payee) -> None:
    with pytest.raises(BankAccountWrong):
        desk.ordered(desk.signed(LOAN).loan, payee)


def test_more_than_the_bank_has_cannot_be_promised(desk: Desk) -> None:
    with pytest.raises(AccountTooLow):
        desk.ordered(desk.signed(LOAN, minor=10_000_001).loan)


def test_a_loan_in_another_currency_is_not_paid_from_this_bank(desk: Desk) -> None:
    with pytest.raises(CurrencyDiffers):
        desk.ordered(desk.signed(LOAN, currency="EUR").loan)


def test_nothing_is_paid_before_both_said_yes(desk: Desk) -> None:
    with pytest.raises(AgreementIsNotOpen):
        desk.ordered(desk.offered(LOAN).loan)


def test_interest_runs_from_the_day_the_money_is_paid(desk: Desk) -> None:
    loan = desk.loan(on=date(2026, 3, 17))
    lines = lines_of(loan)
    assert loan.schedule_version == 2
    assert (lines[0].starts_on, lines[0].due_on) == (date(2026, 3, 17), FIRST_DUE)
    assert lines[0].interest_minor == 2_000
    assert lines[1].interest_minor == 3_667


def test_a_loan_is_not_paid_after_its_first_due_day(desk: Desk) -> None:
    order = desk.ordered(desk.signed(LOAN).loan)
    with pytest.raises(DatesOutOfOrder):
        desk.approve(order, on=FIRST_DUE)
    assert on(desk, Purpose.BANK) == 10_000_000


def test_an_instalment_paid_on_its_day(desk: Desk) -> None:
    loan = desk.loan()
    assert paid(repay(desk, loan, 104_000, FIRST_DUE)) == {
        "interest": 4_000,
        "principal": 100_000,
    }
    assert lent(loan) == 1_100_000
    assert on(desk, Purpose.INTEREST) == 4_000
    standing = standing_of(fresh(loan), FIRST_DUE)
    assert standing.owed_now == sek(0)
    assert standing.next_due is not None
    assert standing.next_due.total == sek(103_667)
    assert standing.following is not None
    assert standing.following.due > standing.day
    assert right(desk)


def test_a_payment_some_days_early_pays_the_next_instalment(desk: Desk) -> None:
    loan = desk.loan()
    assert paid(repay(desk, loan, 104_000, date(2026, 3, 30))) == {
        "interest": 4_000,
        "principal": 100_000,
    }
    assert fresh(loan).schedule_version == 1


def test_a_payment_told_of_twice_is_booked_once(desk: Desk) -> None:
    loan = desk.loan()
    first = repay(desk, loan, 104_000, FIRST_DUE)
    assert repay(desk, loan, 104_000, FIRST_DUE) == first
    with pytest.raises(KeyUsedForOtherContent) as refused:
        repay(desk, loan, 104_001, FIRST_DUE)
    with override("sv"):
        said = str(refused.value).replace("\N{NO-BREAK SPACE}", " ")
    assert said.startswith("B1 är redan registrerad med ett annat värde för belopp (1 040 kr, nu")
    with pytest.raises(KeyUsedForOtherContent):
        repay(desk, loan, 104_000, date(2026, 4, 3))
    assert lent(loan) == 1_100_000


def test_a_final_payment_read_twice_is_not_refused(desk: Desk) -> None:
    loan = desk.loan()
    all_of_it = standing_of(loan, FIRST_DUE).payoff
    assert all_of_it == sek(1_204_000)
    last = repay(desk, loan, all_of_it.minor, FIRST_DUE)
    assert fresh(loan).state == Loan.State.REPAID
    assert repay(desk, loan, all_of_it.minor, FIRST_DUE) == last
    with pytest.raises(LoanIsNotRunning):
        repay(desk, loan, 1, FIRST_DUE, "B2")
    assert lent(loan) == 0
    assert right(desk)


def test_ending_it_early_costs_interest_only_to_the_day(desk: Desk) -> None:
    loan = desk.loan()
    assert standing_of(loan, date(2026, 3, 17)).payoff == sek(1_202_000)


def test_more_than_is_owed_is_refused(desk: Desk) -> None:
    loan = desk.loan()
    with pytest.raises(RepaymentTooLarge) as refused:
        repay(desk, loan, 1_204_001, FIRST_DUE)
    assert refused.value.facts["owed"] == sek(1_204_000)
    assert lent(loan) == 1_200_000


def test_a_larger_payment_lowers_the_debt_and_the_plan_after_it(desk: Desk) -> None:
    loan = desk.loan()
    repay(desk, loan, 104_000 + 103_667 + 500_000, FIRST_DUE)
    assert lent(loan) == 500_000
    lines = lines_of(fresh(loan))
    assert (len(lines), lines[2].number, lines[2].due_on) == (12, 3, date(2026, 6, 2))
    assert [line.principal_minor for line in lines[2:]] == [50_000] * 10
    assert lines[2].interest_minor == 1_667
    assert right(desk)


def test_the_oldest_debt_is_paid_first_with_late_interest(desk: Desk) -> None:
    reference_rates()
    loan = desk.loan()
    late = date(2026, 6, 14)
    standing = standing_of(loan, late)
    assert standing.days_late == 73
    assert [owed.total.minor for owed in standing.due] == [106_080, 104_888, 103_673]
    repayment = repay(desk, loan, 106_080 + 1_221 + 1_000, late)
    assert paid(repayment) == {"late_interest": 3_301, "interest": 5_000, "principal": 100_000}
    assert on(desk, Purpose.LATE_INTEREST) == 3_301


def test_late_money_needs_a_rate(desk: Desk) -> None:
    loan = desk.loan()
    with pytest.raises(RuleMissing):
        repay(desk, loan, 104_000, date(2026, 4, 3))
    assert lent(loan) == 1_200_000


def test_a_payment_is_not_from_before_the_money(desk: Desk) -> None:
    loan = desk.loan()
    with pytest.raises(RepaymentBeforeMoney):
        repay(desk, loan, 1_000, date(2026, 3, 1), "B2")
    with pytest.raises(NotAllowed):
        record_repayment(
            by=desk.petra, loan_id=loan.pk, received=sek(1), value_date=FIRST_DUE,
            bank_reference="B3", at=clock.now(),
        )  # fmt: skip


def undo(desk: Desk, repayment: LoanEvent, on: date | None = None) -> LoanEvent:
    return reverse_repayment(
        by=desk.bo, repayment_id=repayment.pk, reason="Wrong loan", at=clock.now(), bounced_on=on
    )


def test_any_repayment_can_be_undone_and_it_shows(desk: Desk) -> None:
    loan = desk.loan()
    first = repay(desk, loan, 104_000, FIRST_DUE)
    last = repay(desk, loan, 500_000, FIRST_DUE, "B2")
    assert fresh(loan).schedule_version == 2
    reversal = undo(desk, first)
    assert undo(desk, first) == reversal
    assert lent(loan) == 1_200_000 - 500_000 + 4_000 + 3_667
    assert paid(first) == {"interest": 0, "principal": 0}
    undo(desk, last)
    assert lent(loan) == 1_200_000
    assert standing_of(fresh(loan), FIRST_DUE).owed_now == sek(104_000)
    assert [line.principal_minor for line in lines_of(fresh(loan))] == [100_000] * 12
    assert LoanEvent.objects.filter(kind="payment").count() == 2
    assert on(desk, Purpose.KEPT) == 0
    assert on(desk, Purpose.BANK) == 8_800_000
    assert right(desk)


def test_a_payment_does_not_bounce_before_it_came(desk: Desk) -> None:
    first = repay(desk, desk.loan(), 104_000, FIRST_DUE)
    with pytest.raises(RepaymentBeforeMoney):
        undo(desk, first, date(2026, 4, 1))


def test_a_repaid_loan_runs_again_when_its_last_payment_is_undone(desk: Desk) -> None:
    loan = desk.loan()
    last = repay(desk, loan, 1_204_000, FIRST_DUE)
    reverse_repayment(by=desk.bo, repayment_id=last.pk, reason="Bounced", at=clock.now())
    assert fresh(loan).state == Loan.State.REPAYING
    assert repay(desk, loan, 1_204_000, FIRST_DUE, "B2").pk != last.pk
    assert fresh(loan).state == Loan.State.REPAID


def test_what_a_repayment_paid_adds_up(desk: Desk) -> None:
    reference_rates()
    loan = desk.loan()
    days = [date(2026, 3, 20), date(2026, 5, 9), date(2026, 7, 30), date(2026, 11, 2)]
    for number, day in enumerate(days):
        repayment = repay(desk, loan, 123_457, day, f"B{number}")
        assert sum(paid(repayment).values()) == 123_457
    standing = standing_of(fresh(loan), days[-1])
    repay(desk, loan, standing.payoff.minor, days[-1], "last")
    total = sum(Allocation.objects.filter(component="principal").values_list(
        "amount_minor", flat=True))  # fmt: skip
    assert (total, lent(loan), fresh(loan).state) == (1_200_000, 0, Loan.State.REPAID)
    assert right(desk)


@pytest.mark.parametrize("make", [lambda desk: desk.signed(LOAN).loan])
def test_a_loan_that_was_not_paid_out_takes_no_repayment(
    desk: Desk, make: Callable[[Desk], Loan]
) -> None:
    with pytest.raises(LoanIsNotRunning):
        repay(desk, make(desk), 1, FIRST_DUE)
