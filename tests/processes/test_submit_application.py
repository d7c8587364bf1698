from datetime import timedelta
from typing import Any

import pytest

from grodd.applications.models import Application
from grodd.applications.refusals import (
    AnswerMissing,
    ApplicationNotWhole,
    BudgetDoesNotAddUp,
    OutsideFrame,
    OwnerOnly,
    ReadOnly,
)
from grodd.assessment.models import Case
from grodd.base import audit, clock
from grodd.base.lifecycle import StepNotOpen
from grodd.base.models import OutboxMessage, PhaseKind
from grodd.processes.submit_application import submit_application
from grodd.processes.withdraw_application import withdraw_application
from grodd.programmes.models import Round
from tests.applications.making import make_application, make_draft
from tests.programmes.making import make_programme, make_round
from tests.world import World


@pytest.fixture
def round_(world: World) -> Round:
    return make_round(world, make_programme(world))


def test_submitting_freezes_opens_a_case_and_sends_one_receipt(world: World, round_: Round) -> None:
    application = make_application(world, round_)
    again = submit_application(
        application_id=application.pk, by=world.asker(world.amina), at=clock.now()
    )
    assert application.phase.kind == PhaseKind.SCREENING
    assert application.submissions.get() == again
    assert application.case is not None
    assert application.case.is_blind
    receipt = OutboxMessage.objects.get(template="letter")
    assert receipt.recipient == world.amina.audit_key
    assert "Cykelverkstad på lunchen" in receipt.facts["subject"]
    assert "{{" not in receipt.facts["body"]
    assert list(audit.breaks()) == []


@pytest.mark.parametrize(
    ("changed", "kind"),
    [
        ({"change": None}, AnswerMissing),
        ({"amount": 4_999_00}, OutsideFrame),
        ({"amount": 50_001_00}, OutsideFrame),
        ({"hours": "121"}, OutsideFrame),
        ({"months": "4"}, OutsideFrame),
        ({"months": "1.5"}, OutsideFrame),
        ({"budget": [{"text": "Rum", "amount_minor": 100}]}, BudgetDoesNotAddUp),
    ],
)
def test_what_is_not_whole_or_not_within_the_frame_is_not_submitted(
    world: World, round_: Round, changed: dict[str, Any], kind: type[Exception]
) -> None:
    draft = make_draft(world, round_, **changed)
    with pytest.raises(ApplicationNotWhole) as refused:
        submit_application(application_id=draft.pk, by=world.asker(world.amina), at=clock.now())
    assert [type(one) for one in refused.value.problems] == [kind]
    assert not Case.objects.exists()
    assert not draft.submissions.exists()


def test_only_the_owner_submits_and_only_in_time(world: World, round_: Round) -> None:
    draft = make_draft(world, round_)
    with pytest.raises(OwnerOnly):
        submit_application(application_id=draft.pk, by=world.asker(world.petra), at=clock.now())
    with pytest.raises(ReadOnly):
        submit_application(
            application_id=draft.pk,
            by=world.asker(world.amina),
            at=clock.now() + timedelta(days=31),
        )


def test_the_owner_takes_it_back_once_and_its_case_closes(world: World, round_: Round) -> None:
    application = make_application(world, round_)
    amina = world.asker(world.amina)
    who: dict[str, Any] = {"application_id": application.pk, "by": amina, "at": clock.now()}
    with pytest.raises(OwnerOnly):
        withdraw_application(**{**who, "by": world.asker(world.petra)})
    withdrawn = withdraw_application(**who)
    assert withdraw_application(**who).pk == withdrawn.pk
    assert withdrawn.phase.kind == PhaseKind.WITHDRAWN
    assert Case.objects.get().closed_at == clock.now()


def test_what_is_decided_is_not_taken_back(world: World, round_: Round) -> None:
    application = make_application(world, round_)
    done = application.phase.lifecycle.phases.get(key="completed")
    Application.objects.filter(pk=application.pk).update(phase=done)
    with pytest.raises(StepNotOpen):
        withdraw_application(
            application_id=application.pk, by=world.asker(world.amina), at=clock.now()
        )
