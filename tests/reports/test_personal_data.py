import json
from dataclasses import asdict

from grodd.base import clock
from grodd.people.usecases.give_consent import give_consent
from grodd.reports.personal_data import keys_to_people, personal_data, written_out
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
