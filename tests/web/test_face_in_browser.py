"""The living page in a real browser: no violation, nothing wider than the window, either way."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles import finders
from django.core.files.base import ContentFile
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from grodd.web.storage import PASSKEYS, PASSKEYS_IN_ONE, HashedStorage
from tests.web.journeys.chromium import PATIENCE_MS

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LETTERS = "performance.getEntriesByType('resource').filter(one => one.name.includes('figtree'))"

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


def test_the_letters_come_when_the_page_has_been_drawn_and_stay(
    browser: Browser, live_server: LiveServer
) -> None:
    """Letters that came late would move what is being read: they are for the next page."""
    page = browser.new_page()
    page.set_default_timeout(PATIENCE_MS)
    with page.expect_request_finished(lambda request: "figtree" in request.url):
        page.goto(f"{live_server.url}/accessibility/", timeout=PATIENCE_MS)
    drawn = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
    assert page.evaluate(f"{LETTERS}[0].startTime") > drawn
    assert page.locator("html[data-letters]").count() == 0
    page.locator('footer a[href="/accessibility/"]').click()
    page.locator('html[data-letters="own"]').wait_for()
    assert page.evaluate("getComputedStyle(document.body).fontFamily").startswith("Figtree")
    page.close()


def test_a_page_without_scripts_has_letters_of_the_machine(
    browser: Browser, live_server: LiveServer
) -> None:
    window = browser.new_context(java_script_enabled=False)
    page = window.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{live_server.url}/accessibility/", timeout=PATIENCE_MS, wait_until="networkidle")
    assert page.locator("h1").is_visible()
    assert any(url.endswith(".css") for url in asked)
    assert not any(url.endswith(".woff2") for url in asked)
    window.close()


def test_the_door_asks_for_a_passkey_when_one_wants_to_use_it(
    browser: Browser, live_server: LiveServer
) -> None:
    page = browser.new_page()
    page.set_default_timeout(PATIENCE_MS)
    page.goto(f"{live_server.url}/accounts/login/", timeout=PATIENCE_MS)
    with page.expect_response(lambda answer: "/webauthn/login/" in answer.url) as asked:
        page.locator("#passkey_login").click()
    assert asked.value.json()["request_options"]["publicKey"]["challenge"]
    page.close()


def test_the_scripts_for_passkeys_run_as_one(browser: Browser, tmp_path: Path) -> None:
    storage = HashedStorage(location=tmp_path, base_url="/static/")
    for name in PASSKEYS:
        storage._save(name, ContentFile(Path(str(finders.find(name))).read_bytes()))
    list(storage.post_process({name: (storage, name) for name in PASSKEYS}))
    page = browser.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    page.add_script_tag(path=tmp_path / storage.stored_name(PASSKEYS_IN_ONE))
    assert page.evaluate("typeof allauth.webauthn.forms.loginForm") == "function"
    assert faults == []
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
