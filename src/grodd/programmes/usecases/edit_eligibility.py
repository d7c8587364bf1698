"""Change the self-check that an applicant can make before writing."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from grodd.base import audit
from grodd.base.audit import Stamp
from grodd.people.asker import Asker
from grodd.programmes.models import EligibilityQuestion, Frame
from grodd.programmes.queries import programme_managed_by
from grodd.programmes.versions import open_frame
from grodd.programmes.words import EligibilityWords


@transaction.atomic
def edit_eligibility(
    *, programme_id: int, questions: Sequence[EligibilityWords], by: Asker, at: datetime
) -> Frame:
    """Make the self-check of the newest frame be ``questions``, in this order."""
    programme = programme_managed_by(by, programme_id=programme_id, lock=True)
    frame = open_frame(programme)
    frame.eligibility_questions.all().delete()
    EligibilityQuestion.objects.bulk_create(
        EligibilityQuestion(
            frame=frame,
            key=f"check-{order + 1}",
            text=dict(words.text),
            answer_needed=words.answer_needed,
            why=dict(words.why),
            order=order,
        )
        for order, words in enumerate(questions)
    )
    audit.record(
        Stamp(at, by.key, programme.organisation_id),
        action="programme.eligibility_edited",
        subject=f"programme:{programme.pk}",
        facts={"version": frame.version, "questions": len(questions)},
    )
    return frame
