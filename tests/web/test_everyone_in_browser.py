"""A few pages, each in one language and one look; all of them: ``benchmarks.pages.everyone``."""

from dataclasses import dataclass

import pytest
from axe_playwright_python.sync_playwright import Axe
from benchmarks.pages.checks import RULES, hidden_focus, narrow_targets, sideways, turned
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from tests.applications.making import make_draft
from tests.programmes.making import make_programme, make_round
from tests.web.journeys.chromium import PATIENCE_MS, cookies_of
from tests.world import World

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]


@dataclass(frozen=True)
class Look:
    """A page, who reads it, in which language, on which screen."""

    path: str
    who: str
    language: str
    is_dark: bool
    width: int


LOOKS = (
    Look("/accounts/login/", "", "fi", False, 390),
    Look("/rounds/norrverk-varen/", "", "sv", True, 1280),
    Look("/reading/", "amina", "en", True, 390),
    Look("/messages/settings/", "amina", "fi", False, 390),
    Look("/applications/{draft}/write/", "amina", "sv", False, 390),
    Look("/applications/programmes/{programme}/", "petra", "sv", True, 390),
)


def opened(browser: Browser, site: str, look: Look, world: World) -> Page:
    """The page in a window of its own, with what the reader has to keep in mind on it."""
    programme = make_programme(world)
    draft = make_draft(world, make_round(world, programme))
    height = 844 if look.width < 1000 else 900
    shown = browser.new_context(
        locale=look.language, reduced_motion="reduce",
        color_scheme="dark" if look.is_dark else "light",
        viewport={"width": look.width, "height": height},
    )  # fmt: skip
    if look.who:
        person = getattr(world, look.who)
        person.language = look.language
        person.save()
        shown.add_cookies(cookies_of(person, world.company, site))
    page = shown.new_page()
    page.set_default_timeout(PATIENCE_MS)
    page.goto(site + look.path.format(draft=draft.pk, programme=programme.pk))
    return page


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.path)
def test_everyone_can_use_the_page(
    look: Look, browser: Browser, live_server: LiveServer, world: World
) -> None:
    page = opened(browser, live_server.url, look, world)
    assert page.evaluate("document.documentElement.lang") == look.language
    assert Axe().run(page, options={"runOnly": RULES}).response["violations"] == []
    assert narrow_targets(page) == []
    assert hidden_focus(page, steps=40) == []
    assert sideways(page) == []
    page.set_viewport_size({"width": 320, "height": 640})
    assert sideways(page) == []
    assert list(turned(page, (1280, 390, 320))) == []


def test_the_skip_link_leads_past_everything_to_the_content(
    browser: Browser, live_server: LiveServer, world: World
) -> None:
    page = opened(browser, live_server.url, LOOKS[4], world)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_the_keyboard_goes_through_a_form_in_the_order_of_its_questions(
    browser: Browser, live_server: LiveServer, world: World
) -> None:
    page = opened(browser, live_server.url, LOOKS[4], world)
    asked = page.eval_on_selector_all("#draft .asked [name]", "all => all.map(one => one.name)")
    page.locator("#draft [name]:not([type=hidden])").first.focus()
    met: list[str] = []
    while "continue" not in met:
        met.append(page.evaluate("document.activeElement.name ?? ''"))
        page.keyboard.press("Tab")
    stops = [name for name in met if name in asked]
    assert stops == asked


def test_what_is_wrong_is_where_the_keyboard_stands(
    browser: Browser, live_server: LiveServer, world: World
) -> None:
    page = opened(browser, live_server.url, LOOKS[4], world)
    page.locator("#draft [name=title]").fill("")
    page.locator("#draft [name=continue]").press("Enter")
    page.wait_for_selector("[data-focus]")
    assert page.evaluate("document.activeElement.matches('[data-focus]')")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.name") == "title"
