"""What can be changed on a loan of 12 000 kr at 4 % that is being repaid, and what is refused."""

from collections.abc import Callable
from datetime import date
from fractions import Fraction

import pytest

from grodd.agreements.changes import told_of
from grodd.agreements.models import Loan, LoanEvent
from grodd.agreements.refusals import (
    CannotBeUndone,
    DueDayDoesNotFit,
    KeptIsUsed,
    LoanIsNotRunning,
    NothingIsLate,
    NothingKept,
    NothingToWriteOff,
    NoticeTooShort,
    ReasonForChange,
    RepaymentBeforeMoney,
    TermsCannotChange,
    TooFewInstalments,
    WaiverAboveLimit,
    WaiverTooLarge,
    WriteOffAwaited,
)
from grodd.agreements.replaying import event_of
from grodd.agreements.servicing import lines_of, standing_of
from grodd.agreements.telling import unsaved
from grodd.agreements.usecases.change_terms import change_terms
from grodd.agreements.usecases.charge_fee import Fee, charge_fee
from grodd.agreements.usecases.order_return import order_return
from grodd.agreements.usecases.terminate_loan import terminate_loan
from grodd.agreements.usecases.undo_event import undo_event
from grodd.agreements.usecases.waive_debt import waive_debt
from grodd.base import clock
from grodd.base.errors import KeyUsedForOtherContent, NotAllowed, Refusal
from grodd.base.models import DatedRule
from grodd.base.rules import RuleMissing
from grodd.decisions.models import Matter
from grodd.decisions.refusals import NoBody
from grodd.engines.allocation import Component
from grodd.engines.life import (
    Ahead,
    Aside,
    Change,
    Extension,
    Holiday,
    NewDueDay,
    RateChange,
    ToBalance,
)
from grodd.ledger.charts import Purpose
from grodd.ledger.checking import check_book
from grodd.ledger.queries import account_for, balance
from grodd.payments.models import Order
from grodd.processes.apply_decision import apply_decision
from grodd.processes.propose_write_off import propose_write_off
from grodd.processes.record_repayment import record_repayment
from grodd.processes.run_nightly import run_nightly
from grodd.servicing.models import NightStep
from tests.agreements.signing import LOAN, PAYEE, Desk, reference_rates, sek
from tests.conftest import Clock
from tests.world import World

pytestmark = pytest.mark.django_db
FIRST_DUE = date(2026, 4, 2)
APRIL = date(2026, 4, 20)
HALF = Fraction(1, 2)


@pytest.fixture
def desk(world: World) -> Desk:
    reference_rates()
    return Desk(world)


def rule(key: str, value: int) -> None:
    DatedRule.objects.create(
        country="SE", key=key, valid_from=date(2026, 1, 1), value=value, source="Test"
    )


def fresh(loan: Loan) -> Loan:
    rows = Loan.objects.select_related("agreement__scope__organisation", "receivable")
    return rows.get(pk=loan.pk)


def change(desk: Desk, loan: Loan, what: Change, reason: str = "Svag vår") -> LoanEvent:
    return change_terms(by=desk.petra, loan_id=loan.pk, change=what, reason=reason, at=clock.now())


def pay(desk: Desk, loan: Loan, minor: int, day: date, ahead: Ahead = Ahead.KEEP) -> LoanEvent:
    return record_repayment(
        by=desk.bo, loan_id=loan.pk, received=sek(minor), value_date=day,
        bank_reference=f"B{day}", at=clock.now(), ahead=ahead,
    )  # fmt: skip


def waive(desk: Desk, loan: Loan, minor: int, day: date = APRIL, reason: str = "Sjuk") -> LoanEvent:
    return waive_debt(
        by=desk.bo, loan_id=loan.pk, component=Component.LATE_INTEREST, amount=sek(minor),
        day=day, reason=reason, at=clock.now(),
    )  # fmt: skip


def terminate(desk: Desk, loan: Loan, day: date, *, for_arrears: bool = True) -> LoanEvent:
    return terminate_loan(
        by=desk.bo, loan_id=loan.pk, due_on=day, for_arrears=for_arrears, reason="Obetalt",
        at=clock.now(),
    )  # fmt: skip


