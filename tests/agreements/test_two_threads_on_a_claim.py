"""Two people who settle one claim at the same moment: the lock on the loan makes them queue."""

import pytest

from grodd.agreements.models import Interruption, Takeover, TakeoverConsent
from grodd.agreements.usecases.agree_to_takeover import agree_to_takeover
from grodd.agreements.usecases.propose_takeover import propose_takeover
from grodd.agreements.usecases.send_interruption import send_interruption
from grodd.base import clock
from grodd.base.models import DatedRule, OutboxMessage
from tests.agreements.signing import TODAY, Desk
from tests.threads import at_once, kinds
from tests.world import World

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_the_two_last_answers_at_once_make_it_happen_once() -> None:
    desk = Desk(World())
    loan = desk.loan()
    takeover = propose_takeover(
        by=desk.petra, loan_id=loan.pk, email="otto@example.org", keeps=(), reason="Flytt",
        at=clock.now(),
    )  # fmt: skip

    def agree(name: str, party: str) -> object:
        return agree_to_takeover(
            by=desk.asker(getattr(desk.world, name)), takeover_id=takeover.pk,
            party=TakeoverConsent.Party(party), content_sha256=takeover.content_sha256,
            at=clock.now(),
        )  # fmt: skip

    answers = at_once(lambda: agree("amina", "old"), lambda: agree("otto", "new"))
    assert kinds(answers) == ["Takeover", "Takeover"]
    assert Takeover.objects.get().state == Takeover.State.DONE
    assert OutboxMessage.objects.filter(template="takeover_done").count() == 2


def test_two_proposals_at_once_are_one_and_a_refusal() -> None:
    desk = Desk(World())
    loan = desk.loan()

    def propose(name: str) -> object:
        return propose_takeover(
            by=desk.petra, loan_id=loan.pk, email=f"{name}@example.org", keeps=(), reason="Flytt",
            at=clock.now(),
        )  # fmt: skip

    answers = at_once(lambda: propose("otto"), lambda: propose("dana"))
    assert kinds(answers) == ["Takeover", "TakeoverAwaited"]


def test_one_letter_is_written_of_two_at_once() -> None:
    desk = Desk(World())
    loan = desk.loan()
    DatedRule.objects.create(
        country="SE", key="limitation_years", valid_from=TODAY, value=10, source="Test"
    )

    def send() -> object:
        return send_interruption(by=desk.petra, loan_id=loan.pk, at=clock.now())

    first, second = at_once(send, send)
    assert first == second
    assert Interruption.objects.count() == 1
