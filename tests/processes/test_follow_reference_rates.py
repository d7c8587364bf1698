"""Loans that follow the reference rate move with it, once for each rate that comes."""

from dataclasses import replace
from datetime import date

import pytest

from grodd.agreements.models import Agreement, Loan, LoanEvent
from grodd.agreements.replaying import life_of
from grodd.base.models import DatedRule, OutboxMessage
from grodd.base.rules import RuleMissing
from grodd.people.models import Person
from grodd.processes.follow_reference_rates import follow_reference_rates
from tests.agreements.signing import LOAN, Desk, noon, reference_rates
from tests.world import World

JULY = date(2026, 7, 1)


def follows(desk: Desk, margin_bp: int = 300) -> None:
    frame = desk.round.frame
    assert frame is not None
    type(frame).objects.filter(pk=frame.pk).update(loan_rate_bp=margin_bp, loan_rate_follows=True)


@pytest.fixture
def loan(world: World) -> Loan:
    desk = Desk(world)
    follows(desk)
    reference_rates()
    return desk.loan()


def told(loan: Loan) -> list[tuple[date, int]]:
    events = loan.events.filter(kind=LoanEvent.Kind.RATE)
    return [(each.day, each.terms["annual_rate_bp"]) for each in events]


def mails() -> int:
    return OutboxMessage.objects.filter(template="loan_rate").count()


def test_the_loan_starts_at_the_reference_rate_and_its_margin(loan: Loan) -> None:
    assert (loan.annual_rate_bp, loan.margin_bp) == (500, 300)
    assert told(loan) == []


def test_a_new_reference_rate_is_told_once_on_its_day(loan: Loan) -> None:
    assert follow_reference_rates(on=date(2026, 6, 30), at=noon(date(2026, 6, 30))) == ()
    assert len(follow_reference_rates(on=JULY, at=noon(JULY))) == 1
    assert follow_reference_rates(on=JULY, at=noon(JULY)) == ()
    assert told(loan) == [(JULY, 600)]
    assert mails() == 1
    assert life_of(loan, JULY).annual_rate * 10_000 == 600
    event = loan.events.get(kind=LoanEvent.Kind.RATE)
    assert event.recorded_by is None


def test_a_rate_recorded_late_holds_from_its_own_day(loan: Loan) -> None:
    DatedRule.objects.filter(valid_from=JULY).delete()
    august = date(2026, 8, 20)
    follow_reference_rates(on=august, at=noon(august))
    before = life_of(loan, date(2026, 9, 30)).accrued
    DatedRule.objects.create(
        country="SE", key="reference_rate_bp", valid_from=JULY, value=300, source="Test"
    )
    follow_reference_rates(on=august, at=noon(august))
    assert told(loan) == [(JULY, 600)]
    assert life_of(loan, date(2026, 9, 30)).accrued > before


def test_a_rate_that_came_between_the_offer_and_the_money_holds_from_the_money(
    world: World,
) -> None:
    desk = Desk(world)
    follows(desk)
    reference_rates()
    paid_on, first_due = date(2026, 7, 6), date(2026, 8, 6)
    terms = replace(LOAN, disburse_on=paid_on, first_due_on=first_due)
    loan = desk.loan(terms, on=paid_on)
    assert loan.annual_rate_bp == 500
    assert len(follow_reference_rates(on=paid_on, at=noon(paid_on))) == 1
    assert follow_reference_rates(on=paid_on, at=noon(paid_on)) == ()
    assert told(loan) == [(paid_on, 600)]
    # One month of 12 000 kr at 6 percent a year.
    assert life_of(loan, paid_on).rows[0].owed[2] == 6_000


def test_whoever_took_the_loan_over_hears_of_the_new_rate(loan: Loan) -> None:
    bo = Person.objects.get(email="bo@example.org")
    Agreement.objects.filter(pk=loan.agreement_id).update(recipient=bo)
    follow_reference_rates(on=JULY, at=noon(JULY))
    assert OutboxMessage.objects.get(template="loan_rate").recipient == bo.audit_key


def test_a_rate_that_did_not_change_is_told_without_a_mail(loan: Loan) -> None:
    DatedRule.objects.filter(valid_from=JULY).update(value=200)
    assert len(follow_reference_rates(on=JULY, at=noon(JULY))) == 1
    assert told(loan) == [(JULY, 500)]
    assert mails() == 0


def test_a_reference_rate_far_below_zero_never_pays_the_borrower(loan: Loan) -> None:
    DatedRule.objects.filter(valid_from=JULY).update(value=-400)
    follow_reference_rates(on=JULY, at=noon(JULY))
    assert told(loan) == [(JULY, 0)]


def test_a_fixed_loan_is_left_alone(world: World) -> None:
    desk = Desk(world)
    reference_rates()
    loan = desk.loan()
    assert loan.margin_bp is None
    assert follow_reference_rates(on=JULY, at=noon(JULY)) == ()
    assert told(loan) == []


def test_without_a_reference_rate_none_is_offered(world: World) -> None:
    desk = Desk(world)
    follows(desk)
    with pytest.raises(RuleMissing):
        desk.offered(LOAN)


def test_the_agreement_says_what_the_rate_follows(world: World) -> None:
    desk = Desk(world)
    follows(desk)
    reference_rates()
    said = [value for _, value in desk.offered(LOAN).content["terms"]]
    assert any("5" in value and "3" in value and "referensr" in value for value in said), said
