"""Files handed in: kept under their hash, outside the web root."""

import hashlib
import os
import tempfile
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from django.conf import settings

from grodd.base.models import StoredFile

# Entrances keep uploads, but never touch tables: the row they get is named here.
__all__ = ["StoredFile", "digest_of", "path_of", "read", "store"]


def store(
    chunks: Iterable[bytes],
    *,
    name: str,
    content_type: str,
    stored_by: str,
    at: datetime,
    space: int | None = None,
) -> StoredFile:
    """Write the bytes to disk first and the row after, so that no row is without its file."""
    digest, size = hashlib.sha256(), 0
    root = Path(settings.MEDIA_ROOT)
    root.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=root, delete=False) as handle:
        for chunk in chunks:
            digest.update(chunk)
            size += len(chunk)
            handle.write(chunk)
        handle.flush()
        os.fsync(handle.fileno())
    place = path_of(digest.hexdigest())
    place.parent.mkdir(parents=True, exist_ok=True)
    Path(handle.name).replace(place)
    return StoredFile.objects.create(
        sha256=digest.hexdigest(),
        name=Path(name).name[:200],
        content_type=content_type[:100],
        size_bytes=size,
        space=space,
        stored_by=stored_by,
        stored_at=at,
    )


def digest_of(content: bytes) -> str:
    """The hash that bytes are kept under (SHA-256, hex)."""
    return hashlib.sha256(content).hexdigest()


def path_of(sha256: str) -> Path:
    """Where the bytes with this hash lie."""
    return Path(settings.MEDIA_ROOT) / sha256[:2] / sha256


def read(file: StoredFile) -> bytes:
    """The bytes; fails loudly if they are no longer what was handed in."""
    content = path_of(file.sha256).read_bytes()
    assert hashlib.sha256(content).hexdigest() == file.sha256, file.key
    return content
