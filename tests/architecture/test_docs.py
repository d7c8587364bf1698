"""The documentation is complete, true and whole."""

import re
from pathlib import Path

import pytest

from tests.architecture.house import PACKAGE, functions, source_files, tracked_files
from tools import reference
from tools.console import ROOT

pytestmark = pytest.mark.once

ADR = ROOT / "docs" / "adr"
LINK = re.compile(r"\]\(([^)#\s]+)(#[^)\s]+)?\)")
WORDS_OF_TESTS = "\n".join(
    path.read_text(encoding="utf-8") for path in sorted((ROOT / "tests").rglob("*.py"))
)


def test_reference_pages_say_what_the_code_says() -> None:
    assert reference.stale() == [], "run: python3 run.py reference"


def test_each_refusal_has_its_own_code() -> None:
    codes = [row.code for row in reference.refusals()]
    assert len(codes) == len(set(codes))


def test_refusals_are_provoked_by_tests() -> None:
    words = set(re.findall(r"\w+", WORDS_OF_TESTS))
    unprovoked = [
        row.class_name for row in reference.refusals() if not {row.class_name, row.code} & words
    ]
    assert unprovoked == []


@pytest.mark.parametrize("row", reference.refusals(), ids=lambda row: row.code)
def test_each_refusal_has_a_code_for_machines_and_a_sentence_for_people(
    row: reference.RefusalRow,
) -> None:
    assert re.fullmatch(r"[a-z]+(_[a-z]+)*", row.code)
    assert row.sentence.rstrip('”"').endswith((".", "?"))


@pytest.mark.parametrize("row", reference.use_cases(), ids=lambda row: row.name)
def test_each_use_case_says_what_it_does(row: reference.UseCaseRow) -> None:
    assert row.meaning.endswith(".")


def test_each_setting_has_a_meaning() -> None:
    settings = reference.settings()
    assert settings
    assert [
        row.name for row in settings if not row.meaning and row.name != "GRODD_DATABASE_URL"
    ] == []


def test_each_command_has_a_module_and_each_module_a_row() -> None:
    modules = {
        path.stem.rstrip("_").replace("_", "-")
        for path in source_files("cli")
        if path.stem != "__init__" and any(node.name == "add_arguments" for node in functions(path))
    }
    assert set(reference.commands()) == modules


def test_every_decision_is_on_the_list_and_one_page_long() -> None:
    listed = (ADR / "README.md").read_text(encoding="utf-8")
    for path in sorted(ADR.glob("0*.md")):
        text = path.read_text(encoding="utf-8")
        number, title = re.match(r"# (\d{4}) (.+)", text).groups()  # type: ignore[union-attr] # the assert of this line
        assert f"- [{number} {title}]({path.name})" in listed
        assert path.name.startswith(f"{number}-")
        for part in ("**Context.**", "**Decision.**", "**Price.**"):
            assert part in text, f"{path.name} lacks {part}"
        assert len(text.splitlines()) <= 60


def markdown() -> list[Path]:
    return [path for path in tracked_files() if path.suffix == ".md"]


@pytest.mark.parametrize("path", markdown(), ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(path: Path) -> None:
    text = re.sub(r"```.*?```", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    broken = [
        target
        for target, _ in LINK.findall(text)
        if "://" not in target and not (path.parent / target).exists()
    ]
    assert broken == []


def test_each_package_says_what_it_owns() -> None:
    silent = [
        str(path.relative_to(PACKAGE))
        for path in PACKAGE.rglob("*/__init__.py")
        if "migrations" not in path.parts and not reference.parse(path).body
    ]
    assert silent == []
