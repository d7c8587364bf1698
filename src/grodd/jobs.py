"""Work that is done later, by `grodd worker`. The only module that knows the job library.

A job is a function with a name. The name and its facts are what is kept, so a queue that waited
over an upgrade still finds its function. A job is done *at least* once: a worker that dies is
followed by another, which does the job again. So every job is idempotent.

`enqueue` writes a row with the caller's own transaction: rolled back together, kept together.
"""

import json
import logging
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import TypeVar

from django.core.management import call_command
from django_q.brokers import get_broker
from django_q.models import Schedule
from django_q.scheduler import scheduler
from django_q.signing import SignedPackage
from django_q.tasks import async_task

logger = logging.getLogger(__name__)

PACKAGES = ("grodd.processes", "grodd.reports.later")
"""Where jobs live: the stories over several apps, and the reports that take long to make."""
PERFORM = "grodd.jobs.perform"

Fact = str | int | bool | None
Function = TypeVar("Function", bound=Callable[..., object])


@dataclass(frozen=True, slots=True)
class Job:
    """A function that a worker may be asked to run, and when it runs by itself."""

    name: str
    function: Callable[..., object]
    cron: str | None


_known: dict[str, Job] = {}


def job(name: str, *, cron: str | None = None) -> Callable[[Function], Function]:
    """Name a function so that it can be done later.

    Args:
        name: What the queue calls it, e.g. ``send-outbox``; never changed once in use.
        cron: When it is done by itself (five fields, the installation's time zone), or never.
    """

    def named(function: Function) -> Function:
        assert name not in _known or _known[name].function is function, f"two jobs named {name}"
        _known[name] = Job(name=name, function=function, cron=cron)
        return function

    return named


def known() -> dict[str, Job]:
    """Every job by name. Loads what holds them, so that none is missed."""
    for name in PACKAGES:
        for module in pkgutil.walk_packages(import_module(name).__path__, f"{name}."):
            import_module(module.name)
    return dict(_known)


def enqueue(name: str, **facts: Fact) -> None:
    """Ask for a job to be done soon, if the transaction around this call is kept.

    Args:
        name: The job's name.
        facts: Its arguments: keys and plain values, never objects, which grow old in a queue.
    """
    assert name in known(), f"no job is named {name}"
    assert all(isinstance(fact, Fact) for fact in facts.values()), facts
    async_task(PERFORM, name, json.dumps(facts, sort_keys=True), task_name=name)


def perform(name: str, facts: str) -> None:
    """Do one job; called by the worker."""
    known()[name].function(**json.loads(facts))


def plan() -> None:
    """Make the timetable say what the code says: no more, no less, no doubles."""
    timed = {each.name: each for each in known().values() if each.cron}
    Schedule.objects.filter(func=PERFORM).exclude(name__in=timed).delete()
    for each in timed.values():
        schedule(each.name, each.cron or "")


def schedule(name: str, cron: str) -> None:
    """Have a job done by the clock. Asking again changes the time, it makes no second row."""
    arguments = repr((name, "{}"))
    row, is_new = Schedule.objects.get_or_create(
        name=name,
        func=PERFORM,
        defaults={"args": arguments, "schedule_type": Schedule.CRON, "cron": cron, "repeats": -1},
    )
    if not is_new and row.cron != cron:
        row.cron = cron
        row.next_run = row.calculate_next_run()
        row.save(update_fields=["cron", "next_run"])


def work(*, until_empty: bool = False) -> None:
    """Do what waits, until told to stop or until nothing waits."""
    plan()
    if until_empty:
        drain()
    else:
        call_command("qcluster", verbosity=0)


def drain() -> int:
    """Do what is due, here and now, one job after the other.

    Returns:
        How many jobs were done. A job that fails stays in the queue and is tried again later.
    """
    broker = get_broker()
    scheduler(broker=broker)
    done = 0
    while packages := broker.dequeue():
        for number, package in packages:
            name, facts = SignedPackage.loads(package)["args"]
            try:
                perform(name, facts)
            except Exception:
                logger.exception("The job %s failed; it stays in the queue.", name)
                continue
            broker.acknowledge(number)
            done += 1
    return done
