"""An event with meetings two by two: who comes, slots, tables, wishes, and what came of it."""

from dataclasses import dataclass
from enum import StrEnum

WEIGHT_MAX = 1_000


@dataclass(frozen=True, slots=True)
class Participant:
    """Someone who comes to meet others.

    Attributes:
        key: Unique in its task.
        slots: Slots in which the person is there; None for all of them.
        meetings_max: The most meetings; None for no limit.
        in_a_row_max: The most meetings without a slot to breathe; None for no limit.
    """

    key: str
    slots: frozenset[str] | None = None
    meetings_max: int | None = None
    in_a_row_max: int | None = None

    def __post_init__(self) -> None:
        """Refuse limits below nothing."""
        if self.meetings_max is not None and self.meetings_max < 0:
            raise ValueError(f"{self.key}: a limit below 0: {self.meetings_max} meetings")
        if self.in_a_row_max is not None and self.in_a_row_max < 1:
            raise ValueError(f"{self.key}: {self.in_a_row_max} meetings in a row are none")


@dataclass(frozen=True, slots=True)
class Slot:
    """A part of the event, as long as one meeting.

    Attributes:
        key: Unique in its task.
        is_break: Nobody meets, and everyone breathes.
    """

    key: str
    is_break: bool = False


@dataclass(frozen=True, slots=True)
class MeetingWish:
    """A person would like to meet another one.

    Attributes:
        person: Who wishes.
        other: Whom.
        weight: How much (unit: parts); a meeting that both wish for is worth both weights.
    """

    person: str
    other: str
    weight: int = 1

    def __post_init__(self) -> None:
        """Refuse a wish for oneself, and one that counts nothing."""
        if self.person == self.other:
            raise ValueError(f"{self.person} wishes to meet {self.other}")
        if not 1 <= self.weight <= WEIGHT_MAX:
            raise ValueError(f"a wish of weight {self.weight}; from 1 to {WEIGHT_MAX} there is")


@dataclass(frozen=True, slots=True)
class TimetableTask:
    """Everything that a timetable is made from.

    Attributes:
        participants: In any order; ties are broken by lot.
        slots: In the order of time.
        tables: At each of them two people meet in each slot.
        wishes: At most one of each person for each other.
        apart: Pairs who must not meet.
    """

    participants: tuple[Participant, ...]
    slots: tuple[Slot, ...]
    tables: tuple[str, ...]
    wishes: tuple[MeetingWish, ...]
    apart: frozenset[frozenset[str]] = frozenset()

    def __post_init__(self) -> None:
        """Refuse keys that are twice or nobody's, and a wish that is told twice."""
        people = {person.key for person in self.participants}
        slots = {slot.key for slot in self.slots}
        for name, keys, count in (
            ("participants", people, len(self.participants)),
            ("slots", slots, len(self.slots)),
            ("tables", set(self.tables), len(self.tables)),
        ):
            if len(keys) < count:
                raise ValueError(f"two {name} share a key")
        for person in self.participants:
            if unknown := (person.slots or frozenset()) - slots:
                raise ValueError(f"{person.key} comes in slots that are not: {sorted(unknown)}")
        for pair in self.apart:
            if len(pair) != 2 or not pair <= people:  # noqa: PLR2004 - a pair
                raise ValueError(f"no pair to keep apart: {sorted(pair)}")
        _check_wishes(self.wishes, people)


def _check_wishes(wishes: tuple[MeetingWish, ...], people: set[str]) -> None:
    told: set[tuple[str, str]] = set()
    for wish in wishes:
        if not {wish.person, wish.other} <= people:
            raise ValueError(f"someone unknown in the wish of {wish.person} for {wish.other}")
        if (wish.person, wish.other) in told:
            raise ValueError(f"{wish.person} has two wishes for {wish.other}")
        told.add((wish.person, wish.other))


@dataclass(frozen=True, slots=True, order=True)
class Meeting:
    """Two people meet.

    Attributes:
        slot: Key.
        table: Key.
        first: Key of the one who is earlier in the task.
        second: Key of the other.
    """

    slot: str
    table: str
    first: str
    second: str

    @property
    def pair(self) -> frozenset[str]:
        """The two."""
        return frozenset({self.first, self.second})


