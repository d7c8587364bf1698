"""A running loan is repaid more or less often: who may, what fits, and what is written of it."""

from dataclasses import replace
from datetime import date

import pytest
from django.utils.translation import override

from grodd.agreements.models import Loan, LoanEvent
from grodd.agreements.refusals import (
    DueDayDoesNotFit,
    PlanEndsTooLate,
    RhythmNotAllowed,
    SameRhythm,
    TooFewInstalments,
)
from grodd.agreements.replaying import event_of, life_of
from grodd.agreements.servicing import lines_of
from grodd.agreements.usecases.change_terms import change_terms
from grodd.agreements.usecases.undo_event import undo_event
from grodd.base import clock
from grodd.base.errors import Refusal
from grodd.engines.calendar import MONTHLY, Rhythm, Unit
from grodd.engines.life import Change, Extension, NewDueDay, NewRhythm
from grodd.ledger.checking import check_book
from grodd.processes.record_repayment import record_repayment
from grodd.programmes.models import Frame
from grodd.reports.loan_page import preview_change
from grodd.reports.plan_words import Difference
from grodd.reports.rhythm_choices import rhythm_choices
from tests.agreements.signing import LOAN, Desk, reference_rates, sek
from tests.world import World

pytestmark = pytest.mark.django_db
APRIL = date(2026, 4, 20)
FORTNIGHTLY, QUARTERLY = Rhythm(2, Unit.WEEKS), Rhythm(1, Unit.QUARTERS)
ALLOWED = (MONTHLY, FORTNIGHTLY, QUARTERLY, Rhythm(3, Unit.MONTHS), Rhythm(10, Unit.YEARS))
OFTEN = NewRhythm("k", APRIL, FORTNIGHTLY, date(2026, 4, 30), 23)


@pytest.fixture
def desk(world: World) -> Desk:
    reference_rates()
    desk = Desk(world)
    Frame.objects.filter(rounds=desk.round).update(loan_rhythms=[one.code for one in ALLOWED])
    return desk


def change(desk: Desk, loan: Loan, what: Change) -> LoanEvent:
    return change_terms(
        by=desk.petra, loan_id=loan.pk, change=what, reason="Lön varannan vecka", at=clock.now()
    )


def fresh(loan: Loan) -> Loan:
    rows = Loan.objects.select_related("agreement__scope__organisation", "receivable")
    return rows.get(pk=loan.pk)


def test_another_rhythm_makes_a_new_version_that_says_so_and_can_be_undone(desk: Desk) -> None:
    loan = desk.loan()
    event = change(desk, loan, OFTEN)
    assert change(desk, loan, OFTEN) == event
    assert event_of(event) == OFTEN
    lines = lines_of(fresh(loan))
    assert [line.due_on for line in lines][1:4] == [
        date(2026, 4, 30), date(2026, 5, 14), date(2026, 5, 28)
    ]  # fmt: skip
    assert sum(line.principal_minor for line in lines) == 1_200_000
    version = fresh(loan).plan_versions.get(cause=event)
    with override("en"):
        said = Difference(version.difference, "SEK").sentence
    assert said.startswith("An instalment falls due every 2 weeks (every month before). 23 inst")
    assert life_of(fresh(loan), APRIL).rhythm == FORTNIGHTLY
    undone = undo_event(by=desk.bo, event_id=event.pk, reason="Fel lån", at=clock.now())
    back = fresh(loan).plan_versions.get(cause=undone)
    with override("sv"):
        assert "varje månad (förut" in Difference(back.difference, "SEK").sentence
    assert [line.due_on for line in lines_of(fresh(loan))] == [
        line.due_on for line in loan.schedule_lines.filter(version=1)
    ]
    assert list(check_book(desk.treasury.book)) == []


def test_a_change_of_something_else_says_nothing_of_a_rhythm(desk: Desk) -> None:
    loan = desk.loan()
    change(desk, loan, OFTEN)
    longer = change(desk, loan, Extension("e", APRIL, 2))
    assert "often" not in fresh(loan).plan_versions.get(cause=longer).difference


