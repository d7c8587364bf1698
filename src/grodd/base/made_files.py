"""Files that long work makes for whoever asked for it: kept a few days, then gone.

They lie beside what people handed in, each under the key of its task, so that removing one touches
nothing else.
"""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO, Any
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext_lazy

from grodd.base.errors import NotFound, Refusal
from grodd.base.models import LongTask

KEPT = timedelta(days=3)
"""Over a weekend. A list of people should not lie about longer than somebody needs to fetch it."""


class MadeFileGone(Refusal):
    """It was kept as long as was said."""

    code = "made_file_gone"
    sentence = gettext_lazy(
        "“%(name)s” was kept until %(until)s and is gone now. "
        "Go back to where you asked for it, and have it made again with the figures of today."
    )


@dataclass(frozen=True, slots=True)
class MadeFile:
    """A file to fetch."""

    path: Path
    name: str
    content_type: str


@contextmanager
def keeping(key: str | UUID, *, name: str, content_type: str, at: datetime) -> Iterator[IO[bytes]]:
    """A file to write to. It is there when all of it is written; left halfway, nothing is.

    Args:
        key: The task's.
        name: What the file is called when it is fetched.
        content_type: Of what kind it is.
        at: When it is made.
    """
    place = _place(key)
    place.parent.mkdir(parents=True, exist_ok=True)
    handle = tempfile.NamedTemporaryFile(dir=place.parent, delete=False)  # noqa: SIM115 - see below
    try:
        with handle:
            yield handle
            handle.flush()
            os.fsync(handle.fileno())
        Path(handle.name).replace(place)
    except BaseException:
        Path(handle.name).unlink(missing_ok=True)
        raise
    facts: dict[str, Any] = {"file_name": name, "file_type": content_type, "file_until": at + KEPT}
    LongTask.objects.filter(key=key).update(**facts)


def file_of(owner: str, *, key: UUID, at: datetime) -> MadeFile:
    """The file that somebody's own task made.

    Raises:
        NotFound: when nobody of that name asked for it, or it makes no file.
        MadeFileGone: when its time is over.
    """
    task = LongTask.objects.filter(key=key, owner=owner).exclude(file_name="").first()
    if task is None or task.file_until is None:
        raise NotFound
    place = _place(key)
    if at >= task.file_until or not place.exists():
        raise MadeFileGone(name=task.file_name, until=task.file_until)
    return MadeFile(place, task.file_name, task.file_type)


def forget_old(*, at: datetime) -> int:
    """Remove what was kept long enough, and what no task knows; how many files that were."""
    kept = LongTask.objects.filter(file_until__gt=at).values_list("key", flat=True)
    names = {key.hex for key in kept}
    gone = 0
    for path in _folder().glob("*"):
        # What somebody writes at this moment has no task that tells of it yet.
        if path.name not in names and path.stat().st_mtime < (at - KEPT).timestamp():
            with suppress(FileNotFoundError):
                path.unlink()
                gone += 1
    return gone


def _folder() -> Path:
    return Path(settings.MEDIA_ROOT) / "made"


def _place(key: str | UUID) -> Path:
    return _folder() / UUID(str(key)).hex
