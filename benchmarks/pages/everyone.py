"""`python -m benchmarks.pages.everyone`: can everyone use the pages?

Finds every page of the demo that the people in it can reach by links (each kind of page once), and
looks at it in three languages, light and dark, 1280 and 390 pixels wide: axe-core with every rule
of WCAG 2.2 AA, targets of 24 pixels and more, no scrolling sideways (also at 320 pixels, which is
what is left of a screen at 400 %), the skip link, and a focus that is always seen. `--write` puts
the day and the result into the accessibility statement. `--half` leaves out every second look (each
language, scheme and screen is still there), `--quick` takes one look at each page, another for the
next. Twelve looks at a hundred pages are half an hour on two free cores.
"""

import argparse
import contextlib
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http import HTTPStatus
from itertools import product
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from benchmarks.pages.checks import RULES, hidden_focus, narrow_targets, sideways
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
PEOPLE = ("", "amina", "petra", "rolf", "chair", "finn", "agda", "ali")
NUMBER = re.compile(r"/(\d+|[0-9a-f-]{36}|[a-z0-9-]+-\d+)(?=/)")
LINK = re.compile(r'<a\b[^>]*href="(/[^"?#]*)')
FILES = (".pdf", ".csv", ".xlsx", ".json", ".txt", ".ics", ".svg")
LEADS_AWAY = ("/sign-in/demo/", "/accounts/logout/", "/ui/page/", "/static/", "/sign-in/link/x")
NARROW = 320


@dataclass
class Found:
    """What was looked at, and what is wrong."""

    pages: int = 0
    looks: int = 0
    faults: list[str] = field(default_factory=list)


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
        seen: set[str] = set()
        for who in options.people:
            pages = reachable(browser, site, who, seen)
            found.pages += len(pages)
            print(f"{who or 'a visitor':12} {len(pages):3} pages", flush=True)
            for share, (language, scheme, width) in looks(options):
                look(browser, site, (who, language), (scheme, width), pages[share], found)
    print(f"{found.pages} pages, {found.looks} looks, {len(found.faults)} faults")
    for fault in sorted(set(found.faults)):
        print(fault)
    if options.write:
        write(found)
    sys.exit(bool(found.faults))


def looks(options: argparse.Namespace) -> Iterator[tuple[slice, tuple[str, str, int]]]:
    """Language, scheme and width of each look, and the share of the pages that is looked at so."""
    every = list(product(options.languages, SCHEMES, WIDTHS))
    if options.half:
        every = [one for one in every if (one[1] == "light") == (one[2] == min(WIDTHS))]
    for number, one in enumerate(every):
        yield (slice(number, None, len(every)) if options.quick else slice(None)), one


def reachable(browser: Browser, site: str, who: str, seen: set[str]) -> list[str]:
    """The addresses that links lead to; of each kind of page one, and none that was seen."""
    kept: list[str] = []
    asked = set(seen)
    with contextlib.closing(window(browser)) as shown:
        page = shown.new_page()
        enter(page, site, who, "en")
        queue = ["/", "/accounts/login/", "/reading/", "/ui/", "/messages/calendar/"]
        while queue:
            path = queue.pop(0)
            kind = NUMBER.sub("/N", path)
            if kind in asked or path.endswith(FILES) or path.startswith(LEADS_AWAY):
                continue
            asked.add(kind)
            answer = page.request.get(site + path, max_redirects=0)
            if answer.status != HTTPStatus.OK or "text/html" not in answer.headers["content-type"]:
                continue
            if kind != "/":  # everyone has a start page of their own
                seen.add(kind)
            kept.append(path)
            queue += sorted(set(LINK.findall(answer.text())))
    return kept


def look(
    browser: Browser, site: str, reader: tuple[str, str], screen: tuple[str, int],
    pages: list[str], found: Found,
) -> None:  # fmt: skip
    """All pages of one person in one language on one kind of screen."""
    (who, language), (scheme, width) = reader, screen
    if not pages:
        return
    with contextlib.closing(window(browser, scheme=scheme, width=width)) as shown:
        page = shown.new_page()
        enter(page, site, who, language)
        for path in pages:
            page.goto(site + path)
            found.looks += 1
            where = f"{path} ({who or 'visitor'}, {language}, {scheme}, {width})"
            found.faults += [f"{where}: {fault}" for fault in faults(page)]
            if width == min(WIDTHS):
                page.set_viewport_size({"width": NARROW, "height": 640})
                found.faults += [f"{where}: at 400 %: {fault}" for fault in sideways(page)]
                page.set_viewport_size({"width": width, "height": WIDTHS[width]})


def faults(page: Page) -> Iterator[str]:
    """What axe finds, and what it does not look for."""
    for one in Axe().run(page, options={"runOnly": RULES}).response["violations"]:
        for node in one["nodes"]:
            yield f"{one['id']}: {node['html'][:160]} {node.get('failureSummary', '')[:160]}"
    yield from narrow_targets(page)
    yield from sideways(page)
    yield from hidden_focus(page)


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
