"""Time and people of the demo: what happens is planned, then done in the order of time."""

import heapq
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from importlib.resources import files
from itertools import count
from typing import Any

from grodd.base import clock
from grodd.decisions.models import Matter
from grodd.engines.money import Money
from grodd.people.asker import Asker
from grodd.people.models import Organisation, Person
from grodd.people.queries import asker_of
from grodd.programmes.models import Programme, Round

Action = Callable[[datetime], object]


class Timeline:
    """What is still to happen before the day of the demo."""

    def __init__(self, day: date) -> None:
        """Nothing is planned yet."""
        self.day = day
        self._order = count()
        self._planned: list[tuple[datetime, int, Action]] = []

    def days_ago(self, ago: int, *, hour: int = 9, minute: int = 0) -> datetime:
        """A moment so many days before the day; a negative number lies ahead."""
        at = clock.at_hour(self.day - timedelta(days=ago), hour)
        return at + timedelta(minutes=minute)

    def plan(self, at: datetime, action: Action) -> None:
        """Let ``action(at)`` happen, unless the day comes first."""
        if clock.day_of(at) < self.day:
            heapq.heappush(self._planned, (at, next(self._order), action))

    def run(self) -> None:
        """Do everything in the order of time; what is done may plan more."""
        last: datetime | None = None
        while self._planned:
            at, _order, action = heapq.heappop(self._planned)
            assert last is None or last <= at, (last, at)
            action(at)
            last = at


@dataclass
class Space:
    """One of the two organisations, as it grows.

    Attributes:
        organisation: The space.
        told: What its file says.
        timeline: Of the whole demo.
        people: The cast by key.
        programme: Its one programme.
        rounds: By the key in its file.
        agendas: The matters that wait for a meeting, by the key of the meeting.
    """

    organisation: Organisation
    told: dict[str, Any]
    timeline: Timeline
    people: dict[str, Person]
    programme: Programme
    rounds: dict[str, Round] = field(default_factory=dict)
    agendas: dict[str, list["Proposed"]] = field(default_factory=dict)

    def asker(self, key: str, at: datetime) -> Asker:
        """Someone at work here, with the roles they held at a moment."""
        return asker_of(self.people[key], on=clock.day_of(at), organisation_id=self.organisation.pk)

    def money(self, whole: int) -> Money:
        """An amount in whole units of the space's currency."""
        return Money(whole * 100, self.organisation.currency)


@dataclass
class Proposed:
    """A matter on its way to a decision, and what will be said there.

    Attributes:
        matter: What is decided.
        told: The case, as the file tells it.
        after: What happens once it is released.
    """

    matter: Matter
    told: dict[str, Any]
    after: Action


def told_in(name: str) -> dict[str, Any]:
    """The content of one of the files beside this module."""
    text = files(__name__.rpartition(".")[0]).joinpath(f"{name}.json").read_text(encoding="utf-8")
    read: dict[str, Any] = json.loads(text)
    return read