def test_a_payment_told_late_is_counted_again_with_the_new_rhythm(desk: Desk) -> None:
    loan = desk.loan()
    change(desk, loan, OFTEN)
    for minor, day in ((104_000, date(2026, 4, 2)), (51_249, date(2026, 4, 30))):
        record_repayment(
            by=desk.bo, loan_id=loan.pk, received=sek(minor), value_date=day,
            bank_reference=f"B{day}", at=clock.now(),
        )  # fmt: skip
    life = life_of(fresh(loan), date(2026, 4, 30))
    assert [row.left for row in life.rows[:2]] == [0, 0]
    assert life.rows[1].amount == 47_827 + 3_422
    assert life.principal == 1_100_000 - 47_827
    assert list(check_book(desk.treasury.book)) == []


BAD: list[tuple[Change, type[Refusal]]] = [
    (replace(OFTEN, rhythm=Rhythm(1, Unit.DAYS)), RhythmNotAllowed),
    (replace(OFTEN, rhythm=MONTHLY), SameRhythm),
    (replace(OFTEN, first_due=APRIL), DueDayDoesNotFit),
    (replace(OFTEN, instalments=0), TooFewInstalments),
    (replace(OFTEN, instalments=2_000), TooFewInstalments),
    (replace(OFTEN, day=date(2027, 3, 2), first_due=date(2027, 3, 9)), TooFewInstalments),
    (replace(OFTEN, rhythm=Rhythm(10, Unit.YEARS), instalments=19), PlanEndsTooLate),
    (replace(OFTEN, first_due=date(9999, 12, 31)), PlanEndsTooLate),
    (NewDueDay("k", APRIL, date(9999, 12, 31)), PlanEndsTooLate),
]


@pytest.mark.parametrize(("what", "no"), BAD)
def test_a_rhythm_that_does_not_fit_is_refused_before_and_when_it_is_made(
    desk: Desk, what: Change, no: type[Refusal]
) -> None:
    loan = desk.loan()
    with pytest.raises(no):
        preview_change(desk.petra, loan_id=loan.pk, change=what)
    with pytest.raises(no):
        change(desk, loan, what)
    assert fresh(loan).schedule_version == 1


def test_a_quarter_is_as_often_as_three_months(desk: Desk) -> None:
    loan = desk.loan()
    change(desk, loan, NewRhythm("k", APRIL, QUARTERLY, date(2026, 7, 2), 4))
    with pytest.raises(SameRhythm) as refused:
        change(desk, loan, NewRhythm("l", APRIL, ALLOWED[3], date(2026, 7, 2), 4))
    with override("en"):
        assert "falls due every quarter already" in str(refused.value)


def test_what_is_allowed_is_what_the_newest_frame_of_the_programme_says(desk: Desk) -> None:
    loan = desk.loan()
    Frame.objects.filter(rounds=desk.round).update(loan_rhythms=[MONTHLY.code])
    with pytest.raises(RhythmNotAllowed) as refused:
        change(desk, loan, OFTEN)
    with override("fi"):
        assert "2 viikon välein" in str(refused.value)
    frame = Frame.objects.get(rounds=desk.round)
    frame.pk, frame.version, frame.loan_rhythms = None, frame.version + 1, [FORTNIGHTLY.code]
    frame.save(force_insert=True)
    assert change(desk, loan, OFTEN).kind == LoanEvent.Kind.RHYTHM


def test_what_is_proposed_fits_and_ends_the_loan_about_when_it_ends(desk: Desk) -> None:
    loan = desk.loan()
    choices = rhythm_choices(desk.petra, loan_id=loan.pk, on=APRIL)
    assert choices.now == MONTHLY
    assert list(choices.offers) == list(ALLOWED[1:])
    for rhythm in (FORTNIGHTLY, QUARTERLY):
        found = choices.offers[rhythm]
        preview = preview_change(
            desk.petra, loan_id=loan.pk, change=NewRhythm("k", APRIL, rhythm, *found)
        )
        assert abs((preview.rows[-1].due - date(2027, 3, 2)).days) <= 31
    assert choices.fit(FORTNIGHTLY, date(2026, 6, 1)).instalments == 21
    with pytest.raises(PlanEndsTooLate):
        choices.fit(FORTNIGHTLY, date(9999, 12, 31))


def test_a_loan_without_instalments_to_come_is_proposed_one_and_told_why_not(desk: Desk) -> None:
    loan = desk.loan(replace(LOAN, instalments=1))
    over = date(2026, 4, 2)
    found = rhythm_choices(desk.petra, loan_id=loan.pk, on=over).offers[FORTNIGHTLY]
    with pytest.raises(TooFewInstalments):
        change(desk, loan, NewRhythm("k", over, FORTNIGHTLY, *found))
