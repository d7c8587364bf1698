"""Listening, in a real browser with a voice that speaks at once and remembers what it said."""

import pytest
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from tests.web.journeys.chromium import PATIENCE_MS

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]

VOICE = """
window.said = []; window.waiting = null; window.voices = [{lang: "sv-SE"}];
class Spoken { constructor(text) { this.text = text; } }
window.SpeechSynthesisUtterance = Spoken;
Object.defineProperty(window, "speechSynthesis", {value: {
    getVoices: () => window.voices,
    speak: (one) => { window.said.push(one.text); window.waiting = one; },
    cancel: () => {}, addEventListener: () => {},
}});
"""


@pytest.fixture
def page(browser: Browser) -> Page:
    opened = browser.new_context(locale="sv-SE", reduced_motion="reduce").new_page()
    opened.set_default_timeout(PATIENCE_MS)
    return opened


def test_a_page_is_read_sentence_by_sentence_with_a_pause(
    page: Page, live_server: LiveServer
) -> None:
    page.add_init_script(VOICE)
    page.goto(f"{live_server.url}/accessibility/")
    page.locator("[data-do=listen]").click()
    page.evaluate("waiting.onend()")
    first, second = page.evaluate("said")
    assert first == page.locator("h1").inner_text()
    assert page.evaluate("[...CSS.highlights.get('listen')][0].toString().trim()") == second
    page.keyboard.press("Enter")  # the pause button has the focus
    page.evaluate("waiting.onend()")
    assert page.evaluate("said.length") == 2
    page.locator("select").first.select_option("1.3")
    page.keyboard.press("Shift+Tab")
    page.locator("[data-do=resume]").click()
    assert page.evaluate("[said.at(-1), waiting.rate]") == [second, 1.3]
    page.locator("[data-do=stop]").click()
    assert page.locator("[data-do=listen]").is_visible()
    assert not page.evaluate("CSS.highlights.has('listen')")


@pytest.mark.parametrize(
    "script", [VOICE.replace("sv-SE", "de-DE"), "delete window.speechSynthesis;"]
)
def test_without_a_voice_of_the_language_there_is_no_button(
    page: Page, live_server: LiveServer, script: str
) -> None:
    page.add_init_script(script)
    page.goto(f"{live_server.url}/accessibility/")
    assert page.locator("[data-listen]").is_hidden()
