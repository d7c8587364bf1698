"""The demo on a port of its own, thrown away afterwards, and the windows that look at it."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tools.machine import CHROMIUM_NAMES

FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
PATIENCE_MS = 60_000
LANGUAGES = ("sv", "fi", "en")
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
WIDTHS = {1280: 900, 390: 844}
SETTINGS = "benchmarks.pages.settings"


@dataclass(frozen=True)
class Main:
    """One of the main pages.

    ``who`` in the cast looks at it (nobody before the door); ``path`` is where they begin, and
    ``link`` a part of the address of a link there that leads on, if it is not the page itself.
    """

    name: str
    who: str
    path: str
    link: str = ""


MAIN_PAGES = (
    Main("door", "", "/accounts/login/"),
    Main("round", "", "/rounds/", "/rounds/"),
    Main("start", "amina", "/"),
    Main("write", "amina", "/", "/write/"),
    Main("applications", "petra", "/applications/programmes/1/"),
    Main("assessment", "petra", "/assessment/", "/assessment/rounds/"),
    Main("matter", "chair", "/decisions/matters/1/"),
    Main("agreements", "petra", "/agreements/"),
    Main("project", "petra", "/projects/", "/projects/"),
    Main("portfolio", "petra", "/portfolio/"),
)


@contextlib.contextmanager
def demo_site(running: str = "") -> Iterator[str]:
    """The address of a demo that runs already, or of a fresh one, served as in real life."""
    if running:
        yield running
        return
    with tempfile.TemporaryDirectory() as data, socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        address = f"http://127.0.0.1:{port}"
        # The demo refuses settings that it does not know.
        own = {name: value for name, value in os.environ.items() if not name.startswith("GRODD_")}
        env = own | {
            "GRODD_DATA": data, "GRODD_BASE_URL": address, "DJANGO_SETTINGS_MODULE": SETTINGS,
        }  # fmt: skip
        collect = (sys.executable, "-m", "django", "collectstatic", "--noinput", "-v0")
        subprocess.run(collect, check=True, env=env)
        grodd = (sys.executable, "-m", "grodd")
        quiet = subprocess.DEVNULL
        for word in ("migrate", "seed-demo"):
            subprocess.run((*grodd, word), check=True, env=env, stdout=quiet)
        serve = (*grodd, "serve", "--port", str(port), "--workers", "1")
        server = subprocess.Popen(serve, env=env, start_new_session=True, stderr=quiet)
        try:
            _wait_for(port)
            yield address
        finally:
            os.killpg(server.pid, signal.SIGTERM)
            server.wait(timeout=30)


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    sys.exit("The demo did not start.")


def chromium_path() -> str:
    """The browser that is installed here."""
    named = os.environ.get("GRODD_CHROMIUM")
    found = named or next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    return found or sys.exit("This needs Chromium; install it, or name it in GRODD_CHROMIUM.")


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    with sync_playwright() as machinery:
        browser = machinery.chromium.launch(executable_path=chromium_path(), args=list(FLAGS))
        yield browser
        browser.close()


def window(browser: Browser, *, scheme: str = "light", width: int = 1280) -> BrowserContext:
    """A window of one person, on a screen of this width."""
    scheme_known: Any = scheme
    shown = browser.new_context(
        viewport={"width": width, "height": WIDTHS.get(width, 900)},
        color_scheme=scheme_known, reduced_motion="reduce", locale="sv-SE",
    )  # fmt: skip
    shown.set_default_timeout(PATIENCE_MS)
    return shown


def enter(page: Page, site: str, who: str, language: str) -> None:
    """Become someone in the cast, or nobody, and read in this language.

    ``petra@2`` is Petra in the second space.
    """
    name, _, space = who.partition("@")
    page.goto(f"{site}/sign-in/demo/{name}/" if name else f"{site}/accounts/login/")
    if space:
        press(page, f"form[action='/spaces/'] button[value='{space}']")
    speak(page, language)


def press(page: Page, button: str) -> None:
    """Press a button that leads on, also where it lies in a menu that is closed."""
    with page.expect_navigation():
        page.locator(button).first.evaluate("button => button.click()")


def speak(page: Page, language: str) -> None:
    """Read in this language from now on."""
    button = page.locator(f"button[name=language][value={language}]").first
    if button.get_attribute("aria-current"):
        return
    press(page, f"button[name=language][value={language}]")


def address_of(page: Page, site: str, main: Main) -> str:
    """Where a main page is; the window stands in the shoes of whoever looks at it."""
    page.goto(site + main.path)
    if not main.link:
        return main.path
    for link in page.locator(f'main a[href*="{main.link}"]').all():
        href = str(link.get_attribute("href")).split("?")[0].split("#")[0]
        if href.startswith("/") and href != main.path:
            return href
    sys.exit(f"No link to {main.link} on {main.path} for {main.who or 'a visitor'}.")


def addresses(browser: Browser, site: str) -> dict[str, str]:
    """The main pages by name."""
    found = {}
    for main in MAIN_PAGES:
        with contextlib.closing(window(browser)) as shown:
            page = shown.new_page()
            enter(page, site, main.who, "sv")
            found[main.name] = address_of(page, site, main)
    return found


def folder(wished: str) -> Path:
    """A folder that is there, and empty."""
    made = Path(wished)
    shutil.rmtree(made, ignore_errors=True)
    made.mkdir(parents=True)
    return made
