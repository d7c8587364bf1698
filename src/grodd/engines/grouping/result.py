"""What came of it: the groups with their mix, each person's match, and what could not be kept."""

from dataclasses import dataclass
from enum import StrEnum


class RuleKind(StrEnum):
    """A hard rule.

    LANGUAGE: a person knows the language of the group.
    TRAVEL: a person's way is not too long.
    EVENING: a person has the group's evening free.
    TOGETHER: these people share a group.
    APART: no two of these people share a group.
    SIZE_MIN: a group has its fewest members.
    SIZE_MAX: a group has no more than its most members.
    """

    LANGUAGE = "language"
    TRAVEL = "travel"
    EVENING = "evening"
    TOGETHER = "together"
    APART = "apart"
    SIZE_MIN = "size_min"
    SIZE_MAX = "size_max"


@dataclass(frozen=True, slots=True)
class Rule:
    """One hard rule of the task.

    Attributes:
        kind: What it says.
        people: Keys of those it speaks of; none for a size.
        group: Key of the group that a size belongs to; empty for all others.
    """

    kind: RuleKind
    people: tuple[str, ...] = ()
    group: str = ""


@dataclass(frozen=True, slots=True)
class Excluded:
    """A person for whom no group has a seat, however the others sit.

    Attributes:
        person: Key.
        rules: Kinds of rules that together exclude the person; without any one of them there is a
            seat.
    """

    person: str
    rules: tuple[RuleKind, ...]


class Proof(StrEnum):
    """What is known of the hard rules for those who are not excluded.

    KEPT: the groups keep all of them.
    IMPOSSIBLE: nobody can keep all of them; ``conflict`` cannot be kept either.
    OPEN: the search found no way, and there are too many people to prove that there is none.
    """

    KEPT = "kept"
    IMPOSSIBLE = "impossible"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Mix:
    """How one dimension looks in a group.

    Attributes:
        dimension: Its key.
        counts: Members by value, most of them first; numbers are not counted.
        low: The smallest number; None for categories and where nobody has told.
        high: The largest number.
    """

    dimension: str
    counts: tuple[tuple[str, int], ...] = ()
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class FormedGroup:
    """One group as it was formed.

    Attributes:
        group: Key.
        members: Keys, in the order of the task.
        language: The one that was chosen; empty for no rule.
        evening: The one that was chosen; empty for no rule.
        diversity: Mean distance between two members (0 all alike, 1 all different); 0 for fewer
            than two members.
        mix: By dimension, in the order of the task.
    """

    group: str
    members: tuple[str, ...]
    language: str
    evening: str
    diversity: float
    mix: tuple[Mix, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """How a person fits the group.

    Attributes:
        person: Key.
        group: Key.
        diversity: Mean distance to the other members (0-1); 0 when there is none.
        alike: By dimension of categories, how many other members have the same value.
        travel_minutes: The way to the place of the group (one way); None where one is not known.
        with_wished: Keys of those the person wished to be with and is.
        without_wished: Keys of those the person wished to be with and is not.
        with_unwished: Keys of those the person would rather not be with and is.
        kept: How many members of the person's former groups are still there.
        parted: How many are not.
    """

    person: str
    group: str
    diversity: float
    alike: tuple[tuple[str, int], ...]
    travel_minutes: float | None
    with_wished: tuple[str, ...]
    without_wished: tuple[str, ...]
    with_unwished: tuple[str, ...]
    kept: int
    parted: int


@dataclass(frozen=True, slots=True)
class Grouping:
    """The groups, and why they are as they are.

    Attributes:
        groups: In the order of the task.
        matches: One for each person who got a seat, in the order of the task.
        excluded: People for whom there is no seat at all, in the order of the task.
        proof: What is known of the hard rules.
        broken: Hard rules that these groups break; empty when all are kept.
        conflict: When impossible: rules that cannot be kept together. Without any one of them the
            others could be, when ``smallest`` is True.
        smallest: Whether that was shown for each of them.
        diversity: Mean distance between two people who share a group (0-1).
    """

    groups: tuple[FormedGroup, ...]
    matches: tuple[Match, ...]
    excluded: tuple[Excluded, ...]
    proof: Proof
    broken: tuple[Rule, ...]
    conflict: tuple[Rule, ...]
    smallest: bool
    diversity: float
