"""A timetable's task as numbers: possible meetings, who is there when, and limits."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from grodd.engines.election import Ints
from grodd.engines.matching.meetings import Participant, TimetableTask

Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Event:
    """n people, s slots that are no breaks, e meetings that somebody wishes for.

    Attributes:
        slots: Keys of the slots.
        stretch: Slots with the same number follow each other without a break, shape (s,).
        here: Who is there when, shape (n, s).
        most: How many meetings each can have at all, shape (n,).
        run: How many in a row each can have, shape (n,).
        pairs: Who would meet, the earlier first, shape (e, 2).
        weight: What the meeting is worth, shape (e,).
        tables: How many meetings there can be in each slot, shape (s,).
    """

    slots: tuple[str, ...]
    stretch: Ints
    here: Bools
    most: Ints
    run: Ints
    pairs: Ints
    weight: Ints
    tables: Ints

    @property
    def common(self) -> Bools:
        """When both are there, shape (e, s)."""
        return np.asarray(self.here[self.pairs[:, 0]] & self.here[self.pairs[:, 1]])

    @property
    def couples(self) -> list[tuple[int, int]]:
        """Who would meet, as plain numbers."""
        return [(int(i), int(j)) for i, j in self.pairs]


def event_of(task: TimetableTask, *, seed: int) -> Event:
    """Write a task down as numbers; meetings that are impossible on their own are left out.

    Args:
        task: The task.
        seed: Meetings come in an order drawn by lot, so that the order of a list favours nobody.
    """
    slots = tuple(slot.key for slot in task.slots if not slot.is_break)
    breaks = np.cumsum([slot.is_break for slot in task.slots], dtype=np.int64)
    stretch = breaks[[i for i, slot in enumerate(task.slots) if not slot.is_break]]
    here = np.array(
        [[p.slots is None or slot in p.slots for slot in slots] for p in task.participants],
        np.bool_,
    ).reshape(len(task.participants), len(slots))
    run = np.array(
        [len(slots) if p.in_a_row_max is None else p.in_a_row_max for p in task.participants],
        np.int64,
    )
    most = np.array(
        [_most(person, own, stretch) for person, own in zip(task.participants, here, strict=True)],
        np.int64,
    )
    pairs, weight = _wished(task)
    common = here[pairs[:, 0]] & here[pairs[:, 1]]
    possible = np.flatnonzero(common.any(axis=1) & (most[pairs] > 0).all(axis=1))
    possible = np.random.default_rng(seed).permutation(possible)
    return Event(
        slots=slots,
        stretch=stretch,
        here=here,
        most=most,
        run=run,
        pairs=pairs[possible],
        weight=weight[possible],
        tables=np.minimum(len(task.tables), here.sum(axis=0) // 2),
    )


def _wished(task: TimetableTask) -> tuple[Ints, Ints]:
    """Each pair of whom one wishes to meet the other, and the weights of both wishes together."""
    place = {person.key: i for i, person in enumerate(task.participants)}
    worth: dict[tuple[int, int], int] = {}
    for wish in task.wishes:
        if frozenset({wish.person, wish.other}) in task.apart:
            continue
        i, j = sorted((place[wish.person], place[wish.other]))
        worth[i, j] = worth.get((i, j), 0) + wish.weight
    pairs = np.array(sorted(worth), np.int64).reshape(-1, 2)
    return pairs, np.array([worth[pair] for pair in sorted(worth)], np.int64)


def _most(person: Participant, here: Bools, stretch: Ints) -> int:
    """How many meetings the time and the limits leave room for: as soon as there may be one."""
    row_max = len(here) if person.in_a_row_max is None else person.in_a_row_max
    count, row = 0, 0
    for slot, is_here in enumerate(here.tolist()):
        if slot and stretch[slot] != stretch[slot - 1]:
            row = 0
        if is_here and row < row_max:
            count, row = count + 1, row + 1
        else:
            row = 0
    return count if person.meetings_max is None else min(count, person.meetings_max)
