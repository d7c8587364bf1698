"""Every way to put a meeting into a slot of a timetable, and what limits them together."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy.sparse import csr_array

from grodd.engines.election import Ints
from grodd.engines.matching.plan import NOWHERE, Plan


@dataclass(frozen=True, slots=True, eq=False)
class Ways:
    """One column for each way; of the columns of a row no more than its limit can be taken.

    Attributes:
        meeting: Shape (w,).
        slot: Shape (w,).
        matrix: Zeros and ones, shape (rows, w).
        limits: Shape (rows,).
    """

    meeting: Ints
    slot: Ints
    matrix: csr_array
    limits: Ints


def ways_of(plan: Plan, meetings: Sequence[int], slots: Sequence[int]) -> Ways:
    """Find the ways that are open beside what is in the timetable already.

    Args:
        plan: The timetable; none of these meetings is in it.
        meetings: Which.
        slots: Into which.
    """
    event, room = plan.event, [slot for slot in slots if plan.has_table(slot)]
    pairs = event.couples
    people = {person for meeting in meetings for person in pairs[meeting]}
    opened = {person: set(plan.open_slots(person)) for person in people}
    ways = [
        (meeting, slot)
        for meeting in meetings
        for slot in room
        if all(slot in opened[person] for person in pairs[meeting])
    ]
    meeting, slot = np.array(ways, np.int64).reshape(-1, 2).T
    way, width = np.arange(len(ways)), len(event.slots)
    whose, both = event.pairs[meeting].T.ravel(), np.tile(way, 2)
    rows = _Rows()
    rows.at_most(meeting, way, np.ones(len(event.pairs), np.int64))
    rows.at_most(slot, way, event.tables - np.array(plan.count, np.int64))
    once = np.ones(len(event.most) * width, np.int64)
    rows.at_most(whose * width + np.tile(slot, 2), both, once)
    rows.at_most(whose, both, event.most - np.array(plan.load, np.int64))
    _short_rows(rows, plan, whose, np.tile(slot, 2))
    return Ways(meeting, slot, *rows.whole(len(ways)))


@dataclass(slots=True)
class _Rows:
    """The rows so far."""

    rows: list[Ints] = field(default_factory=list[Ints])
    columns: list[Ints] = field(default_factory=list[Ints])
    limits: list[Ints] = field(default_factory=list[Ints])
    height: int = 0

    def at_most(self, group: Ints, way: Ints, limit: Ints) -> None:
        """Of each group's ways no more than its limit."""
        used, row = np.unique(group, return_inverse=True)
        self.rows.append(np.asarray(row, np.int64) + self.height)
        self.columns.append(way)
        self.limits.append(limit[used])
        self.height += len(used)

    def whole(self, width: int) -> tuple[csr_array, Ints]:
        """The matrix and the limits."""
        rows, columns = np.concatenate(self.rows), np.concatenate(self.columns)
        matrix = csr_array((np.ones(len(rows)), (rows, columns)), shape=(self.height, width))
        return matrix, np.concatenate(self.limits)


def _short_rows(rows: _Rows, plan: Plan, people: Ints, slot: Ints) -> None:
    """For those who need rest: in the slots of a row and one more, at most a row's meetings.

    Args:
        rows: Where to add it.
        plan: The timetable.
        people: Whose each way is; the second half holds the same ways for the other one.
        slot: Of each way.
    """
    event, count = plan.event, len(people) // 2
    width = len(event.slots)
    for person in [int(each) for each in np.unique(people)]:
        run = int(event.run[person])
        own = np.flatnonzero(people == person)
        for start in range(width - run):
            last = start + run
            inside = own[(slot[own] >= start) & (slot[own] <= last)]
            if event.stretch[start] == event.stretch[last] and len(inside):
                held = last + 1 - start - plan.at[person][start : last + 1].count(NOWHERE)
                only = np.zeros(len(inside), np.int64)
                rows.at_most(only, inside % count, np.array([run - held], np.int64))
