"""Long work says how far it is, stops when asked, and is never done twice by asking twice."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import translation
from django.utils.translation import get_language

from grodd.base import clock as time
from grodd.base import progress
from grodd.base.audit import SYSTEM, Stamp
from grodd.base.errors import NotFound
from grodd.base.models import LongTask
from grodd.base.progress import (
    StopAskedFor,
    TaskCannotStop,
    ask_to_stop,
    carry_out,
    is_silent,
    task_of,
    tasks_of,
)

pytestmark = pytest.mark.django_db


def begun(owner: str = "amina", space: int | None = None, **more: Any) -> LongTask:
    stamp = Stamp(time.now(), owner, space)
    return progress.start(kind="bake", title="Bread", stamp=stamp, **more)


def now(task: LongTask) -> LongTask:
    task.refresh_from_db()
    return task


def test_work_tells_how_far_it_is_and_how_it_ended() -> None:
    task = begun(total=3)
    seen: list[tuple[str, int]] = []

    def bake(told: progress.Progress) -> str:
        for loaf in (1, 2, 3):
            told.step(loaf, 3)
            seen.append((now(task).state, task.done))
        return "Three loaves."

    carry_out(str(task.key), bake)
    assert seen[0] == ("running", 1)
    assert seen[-1] == ("running", 3)
    assert (now(task).state, task.message, task.is_over) == ("done", "Three loaves.", True)


def test_not_every_step_is_written_down(clock: Any, django_assert_num_queries: Any) -> None:
    task = begun(total=1000)
    told = progress.Progress(task.pk)
    with django_assert_num_queries(4):
        for loaf in range(1000):
            told.step(loaf, 1000)
        clock.set("2026-03-02 09:01")
        told.step(999, 1000)
    assert now(task).done == 999


def test_work_that_is_asked_to_stop_stops_and_says_what_stays() -> None:
    task = begun()

    def bake(told: progress.Progress) -> str:
        ask_to_stop(key=task.key, owner="amina", at=time.now())
        try:
            told.step(1, 9)
        except StopAskedFor:
            raise StopAskedFor("One loaf is ready.") from None
        pytest.fail("it went on")

    carry_out(task.key, bake)
    assert (now(task).state, task.message) == ("stopped", "One loaf is ready.")


def test_what_has_not_begun_stops_at_once_and_is_not_begun() -> None:
    task = begun()
    assert ask_to_stop(key=task.key, owner="amina", at=time.now()).is_over
    carry_out(task.key, lambda _: pytest.fail("it was begun"))
    assert ask_to_stop(key=task.key, owner="amina", at=time.now()).state == "stopped"


def test_past_the_point_of_return_nobody_stops_it() -> None:
    task = begun()

    def bake(told: progress.Progress) -> str:
        told.step(1, 2, can_stop=False, message="In the oven")
        with pytest.raises(TaskCannotStop):
            ask_to_stop(key=task.key, owner="amina", at=time.now())
        assert now(task).message == "In the oven"
        return ""

    carry_out(task.key, bake)
    assert now(task).state == "done"


def test_what_is_over_is_not_done_again() -> None:
    task = begun()
    carry_out(task.key, lambda _: "Once.")
    carry_out(task.key, lambda _: pytest.fail("it was done twice"))
    assert now(task).message == "Once."


def test_a_refusal_is_told_in_the_language_of_whoever_asked() -> None:
    with translation.override("sv"):
        task = begun()

    def bake(_: progress.Progress) -> str:
        assert get_language() == "sv"
        raise TaskCannotStop

    carry_out(task.key, bake)
    with translation.override("sv"):
        assert (now(task).state, task.message) == ("failed", str(TaskCannotStop()))


def test_after_an_accident_the_queue_may_try_again() -> None:
    task = begun()

    def burn(_: progress.Progress) -> str:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        carry_out(task.key, burn)
    assert now(task).state == "failed"
    assert "again" in task.message
    carry_out(task.key, lambda _: "Baked.")
    assert (now(task).state, task.message) == ("done", "Baked.")


def test_everyone_sees_their_own_and_some_what_goes_by_itself() -> None:
    own, other = begun(), begun("bo")
    nightly = begun(SYSTEM, space=7)
    assert list(tasks_of("amina")) == [own]
    assert list(tasks_of("amina", {7})) == [nightly, own]
    assert list(tasks_of("amina", {8})) == [own]
    with pytest.raises(NotFound):
        task_of("amina", key=other.key)
    with pytest.raises(NotFound):
        ask_to_stop(key=other.key, owner="amina", at=time.now())


def test_what_ended_long_ago_is_forgotten() -> None:
    old = begun()
    carry_out(old.key, lambda _: "")
    LongTask.objects.update(ended_at=time.now() - timedelta(days=31))
    fresh = begun()
    assert list(tasks_of("amina")) == [fresh]


def test_silence_is_noticed(clock: Any) -> None:
    task = begun()
    assert not is_silent(task, at=time.now())
    clock.set("2026-03-02 09:03")
    assert is_silent(task, at=time.now())
    carry_out(task.key, lambda _: "")
    assert not is_silent(now(task), at=time.now() + timedelta(days=1))
