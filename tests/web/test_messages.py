"""The list of messages, the wishes, and the calendar in two other programs' eyes."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import vobject  # type: ignore[import-untyped] # it has no types of its own
from django.test import Client
from icalendar import Calendar

from grodd.base import clock, outbox
from grodd.base.audit import Stamp
from grodd.base.models import OutboxMessage
from grodd.decisions.models import Body, Meeting, Seat
from grodd.people.models import Person
from grodd.people.queries import asker_of, spaces_and_unread
from grodd.people.topics import Rhythm, Topic
from grodd.processes.send_outbox import send_outbox
from tests.applications.making import make_application, make_draft
from tests.followup.making import make_project
from tests.programmes.making import make_programme, make_round
from tests.web.stage import browser
from tests.world import LONG_AGO, World

AT = datetime(2026, 5, 6, 15, tzinfo=UTC)


def tell(person: Person, *titles: str) -> None:
    for title in titles:
        outbox.enqueue(
            event=title, recipient=person.audit_key, template="agreement_offered",
            stamp=Stamp(clock.now(), "system"), facts={"title": title, "agreement": 1},
        )  # fmt: skip
    send_outbox(at=clock.now())


def shown(client: Client, address: str = "/messages/") -> str:
    return client.get(address).content.decode()


def test_the_navigation_counts_what_is_unread_and_opening_reads_it(world: World) -> None:
    tell(world.amina, "Lastcyklar", "Bageri")
    amina = browser(world.amina)
    assert '2<span class="ds-sr-only"> unread</span>' in shown(amina)
    one = OutboxMessage.objects.get(event="Bageri")
    opened = shown(amina, f"/messages/{one.pk}/")
    assert "Your agreement is ready: Bageri" in opened
    assert '<a href="http://127.0.0.1:8000/agreements/1/"' in opened
    assert '1<span class="ds-sr-only"> unread</span>' in shown(amina)
    amina.post("/messages/read/")
    assert 'class="ds-sr-only"> unread</span>' not in shown(amina)
    assert browser(world.otto).get(f"/messages/{one.pk}/").status_code == 404


def test_what_stands_on_every_page_is_the_number_of_the_unread_in_the_list(world: World) -> None:
    tell(world.bo, "Read", "Unlisted", "Digest", "Unread", "Unread too", "Not sent")
    told = OutboxMessage.objects.filter(recipient=world.bo.audit_key)
    told.filter(event="Read").update(read_at=clock.now())
    told.filter(event="Unlisted").update(is_listed=False)
    told.filter(event="Digest").update(template="digest")
    told.filter(event="Not sent").update(attempts=0)
    asker = asker_of(world.bo, on=clock.today())
    spaces, unread = spaces_and_unread(asker)
    assert spaces
    assert unread == outbox.unread_by(asker.key).count() == 2


def test_a_long_list_asks_few_questions(world: World, django_assert_max_num_queries: Any) -> None:
    tell(world.amina, *(f"Idea {number}" for number in range(55)))
    send_outbox(at=clock.now())
    amina = browser(world.amina)
    with django_assert_max_num_queries(8):
        page = shown(amina)
    assert page.count("told--unread") == 50


def test_a_letter_is_read_in_its_own_language_whole_or_in_easy_words(world: World) -> None:
    world.amina.language = "sv"
    world.amina.save()
    make_application(world, make_round(world, make_programme(world)))
    send_outbox(at=clock.now())
    amina = browser(world.amina)
    world.amina.language = "en"
    world.amina.save()
    (letter,) = OutboxMessage.objects.filter(template="letter")
    page = shown(amina, f"/messages/{letter.pk}/")
    assert '<article class="letter" id="letter" lang="sv">' in page
    assert "Tack för din ansökan" in page
    assert 'data-listen="letter"' in page
    assert "Nu läser vi den.<br>" in shown(amina, f"/messages/{letter.pk}/?text=easy")


def test_wishes_are_saved_and_nonsense_is_refused(world: World) -> None:
    amina = browser(world.amina)
    page = shown(amina, "/messages/settings/")
    assert "project_mail" in page
    assert "decision_mail" not in page
    given = {
        "application_mail": "weekly", "project_mail": "never", "project_list": "on",
        "vote_mail": "daily",
    }  # fmt: skip
    assert amina.post("/messages/settings/", given).status_code == 302
    kept = {row.topic: (row.rhythm, row.is_listed) for row in world.amina.message_wishes.all()}
    assert kept == {
        Topic.APPLICATION: (Rhythm.WEEKLY, False), Topic.PROJECT: (Rhythm.NEVER, True),
        Topic.VOTE: (Rhythm.DAILY, False),
    }  # fmt: skip
    wrong = amina.post("/messages/settings/", {**given, "project_mail": "hourly"})
    assert wrong.status_code == 422


def test_a_mail_that_did_not_arrive_says_so_in_the_list(world: World) -> None:
    tell(world.amina, "Bageri")
    OutboxMessage.objects.update(state=OutboxMessage.State.FAILED)
    assert "The mail did not arrive" in shown(browser(world.amina))


@pytest.fixture
def full(world: World) -> Client:
    """Amina with a project, a draft that ends, and a seat in a body that meets."""
    make_project(world)
    held = make_round(world, make_programme(world, "fund"))
    make_draft(world, held, title="Mjöl, jäst; och \\ salt")
    body = Body.objects.first()
    assert body
    Seat.objects.create(body=body, person=world.amina, valid_from=LONG_AGO)
    Meeting.objects.create(body=body, number=77, starts_at=AT, place="Stora rummet")
    client = browser(world.amina)
    client.post("/messages/calendar/renew/")
    return client


def address_of(client: Client) -> str:
    page = shown(client, "/messages/calendar/")
    return page.partition('value="http://127.0.0.1:8000')[2].partition('"')[0]


def test_two_calendar_programs_read_the_same_from_the_feed(
    full: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = AT - timedelta(days=45)
    monkeypatch.setattr(clock, "now", lambda: now)
    answer = Client().get(address_of(full))
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    first = {
        str(event["uid"]): (str(event["summary"]), event.decoded("dtstart"))
        for event in Calendar.from_ical(answer.content).walk("VEVENT")
    }
    second = {
        event.uid.value: (event.summary.value, event.dtstart.value)
        for event in vobject.readOne(answer.content.decode()).vevent_list
    }
    assert first == second
    kinds = {uid.partition("-")[0] for uid in first}
    assert {"draft", "check_in", "meeting"} <= kinds
    told = dict(first.values())
    (meeting,) = [start for summary, start in told.items() if summary.startswith("Meeting")]
    assert meeting == AT
    (draft,) = [summary for summary in told if "Mjöl" in summary]
    assert draft == "Last day to apply: Mjöl, jäst; och \\ salt"
    assert isinstance(told[draft], date)


def test_a_renewed_or_closed_address_leads_nowhere(full: Client) -> None:
    old = address_of(full)
    full.post("/messages/calendar/renew/")
    new = address_of(full)
    assert old != new
    assert Client().get(old).status_code == 404
    assert Client().get(new).status_code == 200
    full.post("/messages/calendar/stop/")
    assert Client().get(new).status_code == 404
    full.post("/messages/calendar/renew/")
    assert Client().get(new).status_code == 404
    assert Client().get(new.replace(".ics", "x.ics")).status_code == 404


def test_the_calendar_of_someone_else_shows_nothing_of_mine(full: Client, world: World) -> None:
    del full
    otto = browser(world.otto)
    otto.post("/messages/calendar/renew/")
    events = Calendar.from_ical(Client().get(address_of(otto)).content).walk("VEVENT")
    assert events == []
