"""What is done once a day, by the worker or by a timer."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.core.management import call_command

from grodd.base import bulk, clock
from grodd.processes.limitation_letters import limitation_letters
from grodd.processes.nightly.working import Progress, see_to_loans, silent
from grodd.processes.remind import remind
from grodd.processes.send_digests import send_digests
from grodd.servicing.models import NightStep


def _letters(*, on: date, at: datetime) -> int:
    return limitation_letters(on=on, at=at).sent


DAILY: Mapping[str, Callable[..., int]] = {
    "check_in_reminders": remind,
    "limitation_letters": _letters,
    "digests": send_digests,
}
"""What is done once more each day when the loans are done, each by itself, with ``on`` and ``at``;
each says how many it did, and does nothing the second time."""


@dataclass(frozen=True, slots=True)
class Nightly:
    """What a run did.

    Attributes:
        days: The days whose loans it saw to.
        counts: How many of each other thing.
        refused: How much could not be done on those days.
    """

    days: tuple[date, ...]
    counts: Mapping[str, int]
    refused: int


def run_nightly(*, on: date, at: datetime, progress: Progress = silent) -> Nightly:
    """Do what is due on a day. Safe to run twice, to cut short, and after days that were missed.

    Days that were missed are done first, in order. Two runs at once share the work.

    Args:
        on: The day; not one that has not come.
        at: When. A night that is planned now carries this moment on all it writes.
        progress: Called when a step is done.
    """
    assert on <= clock.day_of(at), (on, at)
    days = see_to_loans(on=on, at=at, progress=progress)
    with bulk.much_room():
        counts = {name: does(on=on, at=at) for name, does in DAILY.items()}
    call_command("clearsessions")
    steps = NightStep.objects.filter(night__day__in=days).values_list("refused", flat=True)
    return Nightly(tuple(days), counts, refused=sum(map(len, steps)))
