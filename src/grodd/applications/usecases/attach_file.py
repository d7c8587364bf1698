"""Attach a file to a question."""

from datetime import datetime
from pathlib import PurePath

from django.db import transaction

from grodd.applications.models import Application, Attachment
from grodd.applications.queries import (
    application_seen_by,
    asked_in,
    attachments_of,
    is_editable,
    locked,
    may_write,
)
from grodd.applications.refusals import FileKindNotTaken, FileTooLarge, ReadOnly, TooManyFiles
from grodd.base import audit, files
from grodd.base.audit import Stamp
from grodd.base.errors import NotAllowed, NotFound
from grodd.people.asker import Asker

MEGABYTE = 1024 * 1024
SIZE_MAX_MB = 10
FILES_MAX = 12
ZIP = b"PK\x03\x04"
KINDS: dict[str, tuple[str, bytes]] = {
    "pdf": ("application/pdf", b"%PDF"),
    "png": ("image/png", b"\x89PNG"),
    "jpg": ("image/jpeg", b"\xff\xd8\xff"),
    "jpeg": ("image/jpeg", b"\xff\xd8\xff"),
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", ZIP),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ZIP),
    "odt": ("application/vnd.oasis.opendocument.text", ZIP),
    "ods": ("application/vnd.oasis.opendocument.spreadsheet", ZIP),
    "txt": ("text/plain", b""),
    "csv": ("text/csv", b""),
}
"""What can be attached: by the end of its name, with its type and its first bytes."""


@transaction.atomic
def attach_file(
    *, application_id: int, question_key: str, name: str, content: bytes, by: Asker, at: datetime
) -> Attachment:
    """Keep a file as an answer to the question ``question_key``.

    Its type is told from its name and checked against its first bytes; what the browser says
    about it is not believed. The same file again is the attachment that is there.

    Raises:
        ReadOnly, FileTooLarge, FileKindNotTaken, TooManyFiles: and nothing is kept.
    """
    application = locked(application_seen_by(by, application_id=application_id))
    content_type = _content_type(name, content)
    there = attachments_of(application)
    digest = files.digest_of(content)
    for one in there:
        if (one.question_key, one.file.sha256, one.file.name) == (question_key, digest, name):
            return one
    _check(application, question_key, len(there), by, at)
    stored = files.store(
        [content],
        name=name,
        content_type=content_type,
        stored_by=by.key,
        at=at,
        space=application.round.programme.organisation_id,
    )
    made = Attachment.objects.create(
        application=application, question_key=question_key, file=stored
    )
    audit.record(
        Stamp(at, by.key, application.round.programme.organisation_id),
        action="application.file_attached",
        subject=f"application:{application.pk}",
        facts={"question": question_key, "sha256": stored.sha256},
    )
    return made


def _check(
    application: Application, question_key: str, count: int, by: Asker, at: datetime
) -> None:
    if not may_write(by, application):
        raise NotAllowed
    if not is_editable(application, at=at):
        raise ReadOnly(application=str(application))
    asked = {one.key for one in asked_in(application.round) if one.kind == "file"}
    if question_key not in asked:
        raise NotFound
    if count >= FILES_MAX:
        raise TooManyFiles(most=FILES_MAX)


def _content_type(name: str, content: bytes) -> str:
    if len(content) > SIZE_MAX_MB * MEGABYTE:
        size = -(-len(content) // MEGABYTE)
        raise FileTooLarge(name=name, size=size, most=SIZE_MAX_MB)
    ending = PurePath(name).suffix.removeprefix(".").lower()
    content_type, start = KINDS.get(ending, ("", b""))
    if not content_type or not content.startswith(start) or not content:
        raise FileKindNotTaken(name=name, kinds=", ".join(KINDS))
    return content_type
