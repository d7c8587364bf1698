from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives

from grodd.base import clock, outbox
from grodd.base.audit import Stamp
from grodd.base.models import OutboxMessage
from grodd.processes.send_outbox import Sent, send_outbox
from tests.world import World


def tell(world: World, event: str = "agreement:1") -> bool:
    return outbox.enqueue(
        event=event,
        recipient=world.amina.audit_key,
        template="agreement_offered",
        stamp=Stamp(clock.now(), "system", world.company.pk),
        facts={"title": "Lastcyklar", "agreement": 1},
    )


def test_an_event_is_told_to_a_person_once(world: World) -> None:
    assert tell(world)
    assert not tell(world)
    assert send_outbox(at=clock.now()) == Sent(sent=1, failed=0)
    assert send_outbox(at=clock.now()) == Sent(sent=0, failed=0)
    assert [message.to for message in mail.outbox] == [["amina@example.org"]]
    assert "Amina" in mail.outbox[0].body


def test_a_letter_brings_its_own_words_to_a_bare_address(world: World) -> None:
    outbox.enqueue(
        event="letter:1",
        recipient="new@example.org",
        template="letter",
        stamp=Stamp(clock.now(), "system", world.company.pk),
        facts={"subject": "Välkommen", "body": "Hej!", "language": "sv"},
    )
    send_outbox(at=clock.now())
    assert mail.outbox[0].subject == "Välkommen"


def test_a_message_that_fails_is_tried_again_later_and_the_rest_still_go(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell(world, "agreement:1")
    tell(world, "agreement:2")
    sends = iter([OSError("no route"), None])

    def send(_mail: EmailMultiAlternatives, **_: Any) -> int:
        if error := next(sends):
            raise error
        return 1

    monkeypatch.setattr(EmailMultiAlternatives, "send", send)
    assert send_outbox(at=clock.now()) == Sent(sent=1, failed=1)
    failed = OutboxMessage.objects.get(state=OutboxMessage.State.WAITING)
    assert failed.send_after > clock.now()
    assert "no route" in failed.last_error


def test_a_message_whose_sender_died_is_taken_again(world: World) -> None:
    tell(world)
    assert len(outbox.claim(at=clock.now())) == 1
    assert outbox.claim(at=clock.now()) == []
    later = clock.now() + timedelta(minutes=outbox.CLAIM_MINUTES + 1)
    assert len(outbox.claim(at=later)) == 1


def test_a_message_is_given_up_after_the_last_attempt(world: World) -> None:
    tell(world)
    message = OutboxMessage.objects.get()
    OutboxMessage.objects.update(attempts=outbox.ATTEMPTS_MAX)
    outbox.mark_failed(message, at=clock.now(), error="gone")
    assert OutboxMessage.objects.get().state == OutboxMessage.State.FAILED
