"""What must never be in a file, and what must be whole."""

import ast
import re
import sys
from pathlib import Path

import pytest

from tests.architecture.house import source_files, tracked_files, tree
from tools.console import ROOT

pytestmark = pytest.mark.once

# Written in pieces, so that this file does not name what it looks for.
REGISTRIES = re.compile(
    "|".join(
        re.escape(part + rest)
        for part, rest in (
            ("pypi.", "org"),
            ("pythonhosted.", "org"),
            ("registry.npm", "js.org"),
            ("deb.debian.", "org"),
            ("--index-", "url"),
            ("--extra-index-", "url"),
        )
    )
)
MACHINE_PATHS = re.compile(r"(?<![\w.])/(root|work|opt/pypi|home/\w+)/|[A-Z]:\\Users\\")
TEXT = {".py", ".md", ".toml", ".txt", ".html", ".css", ".js", ".json", ".po", ".yml", ".cfg", ""}


def texts() -> list[Path]:
    return [path for path in tracked_files() if path.suffix in TEXT]


@pytest.mark.parametrize("pattern", [REGISTRIES, MACHINE_PATHS], ids=["registries", "paths"])
def test_no_file_names_a_registry_or_a_machine(pattern: re.Pattern[str]) -> None:
    found = [
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path in texts()
        for match in pattern.finditer(path.read_text(encoding="utf-8", errors="replace"))
    ]
    assert found == []


def test_texts_are_marked_by_names_that_the_extraction_knows() -> None:
    alias = r"^\s*\w+ = n?gettext(_lazy)?$|import n?gettext\w* as (?!_\b)"
    other_name = re.compile(alias, re.MULTILINE)
    found = [
        f"{path.relative_to(ROOT)}: {match[0].strip()}"
        for path in source_files()
        for match in other_name.finditer(path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_nothing_is_left_for_later() -> None:
    marks = re.compile(
        r"\b(" + "|".join(("TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK")) + r")\b"
    )
    found = [
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path in texts()
        if path.suffix in {".py", ".md", ".html"}
        for match in marks.finditer(path.read_text(encoding="utf-8"))
    ]
    assert found == []


@pytest.mark.parametrize(
    "name", ["requirements.txt", "requirements-dev.txt", "requirements-install.txt"]
)
def test_each_locked_package_has_hashes_and_no_address(name: str) -> None:
    text = (ROOT / name).read_text()
    pins = re.findall(r"^[a-z0-9][\w.-]*==", text, re.MULTILINE)
    hashed = re.findall(
        r"^[a-z0-9][\w.-]*==.* \\\n    --hash=sha256:[0-9a-f]{64}", text, re.MULTILINE
    )
    assert pins
    assert len(pins) == len(hashed)
    assert "://" not in text


def test_both_locks_agree() -> None:
    def pins(name: str) -> set[tuple[str, str]]:
        return set(re.findall(r"^([\w.-]+)==(\S+)", (ROOT / name).read_text(), re.MULTILINE))

    running, developing = pins("requirements.txt"), pins("requirements-dev.txt")
    shared = {name for name, _ in running} & {name for name, _ in developing}
    assert {pin for pin in running if pin[0] in shared} == {
        pin for pin in developing if pin[0] in shared
    }


def test_the_licence_is_whole() -> None:
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert text.startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2")
    for number in range(1, 16):
        assert re.search(rf"^{number}\.[A-Z]", text, re.MULTILINE), f"article {number} is missing"
    assert "Appendix" in text
    assert text.rstrip().endswith("require the production of a new EUPL version.")


def test_the_door_needs_nothing_but_python() -> None:
    """`run.py` and what it imports at once must start on a fresh machine."""
    at_once = {ROOT / "run.py", ROOT / "tools" / "reference.py"}
    at_once |= {ROOT / "tools" / f"{name}.py" for name in ("checks", "console", "environment")}
    at_once |= {ROOT / "tools" / f"{name}.py" for name in ("machine", "postgres")}
    foreign = [
        f"{path.name}: {name}"
        for path in sorted(at_once)
        for name in imported(path)
        if name not in sys.stdlib_module_names and name != "tools"
    ]
    assert foreign == []


def imported(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add((node.module or "").partition(".")[0])
    return names


def test_the_ci_runs_what_the_readme_says() -> None:
    assert "exec python3 run.py test" in (ROOT / ".ci" / "run").read_text()
    assert "python3 run.py test" in (ROOT / "README.md").read_text()
