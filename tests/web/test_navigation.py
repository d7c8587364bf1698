"""The area that a page is found in is the one that the navigation marks."""

import re

import pytest

from grodd.people.models import Organisation, Person
from grodd.programmes.models import Frame
from grodd.programmes.queries import LOAN
from tests.agreements.signing import LOAN as LOAN_TERMS
from tests.agreements.signing import Desk
from tests.applications.making import make_application
from tests.programmes.making import make_programme, make_round
from tests.web.stage import browser
from tests.world import World

ENGLISH = {"accept-language": "en"}
MARKED = re.compile(r'<a[^>]*aria-current="page"[^>]*>\s*([^<]+?)\s*</a>')


def marked(person: Person, space: Organisation, address: str) -> list[str]:
    page = browser(person, space).get(address, headers={"accept-language": "en"}).content.decode()
    navigation = page[page.index("<nav") : page.index("</nav>")]
    return MARKED.findall(navigation)


@pytest.mark.django_db
def test_an_application_is_mine_to_its_owner_and_the_programmes_to_its_manager(
    world: World,
) -> None:
    one = make_application(world, make_round(world, make_programme(world)), owner=world.otto)
    address = f"/applications/{one.pk}/"
    assert marked(world.otto, world.company, address) == ["My applications"]
    assert marked(world.petra, world.company, address) == ["Programmes"]


@pytest.mark.django_db
def test_who_keeps_the_books_finds_the_nights_in_the_navigation(world: World) -> None:
    page = browser(world.bo, world.fund).get("/").content.decode()
    navigation = page[page.index("<nav") : page.index("</nav>")]
    assert 'href="/organisation/nights/"' in navigation
    assert 'href="/organisation/"' not in navigation
    assert browser(world.bo, world.fund).get("/organisation/nights/").status_code == 200
    assert marked(world.bo, world.fund, "/organisation/nights/") == ["Organisation"]
    petra = browser(world.petra, world.fund).get("/").content.decode()
    assert 'href="/organisation/"' in petra[petra.index("<nav") : petra.index("</nav>")]


@pytest.mark.django_db
def test_loans_stand_in_the_navigation_of_a_space_that_lends(world: World) -> None:
    made = {world.company: make_programme(world), world.fund: make_programme(world, "fund")}
    for space, programme in made.items():
        Frame.objects.filter(programme=programme).update(instruments=["award"])
        page = browser(world.petra, space).get("/", headers=ENGLISH).content.decode()
        assert 'href="/loans/"' not in page
    Frame.objects.filter(programme=made[world.fund]).update(instruments=["award", LOAN])
    for space, lends in ((world.company, False), (world.fund, True)):
        page = browser(world.petra, space).get("/", headers=ENGLISH).content.decode()
        assert ('href="/loans/"' in page) is lends, space
        assert browser(world.petra, space).get("/loans/").status_code == 200


@pytest.mark.django_db
def test_loans_stay_in_the_navigation_when_no_more_are_offered(world: World) -> None:
    desk = Desk(world)
    desk.loan(LOAN_TERMS)
    Frame.objects.update(instruments=["award"])
    page = browser(world.petra, desk.space).get("/").content.decode()
    assert 'href="/loans/"' in page
    assert 'href="/loans/"' not in browser(world.petra, world.company).get("/").content.decode()
