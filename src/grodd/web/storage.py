"""Static files as a real installation serves them: each asked for once, and the styles in one file.

A page without a style sheet is not drawn, and a phone asks for six files at a time: ten style
sheets cost it half a second. They are put together when static files are collected; while one
writes on them, pages link to each of them.
"""

from collections.abc import Iterator, Mapping
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
        "tokens", "base", "layout", "components", "feedback", "forms", "data", "charts", "reading",
        "entrance",
    )),
)  # fmt: skip
"""In the order of their layers. A theme of an organisation's own comes after them."""
IN_ONE = "css/grodd.css"


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
            self.delete(IN_ONE)
            self._save(IN_ONE, ContentFile(_together(paths)))
            paths = {**paths, IN_ONE: (self, IN_ONE)}
        yield from super().post_process(paths, *args, **options)


def _together(paths: Mapping[str, Any]) -> bytes:
    parts = []
    for name in STYLES:
        storage, path = paths[name]
        with storage.open(path) as sheet:
            parts.append(sheet.read())
    return b"\n".join(parts)