def give_back(desk: Desk, loan: Loan) -> Order:
    return order_return(by=desk.bo, loan_id=loan.pk, payee=PAYEE, due_on=APRIL, at=clock.now())


def write_off(desk: Desk, loan: Loan, minor: int, reason: str = "Konkurs") -> Matter:
    asked = propose_write_off(
        by=desk.petra, loan_id=loan.pk, amount=sek(minor), reason=reason, at=clock.now()
    )
    return asked.matter


def decide(desk: Desk, matter: Matter, outcome: str = "approved") -> None:
    matter.outcome, matter.decided_at = outcome, clock.now()
    matter.amount_decided_minor = matter.amount_minor
    matter.save()
    apply_decision(by=desk.petra, matter=matter, at=clock.now())


CHANGES: list[Change] = [
    RateChange("k", APRIL, Fraction(6, 100)),
    Holiday("k", APRIL, 2, pays_interest=True, longer=True),
    NewDueDay("k", APRIL, date(2026, 5, 25)),
    Extension("k", APRIL, 6),
    ToBalance("k", APRIL, 1),
    Aside("k", APRIL),
]


@pytest.mark.parametrize("what", CHANGES, ids=lambda each: type(each).__name__)
def test_every_change_makes_a_new_version_of_the_plan(desk: Desk, what: Change) -> None:
    loan = desk.loan()
    event = change(desk, loan, what)
    assert change(desk, loan, what) == event
    assert event_of(event) == what
    version = fresh(loan).plan_versions.get(cause=event)
    assert version.difference["before"] != version.difference["after"]
    assert loan.schedule_lines.filter(version=1).count() == 12
    undo_event(by=desk.bo, event_id=event.pk, reason="Fel lån", at=clock.now())
    old, new = (
        [(line.due_on, line.principal_minor, line.interest_minor) for line in lines]
        for lines in (loan.schedule_lines.filter(version=1), lines_of(fresh(loan)))
    )
    assert old == new
    assert list(check_book(desk.treasury.book)) == []


def test_capitalised_interest_is_lent_and_earned(desk: Desk) -> None:
    loan = desk.loan()
    change(desk, loan, ToBalance("k", APRIL, 0))
    receivable = fresh(loan).receivable
    assert receivable is not None
    assert balance(receivable) == sek(1_204_000)
    assert balance(account_for(desk.treasury.book_id, Purpose.INTEREST)) == sek(4_000)


BAD: list[tuple[Change, type[Refusal]]] = [
    (Holiday("k", APRIL, 11, pays_interest=True, longer=False), TooFewInstalments),
    (Extension("k", APRIL, -11), TooFewInstalments),
    (NewDueDay("k", APRIL, APRIL), DueDayDoesNotFit),
    (ToBalance("k", FIRST_DUE, 0), NothingIsLate),
    (Aside("k", date(2026, 3, 30)), NothingIsLate),
    (RateChange("k", date(2026, 3, 1), HALF), RepaymentBeforeMoney),
    (Aside("k", date(2027, 3, 2)), TooFewInstalments),
]


@pytest.mark.parametrize(("what", "no"), BAD)
def test_a_change_that_does_not_fit_is_refused(desk: Desk, what: Change, no: type[Refusal]) -> None:
    loan = desk.loan()
    with pytest.raises(no):
        change(desk, loan, what)
    assert fresh(loan).schedule_version == 1


def test_a_change_has_a_reason_a_role_and_a_running_loan(desk: Desk) -> None:
    loan = desk.loan()
    with pytest.raises(ReasonForChange):
        change(desk, loan, CHANGES[0], " ")
    with pytest.raises(NotAllowed):
        change_terms(by=desk.amina, loan_id=loan.pk, change=CHANGES[0], reason="x", at=clock.now())
    change(desk, loan, CHANGES[0])
    with pytest.raises(KeyUsedForOtherContent):
        change(desk, loan, CHANGES[3])
    with pytest.raises(TermsCannotChange):
        change(desk, desk.signed(LOAN).loan, CHANGES[0])


def test_a_look_ahead_changes_nothing(desk: Desk) -> None:
    loan = desk.loan()
    row = unsaved(loan, told_of(CHANGES[3], ""))
    assert not LoanEvent.objects.filter(key=row.key).exists()
    assert loan.events.count() == 1


