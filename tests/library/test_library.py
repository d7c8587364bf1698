from dataclasses import replace
from typing import Any

import pytest

from grodd.base import clock
from grodd.base.errors import NotFound
from grodd.library.models import Lesson
from grodd.library.queries import lesson_seen_by, search
from grodd.library.refusals import LessonNeedsConsent, LessonNotWhole
from grodd.library.usecases.share_lesson import share_lesson
from grodd.library.usecases.withdraw_lesson import withdraw_lesson
from grodd.library.usecases.write_lesson import Words, write_lesson
from grodd.people.models import Consent
from tests.world import World

WORDS = Words(
    outcome="stopped",
    theme="Logistik",
    language="sv",
    title="Lastcyklar i centrum",
    tried="Vi körde paket med två lastcyklar i sex veckor.",
    expected="Billigare leveranser.",
    happened="Räntan på cyklarna blev dyrare än bilen.",
    next_time="Hyr i stället för att låna.",
)


def lesson_of_amina(
    world: World, *, share: bool = True, subject: str = "project:1", **changed: str
) -> Lesson:
    amina = world.asker(world.amina)
    words = replace(WORDS, **changed)
    lesson = write_lesson(
        subject=subject, scope_id=world.company_scope.pk, words=words, by=amina, at=clock.now()
    )
    if share:
        share_lesson(lesson_id=lesson.pk, names_author=False, by=amina, at=clock.now())
    return lesson


def test_a_lesson_with_an_empty_part_is_refused(world: World) -> None:
    with pytest.raises(LessonNotWhole):
        lesson_of_amina(world, happened="  ")
    assert not Lesson.objects.exists()


def test_a_shared_lesson_is_found_by_another_form_of_its_word(world: World) -> None:
    lesson = lesson_of_amina(world)
    rolf = world.asker(world.rolf)
    assert search(rolf, words="räntor").lessons == [lesson]
    assert search(rolf, words="lastcykel paketen").lessons == [lesson]
    assert search(rolf, words="räntor flygplan").lessons == []


def test_a_finnish_lesson_is_found_too(world: World) -> None:
    lesson = lesson_of_amina(world, language="fi", tried="Teimme hakemuksista lyhyempiä.")
    assert search(world.asker(world.rolf), words="hakemus").lessons == [lesson]


def test_rare_words_and_titles_come_first(world: World) -> None:
    for number in range(3):
        lesson_of_amina(world, subject=f"project:{number}", title="Annat", tried="Vi körde cyklar")
    best = lesson_of_amina(world, subject="project:9", title="Drönare", tried="Vi körde drönare")
    assert search(world.asker(world.rolf), words="körde drönaren").lessons[0] == best


def test_a_lesson_that_is_not_shared_is_seen_by_its_writer_and_the_manager_alone(
    world: World,
) -> None:
    lesson = lesson_of_amina(world, share=False)
    assert lesson_seen_by(world.asker(world.amina), lesson_id=lesson.pk) == lesson
    assert lesson_seen_by(world.asker(world.petra), lesson_id=lesson.pk) == lesson
    for someone in (world.rolf, world.dana):
        with pytest.raises(NotFound):
            lesson_seen_by(world.asker(someone), lesson_id=lesson.pk)


def test_only_the_writer_shares_a_lesson(world: World) -> None:
    lesson = lesson_of_amina(world, share=False)
    with pytest.raises(LessonNeedsConsent):
        share_lesson(
            lesson_id=lesson.pk, names_author=True, by=world.asker(world.petra), at=clock.now()
        )
    assert not Consent.objects.exists()


def test_a_lesson_taken_back_ends_the_consent_and_can_be_shared_again(world: World) -> None:
    lesson = lesson_of_amina(world)
    amina = world.asker(world.amina)
    withdraw_lesson(lesson_id=lesson.pk, by=amina, at=clock.now())
    assert search(world.asker(world.rolf), words="lastcyklar").lessons == []
    assert not Consent.objects.filter(withdrawn_at__isnull=True).exists()
    share_lesson(lesson_id=lesson.pk, names_author=True, by=amina, at=clock.now())
    assert search(world.asker(world.rolf), words="lastcyklar").lessons == [lesson]
    assert Consent.objects.count() == 2


def test_a_lesson_of_one_space_is_not_found_in_another(world: World) -> None:
    lesson_of_amina(world)
    assert search(world.asker(world.rolf, world.fund), words="lastcyklar").lessons == []


def test_a_lesson_for_everyone_is_found_in_other_spaces_but_not_by_a_stranger(
    world: World,
) -> None:
    lesson = lesson_of_amina(world)
    amina, there = world.asker(world.amina), world.asker(world.rolf, world.fund)
    share: dict[str, Any] = {
        "lesson_id": lesson.pk,
        "names_author": False,
        "by": amina,
        "at": clock.now(),
    }
    share_lesson(**share, reach="everyone")
    assert search(there, words="lastcyklar").lessons == [lesson]
    assert search(world.asker(world.dana), words="lastcyklar").lessons == []
    share_lesson(**share, reach="space")
    assert search(there, words="lastcyklar").lessons == []


def test_a_yes_to_another_reach_is_another_consent(world: World) -> None:
    lesson = lesson_of_amina(world)
    share: dict[str, Any] = {
        "lesson_id": lesson.pk,
        "names_author": False,
        "by": world.asker(world.amina),
    }
    for reach in ("space", "everyone", "everyone"):
        share_lesson(**share, reach=reach, at=clock.now())
    assert Consent.objects.count() == 2
    assert "any organisation" in Consent.objects.get(withdrawn_at__isnull=True).wording
