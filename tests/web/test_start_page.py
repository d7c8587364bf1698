"""The start page: what waits for me, with one button each, from few questions."""

from typing import Any

from grodd.applications.usecases.invite_co_owner import invite_co_owner
from grodd.base import clock
from grodd.base.models import PhaseKind
from grodd.decisions.terms import Terms
from grodd.processes.decide_matter import decide_matter
from grodd.processes.release_decision import release_decision
from grodd.reports.going import going_for
from tests.applications.making import make_application, make_draft
from tests.processes.deciding import Stage
from tests.programmes.making import make_programme, make_round
from tests.web.stage import browser
from tests.world import World


def test_each_thing_has_its_button_and_the_page_asks_at_most_eight_questions(
    world: World, django_assert_max_num_queries: Any
) -> None:
    round_ = make_round(world, make_programme(world))
    draft = make_draft(world, round_)
    make_application(world, round_, owner=world.otto)
    wanted = {world.amina: f"/applications/{draft.pk}/write/",
              world.petra: f"/assessment/rounds/{round_.pk}/queue/"}  # fmt: skip
    for person, address in wanted.items():
        client = browser(person, world.company)
        with django_assert_max_num_queries(8):
            page = client.get("/").content.decode()
        assert f'href="{address}"' in page
        assert client.get(address).status_code == 200


def test_below_what_waits_stands_how_things_go(world: World) -> None:
    round_ = make_round(world, make_programme(world))
    mine = make_application(world, round_)
    shown = {
        who: browser(who, world.company).get("/", headers={"accept-language": "en"})
        for who in (world.amina, world.petra, world.chair, world.otto)
    }
    pages = {who: answer.content.decode() for who, answer in shown.items()}
    assert f'href="/applications/{mine.pk}/"' in pages[world.amina]
    assert "Promised of the budget" not in pages[world.amina]
    assert f"?round={round_.pk}" in pages[world.petra]
    assert f'href="/rounds/{round_.key}/"' in pages[world.chair]
    assert "How it goes" not in pages[world.otto]


def test_a_decision_is_not_told_on_the_start_page_before_its_letter(world: World) -> None:
    stage = Stage(world)
    matter = stage.proposed("Compost")
    stage.meeting(matter)
    for person in (world.chair, world.carin):
        stage.vote(matter, person, "yes")
    decide_matter(by=stage.chair, matter_id=matter.pk, terms=Terms(), at=clock.now())
    amina = world.asker(world.amina)
    (before,) = going_for(amina, at=clock.now()).own
    release_decision(by=stage.petra, matter_id=matter.pk, at=clock.now())
    (after,) = going_for(amina, at=clock.now()).own
    assert (before.phase.kind, after.phase.kind) == (PhaseKind.DECISION, PhaseKind.AGREEMENT)


def test_an_invitation_is_accepted_from_the_list(world: World) -> None:
    draft = make_draft(world, make_round(world, make_programme(world)))
    invite_co_owner(
        application_id=draft.pk, email=world.otto.email, by=world.asker(world.amina),
        at=clock.now(),
    )  # fmt: skip
    held = draft.co_owners.get()
    otto = browser(world.otto, world.company)
    address = f"/applications/join/{held.pk}/"
    assert f'href="{address}"' in otto.get("/").content.decode()
    assert browser(world.rolf, world.company).get(address).status_code == 404
    assert otto.get(address).status_code == 200
    assert otto.post(address)["Location"] == f"/applications/{draft.pk}/"
    held.refresh_from_db()
    assert held.person_id == world.otto.pk


def test_where_nothing_waits_the_page_is_calm_and_shows_a_way_on(world: World) -> None:
    rolf = browser(world.rolf, world.company)
    page = rolf.get("/", headers={"accept-language": "en"}).content.decode()
    assert "Nothing waits for you" in page
    assert 'href="/assessment/"' in page


def test_anyone_reads_how_accessible_the_pages_are(world: World) -> None:
    page = browser(world.dana).get("/accessibility/", headers={"accept-language": "en"})
    assert "WCAG 2.2" in page.content.decode()
    assert 'href="/accessibility/"' in page.content.decode()
