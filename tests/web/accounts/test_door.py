"""Signing in: by password, by mail, with a second step, through a provider, too often."""

import re
import runpy

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core import mail
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.urls import NoReverseMatch, reverse
from pytest_django import Settings

from grodd.people.models import Person
from grodd.settings import base
from tests.world import World

PASSWORD = "tre korta ord till"


def with_password(person: Person) -> Person:
    person.set_password(PASSWORD)
    person.save()
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


def sign_in(client: Client, person: Person, password: str = PASSWORD) -> int:
    sent = {"login": person.email, "password": password}
    return client.post(reverse("account_login"), sent).status_code


def who(client: Client) -> str | None:
    return client.session.get("_auth_user_id")


def link_in_mail() -> str:
    found = re.search(r"/sign-in/link/\S+/", str(mail.outbox[-1].body))
    assert found
    return found.group()


def code_of(step: Authenticator) -> str:
    *_, counter = yield_hotp_counters_from_time()
    return str(format_hotp_value(hotp_value(step.data["secret"], counter)))


def test_a_password_opens_the_door_and_a_wrong_one_does_not(world: World, client: Client) -> None:
    amina = with_password(world.amina)
    sign_in(client, amina, "wrong")
    assert who(client) is None
    assert sign_in(client, amina) == 302
    assert who(client) == str(amina.pk)


def test_passwords_are_kept_with_argon2(settings: Settings) -> None:
    assert base.PASSWORD_HASHERS[0].endswith("Argon2PasswordHasher")
    assert settings.AUTH_USER_MODEL == "people.Person"


def test_a_link_by_mail_signs_in_once(world: World, client: Client) -> None:
    client.post(reverse("accounts:ask_link"), {"email": world.amina.email})
    url = link_in_mail()
    assert client.get(url).status_code == 200
    assert who(client) is None
    client.post(url)
    assert who(client) == str(world.amina.pk)
    assert Client().post(url).status_code == 422


def test_asking_for_a_link_does_not_tell_who_is_here(world: World, client: Client) -> None:
    known = client.post(reverse("accounts:ask_link"), {"email": world.amina.email})
    unknown = client.post(reverse("accounts:ask_link"), {"email": "nobody@example.org"})
    assert known.status_code == unknown.status_code == 200
    assert len(mail.outbox) == 1


def test_the_trusted_set_up_a_second_step_before_anything_else(
    world: World, client: Client
) -> None:
    client.force_login(world.bo)
    assert client.get(reverse("accounts:me")).headers["Location"] == reverse("mfa_index")
    client.force_login(world.amina)
    assert client.get(reverse("accounts:me")).status_code == 200


def test_having_a_second_step_is_not_enough_the_session_must_have_used_it(
    world: World, client: Client
) -> None:
    TOTP.activate(world.bo, "JBSWY3DPEHPK3PXP")
    client.force_login(world.bo)
    answer = client.get(reverse("accounts:me"))
    assert answer.headers["Location"].startswith(reverse("mfa_reauthenticate"))


def test_with_a_second_step_the_password_alone_does_not_sign_in(
    world: World, client: Client, settings: Settings
) -> None:
    settings.MFA_TOTP_TOLERANCE = 1  # half a minute may turn between making a code and sending it
    bo = with_password(world.bo)
    step = TOTP.activate(bo, "JBSWY3DPEHPK3PXP").instance
    sign_in(client, bo)
    assert who(client) is None
    client.post(reverse("mfa_authenticate"), {"code": code_of(step)})
    assert who(client) == str(bo.pk)
    assert client.get(reverse("accounts:me")).status_code == 200


def test_a_mailed_link_does_not_go_round_the_second_step(world: World, client: Client) -> None:
    TOTP.activate(world.bo, "JBSWY3DPEHPK3PXP")
    client.post(reverse("accounts:ask_link"), {"email": world.bo.email})
    client.post(link_in_mail())
    assert who(client) is None


def test_the_door_closes_after_five_wrong_passwords(
    world: World, client: Client, settings: Settings
) -> None:
    settings.AXES_ENABLED = True
    amina = with_password(world.amina)
    answers = [sign_in(client, amina, "wrong") for _ in range(6)]
    assert 429 in answers
    sign_in(client, amina)
    assert who(client) is None


def test_the_door_that_closes_for_one_stays_open_for_a_colleague(
    world: World, client: Client, settings: Settings
) -> None:
    settings.AXES_ENABLED = True
    amina, otto = with_password(world.amina), with_password(world.otto)
    for _ in range(6):
        sign_in(client, amina, "wrong")
    sign_in(client, otto)
    assert who(client) == str(otto.pk)


def test_nobody_signs_up_unless_the_installation_is_open(
    world: World, client: Client, settings: Settings
) -> None:
    new = {"email": "ny@example.org", "password1": PASSWORD, "name": "Ny Person"}
    client.post(reverse("account_signup"), new)
    assert not Person.objects.filter(email="ny@example.org").exists()
    settings.OPEN_SIGN_UP = True
    client.post(reverse("account_signup"), new)
    made = Person.objects.get(email="ny@example.org")
    assert (made.name, made.joined_at is None) == ("Ny Person", False)
    assert world.dana.pk != made.pk


def test_a_session_can_be_ended_from_another(world: World) -> None:
    amina = with_password(world.amina)
    here, there = Client(), Client(headers={"User-Agent": "Firefox"})
    sign_in(here, amina)
    sign_in(there, amina)
    page = here.get(reverse("usersessions_list")).content.decode()
    assert page.count('class="session"') == 2
    assert "Firefox" in page
    here.post(reverse("usersessions_list"))
    assert there.get(reverse("accounts:me")).status_code == 302
    assert here.get(reverse("accounts:me")).status_code == 200


def test_pages_follow_the_language_of_the_person(world: World, client: Client) -> None:
    client.force_login(world.amina)
    client.post(reverse("home:language"), {"language": "fi"})
    assert b'lang="fi"' in client.get(reverse("accounts:me")).content
    another = Client(headers={"Accept-Language": "sv"})
    another.force_login(Person.objects.get(pk=world.amina.pk))
    assert b'lang="fi"' in another.get(reverse("accounts:me")).content


def test_demo_links_are_not_there_outside_the_demo(world: World, client: Client) -> None:
    assert client.get("/sign-in/demo/amina/").status_code == 404
    with pytest.raises(NoReverseMatch):
        reverse("demo:enter", kwargs={"key": "amina"})
    assert world.amina.is_active


@pytest.mark.urls("tests.web.accounts.demo_addresses")
def test_a_demo_link_makes_one_anyone_past_the_second_step(
    world: World, client: Client, settings: Settings
) -> None:
    assert client.get("/sign-in/demo/bo/").status_code == 404
    settings.DEMO = True
    assert client.get("/sign-in/demo/nobody/").status_code == 404
    assert client.get("/sign-in/demo/bo/").status_code == 302
    assert who(client) == str(world.bo.pk)
    assert client.get(reverse("accounts:me")).status_code == 200


@pytest.mark.parametrize("name", ["GRODD_SECRET_KEY", "GRODD_HOSTS", "GRODD_MAIL_HOST"])
def test_the_demo_does_not_start_with_a_production_setting(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv(name, "x" * 50)
    with pytest.raises(ImproperlyConfigured):
        runpy.run_module("grodd.settings.demo")
