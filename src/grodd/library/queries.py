"""Reading the library."""

from collections import Counter
from dataclasses import dataclass
from math import log

from django.db.models import Q, QuerySet

from grodd.base.errors import NotFound
from grodd.engines.text_keys import asked_keys
from grodd.library.models import Lesson, SearchKey
from grodd.people.asker import Asker
from grodd.people.queries import within
from grodd.people.roles import Role

RESULTS_MAX = 50


@dataclass(frozen=True, slots=True)
class Found:
    """What a search gave.

    Attributes:
        lessons: Best first, at most ``RESULTS_MAX``.
        keys: The keys that were asked for, to mark them in the texts.
        count: How many lessons fit in all.
    """

    lessons: list[Lesson]
    keys: frozenset[str]
    count: int


def lessons_open_to(asker: Asker) -> QuerySet[Lesson]:
    """Published lessons of the spaces that the asker belongs to, and the asker's own.

    Those that were shared with everyone are open to whoever belongs to any space.
    """
    spaces = {one.organisation_id for one in asker.held}
    everyone = (
        Q(published_at__isnull=False, reach=Lesson.Reach.EVERYONE) if spaces else Q(pk__in=())
    )
    manage = within(asker, Role.PROGRAMME_MANAGER, Role.ADMINISTRATOR, Role.AUDITOR)
    published = Q(published_at__isnull=False, organisation_id__in=spaces)
    own = Q(written_by_id=asker.person_id)
    return Lesson.objects.filter(published | everyone | manage | own).distinct()


def lessons_here(asker: Asker) -> QuerySet[Lesson]:
    """Those of the space that the asker works in, and what other spaces share with everyone."""
    here = Q(organisation_id=asker.organisation_id)
    far = Q(published_at__isnull=False, reach=Lesson.Reach.EVERYONE)
    return lessons_open_to(asker).filter(here | far)


def lesson_seen_by(asker: Asker, *, lesson_id: int) -> Lesson:
    """One lesson.

    Raises:
        NotFound: when there is none to see.
    """
    lesson = (
        lessons_open_to(asker)
        .select_related("written_by", "organisation")
        .filter(pk=lesson_id)
        .first()
    )
    if lesson is None:
        raise NotFound
    return lesson


def search(asker: Asker, *, words: str = "", theme: str = "", outcome: str = "") -> Found:
    """Lessons that the asker may read here, best first; without words, newest first.

    A lesson fits when every word fits in some form. Rare words say more than common ones.
    """
    open_lessons = lessons_here(asker)
    if theme:
        open_lessons = open_lessons.filter(theme=theme)
    if outcome:
        open_lessons = open_lessons.filter(outcome=outcome)
    asked = asked_keys(words)
    for keys in asked:
        having = SearchKey.objects.filter(key__in=keys).values("lesson_id")
        open_lessons = open_lessons.filter(pk__in=having)
    if not asked:
        lessons = open_lessons.select_related("written_by", "organisation").order_by(
            "-written_at", "-pk"
        )
        return Found(list(lessons[:RESULTS_MAX]), frozenset(), open_lessons.count())
    every = frozenset().union(*asked)
    scores = _scores(set(open_lessons.values_list("pk", flat=True)), every)
    best = sorted(scores, key=lambda pk: (-scores[pk], -pk))
    rows = Lesson.objects.select_related("written_by", "organisation").in_bulk(best[:RESULTS_MAX])
    return Found([rows[pk] for pk in best[:RESULTS_MAX]], every, len(best))


def _scores(lesson_ids: set[int], keys: frozenset[str]) -> dict[int, float]:
    """Sum over the keys of weight times rarity (tf-idf), rarity among lessons with any of them."""
    rows = list(SearchKey.objects.filter(key__in=keys).values_list("lesson_id", "key", "weight"))
    frequency = Counter(key for _, key, _ in rows)
    total = len({lesson_id for lesson_id, _, _ in rows})
    scores = dict.fromkeys(lesson_ids, 0.0)
    for lesson_id, key, weight in rows:
        if lesson_id in scores:
            scores[lesson_id] += weight * log(1 + total / frequency[key])
    return scores


def themes(asker: Asker) -> list[str]:
    """The themes of the lessons that the asker may read here."""
    found = lessons_here(asker).exclude(theme="").values_list("theme", flat=True)
    return sorted(set(found))
