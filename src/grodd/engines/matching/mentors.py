"""Mentors, those who look for one, and what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

STRENGTH_MAX = 100
"""Unit: per cent of what a wish may weigh."""


@dataclass(frozen=True, slots=True)
class Mentor:
    """Someone who has time for others.

    Attributes:
        key: Unique among the mentors. Someone who is a mentor and looks for one has the same key
            on both sides, and is never matched with themselves.
        mentees_max: How many there is time for.
        languages: Empty when they are not known: then there is no rule.
        expertise: What the mentor knows, in the words that needs are named with.
    """

    key: str
    mentees_max: int = 1
    languages: frozenset[str] = frozenset()
    expertise: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        """Refuse a capacity below nothing."""
        if self.mentees_max < 0:
            raise ValueError(f"mentor {self.key}: a capacity below 0: {self.mentees_max}")


@dataclass(frozen=True, slots=True)
class Mentee:
    """A project or an entrepreneur that looks for a mentor.

    Attributes:
        key: Unique among the mentees.
        mentors_max: How many mentors are wanted.
        languages: Empty when they are not known: then there is no rule.
        needs: What help is needed with, and how much each need counts beside the others.
    """

    key: str
    mentors_max: int = 1
    languages: frozenset[str] = frozenset()
    needs: Mapping[str, int] = field(default_factory=dict[str, int])

    def __post_init__(self) -> None:
        """Refuse a capacity below nothing and needs that count nothing."""
        if self.mentors_max < 0:
            raise ValueError(f"mentee {self.key}: a capacity below 0: {self.mentors_max}")
        for need, weight in self.needs.items():
            if weight <= 0:
                raise ValueError(f"mentee {self.key}: the need {need} counts {weight}")


class Side(StrEnum):
    """Who speaks."""

    MENTOR = "mentor"
    MENTEE = "mentee"


@dataclass(frozen=True, slots=True)
class MentorWish:
    """One side would like to be matched with the other, or rather not.

    Attributes:
        by: Who wishes.
        mentor: Key.
        mentee: Key.
        strength: From -100 (rather not) to 100 (unit: per cent of what a wish may weigh).
    """

    by: Side
    mentor: str
    mentee: str
    strength: int = STRENGTH_MAX

    def __post_init__(self) -> None:
        """Refuse a strength beyond what a wish may weigh."""
        if not -STRENGTH_MAX <= self.strength <= STRENGTH_MAX:
            raise ValueError(f"a wish of strength {self.strength}; from -100 to 100 there is")


@dataclass(frozen=True, slots=True)
class Weights:
    """What makes a match good (unit: points of fit).

    Attributes:
        expertise: For a mentor who knows all that is needed; half of it where no need is named.
        mentee_wish: For a mentee's wish of full strength.
        mentor_wish: For a mentor's wish of full strength.
        fit_min: A match that fits less is not made.
        good: From here on a match is good; below it fairness comes before the total.
    """

    expertise: int = 60
    mentee_wish: int = 25
    mentor_wish: int = 15
    fit_min: int = 1
    good: int = 50

    def __post_init__(self) -> None:
        """Refuse weights below nothing, and matches that are worth nothing."""
        if min(self.expertise, self.mentee_wish, self.mentor_wish) < 0:
            raise ValueError("a weight is below 0")
        if min(self.fit_min, self.good) < 1:
            raise ValueError("fit_min and good are at least 1")
        if self.most > FIT_MAX:
            raise ValueError(f"a fit of {self.most} points; at most {FIT_MAX} can be counted")

    @property
    def most(self) -> int:
        """The best fit there can be."""
        return self.expertise + self.mentee_wish + self.mentor_wish


FIT_MAX = 1_000


@dataclass(frozen=True, slots=True)
class MentorTask:
    """Everything that mentors are matched from.

    Attributes:
        mentors: In any order; ties are broken by lot.
        mentees: Likewise.
        wishes: At most one by each side for a pair.
        conflicts: (mentor, mentee) who must not be matched.
        weights: What makes a match good.
    """

    mentors: tuple[Mentor, ...]
    mentees: tuple[Mentee, ...]
    wishes: tuple[MentorWish, ...] = ()
    conflicts: frozenset[tuple[str, str]] = frozenset()
    weights: Weights = field(default_factory=Weights)

    def __post_init__(self) -> None:
        """Refuse keys that are twice or nobody's, and a wish that is told twice."""
        mentors = {mentor.key for mentor in self.mentors}
        mentees = {mentee.key for mentee in self.mentees}
        if len(mentors) < len(self.mentors) or len(mentees) < len(self.mentees):
            raise ValueError("two mentors or two mentees share a key")
        named = [(wish.mentor, wish.mentee) for wish in self.wishes]
        for mentor, mentee in (*named, *sorted(self.conflicts)):
            if mentor not in mentors or mentee not in mentees:
                raise ValueError(f"there is no such pair: mentor {mentor}, mentee {mentee}")
        if len({(wish.by, wish.mentor, wish.mentee) for wish in self.wishes}) < len(self.wishes):
            raise ValueError("a side has two wishes for the same pair")


