"""A visitor in headless Chromium, with JavaScript: types in what is seen and clicks the button."""

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Locator,
    Response,
    sync_playwright,
)

from grodd.people.models import Organisation, Person
from tests.web.journeys.visitor import Typed
from tests.web.stage import browser as signed_in

FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--lang=en-US",
)  # fmt: skip
PATIENCE_MS = 240_000
REFUSED = "Failed to load resource"
"""What Chromium says of every answer from 400 up, also of those that the story asks for."""
PRESSES_MAX = 400
SEEN = """field => {
    const box = field.getBoundingClientRect();
    const x = box.left + box.width / 2, y = box.top + Math.min(box.height / 2, 20);
    const top = document.elementFromPoint(x, y);
    const shown = top && (field.contains(top) || top.contains(field) || field.labels?.length);
    return field.matches(":focus-visible") && y > 0 && y < innerHeight && Boolean(shown);
}"""
FIND = """([to, names]) => [...document.forms].findIndex(form => {
    const action = form.getAttribute("action") ?? "";
    return action.endsWith(to) && (to || action === "" || action === location.pathname)
        && names.every(name => form.elements.namedItem(name));
})"""


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser for the tests of one file."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # playwright keeps a loop of its own
    with sync_playwright() as machinery:
        path = os.environ.get("GRODD_CHROMIUM") or shutil.which("chromium")
        browser = machinery.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


def window(browser: Browser) -> BrowserContext:
    """A window on a small screen, in Swedish, that keeps what it has loaded."""
    shown = browser.new_context(
        locale="sv-SE", reduced_motion="reduce", viewport={"width": 390, "height": 844}
    )
    shown.set_default_timeout(PATIENCE_MS)
    return shown


def cookies_of(person: Person, where: Organisation, home: str) -> list[Any]:
    """What a browser sends of someone who has signed in and passed the second step."""
    kept = signed_in(person, where).cookies
    return [{"name": name, "value": one.value, "url": home} for name, one in kept.items()]


def keep_static_files(patch: pytest.MonkeyPatch) -> None:
    """Let a browser keep scripts, styles and fonts between pages, as it does in real life."""
    serve = StaticFilesHandler.serve

    def serve_to_keep(self: StaticFilesHandler, request: HttpRequest) -> HttpResponseBase:
        answer = serve(self, request)
        answer["Cache-Control"] = "max-age=3600"
        return answer

    patch.setattr(StaticFilesHandler, "serve", serve_to_keep)


class BrowserVisitor:
    """Someone at a real screen. What the page's own scripts complain of fails the story.

    All share one window, so that it loads styles and scripts once; whoever acts is signed in.
    """

    def __init__(self, shown: BrowserContext, home: str, cookies: list[Any]) -> None:
        page = shown.new_page()
        self.page, self.home, self.cookies = page, home, cookies
        self.complaints: list[str] = []
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", lambda said: self._hear(said.type, said.text))

    @property
    def address(self) -> str:
        return urlsplit(self.page.url).path

    def open(self, address: str, *, status: int = 200) -> str:
        self.page.context.add_cookies(self.cookies)
        return self._arrive(self.page.goto(self.home + address), status)

    def send(
        self, to: str = "", typed: Typed | None = None, *, press: str = "", status: int = 200
    ) -> str:
        self.page.context.add_cookies(self.cookies)
        given = dict(typed or {})
        form = self._form(to, list(given))
        for name, value in given.items():
            self._fill(form, name, value)
        named = f'[name="{press}"]' if press else ""
        button = form.locator(f"button{named}:not([formaction]):not([type=button])").first
        with self.page.expect_navigation() as arriving:
            self._push(button)
        return self._arrive(arriving.value, status)

    def _form(self, to: str, names: list[str]) -> Locator:
        number = self.page.evaluate(FIND, [to, names])
        assert number >= 0, f"no form to {to!r} with {sorted(names)} on {self.address}"
        form = self.page.locator("form").nth(number)
        for dialog in form.locator("xpath=ancestor::dialog[not(@open)]").all():
            self._push(self.page.locator(f'[data-opens="{dialog.get_attribute("id")}"]').first)
        for folded in form.locator("xpath=ancestor::details[not(@open)]").all():
            self._push(folded.locator("summary").first)
        return form

    def _push(self, control: Locator) -> None:
        control.click()

    def _fill(self, form: Locator, name: str, value: str | list[str]) -> None:
        field = form.locator(f'[name="{name}"]')
        kind = field.first.evaluate("field => field.type")
        if kind in {"radio", "checkbox"}:
            for one in [value] if isinstance(value, str) else value:
                marked = field if one == "on" else form.locator(f'[name="{name}"][value="{one}"]')
                self._mark(marked.first, kind)
        elif kind.startswith("select"):
            self._choose(field.first, value)
        else:
            assert isinstance(value, str), name
            self._write(field.first, value)

    def _mark(self, field: Locator, kind: str) -> None:  # noqa: ARG002 - a mouse marks all alike
        field.check()

    def _choose(self, field: Locator, value: str | list[str]) -> None:
        field.select_option(value)

    def _write(self, field: Locator, value: str) -> None:
        field.fill(value)

    def _arrive(self, answer: Response | None, status: int) -> str:
        page = self.page.content()
        assert answer is not None, self.address
        assert answer.status == status, f"{answer.status} at {self.address}: {page[-1500:]}"
        assert self.complaints == [], self.address
        return page

    def _hear(self, kind: str, text: str) -> None:
        if kind == "error" and REFUSED not in text:
            self.complaints.append(text)


class KeyboardVisitor(BrowserVisitor):
    """The same without a mouse: Tab leads to everything, and what has the focus is seen."""

    def _push(self, control: Locator) -> None:
        self._reach(control)
        self.page.keyboard.press("Enter")

    def _mark(self, field: Locator, kind: str) -> None:
        if field.is_checked():
            return
        if kind == "checkbox":
            self._reach(field)
            self.page.keyboard.press("Space")
        else:
            self._reach(field, alike="one => one.type === 'radio' && one.name === field.name")
            self._until("ArrowDown", field, "field.checked")
        assert field.is_checked()

    def _choose(self, field: Locator, value: str | list[str]) -> None:
        self._reach(field)
        self.page.keyboard.press("Home")
        self._until("ArrowDown", field, f"field.value === {json.dumps(value)}")

    def _write(self, field: Locator, value: str) -> None:
        self._reach(field)
        if str(field.get_attribute("type")).startswith("date"):
            moment = datetime.fromisoformat(value)
            self.page.keyboard.type(f"{moment:%m%d%Y}")  # as in American English, see FLAGS
            if "T" in value:
                self.page.keyboard.press("ArrowRight")
                self.page.keyboard.type(f"{moment:%I%M%p}")
        else:
            self.page.keyboard.press("Control+A")
            self.page.keyboard.press("Delete")
            self.page.keyboard.insert_text(value)
        assert field.input_value() == value

    def _reach(self, control: Locator, alike: str = "") -> None:
        """Press Tab until ``control`` (or one like it) has the focus and is seen."""
        same = f"({alike})(document.activeElement)" if alike else "document.activeElement === field"
        self._until("Tab", control, same)
        if not alike:
            assert control.evaluate(SEEN), f"the focus is hidden on {self.address}"

    def _until(self, key: str, field: Locator, condition: str) -> None:
        handle = field.element_handle()
        for _ in range(PRESSES_MAX):
            if self.page.evaluate(f"field => {condition}", handle):
                return
            self.page.keyboard.press(key)
        raise AssertionError(f"{key} never leads to {field} on {self.address}")
