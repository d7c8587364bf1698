"""Small things stay small. The lists of exceptions may only become shorter."""

import pytest

from tests.architecture.house import PACKAGE, functions, length, python_files, where
from tools.console import ROOT

pytestmark = pytest.mark.once

FUNCTION_LINES_MAX = 60
FILE_LINES_MAX = 500
TEMPLATE_LINES_MAX = 80
VIEW_LINES_MAX = 25

# Longer than allowed, with its length when it was listed: it may shrink, never grow.
LONG_FILES: dict[str, int] = {}
LONG_FUNCTIONS: dict[str, int] = {}
LONG_TEMPLATES: dict[str, int] = {}
LONG_VIEWS: dict[str, int] = {}


def faults(found: dict[str, int], allowed: dict[str, int], limit: int) -> list[str]:
    """What is longer than the limit, or than it was when it was listed."""
    return [
        f"{name}: {lines} lines, at most {allowed.get(name, limit)}"
        for name, lines in found.items()
        if lines > allowed.get(name, limit)
    ]


def test_no_function_is_longer_than_a_page() -> None:
    found = {
        f"{where(path)}:{node.name}": length(node)
        for path in python_files()
        for node in functions(path)
    }
    assert faults(found, LONG_FUNCTIONS, FUNCTION_LINES_MAX) == []


def test_no_file_is_longer_than_one_can_keep_in_mind() -> None:
    found = {where(path): len(path.read_text().splitlines()) for path in python_files()}
    assert faults(found, LONG_FILES, FILE_LINES_MAX) == []


def test_no_template_is_longer_than_a_screen() -> None:
    templates = [*PACKAGE.rglob("templates/**/*.html"), *PACKAGE.rglob("templates/**/*.txt")]
    found = {str(path.relative_to(ROOT)): len(path.read_text().splitlines()) for path in templates}
    assert faults(found, LONG_TEMPLATES, TEMPLATE_LINES_MAX) == []


def test_a_view_reads_asks_once_and_answers() -> None:
    found = {
        f"{where(path)}:{node.name}": length(node)
        for path in PACKAGE.glob("web/**/views*.py")
        for node in functions(path)
        if not node.name.startswith("_") and node.args.args and node.args.args[0].arg == "request"
    }
    assert faults(found, LONG_VIEWS, VIEW_LINES_MAX) == []
