"""Work that takes longer than a person waits: how far it has come, and a way to stop it.

The one who asks calls ``start`` and puts a job in the queue with the task's key; the worker calls
``carry_out`` with what is to be done. That calls ``step`` as it goes, between its transactions and
never inside one: what a transaction has not committed, nobody sees.

    task = start(kind="import-loans", title=name, stamp=stamp, url=url, language="sv")
    enqueue("import-loans", task=str(task.key), run_id=run.pk)
    ...
    carry_out(task_key, lambda told: import_in_steps(run_id=run_id, heard=told.step))
"""

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import translation
from django.utils.translation import gettext, gettext_lazy

from grodd.base import clock
from grodd.base.audit import SYSTEM, Stamp
from grodd.base.errors import NotFound, Refusal
from grodd.base.models import LongTask

STEP_SECONDS = 0.5
"""Not every step is written down: a row of a file takes less time than to tell of it."""
SILENT_AFTER = timedelta(minutes=2)
KEPT = timedelta(days=30)

Heard = Callable[..., None]
"""What long work calls as it goes, as ``Progress.step``: how much is done, and of how much."""


class Watched(Protocol):
    """What a page shows of a task; ``LongTask`` is one."""

    key: UUID
    kind: str
    title: str
    state: str
    done: int
    total: int
    message: str
    url: str
    can_stop: bool
    is_stop_asked: bool
    heard_at: datetime
    file_until: datetime | None

    @property
    def is_over(self) -> bool:
        """Whether nothing more happens."""


def unheard(done: int, total: int | None = None) -> None:
    """For work that nobody watches."""


class StopAskedFor(Exception):
    """Someone asked the work to stop. What it says is shown to them."""


class TaskCannotStop(Refusal):
    """The work is past the point where it could be left."""

    code = "task_cannot_stop"
    sentence = gettext_lazy(
        "This cannot be stopped any more: what has begun is finished whole. "
        "Wait until it is ready; nothing is lost if you leave the page."
    )


def start(
    *, kind: str, title: str, stamp: Stamp, total: int = 0, url: str = "", language: str = "",
    can_stop: bool = True,
) -> LongTask:  # fmt: skip
    """Write down that something is to be done, in the transaction of whoever asks for it.

    Args:
        kind: What sort of work, e.g. ``import-applications``.
        title: What it is done with, such as the name of a file.
        stamp: When it was asked for, by whom (``SYSTEM`` for what nobody asked for), where.
        total: How much there is to do, in whatever the work counts; 0 when nobody knows yet.
        url: Where to read what came of it.
        language: In which the work says what it has to say; otherwise the present one.
        can_stop: Whether it is safe to leave it halfway.
    """
    old = LongTask.objects.filter(owner=stamp.actor, ended_at__lt=stamp.at - KEPT)
    old.delete()
    return LongTask.objects.create(
        kind=kind, title=title[:200], owner=stamp.actor, space=stamp.space, total=total, url=url,
        language=language or translation.get_language() or "en", can_stop=can_stop,
        asked_at=stamp.at, heard_at=stamp.at,
    )  # fmt: skip


@dataclass(slots=True)
class Progress:
    """The hand that tells how far one task has come."""

    task_id: int
    told_at: datetime | None = None
    could_stop: bool = True

    def step(
        self, done: int, total: int | None = None, *, message: str = "", can_stop: bool = True
    ) -> None:
        """So much is done. Written down at most twice a second, and at the end.

        Args:
            done: So far.
            total: Of how much, once that is known.
            message: What is being done now, in a few words.
            can_stop: Whether it may still be left; once it may not, nobody is offered to.

        Raises:
            StopAskedFor: when somebody wants it to end here.
        """
        now = clock.now()
        is_new = done == total or can_stop != self.could_stop or self.told_at is None
        if not is_new and (now - (self.told_at or now)).total_seconds() < STEP_SECONDS:
            return
        self.told_at, self.could_stop = now, can_stop
        fresh: dict[str, Any] = {"done": done, "heard_at": now, "message": message}
        if total is not None:
            fresh["total"] = total
        if not can_stop:
            fresh["can_stop"] = False
        LongTask.objects.filter(pk=self.task_id).update(**fresh)
        if can_stop and self.asked_to_stop():
            raise StopAskedFor

    def asked_to_stop(self) -> bool:
        """Whether somebody wants it to end."""
        return LongTask.objects.filter(pk=self.task_id, is_stop_asked=True).exists()


