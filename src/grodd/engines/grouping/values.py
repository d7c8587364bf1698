"""What groups are formed from: people, groups to fill, rules, wishes and what worked before.

Hard rules are kept or shown to be impossible; wishes are weighed against diversity. One unit of
weight is one pair of people who differ in everything.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

Trait = str | float
"""A category (``"carpenter"``) or a number (years of experience)."""


@dataclass(frozen=True, slots=True)
class Place:
    """A point on the map (unit: degrees, WGS 84)."""

    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Dimension:
    """One way in which people differ.

    Attributes:
        key: The trait that is compared.
        weight: How much it counts beside the other dimensions (unit: parts, positive).
        span: For numbers, the difference that counts as entirely different; None for categories,
            which are either the same or entirely different.
    """

    key: str
    weight: float = 1.0
    span: float | None = None

    def __post_init__(self) -> None:
        """Refuse a weight and a span without effect."""
        assert self.weight > 0, self.weight
        assert self.span is None or self.span > 0, self.span


@dataclass(frozen=True, slots=True)
class Person:
    """Someone who wants a seat.

    Attributes:
        key: Unique in its task.
        traits: By the key of the dimension. What is left out is not compared.
        languages: Languages that the person can take part in.
        evenings: Evenings that the person has free.
        home: Where the person sets out from; None when it is not known.
        travel_minutes_max: The longest way there (unit: minutes); None for no limit.
    """

    key: str
    traits: Mapping[str, Trait] = field(default_factory=dict[str, Trait])
    languages: frozenset[str] = frozenset()
    evenings: frozenset[str] = frozenset()
    home: Place | None = None
    travel_minutes_max: float | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """A group to fill.

    Attributes:
        key: Unique in its task.
        size_min: The fewest members.
        size_max: The most members.
        languages: Languages that it may be held in; one is chosen, and all its members know it.
            Empty for no rule.
        evenings: Evenings that it may meet on; one is chosen, and all its members have it free.
            Empty for no rule.
        place: Where it meets; None when its members visit each other.
    """

    key: str
    size_min: int
    size_max: int
    languages: tuple[str, ...] = ()
    evenings: tuple[str, ...] = ()
    place: Place | None = None

    def __post_init__(self) -> None:
        """Refuse bounds that cross."""
        assert 0 <= self.size_min <= self.size_max, (self.key, self.size_min, self.size_max)
        assert self.size_max > 0, self.key


@dataclass(frozen=True, slots=True)
class Wish:
    """A person would like to be with another one, or rather not.

    Attributes:
        person: Who wishes.
        other: With whom.
        weight: Positive to be with, negative rather not.
    """

    person: str
    other: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Preference:
    """A person would like a certain group, or rather not (negative weight)."""

    person: str
    group: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Former:
    """A group that exists and is to be broken only for something better.

    Attributes:
        members: Keys of people; those who are not in the task are passed over.
        worth: What it is worth to each member to keep all of the others; someone who keeps half of
            them keeps half of it.
    """

    members: tuple[str, ...]
    worth: float = 1.0

    def __post_init__(self) -> None:
        """Refuse a worth that would reward breaking up."""
        assert self.worth >= 0, self.worth


@dataclass(frozen=True, slots=True)
class Travel:
    """How long the way is, from how far it is.

    Attributes:
        speed_kmh: Mean speed (unit: kilometres per hour).
        detour: Length of the road beside the straight line.
        worth_per_hour: What a saved hour on the way to the group's place is worth (soft).
    """

    speed_kmh: float = 60.0
    detour: float = 1.3
    worth_per_hour: float = 0.0


@dataclass(frozen=True, slots=True)
class GroupingTask:
    """Everything that groups are formed from.

    Attributes:
        people: In any order; the order decides nothing but ties.
        groups: Either all of them have a place or none has.
        dimensions: How people differ.
        together: Sets of people who must share a group.
        apart: Sets of people of whom no two may share a group.
        wishes: With whom, at a weight.
        preferences: Which group, at a weight.
        former: Groups that exist.
        travel: How ways are counted.
    """

    people: tuple[Person, ...]
    groups: tuple[Group, ...]
    dimensions: tuple[Dimension, ...] = ()
    together: tuple[frozenset[str], ...] = ()
    apart: tuple[frozenset[str], ...] = ()
    wishes: tuple[Wish, ...] = ()
    preferences: tuple[Preference, ...] = ()
    former: tuple[Former, ...] = ()
    travel: Travel = field(default_factory=Travel)

    def __post_init__(self) -> None:
        """Refuse keys that are twice or nobody's, and places for some groups only."""
        people = {person.key for person in self.people}
        groups = {group.key for group in self.groups}
        assert len(people) == len(self.people), "two people share a key"
        assert len(groups) == len(self.groups), "two groups share a key"
        assert groups, "there is no group to fill"
        assert len({group.place is None for group in self.groups}) == 1, "places for some groups"
        for named in (*self.together, *self.apart):
            assert named <= people, sorted(named - people)
        for wish in self.wishes:
            assert {wish.person, wish.other} <= people, wish
        for preference in self.preferences:
            assert preference.person in people, preference
            assert preference.group in groups, preference