def test_a_waiver_has_a_limit_for_the_whole_loan(desk: Desk) -> None:
    loan = desk.loan()
    owed = standing_of(fresh(loan), APRIL).of(Component.LATE_INTEREST)
    with pytest.raises(RuleMissing):
        waive(desk, loan, 100)
    rule("waiver_max_minor", 300)
    with pytest.raises(WaiverTooLarge):
        waive(desk, loan, owed.minor + 1)
    with pytest.raises(ReasonForChange):
        waive(desk, loan, 100, reason="")
    waive(desk, loan, 200)
    with pytest.raises(WaiverAboveLimit):
        waive(desk, loan, 101, date(2026, 4, 21))
    left = standing_of(fresh(loan), APRIL).of(Component.LATE_INTEREST)
    assert left == owed - sek(200)
    with pytest.raises(LoanIsNotRunning):
        waive(desk, desk.signed(LOAN).loan, 1)


def test_a_fee_is_charged_once_a_day_as_the_rule_says(desk: Desk) -> None:
    loan = desk.loan()

    def charge() -> LoanEvent:
        return charge_fee(by=desk.bo, loan_id=loan.pk, fee=Fee.REMINDER, day=APRIL, at=clock.now())

    with pytest.raises(RuleMissing):
        charge()
    rule("reminder_fee_minor", 6_000)
    assert charge() == charge()
    assert [line.fee_minor for line in lines_of(fresh(loan))][:3] == [0, 6_000, 0]


def test_a_loan_is_called_in_after_its_notice_and_paying_stops_it(desk: Desk, clock: Clock) -> None:
    loan, other = desk.loan(), desk.loan()
    with pytest.raises(NothingIsLate):
        terminate(desk, loan, date(2026, 5, 18))
    clock.set("2026-04-20 09:00")
    with pytest.raises(RuleMissing):
        terminate(desk, loan, date(2026, 5, 18))
    rule("termination_notice_days", 28)
    with pytest.raises(NoticeTooShort):
        terminate(desk, loan, date(2026, 5, 17))
    for each in (loan, other):
        terminate(desk, each, date(2026, 5, 18))
        assert fresh(each).state == Loan.State.REPAYING
    owed = standing_of(fresh(other), date(2026, 5, 17)).owed_now
    pay(desk, other, owed.minor, date(2026, 5, 17))
    clock.set("2026-05-20 09:00")
    pay(desk, loan, 1_000, date(2026, 5, 20))
    pay(desk, other, 1_000, date(2026, 5, 20))
    assert fresh(loan).state == Loan.State.TERMINATED
    assert fresh(other).state == Loan.State.REPAYING
    assert sum(owed.total.minor for owed in standing_of(fresh(loan), date(2026, 5, 20)).coming) == 0


def test_kept_money_pays_the_next_instalment_or_goes_back(desk: Desk, clock: Clock) -> None:
    loan = desk.loan()
    with pytest.raises(NothingKept):
        give_back(desk, loan)
    pay(desk, loan, 204_000, FIRST_DUE)
    clock.set("2026-04-20 09:00")
    order = give_back(desk, loan)
    assert give_back(desk, loan) == order
    assert order.amount_minor == 100_000
    desk.approve(order, on=APRIL)
    assert standing_of(fresh(loan), APRIL).kept == sek(0)
    assert balance(account_for(desk.treasury.book_id, Purpose.KEPT)) == sek(0)
    pay(desk, loan, 50_000, APRIL)
    clock.set("2026-04-28 09:00")
    order = give_back(desk, loan)
    pay(desk, loan, 1, date(2026, 5, 3))
    with pytest.raises(KeptIsUsed):
        desk.approve(order, on=date(2026, 5, 4))
    assert list(check_book(desk.treasury.book)) == []


