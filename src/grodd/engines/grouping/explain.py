"""Why the groups are as they are: each group's mix and each person's match."""

from collections import Counter

import numpy as np

from grodd.engines.election import Floats
from grodd.engines.grouping.result import FormedGroup, Match, Mix
from grodd.engines.grouping.rules import Rulebook
from grodd.engines.grouping.search import Seating
from grodd.engines.grouping.values import Dimension, Person


def explained(
    book: Rulebook, seating: Seating, apart: Floats
) -> tuple[tuple[FormedGroup, ...], tuple[Match, ...], float]:
    """Say what the groups are like.

    Args:
        book: The rules.
        seating: Who sits where.
        apart: The distance of each pair, shape (n, n).

    Returns:
        The groups, the matches of their members, and the mean distance of pairs in one group.
    """
    same = seating.groups[:, None] == seating.groups[None, :]
    np.fill_diagonal(same, val=False)
    groups = tuple(_group(book, seating, apart, g) for g in range(len(book.task.groups)))
    matches = _Matches(book, seating, apart)
    return groups, matches.all(), _mean(float(apart[same].sum()), int(same.sum()))


def _mean(total: float, count: int) -> float:
    return total / count if count else 0.0


def _group(book: Rulebook, seating: Seating, apart: Floats, g: int) -> FormedGroup:
    inside = np.flatnonzero(seating.groups == g)
    members = [book.task.people[i] for i in inside]
    language, evening = book.options[int(seating.options[g])]
    size = len(members)
    return FormedGroup(
        group=book.task.groups[g].key,
        members=tuple(person.key for person in members),
        language=language,
        evening=evening,
        diversity=_mean(float(apart[np.ix_(inside, inside)].sum()), size * (size - 1)),
        mix=tuple(_mix(members, dimension) for dimension in book.task.dimensions),
    )


def _mix(members: list[Person], dimension: Dimension) -> Mix:
    told = [p.traits[dimension.key] for p in members if dimension.key in p.traits]
    if dimension.span is None:
        counts = Counter(str(value) for value in told)
        ordered = sorted(counts.items(), key=lambda line: (-line[1], line[0]))
        return Mix(dimension.key, counts=tuple(ordered))
    numbers = [float(value) for value in told]
    if not numbers:
        return Mix(dimension.key)
    return Mix(dimension.key, low=min(numbers), high=max(numbers))


class _Matches:
    """What each person's match needs, gathered once."""

    def __init__(self, book: Rulebook, seating: Seating, apart: Floats) -> None:
        self._book, self._seating, self._apart = book, seating, apart
        people = book.task.people
        self._group_of = {p.key: int(g) for p, g in zip(people, seating.groups, strict=True)}
        self._wishes: dict[str, dict[str, float]] = {person.key: {} for person in people}
        for wish in book.task.wishes:
            own = self._wishes[wish.person]
            own[wish.other] = own.get(wish.other, 0.0) + wish.weight
        self._former: dict[str, set[str]] = {person.key: set() for person in people}
        for former in book.task.former:
            for key in former.members:
                if key in self._former:
                    self._former[key] |= set(former.members) & self._group_of.keys() - {key}

    def all(self) -> tuple[Match, ...]:
        """One for each person."""
        return tuple(self._match(i, person) for i, person in enumerate(self._book.task.people))

    def _match(self, i: int, person: Person) -> Match:
        g = self._group_of[person.key]
        others = [j for j in np.flatnonzero(self._seating.groups == g).tolist() if j != i]
        minutes = float(self._book.minutes[g, i])
        former = self._former[person.key]
        kept = sum(self._group_of[key] == g for key in former)
        return Match(
            person=person.key,
            group=self._book.task.groups[g].key,
            diversity=_mean(float(self._apart[i, others].sum()), len(others)),
            alike=self._alike(person, others),
            travel_minutes=None if np.isnan(minutes) else minutes,
            with_wished=self._wished(person.key, here=True, sign=1),
            without_wished=self._wished(person.key, here=False, sign=1),
            with_unwished=self._wished(person.key, here=True, sign=-1),
            kept=kept,
            parted=len(former) - kept,
        )

    def _alike(self, person: Person, others: list[int]) -> tuple[tuple[str, int], ...]:
        people = self._book.task.people
        return tuple(
            (key, sum(people[j].traits.get(key) == person.traits[key] for j in others))
            for key in (d.key for d in self._book.task.dimensions if d.span is None)
            if key in person.traits
        )

    def _wished(self, key: str, *, here: bool, sign: int) -> tuple[str, ...]:
        g = self._group_of[key]
        return tuple(
            other
            for other, weight in self._wishes[key].items()
            if weight * sign > 0 and (self._group_of[other] == g) is here
        )
