"""Reference pages made from the code: commands, settings, refusals, use cases.

The code is read, not run: no database, no settings, the same pages everywhere.
"""

from __future__ import annotations

import argparse
import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tools.console import ROOT, say

PACKAGE = ROOT / "src" / "grodd"
PAGES = ROOT / "docs" / "reference"
# The functions of grodd.settings.env that read one variable.
READERS = {"text", "flag", "whole", "words"}
MADE = "<!-- Made from the code by `python3 run.py reference`. Do not edit. -->\n"


@dataclass(frozen=True, slots=True, order=True)
class RefusalRow:
    """One thing that people may get wrong."""

    code: str
    sentence: str
    class_name: str
    module: str


@dataclass(frozen=True, slots=True, order=True)
class UseCaseRow:
    """One way to change something."""

    app: str
    name: str
    meaning: str


@dataclass(frozen=True, slots=True, order=True)
class SettingRow:
    """One environment variable."""

    name: str
    meaning: str
    default: str


def parse(path: Path) -> ast.Module:
    """The syntax tree of a file."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def refusals() -> list[RefusalRow]:
    """Every class with a code and a sentence."""
    found = []
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in parse(path).body:
            if isinstance(node, ast.ClassDef) and (values := _class_values(node)):
                module = ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts)
                found.append(RefusalRow(values["code"], values["sentence"], node.name, module))
    return sorted(found)


def _class_values(node: ast.ClassDef) -> dict[str, str] | None:
    values = {
        target.id: text
        for statement in node.body
        if isinstance(statement, ast.Assign)
        for target in statement.targets
        if isinstance(target, ast.Name) and (text := _text(statement.value))
    }
    return values if {"code", "sentence"} <= values.keys() else None


def _text(node: ast.expr) -> str:
    """The text of a constant, or of the first argument of ``gettext_lazy(…)``."""
    if isinstance(node, ast.Call) and node.args:
        return _text(node.args[0])
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def use_cases() -> list[UseCaseRow]:
    """Every use case and every story, with the first line of its docstring."""
    files = [*PACKAGE.glob("*/usecases/*.py"), *PACKAGE.glob("processes/*.py")]
    return sorted(
        UseCaseRow(path.relative_to(PACKAGE).parts[0], path.stem, _first_line(node))
        for path in files
        for node in parse(path).body
        if isinstance(node, ast.FunctionDef) and node.name == path.stem
    )


def _first_line(node: ast.FunctionDef | ast.Module) -> str:
    return (ast.get_docstring(node) or "").partition("\n")[0]


def settings() -> list[SettingRow]:
    """Every ``GRODD_*`` variable that the settings read."""
    found = {
        name: SettingRow(f"GRODD_{name}", _text(call.args[1]), _default(call))
        for path in sorted((PACKAGE / "settings").glob("*.py"))
        for call in ast.walk(parse(path))
        if isinstance(call, ast.Call)
        and ast.unparse(call.func).removeprefix("env.") in READERS
        and (name := _text(call.args[0]))
    }
    return sorted(found.values())


def _default(call: ast.Call) -> str:
    given = [*call.args[2:3], *(word.value for word in call.keywords if word.arg == "default")]
    if not given:
        return "" if ast.unparse(call.func) == "env.words" else "none"
    value = given[0].value if isinstance(given[0], ast.Constant) else ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def commands() -> dict[str, str]:
    """Every command with its line in the help."""
    for node in parse(PACKAGE / "cli" / "__init__.py").body:
        if isinstance(node, ast.AnnAssign) and node.value and _named(node.target, "COMMANDS"):
            table: dict[str, str] = ast.literal_eval(node.value)
            return table
    raise AssertionError("grodd.cli has no COMMANDS")


def _named(node: ast.expr, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name


def arguments(command: str) -> Iterator[tuple[str, str]]:
    """The arguments that a command takes, as it declares them."""
    stem = command.replace("-", "_")
    path = PACKAGE / "cli" / f"{stem}.py"
    path = path if path.exists() else path.with_stem(f"{stem}_")
    for call in ast.walk(parse(path)):
        if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute):
            continue
        if call.func.attr == "add_argument" and (name := _text(call.args[0])):
            words = {word.arg: word.value for word in call.keywords}
            choices = words.get("choices")
            allowed = ", ".join(ast.literal_eval(choices)) if choices and _is_plain(choices) else ""
            yield name, _text(words["help"]) if "help" in words else allowed


def _is_plain(node: ast.expr | None) -> bool:
    return isinstance(node, ast.List | ast.Tuple) and all(
        isinstance(each, ast.Constant) for each in node.elts
    )


def cell(text: str) -> str:
    """Text that may stand in a table of Markdown."""
    return text.replace("|", "\\|")


def pages() -> dict[Path, str]:
    """What each page should say."""
    return {
        PAGES / "refusals.md": _refusals_page(),
        PAGES / "use-cases.md": _use_cases_page(),
        PAGES / "settings.md": _settings_page(),
        PAGES / "commands.md": _commands_page(),
    }


def _refusals_page() -> str:
    rows = "".join(
        f"| `{row.code}` | {cell(row.sentence)} | `{row.module}` |\n" for row in refusals()
    )
    return (
        f"# Refusals\n\n{MADE}\nWhat Grodd says no to. The code is for machines and never changes; "
        "the sentence is shown in the reader's language, with the facts put in for `%(…)s`.\n\n"
        f"| code | sentence | where |\n|---|---|---|\n{rows}"
    )


def _use_cases_page() -> str:
    rows = "".join(f"| {row.app} | `{row.name}` | {cell(row.meaning)} |\n" for row in use_cases())
    return (
        f"# Use cases\n\n{MADE}\nEvery way to change something. `processes` are stories over "
        f"several apps.\n\n| app | use case | what it does |\n|---|---|---|\n{rows}"
    )


def _settings_page() -> str:
    rows = "".join(
        f"| `{row.name}` | {cell(row.meaning)} | {f'`{row.default}`' if row.default else ''} |\n"
        for row in settings()
    )
    return (
        f"# Settings\n\n{MADE}\nEnvironment variables. A wrong value or a misspelt name stops the "
        "start. `grodd check-config` shows what is set. *none*: must be set in production; empty: "
        f"see the meaning.\n\n| variable | meaning | default |\n|---|---|---|\n{rows}"
    )


def _commands_page() -> str:
    text = f"# Commands\n\n{MADE}\n`grodd COMMAND --help` says the same.\n"
    for name, meaning in commands().items():
        text += f"\n## grodd {name}\n\n{meaning}\n"
        if rows := "".join(f"| `{each}` | {cell(help_)} |\n" for each, help_ in arguments(name)):
            text += f"\n| argument | meaning |\n|---|---|\n{rows}"
    return text


def stale() -> list[str]:
    """The pages that do not say what the code says."""
    return [
        path.name
        for path, text in pages().items()
        if not path.exists() or path.read_text(encoding="utf-8") != text
    ]


def main() -> int:
    """Write the pages, or check that they are up to date."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("verb", choices=["write", "check"])
    if parser.parse_args().verb == "write":
        for path, text in pages().items():
            path.write_text(text, encoding="utf-8")
        return 0
    if old := stale():
        say(f"Not up to date: {', '.join(old)}. Run: python3 run.py reference")
    return 1 if old else 0


if __name__ == "__main__":
    sys.exit(main())
