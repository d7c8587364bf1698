"""Taking steps and doing them, alone or beside others."""

import time
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from functools import partial

from django.db import transaction

from grodd.base import bulk, clock
from grodd.base.errors import Refusal
from grodd.processes.nightly.ahead import Ahead
from grodd.processes.nightly.planning import BY_NAME, nights_until
from grodd.processes.nightly.steps import Task
from grodd.servicing.models import Night, NightStep

PATIENCE_SECONDS = 0.05
Progress = Callable[[Night, NightStep], None]


def silent(_night: Night, _step: NightStep) -> None:
    """Nobody looks."""


def see_to_loans(*, on: date, at: datetime, progress: Progress = silent) -> list[date]:
    """Do the nights up to a day that are not done, in order, alone or beside others.

    Args:
        on: The last of them.
        at: The moment that a night planned now carries on all it writes.
        progress: Called when a step is done.

    Returns:
        The days that were not done before.
    """
    days = []
    with bulk.much_room():
        for night in nights_until(on, at=at):
            work_on(night, progress)
            days.append(night.day)
    return days


def work_on(night: Night, progress: Progress) -> None:
    """Do steps of a night until none is left, and close it.

    What others are busy with is waited for, because later steps build on it. A worker that dies
    meanwhile lets go of its step, and it is done here.
    """
    stages = NightStep.objects.filter(night=night, done_at__isnull=True).order_by("stage")
    with Ahead() as ahead:
        while (stage := stages.values_list("stage", flat=True).first()) is not None:
            if step := _taken(night, stage, ahead):
                progress(night, step)
            else:
                time.sleep(PATIENCE_SECONDS)
    _finish(night)


def _taken(night: Night, stage: int, ahead: Ahead) -> NightStep | None:
    try:
        return _take(night, stage, ahead, careful=False)
    except Refusal:
        return _take(night, stage, ahead, careful=True)


@transaction.atomic
def _take(night: Night, stage: int, ahead: Ahead, *, careful: bool) -> NightStep | None:
    """Do the next step of a stage that nobody else holds; None where others hold the rest."""
    free = NightStep.objects.select_for_update(skip_locked=True)
    open_steps = free.filter(night=night, stage=stage, done_at__isnull=True).order_by("pk")
    step, following = [*open_steps[: 2 if ahead.can_look else 1], None, None][:2]
    if step is None:
        return None
    began = time.perf_counter()
    task, looks = _task(night, step, careful=careful), BY_NAME[step.name].looks
    with bulk.undisturbed():
        if looks:
            task = replace(task, seen=ahead.found(step.pk) or looks(task))
        if looks and following and following.name == step.name:
            ahead.begin(following.pk, partial(looks, _task(night, following)))
        done = BY_NAME[step.name].does(task)
    step.counts = {str(organisation): number for organisation, number in done.counts.items()}
    step.refused = done.refused
    step.seconds = round(time.perf_counter() - began, 3)
    step.done_at = clock.now()
    step.save(update_fields=["counts", "refused", "seconds", "done_at"])
    return step


def _task(night: Night, step: NightStep, *, careful: bool = False) -> Task:
    return Task(
        day=night.day,
        since=night.since,
        told_since=night.told_since,
        at=night.started_at,
        after=step.after_loan,
        until=step.until_loan,
        careful=careful,
    )


@transaction.atomic
def _finish(night: Night) -> None:
    locked = Night.objects.select_for_update().get(pk=night.pk)
    if locked.finished_at:
        return
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for name, by_organisation in locked.steps.values_list("name", "counts"):
        counts[name].update(by_organisation)
    locked.counts = counts
    locked.finished_at = clock.now()
    locked.save(update_fields=["counts", "finished_at"])
