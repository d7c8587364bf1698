from dataclasses import replace
from datetime import date

import pytest

from grodd.agreements.document import merged, sha256_of
from grodd.agreements.models import Acceptance, Agreement, Award, Loan
from grodd.agreements.queries import (
    Party,
    agreement_seen_by,
    agreements_seen_by,
    awaiting_agreement,
)
from grodd.agreements.refusals import (
    AgreementIsNotOpen,
    AgreementLetterMissing,
    DatesOutOfOrder,
    NotApprovedYet,
    SamePersonOnBothSides,
    TermsOutsideFrame,
)
from grodd.base import clock
from grodd.base.errors import ChangedMeanwhile, NotAllowed, NotFound
from grodd.base.models import PhaseKind
from grodd.decisions.models import Matter
from grodd.payments.refusals import TreasuryMissing
from grodd.processes.make_agreement import make_agreement
from tests.agreements.signing import AWARD, LOAN, TODAY, Desk
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(world: World) -> Desk:
    return Desk(world)


def test_the_whole_plan_is_shown_before_anyone_signs(desk: Desk) -> None:
    agreement = desk.offered(LOAN)
    schedule = agreement.content["schedule"]
    assert len(schedule) == 12
    assert sum(row["principal"] for row in schedule) == 1_200_000
    assert (schedule[0]["due"], schedule[0]["interest"]) == ("2026-04-02", 4_000)
    assert schedule[-1]["balance_after"] == 0
    assert agreement.content["conditions"] == "Berätta för oss hur det går."
    assert agreement.content_sha256 == sha256_of(agreement.content)
    assert "{{" not in agreement.content["body"]
    assert Loan.objects.get().state == Loan.State.OFFERED


def test_an_agreement_is_made_once(desk: Desk) -> None:
    agreement = desk.offered(LOAN)
    again = make_agreement(
        by=desk.petra, application_id=agreement.application_id, terms=LOAN, at=clock.now()
    )
    assert again == agreement


def test_merge_fields_that_nobody_knows_are_left_standing() -> None:
    assert merged("Hej {{ name }}, {{ nobody }}", {"name": "Amina"}) == "Hej Amina, {{ nobody }}"


def test_only_the_programme_manager_makes_agreements(desk: Desk) -> None:
    with pytest.raises(NotAllowed):
        make_agreement(by=desk.bo, application_id=desk.approved().pk, terms=LOAN, at=clock.now())


def test_what_was_not_approved_becomes_no_agreement(desk: Desk) -> None:
    application = desk.approved()
    Matter.objects.update(outcome=Matter.Outcome.REJECTED)
    with pytest.raises(NotApprovedYet):
        make_agreement(by=desk.petra, application_id=application.pk, terms=LOAN, at=clock.now())


def test_no_agreement_is_made_before_the_decision_is_told(desk: Desk) -> None:
    application = desk.approved()
    Matter.objects.update(released_at=None)
    assert not awaiting_agreement(desk.petra).exists()
    with pytest.raises(NotApprovedYet):
        make_agreement(by=desk.petra, application_id=application.pk, terms=LOAN, at=clock.now())


def test_a_round_without_an_agreement_text_says_so(desk: Desk) -> None:
    desk.round.letters.clear()
    with pytest.raises(AgreementLetterMissing):
        desk.offered(LOAN)


@pytest.mark.parametrize(
    ("terms", "no"),
    [
        (replace(LOAN, instalments=61), TermsOutsideFrame),
        (replace(LOAN, grace=7), TermsOutsideFrame),
        (replace(LOAN, instalments=2, grace=2), TermsOutsideFrame),
        (replace(LOAN, first_due_on=TODAY), DatesOutOfOrder),
    ],
)
def test_terms_outside_the_frame_are_refused(desk: Desk, terms: object, no: type) -> None:
    with pytest.raises(no):
        desk.offered(terms)  # type: ignore[arg-type] # loan terms, all four
    assert not Agreement.objects.exists()


