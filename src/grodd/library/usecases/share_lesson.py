"""Share a lesson with the organisation, or with every organisation here."""

from datetime import datetime

from django.db import transaction

from grodd.base import audit
from grodd.base.audit import Stamp
from grodd.base.errors import NotFound
from grodd.library.models import Lesson
from grodd.library.refusals import LessonNeedsConsent
from grodd.people.asker import Asker
from grodd.people.models import Consent

WORDINGS = {
    Lesson.Reach.SPACE.value: "Others in the organisation may read my lesson.",
    Lesson.Reach.EVERYONE.value: "Everyone here, in any organisation, may read my lesson.",
}
PURPOSE = "share-lesson"


@transaction.atomic
def share_lesson(
    *,
    lesson_id: int,
    names_author: bool,
    by: Asker,
    at: datetime,
    reach: str = Lesson.Reach.SPACE.value,
) -> Lesson:
    """Publish the lesson: the one who wrote it says yes to that, with or without their name.

    Args:
        lesson_id: Which lesson.
        names_author: Whether readers see who wrote it.
        by: The one who wrote it.
        at: When.
        reach: How far, one of ``Lesson.Reach``. Another reach than before is another consent.

    Raises:
        LessonNeedsConsent: when someone else tries.
    """
    lesson = Lesson.objects.select_for_update().filter(pk=lesson_id).first()
    if lesson is None:
        raise NotFound
    if lesson.written_by_id != by.person_id:
        raise LessonNeedsConsent(title=lesson.title)
    subject = f"lesson:{lesson.pk}"
    _consent(by.person_id, subject, WORDINGS[reach], at)
    lesson.names_author, lesson.reach = names_author, reach
    lesson.published_at = lesson.published_at or at
    lesson.save(update_fields=["names_author", "published_at", "reach"])
    audit.record(
        Stamp(at, by.key, lesson.organisation_id),
        action="lesson.shared",
        subject=subject,
        facts={"reach": reach},
    )
    return lesson


def _consent(person_id: int, subject: str, wording: str, at: datetime) -> None:
    """The yes that stands is to this wording and no other."""
    given = Consent.objects.filter(
        person_id=person_id, purpose=PURPOSE, subject=subject, withdrawn_at__isnull=True
    )
    given.exclude(wording=wording).update(withdrawn_at=at)
    if not given.exists():
        Consent.objects.create(
            person_id=person_id, purpose=PURPOSE, subject=subject, wording=wording, given_at=at
        )
