"""Remove a question from a form."""

from datetime import datetime

from django.db import transaction

from grodd.base import audit
from grodd.base.audit import Stamp
from grodd.people.asker import Asker
from grodd.programmes.models import Question
from grodd.programmes.queries import programme_managed_by
from grodd.programmes.refusals import QuestionNeeded
from grodd.programmes.versions import open_form

NEEDED = {Question.Meaning.TITLE, Question.Meaning.AMOUNT}


@transaction.atomic
def remove_question(*, programme_id: int, key: str, by: Asker, at: datetime) -> None:
    """Take the question ``key`` out of the newest form. Older forms and answers keep it.

    Raises:
        QuestionNeeded: for the title and the amount, which the chain reads.
    """
    programme = programme_managed_by(by, programme_id=programme_id, lock=True)
    form = open_form(programme)
    question = form.questions.filter(key=key).first()
    if question is None:
        return
    if question.meaning in NEEDED:
        raise QuestionNeeded(question=question)
    question.delete()
    audit.record(
        Stamp(at, by.key, programme.organisation_id),
        action="programme.question_removed",
        subject=f"programme:{programme.pk}",
        facts={"version": form.version, "question": key},
    )
