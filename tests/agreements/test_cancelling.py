"""An agreement that is offered can be turned down or taken back; one that holds cannot."""

import pytest

from grodd.agreements.models import Agreement, Loan
from grodd.agreements.queries import awaiting_agreement
from grodd.agreements.refusals import AgreementSettled
from grodd.applications.models import Application
from grodd.assessment.refusals import ReasonNeeded
from grodd.base import clock
from grodd.base.errors import NotAllowed, NotFound
from grodd.base.models import AuditEvent, OutboxMessage, PhaseKind
from grodd.engines.money import Money
from grodd.people.asker import Asker
from grodd.processes.cancel_agreement import cancel_agreement
from grodd.processes.make_agreement import make_agreement
from grodd.programmes.models import Round
from grodd.programmes.usecases.commit_budget import commit_budget
from tests.agreements.signing import LOAN, Desk
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(world: World) -> Desk:
    return Desk(world)


def offered(desk: Desk) -> Agreement:
    """A loan on offer, its money promised by the round."""
    agreement = desk.offered(LOAN)
    commit_budget(
        round_id=desk.round.pk, key=f"application:{agreement.application_id}",
        amount=Money(1_200_000, "SEK"), hours=0, at=clock.now(),
    )  # fmt: skip
    return agreement


def cancel(
    agreement: Agreement, by: Asker, *, is_over: bool = True, reason: str = "Jag ångrade mig."
) -> Agreement:
    return cancel_agreement(
        by=by, agreement_id=agreement.pk, reason=reason, is_over=is_over, at=clock.now()
    )


def committed() -> int:
    return Round.objects.get().committed_minor


def phase() -> str:
    return Application.objects.select_related("phase").get().phase.kind


def test_a_no_from_the_owner_gives_the_money_back_to_the_round(desk: Desk) -> None:
    agreement = offered(desk)
    assert committed() == 1_200_000
    cancel(agreement, desk.amina)
    assert (committed(), phase()) == (0, PhaseKind.WITHDRAWN)
    assert Loan.objects.get().state == Loan.State.CANCELLED
    assert not awaiting_agreement(desk.petra).exists()
    told = OutboxMessage.objects.get(template="agreement_turned_down")
    assert told.recipient == desk.world.petra.audit_key
    assert told.facts["reason"] == "Jag ångrade mig."
    actions = set(AuditEvent.objects.values_list("action", flat=True))
    assert {"agreement.cancelled", "application.turn_down", "round.budget_released"} <= actions


def test_a_wrong_agreement_is_taken_back_and_a_better_one_written(desk: Desk) -> None:
    wrong = offered(desk)
    desk.take_back(wrong)
    assert (committed(), phase()) == (1_200_000, PhaseKind.AGREEMENT)
    assert awaiting_agreement(desk.petra).count() == 1
    better = make_agreement(
        by=desk.petra, application_id=wrong.application_id, terms=LOAN, at=clock.now()
    )
    assert better.pk != wrong.pk
    assert not awaiting_agreement(desk.petra).exists()
    told = OutboxMessage.objects.get(template="agreement_cancelled")
    assert told.recipient == desk.world.amina.audit_key


def test_the_programme_can_end_it_for_good(desk: Desk) -> None:
    agreement = offered(desk)
    desk.take_back(agreement, is_over=True)
    assert (committed(), phase()) == (0, PhaseKind.DECLINED)


def test_what_holds_or_is_cancelled_is_not_cancelled(desk: Desk) -> None:
    held = desk.signed(LOAN)
    with pytest.raises(AgreementSettled):
        cancel(held, desk.amina)
    other = desk.offered(LOAN)
    desk.take_back(other)
    with pytest.raises(AgreementSettled):
        desk.take_back(other)


def test_it_takes_a_reason_and_someone_whose_it_is(desk: Desk) -> None:
    agreement = offered(desk)
    with pytest.raises(ReasonNeeded):
        cancel(agreement, desk.amina, reason="  ")
    with pytest.raises(NotAllowed):
        cancel(agreement, desk.amina, is_over=False)
    for person in (desk.world.bo, desk.world.agda, desk.world.adde):
        with pytest.raises(NotAllowed):
            cancel(agreement, desk.asker(person))
    with pytest.raises(NotFound):
        cancel(agreement, desk.asker(desk.world.dana))
    agreement.refresh_from_db()
    assert agreement.state == Agreement.State.OFFERED
