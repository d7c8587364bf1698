"""Write a lesson down."""

from dataclasses import dataclass
from datetime import datetime
from math import sqrt

from django.db import transaction

from grodd.base import audit
from grodd.base.audit import Stamp
from grodd.engines.text_keys import keys_in
from grodd.library.models import Lesson, SearchKey
from grodd.library.refusals import LessonNotWhole
from grodd.people.asker import Asker
from grodd.people.models import Scope

TITLE_WEIGHT = 3


@dataclass(frozen=True, slots=True)
class Words:
    """What someone wrote, and about what kind of end.

    Attributes:
        outcome: How the project ended (``Lesson.Outcome``).
        theme: What it was about, for sorting.
        language: The language it is written in.
    """

    outcome: str
    theme: str
    language: str
    title: str
    tried: str
    expected: str
    happened: str
    next_time: str
    for_whom: str = ""


@transaction.atomic
def write_lesson(
    *,
    subject: str,
    scope_id: int,
    words: Words,
    by: Asker,
    at: datetime,
) -> Lesson:
    """Write, or write anew, the one lesson of a subject. It is not shared by that.

    Raises:
        LessonNotWhole: when a part is empty.
    """
    for part in ("title", "tried", "expected", "happened", "next_time"):
        if not getattr(words, part).strip():
            raise LessonNotWhole(part=part)
    scope = Scope.objects.get(pk=scope_id)
    before = Lesson.objects.select_for_update().filter(subject=subject).first()
    lesson = before or Lesson(subject=subject, scope=scope, organisation_id=scope.organisation_id)
    for name in ("title", "tried", "expected", "happened", "next_time", "for_whom"):
        setattr(lesson, name, getattr(words, name).strip())
    lesson.outcome, lesson.theme, lesson.language = words.outcome, words.theme, words.language
    if before is None:
        lesson.written_by_id = by.person_id
    lesson.written_at = at
    lesson.save()
    _index(lesson)
    audit.record(
        Stamp(at, by.key, scope.organisation_id),
        action="lesson.written",
        subject=f"lesson:{lesson.pk}",
        facts={"about": subject, "outcome": words.outcome},
    )
    return lesson


def _index(lesson: Lesson) -> None:
    parts = (lesson.tried, lesson.expected, lesson.happened, lesson.next_time, lesson.for_whom)
    body = " ".join(parts)
    counts = keys_in(f"{body} {lesson.theme}", lesson.language)
    for key, count in keys_in(lesson.title, lesson.language).items():
        counts[key] += count * TITLE_WEIGHT
    SearchKey.objects.filter(lesson=lesson).delete()
    SearchKey.objects.bulk_create(
        SearchKey(lesson=lesson, key=key, weight=sqrt(count) * (0.4 if key.endswith("~") else 1))
        for key, count in counts.items()
    )
