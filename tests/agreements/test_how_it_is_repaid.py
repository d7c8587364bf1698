"""How often a loan is repaid and in which order, from the frame over the agreement to the books."""

from dataclasses import replace
from datetime import date

import pytest
from django.utils.translation import override

from grodd.agreements.models import Loan
from grodd.agreements.payment_words import AHEAD, LOST, ORDERS, REACHES, sentence
from grodd.agreements.refusals import RhythmOutsideFrame, TermsOutsideFrame
from grodd.agreements.replaying import life_of
from grodd.agreements.terms import Plan, instalments_of, set_up_of
from grodd.agreements.usecases.change_terms import change_terms
from grodd.base import clock as clock_of
from grodd.base import display
from grodd.engines import life as engine
from grodd.engines.calendar import MONTHLY, Rhythm, Unit
from grodd.engines.life import Ahead, Extension, Holiday, PaymentRules
from grodd.engines.schedule import conventions, plan
from grodd.engines.waterfall import Reach
from grodd.ledger.checking import check_book
from grodd.processes.record_repayment import record_repayment
from grodd.programmes.models import Frame
from grodd.programmes.usecases.edit_frame import edit_frame
from tests.agreements.signing import LOAN, TODAY, Desk, reference_rates, sek
from tests.programmes.making import terms as frame_terms
from tests.world import World

QUARTERLY, FORTNIGHTLY = Rhythm(1, Unit.QUARTERS), Rhythm(2, Unit.WEEKS)
QUARTERS = replace(LOAN, instalments=4, rhythm=QUARTERLY, first_due_on=date(2026, 6, 2))
AGREED = PaymentRules("instalment_first", "costs_first", "costs_first", Reach.VERTICAL, Ahead.KEEP)


@pytest.fixture
def desk(world: World) -> Desk:
    reference_rates()
    desk = Desk(world)
    allow(desk, MONTHLY, QUARTERLY, FORTNIGHTLY)
    return desk


def allow(desk: Desk, *rhythms: Rhythm, **more: object) -> None:
    """What the frame says; an organisation chooses it before the round is published."""
    frame = Frame.objects.filter(rounds=desk.round)
    frame.update(loan_rhythms=[rhythm.code for rhythm in rhythms], **more)
    desk.round.refresh_from_db()


def pay(desk: Desk, loan: Loan, minor: int, day: date, ahead: Ahead | None = None) -> None:
    record_repayment(
        by=desk.bo, loan_id=loan.pk, received=sek(minor), value_date=day,
        bank_reference=f"{loan.pk}:{day}:{minor}", at=clock_of.now(), ahead=ahead,
    )  # fmt: skip


@pytest.mark.django_db
def test_a_quarterly_loan_is_offered_signed_and_repaid_every_quarter(desk: Desk) -> None:
    loan = desk.loan(QUARTERS)
    assert (loan.instalments, loan.rhythm, loan.months) == (4, QUARTERLY, 12)
    lines = list(loan.schedule_lines.filter(version=1))
    assert [line.due_on for line in lines] == [
        date(2026, 6, 2), date(2026, 9, 2), date(2026, 12, 2), date(2027, 3, 2)
    ]  # fmt: skip
    assert [line.interest_minor for line in lines] == [12_000, 9_000, 6_000, 3_000]
    assert loan.schedule_version == 1, "the plan that was signed is the plan that is lived"
    pay(desk, loan, 312_000, date(2026, 6, 2))
    life = life_of(loan, date(2026, 6, 2))
    assert (life.principal, life.rows[0].left) == (900_000, 0)
    change_terms(
        by=desk.petra, loan_id=loan.pk, reason="Skörden dröjer", at=clock_of.now(),
        change=Holiday("h", date(2026, 6, 2), 1, pays_interest=True, longer=True),
    )  # fmt: skip
    change_terms(
        by=desk.petra, loan_id=loan.pk, reason="Och lite till", at=clock_of.now(),
        change=Extension("e", date(2026, 6, 3), 1),
    )  # fmt: skip
    loan.refresh_from_db()
    now = loan.schedule_lines.filter(version=loan.schedule_version)
    assert [line.due_on for line in now][-2:] == [date(2027, 6, 2), date(2027, 9, 2)]
    assert list(check_book(desk.treasury.book)) == []


@pytest.mark.django_db
def test_the_paper_says_how_often_and_in_which_order_and_every_convention(desk: Desk) -> None:
    allow(desk, QUARTERLY, payment_rules=AGREED.written())
    content = desk.offered(QUARTERS).content
    said = dict(map(tuple, content["terms"]))
    with override("sv"):
        repaid = f"Lika stor del av lånet {display.rhythm(QUARTERLY)}, och ränta på det som är kvar"
        assert said["Återbetalning"] == repaid
        assert said["Så räknas betalningar"] == sentence(AGREED)
    line = said["Konventioner"]
    assert line.startswith("straight; 4 x 1 quarters; disbursed 2026-03-02; first due 2026-06-02")
    assert "interest by the day; 30E/360" in line
    assert (said["Delbetalningar"], said["Delbetalningar med bara ränta"]) == ("4", "0")


