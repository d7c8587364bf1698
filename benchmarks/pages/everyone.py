"""`python -m benchmarks.pages.everyone`: can everyone use the pages?

Finds every page of the demo that the people in it can reach by links (each kind of page once), and
looks at it in three languages, light and dark, 1280 and 390 pixels wide: axe-core with every rule
of WCAG 2.2 AA (in the dark its rules of colour, for nothing else differs), targets of 24 pixels and
more, no scrolling sideways (also at 320 pixels, which is what is left of a screen at 400 %). In the
first language also the skip link, a focus that is always seen, and each page turned as for a
language that is written from right to left. `--write` puts the day and the result into the
accessibility statement. `--half` leaves out every second look (each language, scheme and screen is
still there), `--quick` takes one look at each page, another for the next. A page is asked for once
in each language, and looked at on every screen without asking again.
"""

import argparse
import contextlib
import json
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http import HTTPStatus
from itertools import chain, product
from pathlib import Path
from typing import Literal

import axe_playwright_python
from playwright.sync_api import Browser, Page

from benchmarks.pages.checks import RULES, hidden_focus, narrow_targets, sideways, turned
from benchmarks.pages.site import (
    LANGUAGES,
    SCHEMES,
    WIDTHS,
    chromium,
    demo_site,
    enter,
    window,
)

STATEMENT = Path("src/grodd/web/home/accessibility.json")
CIRCLES = (("", "amina"), ("petra", "rolf", "chair", "finn", "agda", "ali", "petra@2", "finn@2"))
"""Who looks: those who apply, and those who work with what they sent; the same page has more for
the latter. The fund is the second space of those who work in both."""
PEOPLE = tuple(chain.from_iterable(CIRCLES))
LATE_LOAN = "/agreements/loans/3/"
NUMBER = re.compile(r"/(\d+|[0-9a-f-]{36}|[a-z0-9-]+-\d+)(?=/)")
LINK = re.compile(r'<a\b[^>]*href="(/[^"?#]*)')
FILES = (".pdf", ".csv", ".xlsx", ".json", ".txt", ".ics", ".svg")
LEADS_AWAY = ("/sign-in/demo/", "/accounts/logout/", "/ui/page/", "/static/", "/sign-in/link/x")
NARROW = 320
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
STILL = """() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync("* { transition: none !important; animation: none !important; }");
    document.adoptedStyleSheets = [sheet];
}"""
"""A colour on its way from light to dark is neither."""
RUN = """async (rules) => {
    await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
    const told = await axe.run({runOnly: rules, resultTypes: ["violations"]});
    return told.violations;
}"""
COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
"""What axe finds in the dark and not in the light."""

Scheme = Literal["light", "dark"]
Screen = tuple[Scheme, int]


