"""Writing an application in a real browser: what is typed is saved, whatever happens."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from grodd.applications.models import Application
from tests.applications.making import make_draft
from tests.programmes.making import make_programme, make_round
from tests.web.journeys.chromium import PATIENCE_MS, cookies_of, window
from tests.world import World

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def draft(world: World) -> Application:
    return make_draft(world, make_round(world, make_programme(world)))


@pytest.fixture
def page(
    world: World, draft: Application, browser: Browser, live_server: LiveServer
) -> Iterator[Page]:
    context = window(browser)
    context.add_cookies(cookies_of(world.amina, world.company, live_server.url))
    page = context.new_page()
    page.goto(f"{live_server.url}/applications/{draft.pk}/write/")
    page.locator('html[data-live="here"]').wait_for(state="attached", timeout=PATIENCE_MS)
    yield page
    context.close()


def kept(draft: Application) -> str:
    draft.refresh_from_db()
    return draft.summary


def note_says(page: Page, state: str) -> None:
    note = page.locator(f'#autosave-note[data-state="{state}"]')
    expect(note).to_be_visible(timeout=PATIENCE_MS)


def test_a_pause_saves_and_the_next_one_saves_again(page: Page, draft: Application) -> None:
    for text in ("Först så.", "Sedan så här."):
        page.fill("[name=summary]", text)
        with page.expect_response(lambda answer: answer.url.endswith("/save/")) as saved:
            page.keyboard.press("Tab")
        assert saved.value.status == 200
        note_says(page, "saved")
        assert kept(draft) == text


def test_what_is_typed_before_the_page_can_save_is_saved_when_it_can(
    page: Page, draft: Application
) -> None:
    held: list[Route] = []
    page.route("**/htmx-*", lambda route: held.append(route))  # noqa: PLW0108 - Playwright marks it
    with page.expect_request("**/htmx-*"):
        page.reload(wait_until="domcontentloaded")
    page.fill("[name=summary]", "Skrivet genast.")
    with page.expect_response(lambda answer: answer.url.endswith("/save/")):
        held[0].continue_()
    assert kept(draft) == "Skrivet genast."


def test_a_connection_that_drops_loses_nothing(page: Page, draft: Application) -> None:
    page.context.set_offline(True)
    page.fill("[name=summary]", "Skrivet på tåget.")
    note_says(page, "offline")
    assert kept(draft) != "Skrivet på tåget."
    page.context.set_offline(False)
    note_says(page, "saved")
    assert kept(draft) == "Skrivet på tåget."


def test_who_was_signed_out_meanwhile_reads_so_and_keeps_the_text(
    page: Page, draft: Application
) -> None:
    page.context.clear_cookies()
    page.fill("[name=summary]", "Skrivet efter lunch.")
    note_says(page, "failed")
    assert page.locator("form#draft").count() == 1
    assert page.input_value("[name=summary]") == "Skrivet efter lunch."
    assert kept(draft) != "Skrivet efter lunch."


def test_going_on_while_the_draft_is_being_saved_is_no_conflict(
    page: Page, draft: Application
) -> None:
    def slowly(route: Route) -> None:
        page.wait_for_timeout(500)
        route.continue_()

    page.route("**/save/", slowly)
    with page.expect_request("**/save/"):
        page.fill("[name=summary]", "Bråttom.")
    page.click("[name=continue]")
    page.wait_for_url("**/submit/")
    assert kept(draft) == "Bråttom."
