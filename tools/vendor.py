"""Fetch the pieces of others that the pages stand on, trim them, and write down what they are.

For maintainers: ``python -m tools.vendor``. It needs Node and npm; a user of Grodd needs neither,
because the result is committed in ``src/grodd/web/static/vendor``. Versions are pinned here.
``--packages DIR`` takes a ``node_modules`` that is already there.
"""

import argparse
import hashlib
import json
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from tools.trimming import parted, without

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "src/grodd/web/static/vendor"
THEME = ROOT / "tools/theme/designsystemet.config.json"
CSS = "@digdir/designsystemet-css"
CLI = "@digdir/designsystemet"
FONT = "@fontsource-variable/figtree"
PINNED = {CSS: "1.22.0", CLI: "1.15.0", FONT: "5.3.0"}
LICENCES = {CSS: "MIT", CLI: "MIT", FONT: "OFL-1.1"}

# The parts of Designsystemet that our templates use; the whole is four times as heavy.
PARTS = (
    "base", "button", "input", "field", "fieldset", "label", "link", "alert", "breadcrumbs",
    "pagination", "error-summary", "skip-link", "table", "data-size-workaround",
)  # fmt: skip
# What those parts draw besides, and no template of ours has; the test of components knows them.
UNUSED = re.compile(
    r"\.ds-(?:checkbox--checked|field-affix(?:es)?|floating|focus(?:--\w+)*|heading|icon"
    r"|list--unstyled|paragraph|print-preserve|readonly-icon|spinner|skiplink)(?![\w-])"
    r"|\[data-(?:clickdelegatefor|fullwidth|hover|icon|floating|overscroll|border|zebra"
    r"|sticky-header|position|width|weight)\b"
    r"|\[data-color=.?(?:clay|fjord|sun)\b|\[data-typography=.?secondary"
    r"|\[data-size=.?(?:xs|2xs|2xl|xl)\b|\[role=.?switch\b|:indeterminate\b"
)
DARK = "@layer ds.theme.color-scheme.dark"
"""Who reads in the light does not wait for it."""
LAYERS = "@layer ds.theme, ds.base, ds.components;"
BASE_PARTS = frozenset({"base", "data-size-workaround"})


@dataclass(frozen=True, slots=True)
class Piece:
    """A file of ours that came from a package of others."""

    file: str
    package: str
    source: str


def install(folder: Path) -> Path:
    """Install the pinned packages, run no script of theirs, and return their ``node_modules``."""
    (folder / "package.json").write_text(json.dumps({"private": True, "dependencies": PINNED}))
    command = ["npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--no-package-lock"]
    subprocess.run(command, cwd=folder, check=True)
    return folder / "node_modules"


def check_versions(packages: Path) -> None:
    """Refuse packages of another version than the pinned ones."""
    for name, version in PINNED.items():
        found = json.loads((packages / name / "package.json").read_text())["version"]
        if found != version:
            sys.exit(f"vendor: {name} is {found}, pinned is {version}.")


def trimmed(packages: Path) -> str:
    """The chosen parts of Designsystemet in their layers."""
    sheets = [LAYERS]
    for part in PARTS:
        css = (packages / CSS / "dist/src" / f"{part}.css").read_text()
        css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL).strip()
        layer = "ds.base" if part in BASE_PARTS else "ds.components"
        sheets.append(f"@layer {layer}{{{css}}}")
    return without("\n".join(sheets), UNUSED) + "\n"


def theme(packages: Path, folder: Path) -> str:
    """Our colours, made by Designsystemet's own tool so that contrast is kept in light and dark."""
    shutil.copy(THEME, folder / "designsystemet.config.json")
    tool = packages / CLI / "dist/bin/designsystemet.js"
    for words in (["create", "--clean"], ["build", "--out-dir", "built"]):
        command = ["node", str(tool), "tokens", *words]
        subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)
    css = (folder / "built/grodd.css").read_text()
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    return without(re.sub(r"\s*\n\s*", "\n", css).strip(), UNUSED) + "\n"


def record(pieces: list[Piece]) -> None:
    """Write ``vendor.json``: what each file is, from where, and its SHA-256."""
    rows = [
        {
            "file": piece.file,
            "package": piece.package,
            "version": PINNED[piece.package],
            "source": piece.source,
            "licence": LICENCES[piece.package],
            "sha256": hashlib.sha256((TARGET / piece.file).read_bytes()).hexdigest(),
        }
        for piece in pieces
    ]
    (TARGET / "vendor.json").write_text(json.dumps(rows, indent=2) + "\n")


def build(packages: Path, folder: Path) -> None:
    """Make every vendored file anew from the packages."""
    check_versions(packages)
    TARGET.mkdir(parents=True, exist_ok=True)
    (TARGET / "designsystemet.css").write_text(trimmed(packages))
    light, dark = parted(theme(packages, folder), DARK)
    (TARGET / "theme.css").write_text(light + "\n")
    (TARGET / "theme-dark.css").write_text(dark + "\n")
    pieces = [
        Piece("designsystemet.css", CSS, "dist/src: " + " ".join(PARTS)),
        Piece("theme.css", CLI, "tokens build of tools/theme/designsystemet.config.json"),
        Piece("theme-dark.css", CLI, "tokens build of tools/theme/designsystemet.config.json"),
    ]
    for subset in ("latin", "latin-ext"):
        name = f"figtree-{subset}-wght-normal.woff2"
        shutil.copy(packages / FONT / "files" / name, TARGET / name)
        pieces.append(Piece(name, FONT, f"files/{name}"))
    for name, package in (("designsystemet-LICENSE.txt", CSS), ("figtree-LICENSE.txt", FONT)):
        shutil.copy(packages / package / "LICENSE", TARGET / name)
        pieces.append(Piece(name, package, "LICENSE"))
    record(pieces)


def main() -> None:
    """Install into a folder that goes away afterwards, unless packages are given."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--packages", type=Path, help="a node_modules that holds the pinned versions"
    )
    given = parser.parse_args().packages
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        build(given.resolve() if given else install(folder), folder)


if __name__ == "__main__":
    main()
