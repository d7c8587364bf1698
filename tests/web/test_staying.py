"""Staying signed in: the end is said in time, and what was sent too late is not lost."""

from datetime import datetime, timedelta

import pytest
from django.test import Client

from grodd.base import clock
from grodd.people.models import Person
from grodd.web.middleware import SECOND_STEP_PASSED
from grodd.web.staying import ENDS, KEPT_LENGTH_MAX
from tests.web.stage import browser
from tests.world import World

WORDS = "Vi lagar cyklar på lunchen."
NOW = clock.now().replace(microsecond=0)


def session_end(client: Client) -> datetime:
    return datetime.fromtimestamp(client.session[ENDS], tz=NOW.tzinfo)


def again(client: Client, person: Person) -> None:
    """The same browser, signed in again."""
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    session = client.session
    session[SECOND_STEP_PASSED] = True
    session.save()


def lapsed(person: Person) -> Client:
    """A browser whose session has ended."""
    client = browser(person)
    client.get("/accessibility/")
    client.session.flush()
    return client


def test_the_end_is_said_on_its_last_day_and_can_be_moved(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    amina = browser(world.amina)
    assert 'role="status" hidden>' in amina.get("/accessibility/").content.decode()
    end = session_end(amina)
    near = end - timedelta(hours=5)
    monkeypatch.setattr(clock, "now", lambda: near)
    page = amina.get("/accessibility/").content.decode()
    assert 'data-session-ends="' in page
    assert 'role="status" hidden>' not in page
    assert session_end(amina) == end
    assert amina.post("/stay/", {"next": "/rounds/"})["Location"] == "/rounds/"
    assert session_end(amina) - near >= timedelta(days=13)
    answer = amina.post("/stay/", headers={"x-requested-with": "fetch"})
    assert answer.status_code == 204


def test_a_form_that_is_sent_too_late_waits_for_its_writer(world: World) -> None:
    amina = lapsed(world.amina)
    late = amina.post("/me/", {"name": "Amina Ny", "phone": WORDS, "password": "x"})
    assert late["Location"] == "/accounts/login/?next=%2Fkept%2F"
    again(amina, world.amina)
    page = amina.get("/kept/").content.decode()
    assert 'action="/me/"' in page
    assert WORDS in page
    assert 'name="password"' not in page
    assert amina.post("/me/", {"name": "Amina Ny", "phone": WORDS}).status_code == 302
    assert amina.get("/kept/")["Location"] == "/"
    world.amina.refresh_from_db()
    assert world.amina.name == "Amina Ny"


def test_it_can_be_thrown_away(world: World) -> None:
    amina = lapsed(world.amina)
    amina.post("/me/", {"name": "Amina Ny"})
    again(amina, world.amina)
    amina.post("/kept/forget/")
    assert amina.get("/kept/")["Location"] == "/"


def test_nobody_else_sees_it_on_a_shared_screen(world: World) -> None:
    shared = lapsed(world.amina)
    shared.post("/me/", {"name": WORDS})
    again(shared, world.otto)
    assert shared.get("/kept/")["Location"] == "/"
    again(shared, world.amina)
    assert shared.get("/kept/")["Location"] == "/"


def test_it_waits_for_an_hour(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    amina = lapsed(world.amina)
    amina.post("/me/", {"name": WORDS})
    again(amina, world.amina)
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(hours=2))
    assert amina.get("/kept/")["Location"] == "/"


def test_of_a_stranger_of_a_script_and_of_what_is_too_long_nothing_is_kept(world: World) -> None:
    door = "/accounts/login/?next=/me/"
    assert Client().post("/me/", {"name": WORDS})["Location"] == door
    assert (
        lapsed(world.amina)
        .post("/me/", {"name": WORDS}, headers={"hx-request": "true"})["Location"]
        .startswith(door)
    )
    long = "x" * KEPT_LENGTH_MAX
    assert lapsed(world.amina).post("/me/", {"name": long})["Location"] == door


def test_who_signs_out_leaves_nothing_of_themselves(world: World) -> None:
    amina = browser(world.amina)
    amina.get("/accessibility/")
    assert amina.cookies["whose"].value
    amina.post("/accounts/logout/")
    assert amina.cookies["whose"].value == ""
    assert amina.post("/me/", {"name": WORDS})["Location"] == "/accounts/login/?next=/me/"
