"""When a claim lapses, what counts the time anew, and the letter that does so every year."""

from datetime import date
from typing import Any

import pytest

from grodd.agreements.limitation import limitation_on
from grodd.agreements.models import Interruption, Loan
from grodd.agreements.refusals import (
    ClaimHasLapsed,
    InterruptionOutOfTime,
    NothingIsClaimed,
    ReasonForChange,
)
from grodd.agreements.usecases.record_interruption import Reached, record_interruption
from grodd.agreements.usecases.send_interruption import send_interruption
from grodd.agreements.usecases.take_back_interruption import take_back_interruption
from grodd.base import clock as time
from grodd.base.errors import KeyUsedForOtherContent, NotAllowed
from grodd.base.models import DatedRule, OutboxMessage
from grodd.base.rules import RuleMissing
from grodd.people.asker import Asker
from grodd.people.models import Organisation
from grodd.processes.limitation_letters import limitation_letters
from grodd.processes.record_repayment import record_repayment
from grodd.processes.reverse_repayment import reverse_repayment
from grodd.processes.run_nightly import run_nightly
from grodd.processes.send_outbox import send_outbox
from grodd.reports.lapsing import lapsing_claims
from tests.agreements.signing import LOAN, TODAY, Desk, noon, reference_rates, sek
from tests.conftest import Clock
from tests.world import World

pytestmark = pytest.mark.django_db
Kind = Interruption.Kind


@pytest.fixture
def desk(world: World) -> Desk:
    reference_rates()
    years(limitation_years=10, limitation_consumer_years=3)
    return Desk(world)


def years(**rules: int) -> None:
    for key, value in rules.items():
        DatedRule.objects.create(
            country="SE", key=key, valid_from=date(1982, 1, 1), value=value, source="Test"
        )


def reached(desk: Desk, loan: Loan, day: date, key: str = "k", by: Asker | None = None,
            note: str = "Postens kvitto 17") -> Interruption:  # fmt: skip
    return record_interruption(
        by=by or desk.petra, loan_id=loan.pk, reached=Reached(key, Kind.DEMAND, day, note),
        at=time.now(),
    )  # fmt: skip


def called_in(desk: Desk) -> Loan:
    """A loan whose borrower has paid nothing since it was called in."""
    loan = desk.loan()
    Loan.objects.filter(pk=loan.pk).update(state=Loan.State.TERMINATED)
    return Loan.objects.get(pk=loan.pk)


def test_a_person_is_counted_as_a_consumer_and_an_organisation_is_not(desk: Desk) -> None:
    found = limitation_on(desk.loan(), TODAY)
    assert (found.lapses, found.as_consumer, found.why) == (date(2029, 3, 2), True, "draw")
    firm = Organisation.objects.create(key="firma", name="Bageriet", served_by=desk.space)
    found = limitation_on(desk.loan(applicant=firm), TODAY)
    assert (found.lapses, found.as_consumer) == (date(2036, 3, 2), False)


def test_a_sole_trader_is_counted_as_the_person_who_trades(desk: Desk) -> None:
    """The firm has a number and a name, but the person answers for its debts."""
    firm = Organisation.objects.create(
        key="enskild", name="Bageri Amina", served_by=desk.space, legal_form="sole_trader"
    )
    loan = desk.loan(applicant=firm)
    assert loan.borrower_kind == Loan.Borrower.BUSINESS_PERSON
    found = limitation_on(loan, TODAY)
    assert (found.lapses, found.years, found.as_consumer) == (date(2029, 3, 2), 3, True)


def test_a_rule_that_is_missing_is_named(world: World) -> None:
    desk = Desk(world)
    loan = desk.loan()
    with pytest.raises(RuleMissing, match="limitation_years"):
        limitation_on(loan, TODAY)
    assert lapsing_claims(desk.petra, on=TODAY) == []


def test_a_payment_counts_the_time_anew_until_it_bounces(desk: Desk, clock: Clock) -> None:
    loan = desk.loan()
    clock.set("2026-04-02 12:00")
    payment = record_repayment(
        by=desk.bo, loan_id=loan.pk, received=sek(10_000), value_date=date(2026, 3, 20),
        bank_reference="B1", at=time.now(),
    )  # fmt: skip
    found = limitation_on(loan, date(2026, 4, 2))
    assert (found.last, found.why) == (date(2026, 3, 20), "payment")
    reverse_repayment(by=desk.bo, repayment_id=payment.pk, reason="Saknas", at=time.now())
    assert limitation_on(loan, date(2026, 4, 2)).why == "draw"


