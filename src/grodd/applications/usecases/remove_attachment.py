"""Take a file away from an application."""

from datetime import datetime

from django.db import transaction

from grodd.applications.models import Attachment
from grodd.applications.queries import (
    application_seen_by,
    attachment_seen_by,
    is_editable,
    locked,
    may_write,
)
from grodd.applications.refusals import ReadOnly
from grodd.base import audit
from grodd.base.audit import Stamp
from grodd.base.errors import NotAllowed
from grodd.people.asker import Asker


@transaction.atomic
def remove_attachment(*, key: str, by: Asker, at: datetime) -> Attachment:
    """Take the file with this key out of the draft. What was submitted with it stands.

    Raises:
        ReadOnly: when the application can no longer be changed.
    """
    found = attachment_seen_by(by, key=key)
    application = locked(application_seen_by(by, application_id=found.application_id))
    attachment = Attachment.objects.select_for_update().get(pk=found.pk)
    if attachment.removed_at:
        return attachment
    if not may_write(by, application):
        raise NotAllowed
    if not is_editable(application, at=at):
        raise ReadOnly(application=str(application))
    attachment.removed_at = at
    attachment.save(update_fields=["removed_at"])
    audit.record(
        Stamp(at, by.key, application.round.programme.organisation_id),
        action="application.file_removed",
        subject=f"application:{application.pk}",
        facts={"question": attachment.question_key},
    )
    return attachment
