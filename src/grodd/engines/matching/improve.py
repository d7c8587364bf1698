"""Improve a timetable: squeeze meetings in, plan a few people's meetings anew, leave nobody out."""

from dataclasses import dataclass

import numpy as np

from grodd.engines.matching.linear import Target
from grodd.engines.matching.plan import NOWHERE, Plan
from grodd.engines.matching.resolve import resolve

PEOPLE = (4, 6, 8)
"""How many people's meetings are planned anew at once."""
NODES = 20
WAYS_MAX = 3_000
WHOLE_WAYS_MAX = 1_000
"""Up to so many ways the whole timetable is planned anew at once."""
WHOLE_NODES = 500
HALF = 0.5


@dataclass(slots=True)
class Improver:
    """What improving needs.

    Attributes:
        plan: Changed in place.
        target: Which meetings to aim for.
        bound: Where to stop.
    """

    plan: Plan
    target: Target
    bound: int

    def fill(self) -> None:
        """Put in whatever finds room, what was aimed for first, then by weight."""
        weight, share = self.plan.event.weight, np.rint(self.target.share * 4)
        order = np.lexsort((-weight, -share)).tolist()
        put = 1
        while put:
            # What is put in may shift others, and so make room for what found none before.
            put = sum(self.plan.insert(m) for m in order if self.plan.place[m] == NOWHERE)

    def squeeze(self) -> None:
        """Squeeze in what was aimed for and found no room."""
        for meeting in self._missed():
            if self.plan.place[meeting] == NOWHERE:
                self.plan.squeeze(meeting)

    def whole(self) -> bool:
        """Plan a small event anew, all at once; whether the solver calls it the best there is."""
        event = self.plan.event
        if int(event.common.sum()) > WHOLE_WAYS_MAX:
            return False
        everything = range(len(event.pairs)), range(len(event.slots))
        found = resolve(self.plan, *everything, nodes=WHOLE_NODES, ways_max=WHOLE_WAYS_MAX)
        if found is None or found.gain_max is None or found.gained < found.gain_max:
            return False
        self.bound = min(self.bound, self.plan.worth)
        return True

    def replan_people(self, *, rounds: int, seed: int) -> None:
        """Plan a few people's meetings anew, those of others aside, again and again."""
        event, draw = self.plan.event, np.random.default_rng(seed)
        own: list[list[int]] = [[] for _ in event.most]
        pairs = event.couples
        for meeting, (i, j) in enumerate(pairs):
            own[i].append(meeting)
            own[j].append(meeting)
        slots = range(len(event.slots))
        for k in range(rounds):
            missed = self._missed() or self._unplaced()
            if self.plan.worth >= self.bound or not missed:
                return
            people = list(pairs[missed[int(draw.integers(len(missed)))]])
            for _ in range(PEOPLE[k % len(PEOPLE)] - 2):
                near = own[people[int(draw.integers(len(people)))]]
                people += pairs[near[int(draw.integers(len(near)))]]
            meetings = sorted({meeting for person in people for meeting in own[person]})
            resolve(self.plan, meetings, slots, nodes=NODES, ways_max=WAYS_MAX)

    def leave_nobody_out(self) -> None:
        """Give those without a meeting one that is worth as much as another one's further one."""
        plan, pairs = self.plan, self.plan.event.pairs
        for person in [p for p, load in enumerate(plan.load) if not load]:
            for meeting in np.flatnonzero((pairs == person).any(axis=1)).tolist():
                if plan.load[person] or plan.squeeze(meeting, spread=True):
                    break

    def _missed(self) -> list[int]:
        """What was aimed for and has no slot."""
        share = self.target.share
        return [meeting for meeting in self._unplaced() if share[meeting] > HALF]

    def _unplaced(self) -> list[int]:
        return [meeting for meeting, slot in enumerate(self.plan.place) if slot == NOWHERE]
