from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import connection
from django.test import Client
from django.urls import reverse

from grodd.base import audit, clock
from grodd.base.errors import NotAllowed, NotFound
from grodd.people.models import Person
from grodd.people.refusals import LastAdministrator
from grodd.people.usecases.give_consent import give_consent
from grodd.processes.erase_person import erase_person
from tests.web.stage import browser
from tests.world import World

KEPT = (
    "ledger_voucher",
    "ledger_transfer",
    "decisions_matter",
    "decisions_vote",
    "decisions_minutes",
    "applications_submission",
)


def rows_of(table: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table} ORDER BY id")
        return list(cursor.fetchall())


def trail() -> list[Any]:
    return rows_of("base_auditevent")


def erased(world: World, person: Person, by: Person | None = None) -> Person:
    asker = world.asker(by or person)
    return erase_person(by=asker, at=clock.now(), person_id=person.pk)


def test_an_erased_person_is_a_pseudonym_without_a_way_in(world: World) -> None:
    amina = world.amina
    client: Client = browser(amina)
    EmailAddress.objects.create(user=amina, email=amina.email, verified=True, primary=True)
    Authenticator.objects.create(user=amina, type=Authenticator.Type.TOTP, data={})
    key = amina.key
    gone = Person.objects.get(pk=erased(world, amina).pk)
    assert (gone.key, gone.is_active) == (key, False)
    assert "amina" not in (gone.name + gone.email + gone.phone).lower()
    assert not gone.has_usable_password()
    for ways in (EmailAddress, Authenticator, UserSession):
        assert not ways.objects.filter(user=gone).exists()
    answer = client.get(reverse("applications:mine"))
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_login"))
    assert world.asker(gone).held == frozenset()


def test_history_is_the_same_after_an_erasure_but_for_one_row_more(world: World) -> None:
    give_consent(by=world.asker(world.amina), at=clock.now(), purpose="contact", wording="You may.")
    before, kept = trail(), {table: rows_of(table) for table in KEPT}
    erased(world, world.amina)
    after = trail()
    assert after[: len(before)] == before
    assert len(after) == len(before) + 1
    assert {table: rows_of(table) for table in KEPT} == kept
    assert list(audit.breaks()) == []


def test_erasing_twice_is_erasing_once(world: World) -> None:
    first = erased(world, world.amina, by=world.ali)
    assert erased(world, world.amina, by=world.ali).erased_at == first.erased_at


def test_an_administrator_erases_people_of_the_space_and_nobody_else_does(world: World) -> None:
    with pytest.raises(NotAllowed):
        erased(world, world.amina, by=world.petra)
    with pytest.raises(NotFound):
        erased(world, world.amina, by=world.dana)
    assert erased(world, world.amina, by=world.ali).erased_at


def test_the_last_administrator_hands_over_the_keys_first(world: World) -> None:
    with pytest.raises(LastAdministrator):
        erased(world, world.ali)
    world.ali.refresh_from_db()
    assert world.ali.name == "Ali"
