"""Take a lesson back from the library."""

from datetime import datetime

from django.db import transaction

from grodd.base import audit
from grodd.base.audit import Stamp
from grodd.base.errors import NotFound
from grodd.library.models import Lesson
from grodd.library.usecases.share_lesson import PURPOSE
from grodd.people.asker import Asker
from grodd.people.models import Consent


@transaction.atomic
def withdraw_lesson(*, lesson_id: int, by: Asker, at: datetime) -> Lesson:
    """Only the one who wrote it sees the lesson after this. It can be shared again."""
    lesson = (
        Lesson.objects.select_for_update().filter(pk=lesson_id, written_by_id=by.person_id).first()
    )
    if lesson is None:
        raise NotFound
    subject = f"lesson:{lesson.pk}"
    Consent.objects.filter(
        person_id=by.person_id, purpose=PURPOSE, subject=subject, withdrawn_at__isnull=True
    ).update(withdrawn_at=at)
    lesson.published_at = None
    lesson.save(update_fields=["published_at"])
    audit.record(
        Stamp(at, by.key, lesson.organisation_id), action="lesson.withdrawn", subject=subject
    )
    return lesson
