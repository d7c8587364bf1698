"""Mail that comes back is seen by those who can do something about it."""

import io
from types import SimpleNamespace

import pytest
from django.core import mail

from grodd import cli
from grodd.base import clock, outbox
from grodd.base.audit import Stamp
from grodd.base.errors import NotFound
from grodd.base.models import AuditEvent, OutboxMessage
from grodd.processes.note_bounce import note_bounce
from grodd.processes.see_to_mail import see_to_mail
from grodd.processes.send_again import send_again
from grodd.processes.send_outbox import send_outbox
from grodd.reports.failed_messages import failed_messages
from grodd.reports.waiting import Kind, waiting_for
from tests.engines.test_delivery_reports import report
from tests.web.stage import browser
from tests.world import World

pytestmark = pytest.mark.django_db


def sent(world: World) -> tuple[OutboxMessage, bytes]:
    """A mail to Amina, and the report that it came back."""
    outbox.enqueue(
        event="offered", recipient=world.amina.audit_key, template="agreement_offered",
        stamp=Stamp(clock.now(), "system", world.company.pk),
        facts={"title": "Lastcyklar", "agreement": 1},
    )  # fmt: skip
    send_outbox(at=clock.now())
    named = str(mail.outbox[-1].extra_headers["Message-ID"]).strip("<>")
    came_back = report().replace(b"12.abc@grodd.example.org", named.encode())
    return OutboxMessage.objects.get(event="offered"), came_back


def test_a_mail_that_came_back_waits_for_the_programme_manager(world: World) -> None:
    message, came_back = sent(world)
    assert note_bounce(mail=came_back, at=clock.now())
    assert note_bounce(mail=came_back, at=clock.now())
    (failed,) = failed_messages(world.asker(world.petra))
    assert failed.pk == message.pk
    assert "no such mailbox" in failed.last_error
    for person, count in ((world.petra, 1), (world.ali, 1), (world.rolf, 0), (world.amina, 0)):
        waits = waiting_for(world.asker(person), at=clock.now())
        assert [one.count for one in waits if one.kind == Kind.MAIL_FAILED] == [1] * count
    in_the_fund = waiting_for(world.asker(world.petra, world.fund), at=clock.now())
    assert Kind.MAIL_FAILED not in {one.kind for one in in_the_fund}


def test_who_saw_to_it_is_written_down_and_it_waits_no_longer(world: World) -> None:
    message, came_back = sent(world)
    note_bounce(mail=came_back, at=clock.now())
    petra = browser(world.petra, world.company)
    for _ in range(2):
        assert petra.post(f"/organisation/messages/{message.pk}/seen-to/").status_code == 302
    assert not _waits(world)
    (noted,) = AuditEvent.objects.filter(action="message.seen_to")
    assert (noted.actor, noted.subject) == (world.petra.audit_key, f"message:{message.pk}")
    page = petra.get("/organisation/messages/", headers={"accept-language": "en"})
    assert f"{world.petra.name}," in page.content.decode().split("Seen to")[1]
    with pytest.raises(NotFound):
        see_to_mail(by=world.asker(world.rolf), message_id=message.pk, at=clock.now())


def test_what_is_sent_again_and_comes_back_again_waits_anew(world: World) -> None:
    message, came_back = sent(world)
    note_bounce(mail=came_back, at=clock.now())
    petra = world.asker(world.petra)
    see_to_mail(by=petra, message_id=message.pk, at=clock.now())
    note_bounce(mail=came_back, at=clock.now())
    assert not _waits(world)
    send_again(by=petra, message_id=message.pk, at=clock.now())
    assert send_outbox(at=clock.now()).sent == 1
    note_bounce(mail=came_back, at=clock.now())
    assert _waits(world)


def test_what_arrived_needs_no_seeing_to(world: World) -> None:
    message, _ = sent(world)
    see_to_mail(by=world.asker(world.petra), message_id=message.pk, at=clock.now())
    message.refresh_from_db()
    assert message.seen_to_at is None
    assert not AuditEvent.objects.filter(action="message.seen_to").exists()


def _waits(world: World) -> bool:
    waits = waiting_for(world.asker(world.petra), at=clock.now())
    return Kind.MAIL_FAILED in {one.kind for one in waits}


def test_a_made_up_report_silences_nobody(world: World) -> None:
    message, came_back = sent(world)
    made_up = came_back.replace(f"<{message.pk}.".encode(), f"<{message.pk + 1}.".encode())
    assert not note_bounce(mail=made_up, at=clock.now())
    assert not note_bounce(mail=b"Subject: Hello\n\nHello", at=clock.now())
    message.refresh_from_db()
    assert message.state == OutboxMessage.State.SENT


def test_a_mail_server_hands_over_what_came_back(
    world: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    message, came_back = sent(world)
    for handed, said in ((came_back, "noted"), (b"Hello", "not a report")):
        monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(handed)))
        assert cli.main(["note-bounce"]) == 0
        assert said in capsys.readouterr().out
    message.refresh_from_db()
    assert message.state == OutboxMessage.State.FAILED


def test_it_is_seen_in_words_and_sent_again(world: World) -> None:
    message, came_back = sent(world)
    note_bounce(mail=came_back, at=clock.now())
    petra = browser(world.petra, world.company)
    page = petra.get("/organisation/messages/", headers={"accept-language": "en"})
    assert "Your agreement is ready: Lastcyklar" in page.content.decode()
    again = f"/organisation/messages/{message.pk}/again/"
    assert petra.post(again).status_code == 302
    assert send_outbox(at=clock.now()).sent == 1
    send_again(by=world.asker(world.petra), message_id=message.pk, at=clock.now())
    assert send_outbox(at=clock.now()).sent == 0
    with pytest.raises(NotFound):
        send_again(by=world.asker(world.rolf), message_id=message.pk, at=clock.now())
