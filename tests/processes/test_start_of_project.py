"""With the second yes to an agreement its project begins."""

from datetime import date

from grodd.agreements.queries import Party
from grodd.base.models import OutboxMessage, PhaseKind
from grodd.followup.models import Project
from tests.agreements.signing import AWARD, LOAN, TODAY, Desk
from tests.world import World


def test_the_first_yes_starts_nothing(world: World) -> None:
    desk = Desk(world, "company")
    agreement = desk.offered(AWARD)
    desk.accept(agreement, desk.amina, Party.RECIPIENT)
    assert not Project.objects.exists()


def test_the_second_yes_to_an_award_starts_its_project_by_the_programmes_rhythm(
    world: World,
) -> None:
    agreement = Desk(world, "company").signed(AWARD)
    project = agreement.project
    assert agreement.application.phase.kind == PhaseKind.ACTIVE
    assert (project.starts_on, project.ends_on) == (TODAY, date(2026, 6, 2))
    assert project.owner == world.amina
    assert project.check_in_every_days == 14
    assert project.check_ins.count() == 7
    message = OutboxMessage.objects.get(event=f"project_started:{project.pk}")
    assert message.recipient == world.amina.audit_key


def test_a_loan_is_followed_for_as_long_as_it_is_repaid(world: World) -> None:
    project = Desk(world).signed(LOAN).project
    assert (project.starts_on, project.ends_on) == (LOAN.disburse_on, date(2027, 3, 2))


def test_a_yes_sent_twice_starts_one_project(world: World) -> None:
    desk = Desk(world)
    agreement = desk.signed(LOAN)
    desk.accept(agreement, desk.petra, Party.PROVIDER)
    assert Project.objects.count() == 1
