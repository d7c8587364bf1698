"""A timetable in the making: put meetings in, shift others along to make room, take them back.

Source:
    Shifting two slots' meetings along a chain is how Konig (1916) and Kempe (1879) colour edges.
    Between two sides, with everyone there all the time, it always finds room.
"""

from itertools import product

from grodd.engines.matching.event import Event

NOWHERE = -1
TRIES_MAX = 100
"""Chains that are tried to make room for one meeting."""


class Plan:
    """When each meeting takes place, if it does; every rule holds at any moment.

    Attributes:
        event: What is planned.
        place: The slot of each meeting, ``NOWHERE`` for none.
        at: The meeting of each person in each slot, ``NOWHERE`` for none.
        load: How many meetings each person has.
        count: How many meetings there are in each slot.
        worth: What the meetings are worth.
    """

    def __init__(self, event: Event) -> None:
        n, s = len(event.most), len(event.slots)
        self.event = event
        self.place: list[int] = [NOWHERE] * len(event.pairs)
        self.at: list[list[int]] = [[NOWHERE] * s for _ in range(n)]
        self.load = [0] * n
        self.count = [0] * s
        self.worth = 0
        self._inside: list[dict[int, None]] = [{} for _ in range(s)]
        self._pairs = event.couples
        self._weight = [int(weight) for weight in event.weight]
        self._here: list[list[bool]] = event.here.tolist()
        self._most: list[int] = event.most.tolist()
        self._run: list[int] = event.run.tolist()
        self._stretch: list[int] = event.stretch.tolist()
        self._tables: list[int] = event.tables.tolist()
        self._pauses = [_pauses(self._stretch, run) for run in self._run]
        self._tables_left = sum(self._tables)
        self._journal: list[tuple[int, int]] = []
        self._tries = TRIES_MAX

    def put(self, meeting: int, slot: int) -> None:
        """Put a meeting into a slot, or take it out (``NOWHERE``)."""
        old = self.place[meeting]
        self._journal.append((meeting, old))
        people = self._pairs[meeting]
        if old != NOWHERE:
            self.count[old] -= 1
            self.worth -= self._weight[meeting]
            self._tables_left += 1
            del self._inside[old][meeting]
            for person in people:
                self.at[person][old] = NOWHERE
                self.load[person] -= 1
        self.place[meeting] = slot
        if slot != NOWHERE:
            self.count[slot] += 1
            self.worth += self._weight[meeting]
            self._tables_left -= 1
            self._inside[slot][meeting] = None
            for person in people:
                assert self.at[person][slot] == NOWHERE, (person, slot)
                self.at[person][slot] = meeting
                self.load[person] += 1

    def mark(self) -> int:
        """A moment to come back to."""
        return len(self._journal)

    def back_to(self, mark: int) -> None:
        """Undo everything since that moment."""
        done = self._journal[mark:]
        for meeting in dict.fromkeys(meeting for meeting, _ in done):
            self.put(meeting, NOWHERE)
        first: dict[int, int] = {}
        for meeting, slot in done:
            first.setdefault(meeting, slot)
        for meeting, slot in first.items():
            self.put(meeting, slot)
        del self._journal[mark:]

    def open_slots(self, person: int) -> list[int]:
        """Where one more meeting of the person breaks no rule of the person's."""
        if self.load[person] >= self._most[person]:
            return []
        return [slot for slot in range(len(self.count)) if self.is_open(person, slot)]

    def is_open(self, person: int, slot: int) -> bool:
        """Whether the person is there, free and not in need of rest; the limit aside."""
        return (
            self._here[person][slot]
            and self.at[person][slot] == NOWHERE
            and self.rests(person, slot)
        )

    def rests(self, person: int, slot: int) -> bool:
        """Whether a meeting in the slot leaves the person's rows short enough."""
        run = self._run[person]
        return run >= len(self.count) or self._row(person, slot) <= run

    def is_here(self, person: int, slot: int) -> bool:
        """Whether the person is there at all."""
        return self._here[person][slot]

    def partner(self, person: int, slot: int) -> int:
        """Whom the person meets in a slot; ``NOWHERE`` for nobody."""
        meeting = self.at[person][slot]
        if meeting == NOWHERE:
            return NOWHERE
        first, second = self._pairs[meeting]
        return second if person == first else first

    def has_table(self, slot: int) -> bool:
        """Whether a table is free."""
        return self.count[slot] < self._tables[slot]

    def fits(self, meeting: int, slot: int) -> bool:
        """Whether a meeting that has no slot could be put into this one as things are."""
        return self.has_table(slot) and all(
            self.load[person] < self._most[person] and self.is_open(person, slot)
            for person in self._pairs[meeting]
        )

    def insert(self, meeting: int) -> bool:
        """Put a meeting in wherever there is room, or can be made by shifting others in time."""
        if not self._tables_left:
            return False
        self._tries = TRIES_MAX
        i, j = self._pairs[meeting]
        ours, theirs = self.open_slots(i), self.open_slots(j)
        both = sorted(
            set(ours) & set(theirs),
            key=lambda slot: (
                slot in self._pauses[i] or slot in self._pauses[j],
                self.count[slot],
                slot,
            ),
        )
        for slot in both:
            if self.has_table(slot) or self._make_room(slot):
                self.put(meeting, slot)
                return True
        for a, b in product(ours, theirs):
            if self._tries < 0:
                break
            if a != b and self._shift(i, j, a, b):
                self.put(meeting, a)
                return True
        return False

    def lightest(self, person: int) -> int:
        """The person's meeting of the least worth."""
        own = [meeting for meeting in self.at[person] if meeting != NOWHERE]
        return min(own, key=self._missed_least)

    def squeeze(self, meeting: int, *, spread: bool = False) -> bool:
        """Put a meeting in where others are, if they find another place or were worth less.

        Args:
            meeting: It has no slot yet.
            spread: Whether it is also a gain when fewer people are without a meeting, at the same
                worth.
        """
        people, mark = self._pairs[meeting], self.mark()
        before, alone = self.worth, self.load.count(0) if spread else 0
        for slot in range(len(self.count)):
            if not all(self._here[person][slot] for person in people):
                continue
            blockers = self._take_out(people, slot)
            if all(self.is_open(person, slot) for person in people) and self.has_table(slot):
                self.put(meeting, slot)
                for blocker in sorted(blockers):
                    self.insert(blocker)
                if self.worth > before or (
                    spread and self.worth == before and self.load.count(0) < alone
                ):
                    return True
            self.back_to(mark)
        return False

    def _take_out(self, people: tuple[int, int], slot: int) -> set[int]:
        """Take out what these people have in a slot, and the least meeting of whatever is full."""
        out = {self.at[person][slot] for person in people} - {NOWHERE}
        for meeting in out:
            self.put(meeting, NOWHERE)
        for person in people:
            if self.load[person] >= self._most[person]:
                lightest = self.lightest(person)
                self.put(lightest, NOWHERE)
                out.add(lightest)
        if not self.has_table(slot) and self._inside[slot]:
            lightest = min(self._inside[slot], key=self._missed_least)
            self.put(lightest, NOWHERE)
            out.add(lightest)
        return out

    def _missed_least(self, meeting: int) -> tuple[int, int, int]:
        """By worth, then by whether its people have others, then any fixed order."""
        alone = min(self.load[person] for person in self._pairs[meeting])
        return self._weight[meeting], -alone, meeting

    def _row(self, person: int, slot: int) -> int:
        """How many meetings in a row there would be with one in the slot."""
        own, stretch, length = self.at[person], self._stretch, 1
        for step in (-1, 1):
            near = slot + step
            while 0 <= near < len(own) and stretch[near] == stretch[slot] and own[near] != NOWHERE:
                length, near = length + 1, near + step
        return length

    def _chain(self, person: int, a: int, b: int) -> list[tuple[int, int]]:
        """Meetings in a, b, a ... from the person on, each with the one at its far end.

        Nothing once all tries are used up.
        """
        chain: list[tuple[int, int]] = []
        slot, other, self._tries = a, b, self._tries - 1
        while self._tries >= 0 and (meeting := self.at[person][slot]) != NOWHERE:
            first, second = self._pairs[meeting]
            person = second if person == first else first
            chain.append((meeting, person))
            slot, other = other, slot
        return chain

    def _shift(self, i: int, j: int, a: int, b: int) -> bool:
        """Free ``a`` for j by exchanging a and b along j's chain; i has ``a`` open, j ``b``."""
        chain = self._chain(j, a, b)
        if not chain or any(person == i for _, person in chain):
            return False
        fuller = b if len(chain) % 2 else a
        if not self.has_table(fuller):
            return False
        return self._exchange(chain, a, b)

    def _make_room(self, a: int) -> bool:
        """Move one meeting more out of ``a`` than into it."""
        for b in sorted(range(len(self.count)), key=lambda slot: (self.count[slot], slot)):
            if b == a or not self.has_table(b):
                continue
            ends = (p for m in tuple(self._inside[a]) for p in self._pairs[m])
            for person in ends:
                if self._tries < 0:
                    return False
                if self._here[person][b] and self.at[person][b] == NOWHERE:
                    chain = self._chain(person, a, b)
                    if len(chain) % 2 and self._exchange(chain, a, b, start=person):
                        return True
        return False

    def _exchange(
        self, chain: list[tuple[int, int]], a: int, b: int, *, start: int | None = None
    ) -> bool:
        """Exchange the two slots along a chain, unless someone at an end cannot.

        Args:
            chain: As ``_chain`` gives it.
            a: The slot of its first meeting.
            b: The other slot.
            start: The person at the near end, where that one changes slots as well.
        """
        mark, end = self.mark(), chain[-1][1]
        old = [self.place[meeting] for meeting, _ in chain]
        for meeting, _ in chain:
            self.put(meeting, NOWHERE)
        for (meeting, _), slot in zip(chain, old, strict=True):
            self.put(meeting, b if slot == a else a)
        arrived = b if old[-1] == a else a
        ends = [(end, arrived)] + ([] if start is None else [(start, b)])
        if all(self._here[p][slot] and self.rests(p, slot) for p, slot in ends):
            return True
        self.back_to(mark)
        return False


def _pauses(stretch: list[int], run: int) -> frozenset[int]:
    """Slots that are better left free: after each full row, the same ones for everyone."""
    starts = {number: stretch.index(number) for number in set(stretch)}
    return frozenset(
        slot for slot, number in enumerate(stretch) if (slot - starts[number]) % (run + 1) == run
    )
