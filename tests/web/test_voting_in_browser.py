"""Voting in a real browser: a click is saved, and so is the one that takes it back."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from grodd.base import clock
from grodd.voting import queries
from grodd.voting.models import Poll
from grodd.voting.usecases.close_poll import close_poll
from tests.voting.making import opened
from tests.web.journeys.chromium import PATIENCE_MS, cookies_of, window
from tests.web.test_face_in_browser import RULES
from tests.world import World

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def poll(world: World) -> Poll:
    return opened(world)


@pytest.fixture
def page(world: World, poll: Poll, browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    context = window(browser)
    context.add_cookies(cookies_of(world.amina, world.company, live_server.url))
    page = context.new_page()
    page.goto(f"{live_server.url}/votes/{poll.pk}/")
    page.locator('html[data-live="here"]').wait_for(state="attached", timeout=PATIENCE_MS)
    yield page
    context.close()


def test_each_click_is_saved_from_the_keyboard_too(world: World, page: Page, poll: Poll) -> None:
    receipt = page.locator("#ballot-receipt")
    page.locator("#mark-2").click()
    expect(receipt).to_contain_text("You vote for “Cargo bike”.", timeout=PATIENCE_MS)
    page.locator("#mark-3").focus()
    page.keyboard.press("Enter")
    expect(receipt).to_contain_text("You vote for 2 ideas of 4.", timeout=PATIENCE_MS)
    expect(page.locator("#mark-3")).to_be_focused()
    page.locator("#mark-2").click()
    expect(receipt).to_contain_text("You do not vote for “Cargo bike”.", timeout=PATIENCE_MS)
    assert queries.own_choices(world.asker(world.amina), poll) == frozenset({3})
    page.reload()
    expect(page.locator("#mark-3")).to_contain_text("You vote for it")
    assert Axe().run(page, options={"runOnly": RULES}).response["violations"] == []
    by = world.asker(world.petra)
    close_poll(by=by, poll_id=poll.pk, at=clock.now())
    page.goto(page.url.partition("#")[0] + "result/")
    assert Axe().run(page, options={"runOnly": RULES}).response["violations"] == []


def test_a_click_without_a_connection_is_kept_and_saved_later(
    world: World, page: Page, poll: Poll
) -> None:
    page.context.set_offline(True)
    page.locator("#mark-1").click()
    receipt = page.locator("#ballot-receipt")
    expect(receipt).to_contain_text("You are offline", timeout=PATIENCE_MS)
    page.context.set_offline(False)
    expect(receipt).to_contain_text("You vote for “Compost”.", timeout=PATIENCE_MS)
    assert queries.own_choices(world.asker(world.amina), poll) == frozenset({1})
