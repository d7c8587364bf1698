"""A vote about what to fund: projects, a budget, ballots, and what they add up to.

Costs are counts of minor units of one currency. Ballots are secret by construction: they carry no
voter, and identical ones are merged before anything is computed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Project:
    """What can be funded.

    Attributes:
        key: Unique in its election.
        cost_minor: Price (unit: minor units of the election's currency), zero or more.
        theme: What it is about, for the spread over themes; empty for none.
    """

    key: str
    cost_minor: int
    theme: str = ""


@dataclass(frozen=True, slots=True)
class Ballot:
    """What one voter supports. An empty ballot still counts as a voter.

    A voter with a conflict of interest in a project leaves that project out and keeps the rest.

    Attributes:
        choices: Keys of projects, each at most once.
        points: Points for each choice (positive integers); empty when each counts one.
    """

    choices: tuple[str, ...]
    points: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        """Refuse points that do not belong to a choice."""
        assert not self.points or len(self.points) == len(self.choices), self


@dataclass(frozen=True, slots=True)
class Election:
    """All that is needed to choose.

    Attributes:
        budget_minor: Money to give (unit: minor units), zero or more.
        projects: In the order they came in; the order is the last tie-break.
        ballots: One for each voter.
    """

    budget_minor: int
    projects: tuple[Project, ...]
    ballots: tuple[Ballot, ...]

    def __post_init__(self) -> None:
        """Refuse what no election can have."""
        assert self.budget_minor >= 0, self.budget_minor
        assert all(project.cost_minor >= 0 for project in self.projects)
        assert len({project.key for project in self.projects}) == len(self.projects)


class TieBreak(StrEnum):
    """What decides between projects that are exactly equal."""

    MORE_VOTES = "more_votes"
    LOWER_COST = "lower_cost"
    EARLIER = "earlier"
    LOT = "lot"


@dataclass(frozen=True, slots=True)
class TieRule:
    """Tie-breaks in the order they are asked, stated before the vote. The last is always EARLIER.

    Attributes:
        order: Asked one after the other.
        seed: What the lot is drawn from, published beforehand or drawn in public.
    """

    order: tuple[TieBreak, ...] = (TieBreak.MORE_VOTES, TieBreak.LOWER_COST)
    seed: str = ""


@dataclass(frozen=True, slots=True)
class Tie:
    """A tie that was met on the way.

    Attributes:
        projects: Keys of the projects that were exactly equal.
        chosen: The one that went first.
        by: The tie-break that decided.
    """

    projects: tuple[str, ...]
    chosen: str
    by: TieBreak


@dataclass(frozen=True, eq=False, slots=True)
class Tally:
    """An election made ready for computing. Identical ballots are one group with a weight.

    Projects go by their position in the election.

    Attributes:
        election: What was tallied.
        voters: How many ballots, empty ones too.
        weights: Voters in each group, shape (groups,).
        supporters: For each project the groups that support it, ascending.
        points: For each project the points that each of those groups gives it.
        heads: For each project the voters in each of those groups, as floats.
        shares: Heads times points, as floats.
        approval: True when every point is one.
        costs: Each project's cost (unit: minor units).
        votes: Voters who support each project.
        scores: Points that each project got.
    """

    election: Election
    voters: int
    weights: Ints
    supporters: tuple[Ints, ...]
    points: tuple[Ints, ...]
    heads: tuple[Floats, ...]
    shares: tuple[Floats, ...]
    approval: bool
    costs: tuple[int, ...]
    votes: tuple[int, ...]
    scores: tuple[int, ...]

    def keys(self, positions: Sequence[int]) -> tuple[str, ...]:
        """Keys of the projects at ``positions``."""
        return tuple(self.election.projects[p].key for p in positions)


def tally(election: Election) -> Tally:
    """Merge identical ballots and list each project's supporters.

    Args:
        election: Its ballots name only its projects, each at most once, with positive points.
    """
    groups: dict[Ballot, int] = {}
    for ballot in election.ballots:
        groups[ballot] = groups.get(ballot, 0) + 1
    position = {project.key: p for p, project in enumerate(election.projects)}
    supporters: list[list[int]] = [[] for _ in election.projects]
    points: list[list[int]] = [[] for _ in election.projects]
    for group, ballot in enumerate(groups):
        assert len(set(ballot.choices)) == len(ballot.choices), ballot
        for i, key in enumerate(ballot.choices):
            supporters[position[key]].append(group)
            points[position[key]].append(ballot.points[i] if ballot.points else 1)
    assert all(point > 0 for each in points for point in each), "points are positive"
    weights = np.fromiter(groups.values(), np.int64, len(groups))
    who = tuple(np.array(given, np.int64) for given in supporters)
    given = tuple(np.array(each, np.int64) for each in points)
    heads = tuple(weights[groups_].astype(np.float64) for groups_ in who)
    shares = tuple(head * each for head, each in zip(heads, given, strict=True))
    return Tally(
        election=election,
        voters=len(election.ballots),
        weights=weights,
        supporters=who,
        points=given,
        heads=heads,
        shares=shares,
        approval=all(set(each) <= {1} for each in points),
        costs=tuple(project.cost_minor for project in election.projects),
        votes=tuple(int(head.sum()) for head in heads),
        scores=tuple(int(share.sum()) for share in shares),
    )


def tie_ranks(tallied: Tally, rule: TieRule) -> tuple[int, ...]:
    """Each project's place in the order that ties are settled by: 0 goes first."""
    keys = [_tie_key(tallied, rule, p) for p in range(len(tallied.election.projects))]
    order = sorted(range(len(keys)), key=keys.__getitem__)
    ranks = [0] * len(keys)
    for rank, p in enumerate(order):
        ranks[p] = rank
    return tuple(ranks)


def record_tie(tallied: Tally, rule: TieRule, tied: Sequence[int], chosen: int) -> Tie:
    """Write down which tie-break put ``chosen`` first among ``tied`` (positions)."""
    others = [_tie_key(tallied, rule, p) for p in tied if p != chosen]
    own = _tie_key(tallied, rule, chosen)
    decisive = next(
        i for i in range(len(own)) if all(own[: i + 1] < other[: i + 1] for other in others)
    )
    return Tie(tallied.keys(sorted(tied)), tallied.keys([chosen])[0], _asked(rule)[decisive])


@dataclass(frozen=True, slots=True)
class ThemeShare:
    """What one theme got.

    Attributes:
        theme: Its name.
        projects: How many of the theme's projects were there to choose from.
        won: How many won.
        spent_minor: Money to them (unit: minor units).
    """

    theme: str
    projects: int
    won: int
    spent_minor: int


@dataclass(frozen=True, slots=True)
class Summary:
    """What a choice means for voters, the same figures for every rule.

    Attributes:
        spent_minor: Money given (unit: minor units).
        budget_minor: Money there was.
        voters: How many ballots, empty ones too.
        voters_with_a_winner: How many of them support at least one winner.
        winners_per_voter: Mean number of winners that a voter supports (exact).
        themes: The spread over themes, in the order that themes first appear.
    """

    spent_minor: int
    budget_minor: int
    voters: int
    voters_with_a_winner: int
    winners_per_voter: Fraction
    themes: tuple[ThemeShare, ...]


def summarise(tallied: Tally, winners: Sequence[str]) -> Summary:
    """Count what ``winners`` (keys) mean for voters and themes."""
    projects = tallied.election.projects
    won = [p for p, project in enumerate(projects) if project.key in set(winners)]
    reached = np.zeros(len(tallied.weights), np.bool_)
    for p in won:
        reached[tallied.supporters[p]] = True
    votes = sum(tallied.votes[p] for p in won)
    themes = dict.fromkeys(project.theme for project in projects)
    return Summary(
        spent_minor=sum(projects[p].cost_minor for p in won),
        budget_minor=tallied.election.budget_minor,
        voters=tallied.voters,
        voters_with_a_winner=int(tallied.weights[reached].sum()),
        winners_per_voter=Fraction(votes, max(1, tallied.voters)),
        themes=tuple(_theme_share(theme, projects, won) for theme in themes),
    )


def _theme_share(theme: str, projects: Sequence[Project], won: Sequence[int]) -> ThemeShare:
    inside = [p for p in won if projects[p].theme == theme]
    return ThemeShare(
        theme=theme,
        projects=sum(project.theme == theme for project in projects),
        won=len(inside),
        spent_minor=sum(projects[p].cost_minor for p in inside),
    )


def _asked(rule: TieRule) -> tuple[TieBreak, ...]:
    return (*rule.order, TieBreak.EARLIER)


def _tie_key(tallied: Tally, rule: TieRule, p: int) -> tuple[int, ...]:
    return tuple(_tie_value(tallied, rule.seed, p, step) for step in _asked(rule))


def _tie_value(tallied: Tally, seed: str, p: int, step: TieBreak) -> int:
    """Smaller goes first. The lot is a hash of seed and key: anyone can draw it again."""
    match step:
        case TieBreak.MORE_VOTES:
            return -tallied.votes[p]
        case TieBreak.LOWER_COST:
            return tallied.costs[p]
        case TieBreak.LOT:
            key = tallied.election.projects[p].key
            return int.from_bytes(sha256(f"{seed}:{key}".encode()).digest())
        case TieBreak.EARLIER:
            return p
