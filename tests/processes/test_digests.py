"""Who hears of what, by which way and how often; and never twice."""

from datetime import UTC, date, datetime

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.db import IntegrityError, transaction

from grodd.base import outbox
from grodd.base.audit import Stamp
from grodd.base.models import OutboxMessage
from grodd.people.models import MessageWish, Person
from grodd.people.refusals import MessageCannotBeSwitchedOff
from grodd.people.topics import BOUND, USUAL, Rhythm, Topic, Wish
from grodd.people.usecases.choose_messages import choose_messages
from grodd.processes._topics import topic_of
from grodd.processes.send_digests import send_digests
from grodd.processes.send_outbox import Sent, send_outbox
from tests.world import World

WEDNESDAY = datetime(2026, 3, 4, 12, tzinfo=UTC)
THURSDAY = datetime(2026, 3, 5, 5, tzinfo=UTC)
SATURDAY = datetime(2026, 3, 7, 5, tzinfo=UTC)
MONDAY = datetime(2026, 3, 9, 5, tzinfo=UTC)


def tell(person: Person, event: str, template: str = "project_started") -> OutboxMessage:
    outbox.enqueue(
        event=event, recipient=person.audit_key, template=template,
        stamp=Stamp(WEDNESDAY, "system"),
        facts={"title": f"Idea {event}", "project": 1, "agreement": 1},
    )  # fmt: skip
    return OutboxMessage.objects.get(event=event, recipient=person.audit_key)


def wish(world: World, rhythm: Rhythm, *, is_listed: bool = True) -> None:
    amina = world.asker(world.amina)
    choose_messages(by=amina, wishes={Topic.PROJECT: Wish(rhythm, is_listed)})


def night(at: datetime) -> int:
    made = send_digests(on=at.date(), at=at)
    send_outbox(at=at)
    return made


def test_without_a_wish_a_mail_goes_at_once_in_both_forms_with_why_it_comes(
    world: World,
) -> None:
    tell(world.amina, "one")
    assert send_outbox(at=WEDNESDAY) == Sent(sent=1, failed=0)
    (sent,) = mail.outbox
    assert isinstance(sent, EmailMultiAlternatives)
    ((content, kind),) = sent.alternatives
    page = str(content)
    assert kind == "text/html"
    for form in (str(sent.body), page):
        assert "Idea one" in form
        assert "/messages/settings/" in form
    assert "<style" not in page
    assert "<script" not in page


@pytest.mark.parametrize(
    ("rhythm", "early", "due"),
    [(Rhythm.DAILY, WEDNESDAY, THURSDAY), (Rhythm.WEEKLY, SATURDAY, MONDAY)],
)
def test_a_digest_gathers_what_has_happened_and_is_made_once(
    world: World, rhythm: Rhythm, early: datetime, due: datetime
) -> None:
    wish(world, rhythm)
    tell(world.amina, "one")
    tell(world.amina, "two")
    assert send_outbox(at=WEDNESDAY) == Sent(sent=0, failed=0, held=2)
    assert night(early) == 0
    assert mail.outbox == []
    assert night(due) == 1
    assert night(due) == 0
    (digest,) = mail.outbox
    assert "Idea one" in digest.body
    assert "Idea two" in digest.body
    assert not OutboxMessage.objects.exclude(state="sent").exists()


def test_what_comes_after_the_digest_of_a_day_waits_for_the_next(world: World) -> None:
    wish(world, Rhythm.DAILY)
    tell(world.amina, "one")
    send_outbox(at=WEDNESDAY)
    night(THURSDAY)
    late = tell(world.amina, "two")
    outbox.gather(late, until=THURSDAY)
    assert night(THURSDAY) == 0
    assert night(SATURDAY) == 1


def test_a_digest_that_fails_is_tried_again_and_seen_where_failed_mail_is_seen(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    wish(world, Rhythm.DAILY)
    tell(world.amina, "one")
    send_outbox(at=WEDNESDAY)

    def refuse(_mail: EmailMultiAlternatives) -> int:
        raise OSError("no route")

    monkeypatch.setattr(EmailMultiAlternatives, "send", refuse)
    night(THURSDAY)
    digest = OutboxMessage.objects.get(template="digest")
    assert (digest.state, digest.last_error) == ("waiting", "OSError: no route")


def test_who_wants_no_mail_has_it_in_the_list_and_who_wants_no_line_has_none(
    world: World,
) -> None:
    wish(world, Rhythm.NEVER)
    tell(world.amina, "one")
    assert send_outbox(at=WEDNESDAY) == Sent(sent=0, failed=0, held=1)
    assert [row.event for row in outbox.told_to(world.amina.audit_key)] == ["one"]
    wish(world, Rhythm.NEVER, is_listed=False)
    tell(world.amina, "two")
    send_outbox(at=WEDNESDAY)
    assert [row.event for row in outbox.told_to(world.amina.audit_key)] == ["one"]


@pytest.mark.parametrize("topic", sorted(BOUND))
def test_what_the_law_asks_for_cannot_be_switched_off(world: World, topic: Topic) -> None:
    amina = world.asker(world.amina)
    for wished in (Wish(Rhythm.DAILY), Wish(is_listed=False)):
        with pytest.raises(MessageCannotBeSwitchedOff):
            choose_messages(by=amina, wishes={topic: wished})
    choose_messages(by=amina, wishes={topic: USUAL})
    with pytest.raises(IntegrityError), transaction.atomic():
        MessageWish.objects.update(rhythm=Rhythm.NEVER)
    tell(world.amina, "one", "agreement_offered")
    assert send_outbox(at=WEDNESDAY).sent == 1


@pytest.mark.parametrize(
    ("template", "facts", "topic"),
    [
        ("decision_letter", {"kind": "rejected"}, Topic.DECISION),
        ("decision_letter", {}, Topic.DECISION),
        ("letter", {"kind": "receipt"}, Topic.APPLICATION),
        ("decision_letter", {"kind": "reminder"}, Topic.PROJECT),
        ("something_new", {}, Topic.AGREEMENT),
    ],
)
def test_a_message_that_nobody_sorted_goes_at_once(
    template: str, facts: dict[str, str], topic: Topic
) -> None:
    assert topic_of(OutboxMessage(template=template, facts=facts)) == topic
    assert topic in BOUND or template in {"letter", "decision_letter"}


def test_wishes_are_of_the_one_who_made_them(world: World) -> None:
    wish(world, Rhythm.NEVER)
    tell(world.otto, "one")
    assert send_outbox(at=WEDNESDAY).sent == 1
    assert date(2026, 3, 9).weekday() == 0