class Hindrance(StrEnum):
    """What stood in the way of a meeting.

    APART: the two must not meet.
    NO_COMMON_SLOT: they are never there at the same time.
    LIMIT: one of them has as many meetings as that person wanted.
    BUSY: one of them has another meeting in that slot.
    REST: one of them would have too many meetings in a row.
    NO_TABLE: all tables are taken in that slot.
    """

    APART = "apart"
    NO_COMMON_SLOT = "no_common_slot"
    LIMIT = "limit"
    BUSY = "busy"
    REST = "rest"
    NO_TABLE = "no_table"


@dataclass(frozen=True, slots=True)
class Reason:
    """One hindrance.

    Attributes:
        kind: Which.
        slot: Key of the slot it belongs to; empty where it belongs to all.
        person: Key of the one of the two in whom it lies; empty for both or neither.
        meets: Key of the one whom that person meets instead, when busy.
    """

    kind: Hindrance
    slot: str = ""
    person: str = ""
    meets: str = ""


@dataclass(frozen=True, slots=True)
class UnmetWish:
    """A wish without a meeting.

    Attributes:
        wish: Which.
        reasons: One that holds for all slots, or one for each slot in which both are there.
    """

    wish: MeetingWish
    reasons: tuple[Reason, ...]


class Doing(StrEnum):
    """What a person does in a slot."""

    MEETING = "meeting"
    FREE = "free"
    BREAK = "break"
    AWAY = "away"


@dataclass(frozen=True, slots=True)
class Appointment:
    """One line of a participant's own timetable.

    Attributes:
        slot: Key.
        doing: What.
        table: Key, for a meeting.
        other: Key of whom the person meets.
        wished: Whether the person wished for it.
        wished_by_other: Whether the other one did.
    """

    slot: str
    doing: Doing
    table: str = ""
    other: str = ""
    wished: bool = False
    wished_by_other: bool = False


class BoundProof(StrEnum):
    """Who vouches for the bound: our sums in integers, or the solver's floats."""

    INTEGERS = "integers"
    SOLVER = "solver"


@dataclass(frozen=True, slots=True)
class Timetable:
    """Who meets whom, when and where.

    Attributes:
        task: What it was made from.
        meetings: By slot in the order of time, then by table in the order of the task.
        unmet: Wishes without a meeting, in the order of the task.
        worth: Weights of the wishes that are met.
        bound: What no timetable for this task exceeds in worth.
        proof: Who vouches for the bound.
    """

    task: TimetableTask
    meetings: tuple[Meeting, ...]
    unmet: tuple[UnmetWish, ...]
    worth: int
    bound: int
    proof: BoundProof

    @property
    def gap(self) -> float:
        """What may be missing to the best timetable there is (0-1)."""
        return 1 - self.worth / self.bound if self.bound else 0.0

    def of(self, person: str) -> tuple[Appointment, ...]:
        """A participant's own timetable, a line for each slot.

        Raises:
            ValueError: There is no such participant.
        """
        own = next((p for p in self.task.participants if p.key == person), None)
        if own is None:
            raise ValueError(f"there is no participant {person}")
        wishes = {(wish.person, wish.other) for wish in self.task.wishes}
        meets = {m.slot: m for m in self.meetings if person in m.pair}
        return tuple(
            _appointment(own, slot, meets.get(slot.key), wishes) for slot in self.task.slots
        )


@dataclass(frozen=True, slots=True)
class Moved:
    """A meeting of the same two at another time or place."""

    before: Meeting
    after: Meeting


@dataclass(frozen=True, slots=True)
class Replanning:
    """A timetable that was mended, and what changed.

    Attributes:
        timetable: As it is now.
        cancelled: Meetings that were and are not.
        moved: Meetings that are at another time or table.
        added: Meetings that were not.
        told: Keys of those whose own timetable changed, in the order of the task.
    """

    timetable: Timetable
    cancelled: tuple[Meeting, ...]
    moved: tuple[Moved, ...]
    added: tuple[Meeting, ...]
    told: tuple[str, ...]


def _appointment(
    person: Participant, slot: Slot, meeting: Meeting | None, wishes: set[tuple[str, str]]
) -> Appointment:
    if meeting is not None:
        (other,) = meeting.pair - {person.key}
        return Appointment(
            slot.key,
            Doing.MEETING,
            meeting.table,
            other,
            wished=(person.key, other) in wishes,
            wished_by_other=(other, person.key) in wishes,
        )
    if slot.is_break:
        return Appointment(slot.key, Doing.BREAK)
    here = person.slots is None or slot.key in person.slots
    return Appointment(slot.key, Doing.FREE if here else Doing.AWAY)
