"""A language from right to left needs only its catalogue; and eyes that need other colours."""

from typing import Any

import pytest
from benchmarks.pages.checks import hidden_focus, narrow_targets, sideways, turned
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from tests.programmes.making import make_programme
from tests.web.journeys.chromium import PATIENCE_MS, cookies_of
from tests.world import World

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]

ARABIC = "ar"
"""Django knows its direction; of ours it has no text yet, so the words stay English."""
MOVING = "document.getAnimations().map(one => one.animationName).join()"


@pytest.fixture
def one_more_language(settings: Any) -> None:
    """An installation that has added a language from right to left."""
    settings.LANGUAGES = [*settings.LANGUAGES, (ARABIC, "العربية")]


def opened(browser: Browser, address: str, cookies: list[Any] | None = None, **more: Any) -> Page:
    shown = browser.new_context(viewport={"width": 1280, "height": 900}, **more)
    shown.add_cookies(cookies or [])
    page = shown.new_page()
    page.set_default_timeout(PATIENCE_MS)
    page.goto(address)
    return page


@pytest.mark.usefixtures("one_more_language")
def test_a_page_in_a_language_from_right_to_left_is_a_mirror(
    browser: Browser, live_server: LiveServer, world: World
) -> None:
    programme = make_programme(world)
    world.petra.language = ARABIC
    world.petra.save()
    cookies = cookies_of(world.petra, world.company, live_server.url)
    page = opened(browser, f"{live_server.url}/applications/programmes/{programme.pk}/", cookies)
    assert page.evaluate("[document.documentElement.lang, document.documentElement.dir]") == [
        ARABIC,
        "rtl",
    ]
    assert list(turned(page, (1280, 390, 320))) == []


@pytest.mark.usefixtures("one_more_language")
def test_the_door_too_before_anyone_has_signed_in(
    browser: Browser, live_server: LiveServer
) -> None:
    page = opened(browser, f"{live_server.url}/accounts/login/", locale=ARABIC)
    assert page.evaluate("document.documentElement.dir") == "rtl"
    assert list(turned(page, (1280, 390, 320))) == []


def test_a_page_that_does_not_follow_is_noticed(browser: Browser, live_server: LiveServer) -> None:
    page = opened(browser, f"{live_server.url}/accounts/login/")
    page.evaluate("document.querySelector('.top__bar').dir = 'ltr'")
    page.evaluate("document.querySelector('h1').style.direction = 'ltr'")
    assert len(list(turned(page, (1280,)))) == 2


def test_with_the_colours_of_the_reader_everything_is_still_seen(
    browser: Browser, live_server: LiveServer, settings: Any
) -> None:
    settings.DEMO = True
    page = opened(browser, f"{live_server.url}/ui/", forced_colors="active")
    assert hidden_focus(page, steps=40) == []
    assert sideways(page) == []
    bar = page.locator(".progress__bar").first
    style = "one => [getComputedStyle(one).borderTopStyle, getComputedStyle(one).forcedColorAdjust]"
    assert bar.evaluate(style) == ["solid", "none"]


def test_nothing_moves_for_whoever_wants_it_still(
    browser: Browser, live_server: LiveServer, settings: Any
) -> None:
    settings.DEMO = True
    moving = opened(browser, f"{live_server.url}/ui/")
    assert "wait" in moving.evaluate(MOVING)
    still = opened(browser, f"{live_server.url}/ui/", reduced_motion="reduce")
    assert still.evaluate(MOVING) == ""


def test_at_four_hundred_per_cent_every_component_fits_and_can_be_hit(
    browser: Browser, live_server: LiveServer, settings: Any
) -> None:
    settings.DEMO = True
    page = opened(browser, f"{live_server.url}/ui/")
    for width in (1280, 390, 320):
        page.set_viewport_size({"width": width, "height": 640})
        assert sideways(page) == []
        assert narrow_targets(page) == []
