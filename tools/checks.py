"""Everything that must pass before a change is taken in, in the order of what it costs."""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tools.console import ROOT, Outcome, Step, run, timed
from tools.environment import tool
from tools.machine import machine
from tools.postgres import private_cluster

# What a real installation sets, for Django's own questions about safety.
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "grodd.settings.production",
    "GRODD_SECRET_KEY": secrets.token_urlsafe(64),
    "GRODD_HOSTS": "grodd.example",
}
TEMPLATES = "src/grodd/web/templates"
LOCALE = "src/grodd/locale"
# The long suites are shared by one process more than the smallest machine we support has cores:
# while one waits for its browser, the others work.
THREE_PROCESSES = ("-n", "3", "--dist", "worksteal")
# What touches no database is the same on both: it runs once, as does what is marked so.
WITHOUT_DATABASE = ("conformance", "engines")


def lint() -> Iterator[Step]:
    """Format, lint and import contracts: what is cheapest to know."""
    yield Step("format", (tool("ruff"), "format", "--check", "."))
    yield Step("lint", (tool("ruff"), "check", "."))
    yield Step("import contracts", (tool("lint-imports"),))


def static() -> Iterator[Step]:
    """All that can be said without running a test."""
    python = tool("python")
    # The longest begin first, so that neither lane is left alone with them at the end.
    yield Step("types (mypy, strict)", (tool("mypy"), "src", "tests", "tools", "run.py"))
    yield Step("types of the engines (basedpyright, strict)", (tool("basedpyright"),))
    yield from lint()
    if templates := sorted(str(path) for path in (ROOT / TEMPLATES).rglob("*.html")):
        yield Step("templates: Django's own style", (tool("djade"), "--check", *templates))
        yield Step("templates: lint", (tool("djlint"), "--lint", "--quiet", TEMPLATES))
    django = (python, "-m", "django")
    yield Step(
        "migrations are complete",
        (*django, "makemigrations", "--check", "--dry-run", "--settings", "grodd.settings.test"),
    )
    yield Step(
        "production settings are safe",
        (*django, "check", "--deploy", "--fail-level", "WARNING"),
        env=PRODUCTION,
    )
    yield Step("translations", (python, "-m", "tools.catalogues", "check"))
    yield Step("reference pages", (python, "-m", "tools.reference", "check"))


def pytest(*arguments: str) -> tuple[str, ...]:
    """Pytest as this project runs it; reasons for skipped tests are always printed."""
    return (tool("python"), "-m", "pytest", "-rs", *arguments)


def quick() -> list[Outcome]:
    """What fits in a minute: lint, imports, and the short tests on SQLite."""
    tests = Step(
        "tests on SQLite, without the slow ones",
        pytest("-m", "not browser and not postgres and not slow"),
        shown=True,
    )
    return _all((*lint(), tests))


def before_tests() -> list[Outcome]:
    """All static checks, two at a time: each keeps one core busy."""
    with ThreadPoolExecutor(max_workers=2) as lanes:
        return list(lanes.map(run, static()))


def everything() -> list[Outcome]:
    """All checks and all tests, on both databases, with the journeys in a browser."""
    found = machine()
    outcomes = before_tests()
    browser = {"GRODD_CHROMIUM": found.chromium}
    on_sqlite = Step(
        "tests and browser journeys on SQLite",
        pytest("-m", "not postgres", *THREE_PROCESSES),
        shown=True,
        env=browser,
    )
    return [*outcomes, run(on_sqlite), _on_postgresql(found.postgresql, browser)]


def _on_postgresql(programs: Path, browser: dict[str, str]) -> Outcome:
    with contextlib.ExitStack() as stack:
        address: list[str] = []
        timed(
            "start PostgreSQL",
            lambda: address.append(stack.enter_context(private_cluster(programs))),
        )
        without = [f"--ignore=tests/{name}" for name in WITHOUT_DATABASE]
        on_postgresql = Step(
            "tests and browser journeys on PostgreSQL",
            pytest("-m", "not once", *THREE_PROCESSES, *without),
            shown=True,
            env={"GRODD_DATABASE_URL": address[0], **browser},
        )
        return run(on_postgresql)


def _all(steps: Iterable[Step]) -> list[Outcome]:
    """Run every step, also after one that failed: one run tells all that is wrong."""
    return [run(step) for step in steps]
