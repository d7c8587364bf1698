"""Catalogues of translated texts: compile, extract, check. Needs the environment (Babel, Django).

Compiling is done by Babel, so that no user needs GNU gettext; extracting is for maintainers.
"""

from __future__ import annotations

import argparse
import contextlib
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.conf import settings
from django.core.management.commands import makemessages

from tools.console import ROOT, say

PACKAGE = ROOT / "src" / "grodd"
LANGUAGES = ("sv", "fi")  # English is the language of the code
PLACEHOLDER = re.compile(r"%\((\w+)\)[a-z]|\{(\w*)\}")
# Lines that change without any text changing.
RESTLESS = re.compile(r'^"(POT-Creation-Date|PO-Revision-Date|X-Generator): .*\n', re.MULTILINE)


class Extract(makemessages.Command):
    """Django's extraction, made repeatable: sorted, without guesses, places and dates."""

    msgmerge_options = ["-q", "--backup=none", "--update", "--no-fuzzy-matching", "-s"]


def catalogue(package: Path, language: str) -> Path:
    """Where the texts of one language are."""
    return package / "locale" / language / "LC_MESSAGES" / "django.po"


def compile_all() -> None:
    """Make every ``.mo`` that is older than its ``.po``."""
    for language in LANGUAGES:
        source = catalogue(PACKAGE, language)
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with target.open("wb") as compiled:
            write_mo(compiled, read(source))


def read(source: Path) -> Catalog:
    """Read one catalogue; a broken one stops here with its line."""
    with source.open("rb") as text:
        return read_po(text, abort_invalid=True)


def extract(package: Path) -> None:
    """Bring the catalogues of ``package`` up to date with its code and templates."""
    if not settings.configured:
        settings.configure(USE_I18N=True)
    with contextlib.chdir(package):
        Extract().run_from_argv(
            ["tools.catalogues", "makemessages", "--no-location", "--no-obsolete", "--verbosity=0"]
            + [f"--locale={language}" for language in LANGUAGES]
        )
    for language in LANGUAGES:
        path = catalogue(package, language)
        path.write_text(RESTLESS.sub("", path.read_text(encoding="utf-8")), encoding="utf-8")


def faults() -> Iterator[str]:
    """Everything wrong with the catalogues, one line each."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "grodd"
        shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("static", "__pycache__"))
        extract(copy)
        for language in LANGUAGES:
            fresh = catalogue(copy, language).read_text(encoding="utf-8")
            if fresh != catalogue(PACKAGE, language).read_text(encoding="utf-8"):
                yield f"{language}: not up to date with the code; run: python3 run.py messages"
    for language in LANGUAGES:
        for message in read(catalogue(PACKAGE, language)):
            yield from (f"{language}: {fault}" for fault in faults_of(message))


def faults_of(message: Message) -> Iterator[str]:
    """What is wrong with one message: guessed, not translated, or a placeholder lost."""
    if not message.id:
        return
    sources, targets = _forms(message.id), _forms(message.string or "")
    if message.fuzzy:
        yield f"guessed (fuzzy): {sources[0]!r}"
    if not all(targets):
        yield f"not translated: {sources[0]!r}"
        return
    allowed = {name for source in sources for name in placeholders(source)}
    for target in targets:
        if placeholders(target) - allowed or (
            len(sources) == 1 and placeholders(target) != allowed
        ):
            yield f"placeholders differ: {sources[0]!r} and {target!r}"


def _forms(text: str | Sequence[str]) -> tuple[str, ...]:
    """A text, or its singular and its plurals."""
    return (text,) if isinstance(text, str) else tuple(text)


def placeholders(text: str) -> set[str]:
    """The names that values are put in for."""
    return {found[1] or f"{{{found[2]}}}" for found in PLACEHOLDER.finditer(text)}


def main() -> int:
    """Do what the one argument says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("verb", choices=["compile", "extract", "check"])
    verb = parser.parse_args().verb
    if verb == "compile":
        compile_all()
    elif verb == "extract":
        extract(PACKAGE)
    elif found := list(faults()):
        say("\n".join(found))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
