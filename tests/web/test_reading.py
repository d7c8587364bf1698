"""How someone reads: chosen once, at the door or inside, and it follows them."""

import pytest
from django.test import Client

from grodd.base import clock
from grodd.processes.send_outbox import send_outbox
from grodd.programmes.models import Letter, Round
from grodd.web.home.accessibility import statement
from tests.applications.making import make_application, make_draft
from tests.programmes.making import make_programme, make_round
from tests.web.stage import browser
from tests.world import World

ALL = {
    "language": "en", "easy_read": "on", "large_text": "on", "high_contrast": "on",
    "scheme": "dark",
}  # fmt: skip
EASY = {"sv": "Pengar till din idé.", "en": "Money for your idea."}


@pytest.fixture
def open_round(world: World) -> Round:
    return make_round(world, make_programme(world), easy=EASY)


def top(client: Client, address: str = "/accessibility/") -> str:
    page = client.get(address).content.decode()
    return page[page.index("<html") : page.index("<head")]


@pytest.mark.django_db
def test_a_choice_at_the_door_is_kept_by_the_browser() -> None:
    stranger = Client()
    assert stranger.post("/reading/", {**ALL, "next": "/rounds/"})["Location"] == "/rounds/"
    shown = top(stranger)
    for word in ('lang="en"', 'scheme="dark"', 'data-size="lg"', 'data-contrast="more"'):
        assert word in shown


@pytest.mark.django_db
@pytest.mark.parametrize("kept", ["", "large_text.<b>", "dark" * 99])
def test_a_browser_that_keeps_nonsense_gets_the_ordinary_page(kept: str) -> None:
    stranger = Client()
    stranger.cookies["reading"] = kept
    assert 'data-color-scheme="auto"' in top(stranger)


def test_a_choice_at_the_door_follows_the_one_who_signs_in_and_has_not_chosen(
    world: World,
) -> None:
    for person, size in ((world.amina, "lg"), (world.otto, "sm")):
        if size == "sm":
            browser(person).post("/reading/", {"language": "en", "scheme": "light"})
        client = browser(person)
        client.cookies["reading"] = "large_text"
        assert f'data-size="{size}"' in top(client)
        assert f'data-size="{size}"' in top(browser(person))


def test_a_choice_inside_follows_to_another_device_and_out_of_the_door(world: World) -> None:
    inside = browser(world.amina)
    inside.post("/reading/", ALL)
    assert 'data-size="lg"' in top(browser(world.amina))
    inside.post("/accounts/logout/")
    assert 'data-color-scheme="dark"' in top(inside)


@pytest.mark.django_db
def test_a_way_on_that_leads_elsewhere_is_not_taken() -> None:
    answer = Client().post("/reading/", {**ALL, "next": "https://elsewhere.example/"})
    assert answer["Location"] == "/reading/"
    assert Client().post("/reading/", {"language": "xx"}).status_code == 422


def test_easy_words_stand_beside_the_ordinary_ones(open_round: Round, world: World) -> None:
    english = {"accept-language": "en"}
    address = f"/rounds/{open_round.key}/"
    ordinary = Client().get(address, headers=english).content.decode()
    assert "Small money for good ideas." in ordinary
    assert 'href="?text=easy"' in ordinary
    assert "Money for your idea." in Client().get(f"{address}?text=easy", headers=english).text
    amina = browser(world.amina)
    amina.post("/reading/", ALL)
    assert "Money for your idea." in amina.get(address).content.decode()


def test_what_is_not_translated_yet_says_so_and_in_which_language_it_is(
    open_round: Round,
) -> None:
    finnish = Client().get(f"/rounds/{open_round.key}/", headers={"accept-language": "fi"})
    page = finnish.content.decode()
    assert 'class="own-text" lang="sv"' in page
    assert "ruotsi" in page
    assert 'href="?text=easy"' not in page


def test_the_list_of_rounds_and_the_self_check_say_what_is_not_translated(
    open_round: Round,
) -> None:
    assert open_round.frame
    open_round.frame.eligibility_questions.update(text={"sv": "Arbetar du här?"})
    finnish = {"accept-language": "fi"}
    listed = Client().get("/rounds/", headers=finnish).content.decode()
    asked = Client().get(f"/rounds/{open_round.key}/check/", headers=finnish).content.decode()
    assert 'class="own-text" lang="sv"' in listed
    assert '<legend class="ds-label" lang="sv">Arbetar du här?</legend>' in asked
    for page in (listed, asked):
        assert "Ei vielä käännetty" in page
    swedish = Client().get("/rounds/", headers={"accept-language": "sv"}).content.decode()
    assert "Inte översatt än" not in swedish


def test_questions_that_are_not_translated_yet_say_so(open_round: Round, world: World) -> None:
    draft = make_draft(world, open_round)
    assert open_round.form
    open_round.form.questions.filter(key="plan").update(label={"fi": "Miten teet sen?"})
    page = browser(world.amina).get(f"/applications/{draft.pk}/write/").content.decode()
    assert '<div class="asked" lang="fi">' in page
    assert "One question is not translated" in page
    assert "What is the problem? What do you want to do?" in page


def test_a_letter_has_easy_words_first_for_who_reads_easy_and_always_the_whole_letter(
    world: World, mailoutbox: list[object]
) -> None:
    held = make_round(world, make_programme(world))
    make_application(world, held)
    world.otto.easy_read = True
    world.otto.save()
    make_application(world, held, owner=world.otto)
    send_outbox(at=clock.now())
    bodies = {one.to[0].split("@")[0]: one.body for one in mailoutbox}  # type: ignore[attr-defined] # Django's mail
    whole = "We will read it now"
    assert "Now we read it." not in bodies["amina"]
    assert bodies["otto"].index("Now we read it.") < bodies["otto"].index(whole)
    assert whole in bodies["amina"]


def test_an_author_writes_the_easy_words_of_a_letter(world: World) -> None:
    programme = make_programme(world)
    petra = browser(world.petra, world.company)
    address = f"/programmes/{programme.pk}/letters/thanks_completed/"
    written = {"subject__sv": "Tack", "body__sv": "Tack för allt.", "easy__sv": "Tack {{ name }}!"}
    shown = petra.post(address, {**written, "preview": "yes"}).content.decode()
    assert "Tack Amina Berg!" in shown
    assert petra.post(address, written).status_code == 302
    letter = Letter.objects.get(programme=programme, kind="thanks_completed")
    assert letter.easy == {"sv": "Tack {{ name }}!"}


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["sv", "fi", "en"])
def test_the_statement_says_in_each_language_what_is_known(language: str) -> None:
    page = Client().get("/accessibility/", headers={"accept-language": language}).content.decode()
    told = statement()
    for one in (*told.offered, *told.known):
        assert set(one) == {"sv", "fi", "en"}
        assert one[language] in page
