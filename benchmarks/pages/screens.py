"""`python -m benchmarks.pages.screens`: pictures of the ten main pages, to be looked at.

1280 and 390 pixels wide, light and dark, in three languages, into `screenshots/`, which git leaves
alone; and each page once as it would stand in a language that is written from right to left.
"""

import argparse
import contextlib
from pathlib import Path

from playwright.sync_api import Browser

from benchmarks.pages.checks import TURN
from benchmarks.pages.site import (
    LANGUAGES,
    MAIN_PAGES,
    SCHEMES,
    WIDTHS,
    addresses,
    chromium,
    demo_site,
    enter,
    folder,
    window,
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--into", default="screenshots")
    parser.add_argument("--only", nargs="*", help="names of pages")
    parser.add_argument("--languages", nargs="*", default=list(LANGUAGES))
    parser.add_argument("--site", default="", help="a demo that runs already")
    options = parser.parse_args()
    target = folder(options.into)
    with demo_site(options.site) as site, chromium() as browser:
        where = addresses(browser, site)
        for page in MAIN_PAGES:
            if options.only and page.name not in options.only:
                continue
            for language in options.languages:
                take(browser, site, (page.name, page.who, where[page.name]), language, target)
            print(f"{page.name:14} {where[page.name]}")
    print(f"{len(list(target.iterdir()))} pictures in {target}/")


def take(
    browser: Browser, site: str, page: tuple[str, str, str], language: str, target: Path
) -> None:
    """One page in one language: every width and scheme, and once from right to left."""
    name, who, path = page
    for scheme in SCHEMES:
        for width in WIDTHS:
            with contextlib.closing(window(browser, scheme=scheme, width=width)) as shown:
                view = shown.new_page()
                enter(view, site, who, language)
                view.goto(site + path)
                view.evaluate("document.fonts.ready")
                view.screenshot(
                    path=target / f"{name}-{language}-{scheme}-{width}.png", full_page=True
                )
                if language == "sv" and scheme == "light":
                    view.evaluate(TURN)
                    view.screenshot(path=target / f"{name}-rtl-{width}.png", full_page=True)


if __name__ == "__main__":
    main()