def test_two_yeses_make_it_hold(desk: Desk) -> None:
    agreement = desk.offered(LOAN)
    desk.accept(agreement, desk.amina, Party.RECIPIENT)
    assert Agreement.objects.get().state == Agreement.State.OFFERED
    desk.accept(agreement, desk.petra, Party.PROVIDER)
    signed = Agreement.objects.select_related("application__phase", "loan__receivable").get()
    assert signed.state == Agreement.State.ACCEPTED
    assert signed.application.phase.kind == PhaseKind.ACTIVE
    assert signed.loan.state == Loan.State.SIGNED
    assert signed.loan.receivable is not None
    assert desk.accept(agreement, desk.petra, Party.PROVIDER) == signed
    assert Acceptance.objects.count() == 2


def test_each_party_says_yes_for_itself(desk: Desk) -> None:
    agreement = desk.offered(LOAN)
    with pytest.raises(NotAllowed):
        desk.accept(agreement, desk.petra, Party.RECIPIENT)
    with pytest.raises(NotAllowed):
        desk.accept(agreement, desk.amina, Party.PROVIDER)


def test_one_person_cannot_be_both_parties(desk: Desk) -> None:
    agreement = desk.offered(LOAN)
    agreement.recipient = desk.world.petra
    agreement.save(update_fields=["recipient"])
    with pytest.raises(SamePersonOnBothSides):
        desk.accept(agreement, desk.petra, Party.PROVIDER)


def test_a_yes_to_another_document_does_not_count(desk: Desk) -> None:
    agreement = desk.offered(LOAN)
    agreement.content_sha256 = "0" * 64
    with pytest.raises(ChangedMeanwhile):
        desk.accept(agreement, desk.amina, Party.RECIPIENT)


def test_a_cancelled_agreement_is_not_accepted(desk: Desk) -> None:
    agreement = desk.offered(LOAN)
    desk.take_back(agreement)
    with pytest.raises(AgreementIsNotOpen):
        desk.accept(agreement, desk.amina, Party.RECIPIENT)


def test_a_loan_without_books_cannot_be_signed(desk: Desk) -> None:
    agreement = desk.offered(LOAN)
    desk.accept(agreement, desk.amina, Party.RECIPIENT)
    type(desk.treasury).objects.update(organisation=desk.world.company)
    with pytest.raises(TreasuryMissing):
        desk.accept(agreement, desk.petra, Party.PROVIDER)
    assert Agreement.objects.get().state == Agreement.State.OFFERED


def test_a_paper_signed_by_hand_counts_for_the_recipient(desk: Desk) -> None:
    agreement = desk.offered(LOAN)
    desk.paper(agreement)
    acceptance = Acceptance.objects.get()
    assert (acceptance.person, acceptance.method) == (desk.world.amina, "paper")


def test_an_award_is_paid_in_parts_that_add_up(world: World) -> None:
    company = Desk(world, "company")
    company.offered(replace(AWARD, instalments=3), minor=1_000_000, language="fi")
    award = Award.objects.get()
    parts = award.instalments.values_list("amount_minor", "after_check_in")
    assert list(parts) == [(333_334, 0), (333_333, 1), (333_333, 2)]
    assert (award.hours, award.receipt_above_minor) == (40, 50_000)


def test_only_the_owner_and_those_who_work_there_see_it(desk: Desk) -> None:
    agreement = desk.offered(LOAN)
    world = desk.world
    for person in (world.amina, world.petra, world.bo, world.agda, world.adde):
        assert agreement_seen_by(desk.asker(person), agreement_id=agreement.pk) == agreement
    for person in (world.dana, world.otto, world.rolf, world.carin, world.maj):
        assert not agreements_seen_by(desk.asker(person)).exists()
        with pytest.raises(NotFound):
            agreement_seen_by(desk.asker(person), agreement_id=agreement.pk)


def test_due_days_come_back_to_the_31st(desk: Desk) -> None:
    terms = replace(
        LOAN, instalments=3, disburse_on=date(2026, 1, 15), first_due_on=date(2026, 1, 31)
    )
    schedule = desk.offered(terms).content["schedule"]
    assert [row["due"] for row in schedule] == ["2026-01-31", "2026-02-28", "2026-03-31"]
