"""The page of long work, as one watches it: it moves by itself, is heard, and comes to rest."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from grodd.base import clock, progress
from grodd.base.audit import Stamp
from grodd.base.models import LongTask
from tests.web.journeys.chromium import PATIENCE_MS, cookies_of
from tests.world import World

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]


def watched(browser: Browser, site: str, world: World, *, script: bool = True) -> Page:
    """Petra watches an import of two thousand rows."""
    stamp = Stamp(clock.now(), world.petra.audit_key, world.company.pk)
    task = progress.start(
        kind="import-applications", title="ideas.csv", stamp=stamp, total=2000, url="/imports/1/"
    )
    shown = browser.new_context(reduced_motion="reduce", java_script_enabled=script)
    shown.set_default_timeout(PATIENCE_MS)
    shown.add_cookies(cookies_of(world.petra, world.company, site))
    page = shown.new_page()
    page.goto(site + reverse("progress:show", kwargs={"key": task.key}))
    return page


def test_the_page_moves_by_itself_and_comes_to_rest(
    browser: Browser, live_server: LiveServer, world: World
) -> None:
    page = watched(browser, live_server.url, world)
    page.get_by_role("button", name="Stop it").focus()
    LongTask.objects.update(state="running", done=1100)
    expect(page.get_by_text("1,100 of 2,000")).to_be_visible(timeout=PATIENCE_MS)
    assert page.evaluate("document.activeElement.textContent.trim()") == "Stop it"
    expect(page.get_by_role("status").filter(has_text=re.compile(r"50\s?% done"))).to_be_attached(
        timeout=PATIENCE_MS
    )
    LongTask.objects.update(state="done", done=2000, message="2,000 new applications.")
    expect(page.get_by_role("link", name="See what came of it")).to_be_visible(timeout=PATIENCE_MS)
    assert page.locator("[hx-trigger]").count() == 0


def test_it_is_stopped_by_a_click(browser: Browser, live_server: LiveServer, world: World) -> None:
    page = watched(browser, live_server.url, world)
    page.get_by_role("button", name="Stop it").click()
    expect(page.get_by_text("Nothing was done.")).to_be_visible(timeout=PATIENCE_MS)
    assert LongTask.objects.get().state == "stopped"


def test_without_a_script_one_looks_again(
    browser: Browser, live_server: LiveServer, world: World
) -> None:
    page = watched(browser, live_server.url, world, script=False)
    LongTask.objects.update(state="running", done=1100)
    page.get_by_role("link", name="Look again").click()
    expect(page.get_by_text("1,100 of 2,000")).to_be_visible(timeout=PATIENCE_MS)