def carry_out(key: str | UUID, work: Callable[[Progress], str]) -> None:
    """Do a task, in the language of whoever asked, and write down how it ended.

    A worker that died is followed by another, so the work must be safe to do twice; a task that is
    over is not begun again. A refusal is an end like another; after any other error the queue
    tries again.

    Args:
        key: The task's.
        work: What is done. It returns what came of it, in a sentence.
    """
    task = _begin(key)
    if task is None:
        return
    ends = LongTask.State
    with translation.override(task.language):
        try:
            finish(task, ends.DONE, work(Progress(task.pk)))
        except StopAskedFor as wish:
            finish(task, ends.STOPPED, str(wish))
        except Refusal as no:
            finish(task, ends.FAILED, str(no))
        except Exception:
            finish(task, ends.FAILED, gettext(
                "Something went wrong on our side. What was ready before that is kept. "
                "We try again by ourselves; if it does not help, ask for it once more."
            ))  # fmt: skip
            raise


def _begin(key: str | UUID) -> LongTask | None:
    over = (LongTask.State.DONE, LongTask.State.STOPPED)
    with transaction.atomic():
        task = LongTask.objects.select_for_update().filter(key=key).exclude(state__in=over).first()
        if task:
            task.state, task.heard_at, task.ended_at = LongTask.State.RUNNING, clock.now(), None
            task.save(update_fields=["state", "heard_at", "ended_at"])
    return task


def finish(task: LongTask, state: str, message: str) -> None:
    """Write down that it is over, how, and what came of it."""
    now = clock.now()
    LongTask.objects.filter(pk=task.pk).update(
        state=state, message=message, heard_at=now, ended_at=now
    )


@transaction.atomic
def ask_to_stop(*, key: str | UUID, owner: str, at: datetime) -> LongTask:
    """Ask for the end of what one started; what has not begun ends at once.

    Raises:
        NotFound: when nobody of that name asked for it.
        TaskCannotStop: when it is past that point.
    """
    task = LongTask.objects.select_for_update().filter(key=key, owner=owner).first()
    if task is None:
        raise NotFound
    if task.is_over or task.is_stop_asked:
        return task
    if not task.can_stop:
        raise TaskCannotStop
    task.is_stop_asked = True
    if task.state == LongTask.State.WAITING:
        task.state, task.ended_at = LongTask.State.STOPPED, at
    task.save(update_fields=["is_stop_asked", "state", "ended_at"])
    return task


def tasks_of(owner: str, spaces: Iterable[int] = ()) -> QuerySet[LongTask]:
    """What a person started, and what goes by itself in ``spaces``; newest first."""
    watched = list(spaces)
    own = Q(owner=owner)
    by_itself = Q(owner=SYSTEM, space__in=watched)
    return LongTask.objects.filter(own | by_itself if watched else own).order_by("-asked_at", "-pk")


def task_of(owner: str, *, key: UUID, spaces: Iterable[int] = ()) -> LongTask:
    """One of them.

    Raises:
        NotFound: when it is not for them.
    """
    with suppress(LongTask.DoesNotExist):
        return tasks_of(owner, spaces).get(key=key)
    raise NotFound


def is_silent(task: Watched, *, at: datetime) -> bool:
    """Whether nothing has been heard of it for so long that something may be wrong."""
    return not task.is_over and at - task.heard_at > SILENT_AFTER