class Aim(StrEnum):
    """What a matching is best at.

    TOTAL: the fits together are as great as they can be.
    FAIR: nobody is left with a bad match, or none, where others could make room (see
        ``capacities.reliefs``); then the fits together are as great as they can be.
    STABLE: no mentor and mentee would both rather have each other than someone they got.
    """

    TOTAL = "total"
    FAIR = "fair"
    STABLE = "stable"


class Bar(StrEnum):
    """Why a mentor and a mentee cannot be matched; the first that holds is told.

    SELF: they are the same person.
    CONFLICT: they must not be matched.
    LANGUAGE: they have no language in common.
    FIT: they fit each other too little.
    """

    SELF = "self"
    CONFLICT = "conflict"
    LANGUAGE = "language"
    FIT = "fit"


class Why(StrEnum):
    """Why someone got no match.

    NO_PLACES: asked for none.
    NONE_SUITS: nobody on the other side can be matched with this person.
    ALL_TAKEN: some could, but all their places went to others.
    """

    NO_PLACES = "no_places"
    NONE_SUITS = "none_suits"
    ALL_TAKEN = "all_taken"


@dataclass(frozen=True, slots=True)
class Match:
    """A mentor and a mentee, and why.

    Attributes:
        mentor: Key.
        mentee: Key.
        fit: Unit: points.
        met: Needs that the mentor knows.
        unmet: Needs that the mentor does not know.
        languages: Those that both know.
        mentee_wish: Strength of the mentee's wish; 0 for none.
        mentor_wish: Strength of the mentor's wish; 0 for none.
        mentee_better: How many possible mentors would have fitted the mentee better.
        mentor_better: How many possible mentees would have fitted the mentor better.
    """

    mentor: str
    mentee: str
    fit: int
    met: tuple[str, ...]
    unmet: tuple[str, ...]
    languages: tuple[str, ...]
    mentee_wish: int
    mentor_wish: int
    mentee_better: int
    mentor_better: int


@dataclass(frozen=True, slots=True)
class Nearest:
    """Someone who would have suited, and who has the places.

    Attributes:
        other: Key.
        fit: With the one who got nobody (unit: points).
        holders: (key, fit) of those who got the places, best fit first.
    """

    other: str
    fit: int
    holders: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Unmatched:
    """Someone who got no match, and why.

    Attributes:
        side: On which side.
        key: Who.
        why: In short.
        barred: How many of the other side are out of question, by what bars them.
        nearest: The best fits whose places are taken, best first; at most three.
    """

    side: Side
    key: str
    why: Why
    barred: tuple[tuple[Bar, int], ...]
    nearest: tuple[Nearest, ...]


@dataclass(frozen=True, slots=True)
class WhyNot:
    """Why a mentor and a mentee were not matched.

    Attributes:
        bar: What keeps them apart; None when they could have been matched.
        fit: How well they would have fitted (unit: points); 0 when something bars them.
        mentor_has: (mentee, fit) of the mentor's matches.
        mentee_has: (mentor, fit) of the mentee's matches.
    """

    bar: Bar | None
    fit: int
    mentor_has: tuple[tuple[str, int], ...]
    mentee_has: tuple[tuple[str, int], ...]


class Proof(StrEnum):
    """What is known of a matching.

    OPTIMAL: prices in integers show that none is better at the aim.
    STABLE: every pair was tried and none blocks.
    SOLVER: the solver says that none is better; the prices do not show it.
    """

    OPTIMAL = "optimal"
    STABLE = "stable"
    SOLVER = "solver"


@dataclass(frozen=True, slots=True)
class MentorMatching:
    """Who is matched with whom, and why.

    Attributes:
        matches: In the order of the mentees in the task, then best fit first.
        unmatched: Mentors, then mentees, in the order of the task.
        aim: What it is best at.
        proof: What is known of it.
        total_fit: Unit: points.
        fit_bound: What no matching exceeds in total fit, whatever its aim.
    """

    matches: tuple[Match, ...]
    unmatched: tuple[Unmatched, ...]
    aim: Aim
    proof: Proof
    total_fit: int
    fit_bound: int

    @property
    def gap(self) -> float:
        """What is missing to the bound (0-1); for other aims than the total, their price."""
        return 1 - self.total_fit / self.fit_bound if self.fit_bound else 0.0

    @property
    def pairs(self) -> frozenset[tuple[str, str]]:
        """(mentor, mentee) of each match."""
        return frozenset((match.mentor, match.mentee) for match in self.matches)


@dataclass(frozen=True, slots=True)
class Rematching:
    """A matching that was mended, and what changed.

    Attributes:
        matching: As it is now.
        ended: Matches that were and are not.
        begun: Matches that are and were not.
    """

    matching: MentorMatching
    ended: tuple[Match, ...]
    begun: tuple[Match, ...]
