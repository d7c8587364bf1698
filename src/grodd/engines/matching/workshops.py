"""Workshops with places, who would like to come, and who got which seat."""

from dataclasses import dataclass
from enum import StrEnum

POINTS = (5, 4, 3, 2, 1)
"""What a seat in one's first, second ... wish counts; later wishes count as the last of these."""


@dataclass(frozen=True, slots=True)
class Workshop:
    """Something to take part in.

    Attributes:
        key: Unique in its task.
        places: How many can take part.
        slot: When; nobody takes part in two workshops of one slot. Empty where it clashes with
            nothing.
    """

    key: str
    places: int
    slot: str = ""

    def __post_init__(self) -> None:
        """Refuse fewer places than none."""
        if self.places < 0:
            raise ValueError(f"workshop {self.key}: {self.places} places")


@dataclass(frozen=True, slots=True)
class Attendee:
    """Someone who would like to take part.

    Attributes:
        key: Unique in its task.
        wishes: Keys of workshops, the dearest first.
        slots: When the person is there; None for always.
        seats_max: The most workshops to take part in; None for no limit.
        had: What the person got before, for instance last time (unit: ``POINTS``).
    """

    key: str
    wishes: tuple[str, ...]
    slots: frozenset[str] | None = None
    seats_max: int | None = None
    had: int = 0

    def __post_init__(self) -> None:
        """Refuse a wish that is told twice and limits below nothing."""
        if len(set(self.wishes)) < len(self.wishes):
            raise ValueError(f"{self.key} wishes for the same workshop twice")
        if self.seats_max is not None and self.seats_max < 0:
            raise ValueError(f"{self.key}: a limit below 0: {self.seats_max} seats")
        if self.had < 0:
            raise ValueError(f"{self.key} had less than nothing: {self.had}")


@dataclass(frozen=True, slots=True)
class WorkshopTask:
    """Everything that seats are given from.

    Attributes:
        workshops: In any order.
        attendees: In any order; ties are broken by lot.
    """

    workshops: tuple[Workshop, ...]
    attendees: tuple[Attendee, ...]

    def __post_init__(self) -> None:
        """Refuse keys that are twice or nobody's."""
        known = {workshop.key for workshop in self.workshops}
        if len(known) < len(self.workshops):
            raise ValueError("two workshops share a key")
        if len({attendee.key for attendee in self.attendees}) < len(self.attendees):
            raise ValueError("two attendees share a key")
        for attendee in self.attendees:
            if unknown := set(attendee.wishes) - known:
                raise ValueError(f"{attendee.key} wishes for unknown {sorted(unknown)}")


@dataclass(frozen=True, slots=True)
class Seat:
    """A person takes part in a workshop.

    Attributes:
        attendee: Key.
        workshop: Key.
        rank: Which of the person's wishes it is, from 1.
        round: In which round it was given, from 1; 0 for a seat that was kept.
        had: What the person had got before that round (unit: ``POINTS``).
    """

    attendee: str
    workshop: str
    rank: int
    round: int
    had: int


class NoSeat(StrEnum):
    """Why a wish was not met.

    AWAY: the person is not there in that slot.
    CLASH: the person has a seat in another workshop of that slot.
    LIMIT: the person has as many seats as wanted.
    FULL: all places went to others.
    """

    AWAY = "away"
    CLASH = "clash"
    LIMIT = "limit"
    FULL = "full"


@dataclass(frozen=True, slots=True)
class UnmetSeat:
    """A wish for a workshop that was not met, and why.

    Attributes:
        attendee: Key.
        workshop: Key.
        rank: Which of the person's wishes it is, from 1.
        why: In short.
        other: For a clash, the workshop in the same slot; where all places are taken, what the
            person got in the round in which the last one went; empty for nothing.
        less: Where all places are taken: how many of those who got them had got less than this
            person when they got them.
        alike: How many had got as little.
        more: How many had got more, because this person was given ``other`` instead, could not
            come then, or because they had the seat before.
    """

    attendee: str
    workshop: str
    rank: int
    why: NoSeat
    other: str = ""
    less: int = 0
    alike: int = 0
    more: int = 0


@dataclass(frozen=True, slots=True)
class Seating:
    """Who takes part in what.

    Attributes:
        task: What it was made from.
        seats: By the order of the attendees in the task, then by rank.
        unmet: Wishes that were not met, in the same order.
        rounds: How many rounds there were.
        proved: Whether prices in integers show for each round that it was the best there was.
        seats_bound: More seats than that cannot be given, however they are given.
    """

    task: WorkshopTask
    seats: tuple[Seat, ...]
    unmet: tuple[UnmetSeat, ...]
    rounds: int
    proved: bool
    seats_bound: int

    @property
    def gap(self) -> float:
        """The share of seats that more efficient but less fair giving might add (0-1)."""
        return 1 - len(self.seats) / self.seats_bound if self.seats_bound else 0.0

    def of(self, attendee: str) -> tuple[Seat, ...]:
        """The seats of one person."""
        return tuple(seat for seat in self.seats if seat.attendee == attendee)


@dataclass(frozen=True, slots=True)
class Reseating:
    """A seating that was mended, and what changed.

    Attributes:
        seating: As it is now.
        lost: Seats that were and are not.
        given: Seats that are and were not.
    """

    seating: Seating
    lost: tuple[Seat, ...]
    given: tuple[Seat, ...]
