"""Static files under names that tell their content, so that a browser asks for each only once."""

from django.contrib.staticfiles.storage import HashedFilesMixin
from whitenoise.storage import (  # type: ignore[import-untyped] # it has no types
    CompressedManifestStaticFilesStorage,
)

# Django switches this on for all scripts or none.
_, IMPORTS = HashedFilesMixin._js_module_import_aggregation_patterns  # type: ignore[attr-defined] # noqa: SLF001


class HashedStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc] # has no types
    """Also the modules that our own scripts import from one another; not what others wrote.

    The examples in the comments of a library are taken for imports, and their files are missing.
    """

    patterns = (*CompressedManifestStaticFilesStorage.patterns, ("js/*.js", IMPORTS))
