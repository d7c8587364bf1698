import json
from dataclasses import asdict

import pytest
from django.utils import translation

from grodd.base import clock
from grodd.people.usecases.give_consent import give_consent
from grodd.reports.personal_data import keys_to_people, personal_data, written_out
from grodd.reports.personal_words import told
from tests.processes.deciding import Stage
from tests.world import World


def test_a_person_sees_what_they_said_yes_to_and_what_they_did(world: World) -> None:
    amina = world.asker(world.amina)
    give_consent(by=amina, at=clock.now(), purpose="contact", wording="You may write to me.")
    sections = personal_data(amina)
    found = {section.key: section.rows for section in sections}
    assert found["people.person"][0]["email"] == "amina@example.org"
    assert found["people.consent.person"][0]["wording"] == "You may write to me."
    assert found["base.auditevent"][0]["action"] == "consent.given"
    assert "You may write to me." in written_out(sections)


def test_reviews_and_votes_are_in_it(world: World) -> None:
    stage = Stage(world)
    matter = stage.proposed("Compost")
    stage.meeting(matter)
    stage.vote(matter, world.carin, "yes")
    carin = {one.key: one.rows for one in personal_data(world.asker(world.carin))}
    rolf = {one.key: one.rows for one in personal_data(world.asker(world.rolf))}
    (vote,) = carin["decisions.vote"]
    assert (vote["matter"], vote["choice"]) == (matter.title, "yes")
    (review,) = rolf["assessment.review"]
    assert (review["case"], review["comment"]) == ("Compost", "Clear and small.")
    assert set(review["scores"].values()) == {4}
    assert "decisions.vote" not in rolf


def test_secrets_and_other_people_are_not_in_it(world: World) -> None:
    world.amina.set_password("tre korta ord")
    world.amina.save()
    text = json.dumps([asdict(one) for one in personal_data(world.asker(world.amina))], default=str)
    assert "password" not in text
    assert "otto@example.org" not in text


def test_every_table_that_names_a_person_is_asked() -> None:
    tables = {f"{model._meta.label_lower}.{field.name}" for model, field in keys_to_people()}
    assert {
        "people.grant.person",
        "applications.application.owner",
        "decisions.seat.person",
        "payments.order.prepared_by",
    } <= tables


@pytest.mark.once
def test_what_is_kept_is_told_in_the_readers_words() -> None:
    row = {
        "id": 7, "person": 2, "content_sha256": "ab", "region": "", "currency": "SEK",
        "spent_minor": 150_000, "spent_on": "2026-06-23", "names_author": True,
        "written_at": "2026-05-02T08:31:00+00:00", "scores": {"potential": 4},
        "odd_thing": "2026-02-30",
    }  # fmt: skip
    with translation.override("fi"):
        assert list(told(row)) == [
            ("Käytetty raha", "1\u00a0500\u00a0SEK"), ("Kulun päivä", "23.6.2026"),
            ("Nimesi näytetään", "Kyllä"), ("Kirjoitettu", "2.5.2026 klo 10.31"),
            ("Pisteet", "Potential: 4"), ("Odd thing", "2026-02-30"),
        ]  # fmt: skip
    assert list(told({"currency": "SEK", "hours": 2})) == [("Currency", "SEK"), ("Hours", "2")]