@dataclass
class Found:
    """What was looked at, and what is wrong."""

    pages: int = 0
    looks: int = 0
    faults: list[str] = field(default_factory=list)

    def note(self, where: str, faults: Iterable[str]) -> None:
        """Keep and print what is wrong, as soon as it is seen."""
        for fault in faults:
            self.faults.append(f"{where}: {fault}")
            print(self.faults[-1], flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--site", default="", help="a demo that runs already")
    parser.add_argument("--people", nargs="*", default=list(PEOPLE))
    parser.add_argument("--languages", nargs="*", default=list(LANGUAGES))
    parser.add_argument("--half", action="store_true", help="light on a phone, dark on a desk")
    parser.add_argument("--quick", action="store_true", help="one look at each page")
    parser.add_argument("--write", action="store_true", help="renew the accessibility statement")
    options = parser.parse_args()
    found = Found()
    with demo_site(options.site) as site, chromium() as browser:
        pages: dict[str, list[str]] = {}
        for circle in CIRCLES:
            seen: set[str] = set()
            asked = [who for who in circle if who in options.people]
            pages |= {who: reachable(browser, site, who, seen) for who in asked}
        found.pages = sum(map(len, pages.values()))
        print({who or "a visitor": len(kept) for who, kept in pages.items()}, flush=True)
        for language, who in product(options.languages, options.people):
            look(browser, site, (who, language), shared(pages[who], options, language), found)
            told = f"{found.looks} looks, {len(found.faults)} faults"
            print(f"{language} {who or 'a visitor':10} {told}", flush=True)
    print(f"{found.pages} pages, {found.looks} looks, {len(found.faults)} faults")
    if options.write:
        write(found)
    sys.exit(bool(found.faults))


def shared(pages: list[str], options: argparse.Namespace, language: str) -> dict[str, list[Screen]]:
    """The screens on which each page is looked at in a language; no page without any."""
    every = list(product(options.languages, SCHEMES, WIDTHS))
    if options.half:
        every = [one for one in every if (one[1] == "light") == (one[2] == min(WIDTHS))]
    seen_on: dict[str, list[Screen]] = {}
    for number, path in enumerate(pages):
        looks = [every[number % len(every)]] if options.quick else every
        seen_on[path] = [(scheme, width) for spoken, scheme, width in looks if spoken == language]
    return {path: screens for path, screens in seen_on.items() if screens}


def reachable(browser: Browser, site: str, who: str, seen: set[str]) -> list[str]:
    """The addresses that links lead to; of each kind of page one, and none that was seen."""
    kept: list[str] = []
    asked = set(seen)
    with contextlib.closing(window(browser)) as shown:
        page = shown.new_page()
        enter(page, site, who, "en")
        # A loan that is late can be changed in every way there is.
        queue = ["/", "/accounts/login/", "/reading/", "/ui/", "/messages/calendar/", LATE_LOAN]
        while queue:
            path = queue.pop(0)
            kind = NUMBER.sub("/N", path)
            if kind in asked or path.endswith(FILES) or path.startswith(LEADS_AWAY):
                continue
            answer = page.request.get(site + path, max_redirects=0)
            if answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
                sys.exit(f"{path} ({who or 'a visitor'}) is broken: {answer.status}")
            if answer.status != HTTPStatus.OK or "text/html" not in answer.headers["content-type"]:
                continue
            asked.add(kind)
            if kind != "/":  # everyone has a start page of their own
                seen.add(kind)
            kept.append(path)
            queue += sorted(set(LINK.findall(answer.text())))
    return kept


def look(
    browser: Browser,
    site: str,
    reader: tuple[str, str],
    pages: dict[str, list[Screen]],
    found: Found,
) -> None:
    """All pages of one person in one language, each on the screens that are named for it."""
    who, language = reader
    with contextlib.closing(window(browser)) as shown:
        page = shown.new_page()
        enter(page, site, who, language)
        for path, screens in pages.items():
            page.goto(site + path)
            page.evaluate(AXE)
            page.evaluate(STILL)
            for scheme, width in screens:
                page.set_viewport_size({"width": width, "height": WIDTHS[width]})
                page.emulate_media(color_scheme=scheme)
                found.looks += 1
                where = f"{path} ({who or 'visitor'}, {language}, {scheme}, {width})"
                found.note(where, faults(page, scheme, width))
                if language == LANGUAGES[0] and scheme == SCHEMES[0]:
                    found.note(where, hidden_focus(page))
            if language == LANGUAGES[0]:
                found.note(path, turned(page, (*WIDTHS, NARROW)))


def faults(page: Page, scheme: str, width: int) -> Iterator[str]:
    """What axe finds, and what it does not look for."""
    for one in page.evaluate(RUN, RULES if scheme == SCHEMES[0] else COLOURS):
        for node in one["nodes"]:
            yield f"{one['id']}: {node['html'][:160]} {node.get('failureSummary', '')[:160]}"
    yield from narrow_targets(page)
    yield from sideways(page)
    if width == min(WIDTHS):
        page.set_viewport_size({"width": NARROW, "height": 640})
        yield from (f"at 400 %: {fault}" for fault in sideways(page))


def write(found: Found) -> None:
    """Put the result into the statement."""
    told = json.loads(STATEMENT.read_text(encoding="utf-8"))
    told["tested"] = {
        "on": datetime.now(UTC).date().isoformat(),  # noqa: TID251 - the day of the run itself
        "pages": found.pages, "looks": found.looks, "violations": len(found.faults),
    }  # fmt: skip
    STATEMENT.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
