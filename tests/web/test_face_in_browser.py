"""The living page in a real browser: no violation, nothing wider than the window, either way."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from tests.web.journeys.chromium import PATIENCE_MS

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_the_living_page_is_for_everyone(
    browser: Browser, live_server: LiveServer, settings: object, width: int, scheme: str
) -> None:
    settings.DEMO = True  # type: ignore[attr-defined] # the fixture of pytest-django
    page: Page = browser.new_page(
        viewport={"width": width, "height": 900},
        color_scheme="dark" if scheme == "dark" else "light",
        reduced_motion="reduce",
    )
    page.set_default_timeout(PATIENCE_MS)
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(f"{live_server.url}/ui/", timeout=PATIENCE_MS)
    found = Axe().run(page, options={"runOnly": RULES})
    assert found.response["violations"] == []
    assert complaints == []
    for turn in ("ltr", "rtl"):
        page.evaluate("turn => { document.documentElement.dir = turn }", turn)
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    page.close()


def test_a_dialog_is_opened_and_left_with_the_keyboard(
    browser: Browser, live_server: LiveServer, settings: object
) -> None:
    settings.DEMO = True  # type: ignore[attr-defined] # the fixture of pytest-django
    page = browser.new_page()
    page.set_default_timeout(PATIENCE_MS)
    page.goto(f"{live_server.url}/ui/", timeout=PATIENCE_MS)
    page.locator('[data-opens="withdraw"]').press("Enter")
    assert page.locator("dialog#withdraw").is_visible()
    page.keyboard.press("Escape")
    assert page.locator("dialog#withdraw").is_hidden()
    assert page.evaluate("document.activeElement.dataset.opens") == "withdraw"
    page.close()


def test_where_the_keyboard_goes_is_seen_whole(
    browser: Browser, live_server: LiveServer, settings: object
) -> None:
    """In a row of tabs wider than the phone, and backwards under the head of a table that stays."""
    settings.DEMO = True  # type: ignore[attr-defined] # the fixture of pytest-django
    page = browser.new_page(viewport={"width": 320, "height": 700}, reduced_motion="reduce")
    page.set_default_timeout(PATIENCE_MS)
    page.goto(f"{live_server.url}/ui/", timeout=PATIENCE_MS)
    tabs = page.locator(".tabs__list").first.locator(".tabs__tab")
    tabs.first.focus()
    for place in range(tabs.count()):
        assert tabs.nth(place).evaluate("tab => tab === document.activeElement")
        cut = tabs.nth(place).evaluate(
            """tab => { const [it, all] = [tab, tab.closest("ul")].map(
                one => one.getBoundingClientRect());
                return Math.max(all.left - it.left, it.right - all.right); }"""
        )
        assert cut < 1, place
        page.keyboard.press("Tab")
    page.set_viewport_size({"width": 1280, "height": 420})
    links = page.locator(".table tbody th a")
    links.nth(1).evaluate(
        "link => { link.focus(); scrollBy(0, link.getBoundingClientRect().top); }"
    )
    page.keyboard.press("Shift+Tab")
    free = links.first.evaluate(
        """link => { const it = link.getBoundingClientRect();
            return link === document.activeElement
                && it.top >= link.closest("table").tHead.getBoundingClientRect().bottom; }"""
    )
    assert free
    page.close()
