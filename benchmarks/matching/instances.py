"""Mentors, events and workshops made here, from a seed."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from grodd.engines.matching import (
    Attendee,
    MeetingWish,
    Mentee,
    Mentor,
    MentorTask,
    MentorWish,
    Participant,
    Side,
    Slot,
    TimetableTask,
    Workshop,
    WorkshopTask,
)

NEEDS = tuple(f"need {k}" for k in range(30))
LANGUAGES = (
    frozenset({"sv"}),
    frozenset({"fi"}),
    frozenset({"sv", "fi", "en"}),
    frozenset({"fi", "en"}),
)
STRENGTHS = (100, 70, 40, -100)
WISHES = 5


def mentoring(count: int, *, mentees_max: int, mentors_max: int, seed: int = 1) -> MentorTask:
    """As many mentors as mentees, who know 4 of 30 things and need 3, with 5 wishes each."""
    draw = np.random.default_rng(seed)

    def some(k: int) -> list[str]:
        return [NEEDS[i] for i in draw.choice(len(NEEDS), k, replace=False)]

    mentors = tuple(
        Mentor(
            f"m{i}",
            int(draw.integers(1, mentees_max + 1)),
            LANGUAGES[int(draw.integers(len(LANGUAGES)))],
            frozenset(some(4)),
        )
        for i in range(count)
    )
    mentees = tuple(
        Mentee(
            f"e{j}",
            int(draw.integers(1, mentors_max + 1)),
            LANGUAGES[int(draw.integers(len(LANGUAGES)))],
            {need: int(draw.integers(1, 4)) for need in some(3)},
        )
        for j in range(count)
    )
    wishes: list[MentorWish] = []
    for side in Side:
        for own in range(count):
            for other in draw.choice(count, WISHES, replace=False).tolist():
                i, j = (own, other) if side is Side.MENTOR else (other, own)
                wishes.append(MentorWish(side, f"m{i}", f"e{j}", int(draw.choice(STRENGTHS))))
    return MentorTask(mentors, mentees, tuple(wishes))


@dataclass(frozen=True)
class Size:
    """Two sides, slots, tables, and the most wishes of each person."""

    first: int
    second: int
    slots: int
    tables: int
    wishes: int

    @property
    def name(self) -> str:
        return f"{self.first} x {self.second} x {self.slots}"


@dataclass(frozen=True)
class Setting:
    """How hard an event is.

    Attributes:
        away: The share of slots in which four of ten people are not there.
        in_a_row_max: For everyone; None for no limit.
        across: Whether people of the first side wish to meet each other as well.
    """

    name: str
    away: float = 0.0
    in_a_row_max: int | None = None
    across: bool = False


def event(size: Size, setting: Setting, *, seed: int = 1) -> TimetableTask:
    """Wishes of weight 1 to 3, more of them for popular people, and a break in the middle."""
    draw = np.random.default_rng(seed)
    keys = [f"h{k}" for k in range(size.slots)]
    middle = size.slots // 2
    slots = (*map(Slot, keys[:middle]), Slot("break", is_break=True), *map(Slot, keys[middle:]))
    sides = [f"a{i}" for i in range(size.first)], [f"b{i}" for i in range(size.second)]

    def there() -> frozenset[str] | None:
        if setting.away == 0 or draw.random() < 0.6:
            return None
        return frozenset(key for key in keys if draw.random() > setting.away)

    people = tuple(
        Participant(key, there(), in_a_row_max=setting.in_a_row_max)
        for key in (*sides[0], *sides[1])
    )
    told: dict[tuple[str, str], int] = {}

    def wish(own: Sequence[str], others: Sequence[str], most: int) -> None:
        liked = draw.random(len(others)) ** 2 + 0.1
        for key in own:
            count = min(int(draw.integers(1, most + 1)), len(others))
            for j in draw.choice(len(others), count, replace=False, p=liked / liked.sum()):
                if key != others[j]:
                    told[key, others[j]] = int(draw.integers(1, 4))

    wish(sides[0], sides[1], size.wishes)
    wish(sides[1], sides[0], size.wishes)
    if setting.across:
        wish(sides[0], sides[0], size.wishes // 2)
    tables = tuple(f"t{k}" for k in range(size.tables))
    wishes = tuple(MeetingWish(*pair, weight) for pair, weight in told.items())
    return TimetableTask(people, slots, tables, wishes)


def workshop_day(
    people: int, workshops: int, places: int, slots: int, seed: int = 1
) -> WorkshopTask:
    """Six wishes each, and a few workshops that everyone wants."""
    draw = np.random.default_rng(seed)
    offered = tuple(Workshop(f"w{k}", places, f"h{k % slots}") for k in range(workshops))
    liked = draw.random(workshops) ** 2 + 0.05
    chosen = (
        draw.choice(workshops, 6, replace=False, p=liked / liked.sum()) for _ in range(people)
    )
    attendees = tuple(
        Attendee(f"p{i}", tuple(f"w{k}" for k in wishes)) for i, wishes in enumerate(chosen)
    )
    return WorkshopTask(offered, attendees)