def test_a_demand_that_reached_the_borrower_counts_until_it_is_taken_back(
    desk: Desk, clock: Clock
) -> None:
    loan = desk.loan()
    clock.set("2026-05-04 12:00")
    row = reached(desk, loan, date(2026, 5, 3))
    assert reached(desk, loan, date(2026, 5, 3)) == row
    with pytest.raises(KeyUsedForOtherContent):
        reached(desk, loan, date(2026, 5, 2))
    assert limitation_on(loan, date(2026, 5, 4)).lapses == date(2029, 5, 3)
    back: dict[str, Any] = {"interruption_id": row.pk, "at": time.now()}
    with pytest.raises(ReasonForChange):
        take_back_interruption(by=desk.petra, reason="", **back)
    with pytest.raises(NotAllowed):
        take_back_interruption(by=desk.amina, reason="x", **back)
    made = take_back_interruption(by=desk.petra, reason="Kom tillbaka", **back)
    assert take_back_interruption(by=desk.petra, reason="Igen", **back) == made
    assert limitation_on(loan, date(2026, 5, 4)).why == "draw"


def test_what_cannot_be_is_refused(desk: Desk, clock: Clock) -> None:
    loan = desk.loan()
    with pytest.raises(NotAllowed):
        reached(desk, loan, TODAY, by=desk.amina)
    with pytest.raises(ReasonForChange):
        reached(desk, loan, TODAY, note=" ")
    for day in (date(2026, 3, 1), date(2026, 3, 3)):
        with pytest.raises(InterruptionOutOfTime):
            reached(desk, loan, day)
    with pytest.raises(NothingIsClaimed):
        reached(desk, desk.signed(LOAN).loan, TODAY)
    clock.set("2029-03-03 12:00")
    with pytest.raises(ClaimHasLapsed):
        send_interruption(by=desk.petra, loan_id=loan.pk, at=time.now())


def test_the_letter_says_what_is_owed_and_is_sent_once_a_day(desk: Desk, clock: Clock) -> None:
    loan = desk.loan()
    clock.set("2026-03-17 12:00")
    with pytest.raises(NotAllowed):
        send_interruption(by=desk.amina, loan_id=loan.pk, at=time.now())
    letter = send_interruption(by=desk.petra, loan_id=loan.pk, at=time.now())
    assert send_interruption(by=desk.bo, loan_id=loan.pk, at=time.now()) == letter
    facts = dict(letter.content["en"]["facts"])
    assert (facts["Principal owed"], facts["Together"]) == ("SEK12,000", "SEK12,020")
    assert facts["Without this letter it would lapse on"] == "2 Mar 2029"
    message = OutboxMessage.objects.get(template="interruption_letter")
    assert message.recipient == desk.world.amina.audit_key
    assert "Together: SEK12,020" in message.facts["text"]
    assert send_outbox(at=time.now()).failed == 0
    assert limitation_on(loan, date(2026, 3, 17)).lapses == date(2029, 3, 17)


def test_the_night_writes_once_a_year_to_who_is_silent(desk: Desk, clock: Clock) -> None:
    loan, running = called_in(desk), desk.loan()
    clock.set("2027-03-01 03:00")
    assert limitation_letters(on=date(2027, 3, 1), at=time.now()).sent == 0
    clock.set("2027-03-02 03:00")
    assert run_nightly(on=date(2027, 3, 2), at=time.now()).counts["limitation_letters"] == 1
    assert limitation_letters(on=date(2027, 3, 2), at=time.now()).sent == 0
    assert loan.interruptions.get().recorded_by is None
    assert not running.interruptions.exists()
    clock.set("2028-03-02 03:00")
    assert limitation_letters(on=date(2028, 3, 2), at=time.now()).sent == 1
    assert limitation_on(loan, date(2028, 3, 2)).lapses == date(2031, 3, 2)


def test_a_loan_that_cannot_be_computed_holds_up_no_other(desk: Desk) -> None:
    loan = called_in(desk)
    DatedRule.objects.filter(key="reference_rate_bp").delete()
    found = limitation_letters(on=date(2027, 3, 2), at=noon(date(2027, 3, 2)))
    assert found.sent == 0
    assert [reference for reference, _why in found.refused] == [loan.reference]


def test_claims_that_lapse_within_a_year_are_listed_the_soonest_first(
    desk: Desk, clock: Clock
) -> None:
    loan, later = desk.loan(), desk.loan()
    clock.set("2026-06-01 12:00")
    reached(desk, later, date(2026, 6, 1))
    assert lapsing_claims(desk.petra, on=date(2028, 3, 1)) == []
    soon = lapsing_claims(desk.petra, on=date(2028, 3, 2))
    assert [each.loan for each in soon] == [loan]
    both = lapsing_claims(desk.petra, on=date(2028, 7, 1))
    assert [each.loan for each in both] == [loan, later]
