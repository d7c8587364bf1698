"""Voting through the door: the voter's way without JavaScript, and the one who holds the vote."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from grodd.base import clock
from grodd.people.models import Membership
from grodd.voting import queries
from grodd.voting.models import Poll
from grodd.voting.terms import Idea
from grodd.voting.usecases.close_poll import close_poll
from grodd.voting.usecases.exclude_voter import exclude_voter
from tests.processes.deciding import Stage
from tests.programmes.making import sek
from tests.voting.making import IDEAS, all_voting, opened, planned, poll_terms
from tests.voting.test_files import SMALL
from tests.web.conftest import SignedIn
from tests.web.journeys.visitor import HttpVisitor
from tests.world import World

pytestmark = pytest.mark.once

HTMX = {"HX-Request": "true"}


@pytest.fixture
def amina(world: World, signed_in: SignedIn) -> Client:
    return signed_in(world.amina, world.company)


@pytest.fixture
def petra(world: World, signed_in: SignedIn) -> Client:
    return signed_in(world.petra, world.company)


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_a_voter_without_javascript_votes_with_one_button_for_each_idea(
    world: World, amina: Client
) -> None:
    poll = opened(world)
    voter = HttpVisitor(amina)
    assert "You have not voted yet" in voter.open(f"/votes/{poll.pk}/")
    ballot = f"/votes/{poll.pk}/ballot/"
    answer = amina.post(ballot, {"option": 2, "supports": "yes"})
    assert answer.headers["Location"] == f"/votes/{poll.pk}/#option-2"
    amina.post(ballot, {"option": 3, "supports": "yes"})
    amina.post(ballot, {"option": 2, "supports": "no"})
    page = voter.open(f"/votes/{poll.pk}/")
    assert "Everything is saved." in page
    assert "You vote for 1 idea of 4." in page
    assert page.count('value="no"') == 1
    assert "See the ideas and vote" not in voter.open("/"), "nothing waits any more"


def test_with_htmx_the_card_and_the_receipt_come_back(world: World, amina: Client) -> None:
    poll = opened(world)
    sent = {"option": 1, "supports": "yes"}
    answer = amina.post(f"/votes/{poll.pk}/ballot/", sent, headers=HTMX)
    part = answer.content.decode()
    assert part.lstrip().startswith('<li class="ballot__option ballot__option--chosen"')
    assert "You vote for “Compost”." in part
    assert 'hx-swap-oob="true"' in part
    assert "<html" not in part


def test_a_click_that_is_refused_says_so_on_its_card(world: World, amina: Client) -> None:
    poll = opened(world, (*IDEAS, Idea("Mine", sek(10), owners=(world.amina.pk,))))
    page = text(amina, f"/votes/{poll.pk}/")
    assert page.count("Yours, or close to you") == 1
    sent = {"option": 5, "supports": "yes"}
    answer = amina.post(f"/votes/{poll.pk}/ballot/", sent, headers=HTMX)
    assert answer.status_code == 422
    assert "interest of your own" in answer.content.decode()
    assert "ballot-receipt" not in answer.content.decode().split("<template")[0]
    assert amina.post(f"/votes/{poll.pk}/ballot/", sent).status_code == 409
    assert amina.post(f"/votes/{poll.pk}/ballot/", {"option": "x"}).status_code == 404


def test_the_page_says_where_the_vote_stands(
    world: World, amina: Client, signed_in: SignedIn
) -> None:
    draft = planned(world, terms=poll_terms(title="Draft"))
    assert "has not opened yet" in text(signed_in(world.chair), f"/votes/{draft.pk}/")
    poll = opened(world)
    exclude_voter(
        by=world.asker(world.petra), poll_id=poll.pk, person_id=world.otto.pk,
        reason="Left the company.", at=clock.now(),
    )  # fmt: skip
    assert "Left the company." in text(signed_in(world.otto), f"/votes/{poll.pk}/")
    Membership.objects.filter(person=world.kalle).delete()
    assert "not among those who vote" in text(signed_in(world.kalle), f"/votes/{poll.pk}/")
    clock.stand_at(clock.now() + timedelta(days=8))
    assert "being counted" in text(amina, f"/votes/{poll.pk}/")
    assert amina.get(f"/votes/{poll.pk}/result/").headers["Location"] == f"/votes/{poll.pk}/"


def test_the_count_is_seen_only_where_the_vote_shows_it(world: World, amina: Client) -> None:
    sealed, shown = (
        opened(world, terms=poll_terms(title=title, shows_running_votes=title == "Shown"))
        for title in ("Sealed", "Shown")
    )
    for poll in (sealed, shown):
        all_voting(world, poll)
    assert "votes so far" not in text(amina, f"/votes/{sealed.pk}/")
    assert "4 votes so far" in text(amina, f"/votes/{shown.pk}/")


def test_a_vote_is_planned_opened_and_closed_in_the_browser(world: World, petra: Client) -> None:
    manager = HttpVisitor(petra)
    manager.open("/votes/new/")
    typed = {
        "title": "Spring", "budget": "60 000", "closes_at": "2026-03-20T16:00",
        "scope": str(world.company_scope.pk),
    }  # fmt: skip
    assert "No idea is put to the vote yet" in manager.send(typed=typed)
    poll = Poll.objects.get()
    setup = f"/votes/{poll.pk}/set-up/"
    for title, cost in (("Lamps", "40 000"), ("Bench", "20 000,50")):
        manager.open(f"/votes/{poll.pk}/ideas/new/")
        owner = "AMINA@example.org" if title == "Lamps" else ""
        manager.send(typed={"title": title, "cost": cost, "theme": "Yard", "owners": owner})
    assert [one.cost_minor for one in poll.options.all()] == [4_000_000, 2_000_050]
    assert queries.options_of(poll)[0].interests.get().person == world.amina
    manager.open(f"/votes/{poll.pk}/ideas/2/")
    manager.send(typed={"title": "Two benches"})
    manager.open(f"/votes/{poll.pk}/themes/")
    manager.send(typed={"least_0": "1", "most_0": "2"})
    manager.open(f"/votes/{poll.pk}/voters/")
    manager.send(typed={"voters": "amina@example.org; Otto <otto@example.org>"})
    page = manager.open(setup)
    assert "Two benches" in page
    assert "Yard: 1 to 2" in page
    poll.refresh_from_db()
    assert [one.name for one in queries.electorate_of(poll)] == ["Amina", "Otto"]
    manager.send(f"/votes/{poll.pk}/open/")
    assert petra.get(f"/votes/{poll.pk}/").status_code == 200
    manager.open(f"/votes/{poll.pk}/exclude/")
    manager.send(typed={"person": "otto@example.org", "reason": "He moved."})
    assert "He moved." in manager.open(setup)
    assert "Have voted" in manager.send(f"/votes/{poll.pk}/close/")
    assert manager.address == f"/votes/{poll.pk}/result/"


def test_what_is_wrong_in_a_form_is_said_and_kept(world: World, petra: Client) -> None:
    poll = planned(world)
    answer = petra.post(f"/votes/{poll.pk}/voters/", {"voters": "nobody@example.org"})
    assert answer.status_code == 422
    assert "Nobody here has the address nobody@example.org" in answer.content.decode()
    answer = petra.post(f"/votes/{poll.pk}/ideas/new/", {"title": "Lamps", "cost": "many"})
    assert answer.status_code == 422
    assert "many" in answer.content.decode()
    sent = {"least_0": "3", "most_0": "1"}
    assert petra.post(f"/votes/{poll.pk}/themes/", sent).status_code == 422
    assert petra.get(f"/votes/{poll.pk}/ideas/99/").status_code == 404
    assert petra.post(f"/votes/{poll.pk}/ideas/1/take-out/").status_code == 302
    assert poll.options.count() == 3


def test_a_round_is_put_to_the_vote_and_its_outcome_up_for_decision(
    world: World, petra: Client
) -> None:
    stage = Stage(world)
    applications = [stage.passed("Compost", sek(50_000)), stage.passed("Bike", sek(40_000))]
    for one in applications:
        stage.reviewed(one, world.rolf)
    manager = HttpVisitor(petra)
    manager.open(f"/programmes/rounds/{stage.round.pk}/")
    manager.send(f"/votes/rounds/{stage.round.pk}/")
    poll = Poll.objects.get()
    assert manager.address == f"/votes/{poll.pk}/set-up/"
    assert "See its vote" in manager.open(f"/programmes/rounds/{stage.round.pk}/")
    manager.open(f"/votes/{poll.pk}/set-up/")
    manager.send(f"/votes/{poll.pk}/open/")
    all_voting(world, poll, {"otto": (1, 2), "rolf": (1,)})
    manager.open(f"/votes/{poll.pk}/set-up/")
    page = manager.send(f"/votes/{poll.pk}/close/")
    assert "The committee's ranking" in page.replace("&#x27;", "'")
    assert "Equal shares (stated before the vote)" in page
    page = manager.send(f"/votes/{poll.pk}/result/propose/")
    assert "2 matters wait for the body" in page
    assert "2 winners are up for decision" in page


def counted(world: World, *, ideas: tuple[Idea, ...] = IDEAS) -> Poll:
    poll = opened(world, ideas)
    all_voting(world, poll)
    close_poll(by=world.asker(world.petra), poll_id=poll.pk, at=clock.now())
    return poll


def test_a_loser_reads_what_was_lacking_and_a_winner_who_paid(world: World, amina: Client) -> None:
    poll = counted(world)
    page = text(amina, f"/votes/{poll.pk}/result/ideas/3/")
    assert "has not been worked out yet" in page
    amina.post(f"/votes/{poll.pk}/result/ideas/3/explain/")
    page = text(amina, f"/votes/{poll.pk}/result/ideas/3/")
    assert "It would have won with 2 more votes." in page
    assert "has not been worked out yet" not in page
    assert "or a cost of" in text(amina, f"/votes/{poll.pk}/result/")
    won = text(amina, f"/votes/{poll.pk}/result/ideas/2/")
    assert "Who paid how much" in won
    assert "It won under both rules" in won
    assert amina.get(f"/votes/{poll.pk}/result/ideas/9/").status_code == 404


def test_the_result_goes_out_as_files_and_comes_in(world: World, petra: Client) -> None:
    risky = (Idea("=1+1", sek(10), theme="@x"), *IDEAS[1:])
    poll = counted(world, ideas=risky)
    lines = petra.get(f"/votes/{poll.pk}/result.csv").content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("number,idea,theme,cost,currency,votes")
    assert lines[1].startswith("1,'=1+1,'@x,10.00,SEK,3")
    file = petra.get(f"/votes/{poll.pk}/result.pb").content
    assert file.startswith(b"META\nkey;value\n")
    scope = poll.scope_id

    def bring(content: bytes) -> HttpResponse:
        file = SimpleUploadedFile("votes.pb", content)
        sent = {"scope": scope, "currency": "SEK", "file": file}
        return petra.post("/votes/import/", sent)  # type: ignore[return-value] # the client's own

    assert bring(file.replace(b"What shall we try?", b"Copy")).status_code == 302
    wrong = bring(b"x")
    assert wrong.status_code == 422
    assert "the section META is missing" in wrong.content.decode()
    assert "held elsewhere" in text(petra, bring(SMALL.encode()).headers["Location"])


def test_pages_ask_the_database_no_more_for_many_than_for_few(
    world: World,
    petra: Client,
    amina: Client,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    many = tuple(Idea(f"Idea {i}", sek(1_000 * i), owners=(world.maj.pk,)) for i in range(1, 13))
    poll = opened(world, many)
    all_voting(world, poll)
    for client, address in ((amina, ""), (petra, "set-up/")):
        with django_assert_max_num_queries(12):
            client.get(f"/votes/{poll.pk}/{address}")
    with django_assert_max_num_queries(8):
        amina.get("/votes/")
    close_poll(by=world.asker(world.petra), poll_id=poll.pk, at=clock.now())
    for address in ("result/", "result/ideas/3/"):
        with django_assert_max_num_queries(12):
            petra.get(f"/votes/{poll.pk}/{address}")