def test_the_night_calls_in_what_is_due_and_uses_what_is_kept(desk: Desk, clock: Clock) -> None:
    rule("termination_notice_days", 28)
    called, keeps, waits = desk.loan(), desk.loan(), desk.loan()
    pay(desk, keeps, 204_000, FIRST_DUE)
    clock.set("2026-04-20 09:00")
    terminate(desk, called, date(2026, 5, 18))
    terminate(desk, waits, date(2026, 7, 1))
    at = clock.set("2026-05-20 02:00")
    for _twice in range(2):
        assert run_nightly(on=date(2026, 5, 20), at=at).refused == 0
    assert [fresh(each).state for each in (called, keeps, waits)] == [
        "terminated", "repaying", "repaying"
    ]  # fmt: skip
    assert standing_of(fresh(keeps), date(2026, 5, 20)).kept == sek(0)
    assert balance(account_for(desk.treasury.book_id, Purpose.KEPT)) == sek(0)
    used = keeps.events.get(kind="payment").bookings.order_by("pk").last()
    assert used is not None
    assert used.voucher.booked_on == date(2026, 5, 2)


def test_a_loan_that_cannot_be_computed_holds_up_no_other(desk: Desk, clock: Clock) -> None:
    keeps, other = desk.loan(), desk.loan()
    pay(desk, keeps, 154_000, FIRST_DUE)
    DatedRule.objects.filter(key="reference_rate_bp").delete()
    at = clock.set("2026-05-20 02:00")
    run_nightly(on=date(2026, 5, 20), at=at)
    (step,) = NightStep.objects.filter(name="service")
    assert [(one["reference"], one["code"]) for one in step.refused] == [
        (keeps.reference, "rule_missing")
    ]
    assert other.bookings.filter(name="due:2").count() == 1


def test_what_is_decided_on_is_not_undone_by_one_person(desk: Desk) -> None:
    paid = pay(desk, desk.loan(), 104_000, FIRST_DUE)
    with pytest.raises(CannotBeUndone):
        undo_event(by=desk.bo, event_id=paid.pk, reason="x", at=clock.now())


@pytest.mark.parametrize(
    ("minor", "state", "recovered"),
    [(1_200_000, "written_off", 300_000), (200_000, "repaying", 0)],
)
def test_a_body_writes_off_and_what_comes_back_makes_up_for_it(
    desk: Desk, minor: int, state: str, recovered: int
) -> None:
    loan = desk.loan()
    matter = write_off(desk, loan, minor)
    assert write_off(desk, loan, minor) == matter
    with pytest.raises(WriteOffAwaited):
        write_off(desk, loan, minor - 1)
    assert fresh(loan).state == Loan.State.REPAYING
    decide(desk, matter)
    assert fresh(loan).state == state
    book_id = desk.treasury.book_id
    assert balance(account_for(book_id, Purpose.LOSSES)) == sek(minor)
    pay(desk, loan, 300_000, date(2026, 5, 5), Ahead.NEXT_THEN_LOWER)
    assert balance(account_for(book_id, Purpose.RECOVERED)) == sek(recovered)
    assert list(check_book(desk.treasury.book)) == []


def test_a_body_can_say_no(desk: Desk) -> None:
    loan = desk.loan()
    decide(desk, write_off(desk, loan, 5_000), "rejected")
    assert loan.events.count() == 1
    assert write_off(desk, loan, 6_000).amount_minor == 6_000


@pytest.mark.parametrize(
    ("minor", "reason", "no"),
    [(0, "x", NothingToWriteOff), (1_200_001, "x", NothingToWriteOff), (5, "", ReasonForChange)],
)
def test_a_write_off_has_an_amount_and_a_reason(
    desk: Desk, minor: int, reason: str, no: type[Refusal]
) -> None:
    with pytest.raises(no):
        write_off(desk, desk.loan(), minor, reason)


def test_somebody_has_to_decide_a_write_off(desk: Desk) -> None:
    loan = desk.loan()
    type(desk.round.programme).objects.update(body=None)
    with pytest.raises(NoBody):
        write_off(desk, loan, 5_000)


ACTS: list[Callable[[Desk, Loan], object]] = [
    lambda desk, loan: pay(desk, loan, 1, FIRST_DUE),
    lambda desk, loan: write_off(desk, loan, 1),
]


@pytest.mark.parametrize("act", ACTS)
def test_nothing_happens_to_a_loan_that_was_not_paid_out(
    desk: Desk, act: Callable[[Desk, Loan], object]
) -> None:
    with pytest.raises((LoanIsNotRunning, NothingToWriteOff)):
        act(desk, desk.signed(LOAN).loan)
