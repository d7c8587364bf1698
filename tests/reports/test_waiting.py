"""What waits for whom, from one story that leaves something for almost everyone."""

from datetime import date

from grodd.agreements.queries import Party
from grodd.applications.usecases.invite_co_owner import invite_co_owner
from grodd.base import clock
from grodd.people.models import Person
from grodd.processes.order_disbursement import order_disbursement
from grodd.reports.waiting import Waiting, next_step_of, waiting_for
from tests.agreements.signing import LOAN, PAYEE, TODAY, Desk
from tests.applications.making import make_draft
from tests.followup.making import make_project
from tests.processes.deciding import Stage
from tests.programmes.making import make_round
from tests.world import World


def waits(world: World, person: Person, where: str = "company") -> list[Waiting]:
    asker = world.asker(person, getattr(world, where))
    return waiting_for(asker, at=clock.now())


def kinds(world: World, person: Person, where: str = "company") -> list[tuple[str, int]]:
    return [(one.kind.value, one.count) for one in waits(world, person, where)]


def test_an_application_waits_for_one_after_the_other(world: World) -> None:
    stage = Stage(world)
    draft = make_draft(world, stage.round)
    assert [(one.kind, one.pk, one.due) for one in waits(world, world.amina)] == [
        ("draft", draft.pk, date(2026, 4, 1))
    ]
    invite_co_owner(
        application_id=draft.pk, email="OTTO@example.org", by=world.asker(world.amina),
        at=clock.now(),
    )  # fmt: skip
    assert kinds(world, world.otto) == [("invited", 1)]
    stage.submitted("Compost")
    stage.submitted("Bees")
    passed = stage.passed("Bikes")
    assert kinds(world, world.petra) == [("screen", 2), ("assign", 1)]
    assert waits(world, world.adde)[0].title == str(stage.round)
    stage.assigned(passed, world.rolf)
    assert [(one.kind, one.title) for one in waits(world, world.rolf)] == [("review", "Bikes")]
    assert kinds(world, world.riitta) == []
    assert kinds(world, world.dana) == []


def test_a_matter_waits_for_the_agenda_the_vote_and_the_letter(world: World) -> None:
    stage = Stage(world)
    matter = stage.proposed()
    make_round(world, stage.programme, published=False)
    assert kinds(world, world.petra) == [("plan_round", 1), ("agenda", 1)]
    stage.meeting(matter)
    assert kinds(world, world.carin) == [("vote", 1)]
    stage.vote(matter, world.carin, "yes")
    assert kinds(world, world.carin) == []
    matter.outcome, matter.decided_at = "approved", clock.now()
    matter.save()
    assert kinds(world, world.chair) == []
    assert ("release", 1) in kinds(world, world.petra)


def test_a_loan_waits_for_both_parties_for_two_of_finance_and_for_its_owner(
    world: World,
) -> None:
    desk = Desk(world)
    desk.approved()
    assert ("make_agreement", 1) in kinds(world, world.petra, "fund")
    agreement = desk.offered(LOAN)
    assert kinds(world, world.amina) == [("accept", 1)]
    assert ("accept_for", 1) in kinds(world, world.bo, "fund")
    desk.accept(agreement, desk.amina, Party.RECIPIENT)
    desk.accept(agreement, desk.petra, Party.PROVIDER)
    agreement.refresh_from_db()
    assert ("order_loan", 1) in kinds(world, world.bo, "fund")
    order = order_disbursement(
        by=desk.bo, loan_id=agreement.loan.pk, payee=PAYEE, due_on=TODAY, at=clock.now()
    )
    assert [(one.kind, one.pk) for one in waits(world, world.finn, "fund")] == [
        ("approve", order.pk)
    ]
    assert ("approve", 1) not in kinds(world, world.bo, "fund")


def test_a_repayment_and_a_check_in_wait_for_the_owner(world: World) -> None:
    desk = Desk(world)
    desk.loan()
    make_project(world)
    assert kinds(world, world.amina) == []
    clock.stand_at(clock.at_hour(date(2026, 4, 5), 9))
    found = [(one.kind, one.due, one.is_late) for one in waits(world, world.amina)]
    assert found[0] == ("check_in", date(2026, 4, 1), True)
    assert found[-1] == ("repay", date(2026, 4, 2), True)


def test_whoever_has_nothing_to_do_gets_a_next_step(world: World) -> None:
    steps = {
        name: next_step_of(world.asker(getattr(world, name)))
        for name in ("petra", "chair", "bo", "rolf", "amina", "dana")
    }
    assert steps == {
        "petra": "programmes", "chair": "decisions", "bo": "books", "rolf": "assessment",
        "amina": "apply", "dana": "apply",
    }  # fmt: skip
