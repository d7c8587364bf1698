"""`python -m benchmarks.pages`: what the ten main pages weigh and how quick they are.

Weight is what comes over the wire, compressed: HTML, styles, scripts, fonts and icons. The first
page of a visit fetches all; a later one only what is its own. The limits are 120 and 40 KB.
`--lighthouse` adds Google's own figures for a mid-range phone (simulated), with the npm package
that is fetched into `var/lighthouse` when it is missing; it needs Node 18 or newer. Each page is
judged `--runs` times and the quickest run is told: what else the machine does at the time only adds
to a figure, it takes nothing away. The command fails when a limit is passed.
"""

import argparse
import contextlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from math import inf
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Request

from benchmarks.pages.site import (
    MAIN_PAGES,
    Main,
    addresses,
    chromium,
    chromium_path,
    demo_site,
    enter,
    window,
)

FIRST_KB, LATER_KB = 120.0, 40.0
LIGHTHOUSE = "lighthouse@12.6.0"
NODE = Path("var/lighthouse")
CATEGORIES = ("performance", "accessibility", "best-practices")
AUDITS = ("largest-contentful-paint", "cumulative-layout-shift", "total-blocking-time")
LEAST = {"performance": 95, "accessibility": 100, "best-practices": 100}
MOST = {"largest-contentful-paint": 1000.0, "cumulative-layout-shift": 0.02}


@dataclass
class Measured:
    """A page; weights in kilobytes of 1000 bytes."""

    name: str
    first: float = 0
    later: float = 0
    kinds: dict[str, float] = field(default_factory=dict)
    lighthouse: dict[str, float] = field(default_factory=dict)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--site", default="", help="a demo that runs already")
    parser.add_argument("--only", nargs="*", help="names of pages")
    parser.add_argument("--lighthouse", action="store_true")
    parser.add_argument("--runs", type=int, default=3, help="of Lighthouse, for each page")
    options = parser.parse_args()
    program = lighthouse() if options.lighthouse else None
    found = []
    with demo_site(options.site) as site, chromium() as browser:
        where = addresses(browser, site)
        for page in MAIN_PAGES:
            if options.only and page.name not in options.only:
                continue
            one = weighed(browser, site, page, where[page.name])
            if program:
                cookie = cookie_of(browser, site, page)
                address = site + where[page.name]
                runs = (judged(program, address, cookie) for _ in range(options.runs))
                one.lighthouse = min(runs, key=lambda run: run.get(AUDITS[0], inf))
            found.append(one)
    show(found)
    over = [text for one in found for text in passed_limits(one)]
    print("\n" + "\n".join(over or ["Every limit is kept."]))
    sys.exit(bool(over))


def passed_limits(one: Measured) -> Iterator[str]:
    """Each limit that a page does not keep, in words; Lighthouse's only where it was asked."""
    for name, value, most in (("first", one.first, FIRST_KB), ("later", one.later, LATER_KB)):
        if value > most:
            yield f"{one.name}: {value:.1f} KB as a {name} page, at most {most:.0f}"
    for name, value in one.lighthouse.items():
        if value < LEAST.get(name, value) or value > MOST.get(name, value):
            limit = LEAST.get(name) or MOST[name]
            yield f"{one.name}: {name} {value:.2f}, limit {limit}"


def weighed(browser: Browser, site: str, page: Main, path: str) -> Measured:
    """The page as the first of a visit, and as a later one."""
    one = Measured(page.name)
    cookies = cookies_of(browser, site, page)
    with contextlib.closing(window(browser, width=390)) as shown:
        shown.add_cookies(cookies)
        one.kinds = fetched(shown, site + path)
        one.first = sum(one.kinds.values())
    with contextlib.closing(window(browser, width=390)) as shown:
        shown.add_cookies(cookies)
        fetched(shown, f"{site}/accessibility/")
        one.later = sum(fetched(shown, site + path).values())
    return one


