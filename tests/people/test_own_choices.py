from dataclasses import asdict
from datetime import timedelta

import pytest

from grodd.base import clock
from grodd.base.errors import NotFound
from grodd.base.models import AuditEvent
from grodd.people.models import SignInLink
from grodd.people.queries import standing_consents
from grodd.people.refusals import SignInLinkSpent
from grodd.people.usecases.change_profile import change_profile
from grodd.people.usecases.choose_language import choose_language
from grodd.people.usecases.choose_reading import choose_reading
from grodd.people.usecases.give_consent import give_consent
from grodd.people.usecases.make_sign_in_link import make_sign_in_link
from grodd.people.usecases.use_sign_in_link import use_sign_in_link
from grodd.people.usecases.withdraw_consent import withdraw_consent
from grodd.people.values import Profile, Reading
from tests.world import World


def test_the_trail_tells_that_a_profile_changed_but_not_to_what(world: World) -> None:
    amina = world.asker(world.amina)
    wished = Profile("Amina Ny", phone="070 000 00 00")
    change_profile(by=amina, at=clock.now(), profile=wished)
    changed = change_profile(by=amina, at=clock.now(), profile=wished)
    assert changed.name == "Amina Ny"
    event = AuditEvent.objects.get(action="profile.changed")
    assert event.facts == {"changed": ["name", "phone"]}


def test_the_way_of_reading_follows_the_person_and_leaves_no_trail(world: World) -> None:
    wished = Reading("fi", easy_read=True, large_text=True, high_contrast=True, scheme="dark")
    choose_reading(by=world.asker(world.amina), reading=wished)
    world.amina.refresh_from_db()
    assert {name: getattr(world.amina, name) for name in asdict(wished)} == asdict(wished)
    assert not AuditEvent.objects.exists()


def test_the_language_follows_the_person(world: World) -> None:
    choose_language(by=world.asker(world.amina), language="fi")
    world.amina.refresh_from_db()
    assert world.amina.language == "fi"


def test_a_yes_stands_until_it_is_taken_back(world: World) -> None:
    amina = world.asker(world.amina)

    def say_yes() -> int:
        return give_consent(by=amina, at=clock.now(), purpose="contact", wording="You may.").pk

    first = say_yes()
    assert say_yes() == first
    with pytest.raises(NotFound):
        withdraw_consent(by=world.asker(world.otto), at=clock.now(), consent_id=first)
    withdraw_consent(by=amina, at=clock.now(), consent_id=first)
    assert not standing_consents(amina).exists()
    assert say_yes() != first


def test_a_link_works_once(world: World) -> None:
    token = make_sign_in_link(email="Amina@example.org", at=clock.now())
    assert token
    assert not SignInLink.objects.filter(token_sha256=token).exists()
    assert use_sign_in_link(token=token, at=clock.now()) == world.amina
    with pytest.raises(SignInLinkSpent):
        use_sign_in_link(token=token, at=clock.now())


def test_a_link_works_for_a_quarter_of_an_hour(world: World) -> None:
    token = make_sign_in_link(email=world.amina.email, at=clock.now())
    assert token
    with pytest.raises(SignInLinkSpent):
        use_sign_in_link(token=token, at=clock.now() + timedelta(minutes=15))


def test_a_new_link_takes_the_place_of_the_old(world: World) -> None:
    old = make_sign_in_link(email=world.amina.email, at=clock.now())
    new = make_sign_in_link(email=world.amina.email, at=clock.now())
    assert old
    assert new
    with pytest.raises(SignInLinkSpent):
        use_sign_in_link(token=old, at=clock.now())
    assert use_sign_in_link(token=new, at=clock.now()) == world.amina


def test_nobody_gets_no_link(world: World) -> None:
    assert make_sign_in_link(email="nobody@example.org", at=clock.now()) is None
    world.amina.is_active = False
    world.amina.save()
    assert make_sign_in_link(email=world.amina.email, at=clock.now()) is None
