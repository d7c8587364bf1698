"""Add a question to a form, or change one."""

from datetime import datetime

from django.db import transaction
from django.utils.text import slugify

from grodd.base import audit
from grodd.base.audit import Stamp
from grodd.base.errors import NotFound
from grodd.base.translated import said
from grodd.people.asker import Asker
from grodd.programmes.models import Form, Question
from grodd.programmes.queries import programme_managed_by
from grodd.programmes.refusals import MeaningAskedTwice, MeaningNeedsKind, OptionsMissing
from grodd.programmes.versions import open_form
from grodd.programmes.words import QuestionWords

KINDS_OF_MEANING = {
    Question.Meaning.TITLE: (Question.Kind.SHORT_TEXT,),
    Question.Meaning.SUMMARY: (Question.Kind.LONG_TEXT, Question.Kind.SHORT_TEXT),
    Question.Meaning.AMOUNT: (Question.Kind.MONEY,),
    Question.Meaning.HOURS: (Question.Kind.NUMBER,),
    Question.Meaning.MONTHS: (Question.Kind.NUMBER,),
    Question.Meaning.THEME: (Question.Kind.CHOICE,),
}
OPTIONS_MIN = 2


@transaction.atomic
def save_question(
    *, programme_id: int, key: str, words: QuestionWords, by: Asker, at: datetime
) -> Question:
    """Write ``words`` on the question ``key`` of the newest form; an empty key adds one last.

    Raises:
        MeaningNeedsKind, MeaningAskedTwice: when the chain could not read the answer.
        OptionsMissing: when a choice has nothing to choose between.
    """
    programme = programme_managed_by(by, programme_id=programme_id, lock=True)
    form = open_form(programme)
    question = _question(form, key, words)
    _check(form, question, words)
    question.label, question.help = dict(words.label), dict(words.help)
    question.easy = dict(words.easy)
    question.options = [dict(option) for option in words.options]
    for name in ("kind", "meaning", "is_required", "identifies", "length_max"):
        setattr(question, name, getattr(words, name))
    question.save()
    audit.record(
        Stamp(at, by.key, programme.organisation_id),
        action="programme.question_saved",
        subject=f"programme:{programme.pk}",
        facts={"version": form.version, "question": question.key},
    )
    return question


def _question(form: Form, key: str, words: QuestionWords) -> Question:
    if key:
        found = form.questions.filter(key=key).first()
        if found is None:
            raise NotFound
        return found
    taken = set(form.questions.values_list("key", flat=True))
    wished = slugify(said(words.label, "en"))[:50] or "question"
    numbered = (f"{wished}-{number}" for number in range(2, len(taken) + 3))
    free = next(each for each in (wished, *numbered) if each not in taken)
    last = form.questions.order_by("-order").values_list("order", flat=True).first()
    return Question(form=form, key=free, order=0 if last is None else last + 1)


def _check(form: Form, question: Question, words: QuestionWords) -> None:
    kinds = KINDS_OF_MEANING.get(Question.Meaning(words.meaning)) if words.meaning else None
    if kinds and words.kind not in kinds:
        meaning = Question.Meaning(words.meaning).label
        raise MeaningNeedsKind(meaning=meaning, kind=kinds[0].label)
    same = form.questions.exclude(pk=question.pk).filter(meaning=words.meaning).first()
    if words.meaning and same:
        raise MeaningAskedTwice(other=same, meaning=Question.Meaning(words.meaning).label)
    chooses = words.kind in {Question.Kind.CHOICE, Question.Kind.CHOICES}
    by_theme = words.meaning == Question.Meaning.THEME
    if chooses and not by_theme and len(words.options) < OPTIONS_MIN:
        raise OptionsMissing