def fetched(shown: BrowserContext, address: str) -> dict[str, float]:
    """Kilobytes by kind of thing that the browser asked for."""
    page = shown.new_page()
    done: list[Request] = []
    page.on("requestfinished", lambda request: done.append(request))  # noqa: PLW0108 - Playwright marks it
    page.goto(address, wait_until="networkidle")
    kinds: dict[str, float] = {}
    for request in done:
        answer = request.response()
        if answer is None or answer.from_service_worker or request.url.startswith("data:"):
            continue
        size = max(0, request.sizes()["responseBodySize"]) / 1000  # what was kept counts below 0
        kinds[request.resource_type] = kinds.get(request.resource_type, 0) + size
    page.close()
    return kinds


def cookies_of(browser: Browser, site: str, page: Main) -> list[Any]:
    """What the browser of the one who looks at a page sends, without anything it has kept."""
    with contextlib.closing(window(browser)) as shown:
        enter(shown.new_page(), site, page.who, "sv")
        return shown.cookies()


def cookie_of(browser: Browser, site: str, page: Main) -> str:
    return "; ".join(f"{one['name']}={one['value']}" for one in cookies_of(browser, site, page))


def lighthouse() -> Path:
    """Google's program, fetched first if it is missing; without Node or npm we say so and stop."""
    program = NODE / "node_modules" / ".bin" / "lighthouse"
    if program.exists():
        return program
    if not (shutil.which("node") and shutil.which("npm")):
        sys.exit("Lighthouse needs Node 18 or newer and npm, which are not here.")
    NODE.mkdir(parents=True, exist_ok=True)
    (NODE / "package.json").write_text('{"private": true}')
    command = ["npm", "install", "--no-audit", "--no-fund", "--no-package-lock", LIGHTHOUSE]
    if subprocess.run(command, cwd=NODE, check=False).returncode or not program.exists():
        sys.exit(f"npm could not fetch {LIGHTHOUSE}, so there are no Lighthouse figures.")
    return program


def judged(program: Path, address: str, cookie: str) -> dict[str, float]:
    """Scores of 100, and seconds, shifts and milliseconds of the audits that have limits."""
    command = [
        str(program), address, "--quiet", "--output=json", "--output-path=stdout",
        f"--only-categories={','.join(CATEGORIES)}",
        f"--extra-headers={json.dumps({'Cookie': cookie})}",
        "--chrome-flags=--headless=new --no-sandbox --disable-gpu",
    ]  # fmt: skip
    env = os.environ | {"CHROME_PATH": chromium_path()}
    ran = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    if ran.returncode:
        print(f"Lighthouse could not judge {address}: {ran.stderr[-300:]}", file=sys.stderr)
        return {}
    told = json.loads(ran.stdout)
    scores = {name: round(100 * told["categories"][name]["score"]) for name in CATEGORIES}
    return scores | {name: told["audits"][name]["numericValue"] for name in AUDITS}


def show(found: list[Measured]) -> None:
    kinds = ("document", "stylesheet", "script", "font")
    print("\nkilobytes over the wire, compressed (limits: first 120, later 40)\n")
    print(f"{'page':14}{'first':>8}{'later':>8}" + "".join(f"{kind:>12}" for kind in kinds))
    for one in found:
        parts = "".join(f"{one.kinds.get(kind, 0):12.1f}" for kind in kinds)
        print(f"{one.name:14}{one.first:8.1f}{one.later:8.1f}{parts}")
    if any(one.lighthouse for one in found):
        print("\nLighthouse, simulated mid-range phone (LCP ms, layout shift, blocking ms)\n")
        print(f"{'page':14}" + "".join(f"{name[:14]:>16}" for name in (*CATEGORIES, *AUDITS)))
        for one in found:
            values = [one.lighthouse.get(name) for name in (*CATEGORIES, *AUDITS)]
            told = "".join(f"{'-':>16}" if value is None else f"{value:16.2f}" for value in values)
            print(f"{one.name:14}{told}")


if __name__ == "__main__":
    main()
