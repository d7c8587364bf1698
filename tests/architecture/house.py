"""What the tests of the house read: its floors and its files."""

import ast
import subprocess
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tools.console import ROOT

PACKAGE = ROOT / "src" / "grodd"


@cache
def floors() -> dict[str, int]:
    """Each package's floor, from the import contract: 0 is the ground."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    layers = next(each for each in contracts["contracts"] if each["type"] == "layers")["layers"]
    return {
        name.strip(): floor
        for floor, layer in enumerate(reversed(layers))
        for name in layer.split("|")
    }


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def python_files() -> list[Path]:
    """Every Python file that we wrote; migrations are written by Django."""
    files = [ROOT / "run.py"]
    for folder in ("src", "tests", "tools", "benchmarks", "docs"):
        files += (ROOT / folder).rglob("*.py")
    return sorted(path for path in files if "migrations" not in path.parts)


def source_files(*parts: str) -> list[Path]:
    return sorted(
        path for path in PACKAGE.joinpath(*parts).rglob("*.py") if "migrations" not in path.parts
    )


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    assert node.end_lineno is not None
    return node.end_lineno - node.lineno + 1


def where(path: Path, node: ast.stmt | ast.expr | None = None) -> str:
    line = f":{node.lineno}" if node else ""
    return f"{path.relative_to(ROOT)}{line}"


@cache
def tracked_files() -> list[Path]:
    """Every file that git keeps or is about to keep; all files, where there is no git."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    try:
        listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    except (OSError, subprocess.CalledProcessError):
        skipped = {".venv", ".git", "var", "build", "dist", "__pycache__"}
        return [
            path
            for path in ROOT.rglob("*")
            if path.is_file() and not skipped & set(path.relative_to(ROOT).parts)
        ]
    paths = [ROOT / name for name in listed.stdout.split("\0") if name]
    return [path for path in paths if path.is_file()]