@pytest.mark.django_db
def test_a_rhythm_that_the_frame_does_not_allow_is_refused(desk: Desk) -> None:
    allow(desk, MONTHLY, FORTNIGHTLY)
    with pytest.raises(RhythmOutsideFrame) as refused:
        desk.offered(QUARTERS)
    with override("en"):
        assert "repaid every quarter. It allows: every month, every 2 weeks." in str(refused.value)
    with override("fi"):
        assert "2 viikon välein" in str(refused.value)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "wished",
    [
        replace(QUARTERS, instalments=21),
        replace(QUARTERS, grace=3),
        replace(QUARTERS, rhythm=FORTNIGHTLY, instalments=131),
        replace(QUARTERS, rhythm=FORTNIGHTLY, instalments=26, grace=14),
        replace(QUARTERS, instalments=1, grace=1),
    ],
)
def test_months_of_the_frame_hold_for_every_rhythm(desk: Desk, wished: object) -> None:
    with pytest.raises(TermsOutsideFrame):
        desk.offered(wished)  # type: ignore[arg-type] # loan terms, all of them


@pytest.mark.django_db
def test_what_the_months_of_the_frame_hold_is_offered(desk: Desk) -> None:
    loan = desk.offered(replace(QUARTERS, rhythm=FORTNIGHTLY, instalments=26, grace=13)).loan
    assert (loan.months, loan.grace) == (12, 13)
    assert desk.offered(replace(QUARTERS, instalments=20, grace=2)).loan.months == 60


@pytest.mark.once
@pytest.mark.parametrize("rhythm", [MONTHLY, QUARTERLY, FORTNIGHTLY, Rhythm(10, Unit.DAYS)])
@pytest.mark.parametrize("kind", ["straight", "annuity", "bullet"])
def test_the_plan_that_is_signed_is_the_one_whose_conventions_are_printed(
    kind: str, rhythm: Rhythm
) -> None:
    agreed = Plan(kind, sek(1_234_567), 475, TODAY, date(2026, 5, 31), 9, rhythm,
                  8 if kind == "bullet" else 2)  # fmt: skip
    printed = plan(set_up_of(agreed))
    assert printed.instalments() == instalments_of(agreed)
    assert f"9 x {rhythm.code}" in conventions(set_up_of(agreed))


@pytest.mark.django_db
def test_a_loan_keeps_the_order_that_was_agreed_when_it_was_signed(desk: Desk) -> None:
    allow(desk, MONTHLY, payment_rules=AGREED.written())
    loan = desk.loan()
    changed = edit_frame(
        programme_id=desk.round.programme_id, terms=frame_terms(payment_rules=PaymentRules()),
        by=desk.petra, at=clock_of.now(),
    )  # fmt: skip
    assert changed.payment_rules == PaymentRules().written()
    assert changed.pk != desk.round.frame_id
    assert Loan.objects.get(pk=loan.pk).rules == AGREED


@pytest.mark.django_db
def test_an_agreed_order_is_booked_allocated_and_shown_alike(desk: Desk) -> None:
    allow(desk, MONTHLY, payment_rules=AGREED.written())
    loan = desk.loan()
    on = date(2026, 5, 10)
    pay(desk, loan, 208_000, on)
    # Vertically: all interest that is late, then all principal, then late interest.
    sums: dict[tuple[int | None, str], int] = {}
    for each in loan.events.get(kind="payment").allocations.all():
        sums[each.number, each.component] = each.amount_minor
    late = life_of(loan, on).late
    assert sums == {
        (1, "interest"): 4_000, (2, "interest"): 3_667, (1, "principal"): 100_000,
        (2, "principal"): 100_000, (1, "late_interest"): 333,
    }  # fmt: skip
    assert set(late) == {1, 2}, "late interest waits, though fees and interest usually come first"
    assert list(check_book(desk.treasury.book)) == []


@pytest.mark.django_db
def test_what_is_left_does_what_was_agreed_unless_the_payment_says_otherwise(desk: Desk) -> None:
    allow(desk, MONTHLY, payment_rules=AGREED.written())
    loan = desk.loan()
    pay(desk, loan, 150_000, date(2026, 4, 2))
    assert life_of(loan, date(2026, 4, 2)).kept == 46_000
    pay(desk, loan, 50_000, date(2026, 4, 3), Ahead.LOWER)
    assert life_of(loan, date(2026, 4, 3)).principal == 1_050_000
    told = loan.events.filter(kind="payment").order_by("day")
    assert [each.terms["ahead"] for each in told] == ["keep", "lower"]


@pytest.mark.once
def test_every_choice_has_words_and_the_sentence_holds_them_in_every_language() -> None:
    assert set(ORDERS) == set(LOST) == set(engine.ORDERS)
    assert list(ORDERS) == list(engine.ORDERS), "the one of law and custom is offered first"
    assert set(AHEAD) == {each.value for each in Ahead}
    assert set(REACHES) == {each.value for each in Reach}
    seen = set()
    for language in ("sv", "fi", "en"):
        with override(language):
            for rules in (AGREED, PaymentRules()):
                said = sentence(rules)
                assert str(ORDERS[rules.ordinary]) in said
                assert str(AHEAD[rules.ahead.value]) in said
                seen.add(said)
    assert len(seen) == 6
