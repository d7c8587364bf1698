"""Static files as a real installation serves them: each asked for once, and the styles in one file.

A page without a style sheet is not drawn, and a phone asks for six files at a time: ten style
sheets cost it half a second, and a script that asks for a second one waits for two answers. They
are put together when static files are collected; while one writes on them, pages link to each of
them. What nobody reads is left out: comments, and the colours and sizes of the theme that no
rule asks for.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.contrib.staticfiles.storage import HashedFilesMixin
from django.core.files.base import ContentFile
from whitenoise.storage import (  # type: ignore[import-untyped] # it has no types
    CompressedManifestStaticFilesStorage,
)

# Django switches this on for all scripts or none.
_, IMPORTS = HashedFilesMixin._js_module_import_aggregation_patterns  # type: ignore[attr-defined] # noqa: SLF001

STYLES = (
    "vendor/designsystemet.css",
    "vendor/theme.css",
    *(f"css/{name}.css" for name in (
        "tokens", "base", "layout", "components", "feedback", "forms", "data", "reading",
    )),
)  # fmt: skip
"""In the order of their layers. A theme of an organisation's own comes after them."""
IN_ONE = "css/grodd.css"
DARK = "vendor/theme-dark.css"
APART = (
    DARK,
    *(f"css/{name}.css" for name in ("charts", "entrance", "skeleton", "voting", "work")),
)
"""Linked where they are needed: for who reads in the dark, by a chart, at the door, and so on."""

SCRIPTS = tuple(f"js/{name}.js" for name in ("dialogs", "drawn", "forms", "live", "tabs", "grodd"))
"""What every page runs; the last one imports the others. The rest is fetched where it is needed."""
PASSKEYS = ("mfa/js/webauthn-json.js", "mfa/js/webauthn.js", "account/js/onload.js")
"""What a page with passkeys runs; the library has them in three files."""
PASSKEYS_IN_ONE = "js/passkeys.js"

COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
AROUND_LINES = re.compile(r"\s*\n\s*")
AROUND_MARKS = re.compile(r"\s*([{};])\s*|(?<=,)\s+|(?<=:)\s+(?=[^{}]*(?:[;}]|$))")
STRING = re.compile(r"""("[^"\n]*"|'[^'\n]*')""")
READ = re.compile(r"var\(\s*(--[\w-]+)")
SAID = re.compile(r"(--[\w-]+)\s*:[^;{}]*;\s*")
IMPORT = re.compile(r'^import \{[^}]*\} from "\./\w+\.js";\n', re.MULTILINE)
EXPORT = re.compile(r"^export (?=function |const )", re.MULTILINE)


class HashedStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc] # has no types
    """Names that tell the content, also of the modules that our own scripts import.

    Not of what others wrote: the examples in the comments of a library are taken for imports, and
    their files are missing.
    """

    patterns = (*CompressedManifestStaticFilesStorage.patterns, ("js/*.js", IMPORTS))

    def post_process(
        self, paths: dict[str, Any], *args: Any, **options: Any
    ) -> Iterator[tuple[str, str, bool]]:
        """Put the styles together first, then do what is done with every file."""
        if set(STYLES) <= paths.keys():
            paths = {**paths, IN_ONE: self._put(IN_ONE, self._lean(paths))}
        if set(SCRIPTS) <= paths.keys():
            paths = {
                **paths,
                SCRIPTS[-1]: self._put(SCRIPTS[-1], joined(_together(paths, SCRIPTS))),
            }
        if set(PASSKEYS) <= paths.keys():
            together = self._put(PASSKEYS_IN_ONE, _together(paths, PASSKEYS, between=";\n"))
            paths = {**paths, PASSKEYS_IN_ONE: together}
        yield from super().post_process(paths, *args, **options)

    def _lean(self, paths: Mapping[str, Any]) -> str:
        apart = _together(paths, [name for name in APART if name in paths])
        return lean(_together(paths, STYLES), also=apart)

    def _put(self, name: str, text: str) -> tuple[Any, str]:
        self.delete(name)
        self._save(name, ContentFile(text.encode()))
        return self, name


def lean(styles: str, *, also: str = "") -> str:
    """Style sheets without comments, idle blanks, and properties of our own that nobody reads.

    Args:
        styles: All of them.
        also: Those that stand apart and read what these say.
    """
    apart = frozenset(READ.findall(also))
    styles = AROUND_LINES.sub("\n", COMMENT.sub("", styles)).strip()
    before = ""
    while before != styles:
        before, styles = styles, _said_and_read(styles, apart | frozenset(READ.findall(styles)))
    return "".join(
        part if part[:1] in {'"', "'"} else AROUND_MARKS.sub(r"\1", part)
        for part in STRING.split(styles)
    )


def _said_and_read(styles: str, read: frozenset[str]) -> str:
    return SAID.sub(lambda said: said[0] if said[1] in read else "", styles)


def joined(modules: str) -> str:
    """Modules one after the other as one, where each imports only what stands above it."""
    return EXPORT.sub("", IMPORT.sub("", modules))


def _together(paths: Mapping[str, Any], names: Sequence[str], *, between: str = "\n") -> str:
    parts = []
    for name in names:
        storage, path = paths[name]
        with storage.open(path) as part:
            parts.append(part.read().decode())
    return between.join(parts)
