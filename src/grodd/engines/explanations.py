"""Why a project won or lost: answers that a participant may ask for, each checked by running again.

The amounts that voters "paid" are shares of a budget, not anybody's money; they are shown in whole
minor units.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from grodd.engines.election import Ballot, Election, Floats, Tally
from grodd.engines.equal_shares import Market, Run

QUANTILES = (Fraction(0), Fraction(1, 4), Fraction(1, 2), Fraction(3, 4), Fraction(1))

Choose = Callable[[Election], Sequence[str]]
"""A whole rule: the keys of the winners of an election."""


@dataclass(frozen=True, slots=True)
class Bought:
    """How a project was bought in an equal-shares run.

    Attributes:
        project: Its key.
        effective_votes: Its cost divided by the largest payment: how many voters could have paid
            it together if all paid as much as those who paid most.
        votes: Its supporters.
        gave_all: Supporters who had less than the others paid, and gave it all.
        payments_minor: Smallest, lower quarter, middle, upper quarter and largest payment of a
            supporter (unit: minor units, rounded).
    """

    project: str
    effective_votes: float
    votes: int
    gave_all: int
    payments_minor: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Missed:
    """What a project lacked in an equal-shares run.

    Attributes:
        project: Its key.
        cost_minor: Its cost.
        votes: Its supporters.
        left_minor: What its supporters had left together in the end (unit: minor units, rounded).
    """

    project: str
    cost_minor: int
    votes: int
    left_minor: int


@dataclass(frozen=True, slots=True)
class Accounts:
    """Where everybody's share went.

    Attributes:
        bought: In the order they were bought.
        missed: The others, in the election's order.
        left: What each group of voters had left, per voter, shape (groups,).
    """

    bought: tuple[Bought, ...]
    missed: tuple[Missed, ...]
    left: Floats


@dataclass(frozen=True, slots=True)
class Lacking:
    """What would have made a losing project win, everything else unchanged.

    Both were tried: with this it wins, with one vote fewer or one minor unit more it does not.

    Attributes:
        project: Its key.
        votes: So many more voters, of those who had most left to spend; None when not even the
            votes of all would have helped.
        cost_minor: The highest cost at which it wins (unit: minor units); None when no cost helps.
    """

    project: str
    votes: int | None
    cost_minor: int | None


def accounts(tallied: Tally, run: Run) -> Accounts:
    """Follow the money of ``run`` once more and say who paid what."""
    market = Market(tallied, run.share)
    bought: list[Bought] = []
    for purchase in run.purchases:
        p = purchase.project
        who = tallied.supporters[p]
        before = market.balance[who]
        market.buy(p, purchase.payment_max)
        paid = before - market.balance[who]
        full = purchase.payment_max * tallied.points[p]
        bought.append(
            Bought(
                project=tallied.keys([p])[0],
                effective_votes=tallied.costs[p] / (purchase.payment_max or 1.0),
                votes=tallied.votes[p],
                gave_all=int(tallied.heads[p][before < full - market.noise].sum()),
                payments_minor=_quantiles(paid, tallied.heads[p]),
            )
        )
    others = [p for p in range(len(tallied.costs)) if p not in set(run.winners)]
    missed = [_missed(tallied, market, p) for p in others]
    return Accounts(tuple(bought), tuple(missed), market.balance)


def lacking(election: Election, key: str, *, choose: Choose, joiners: Sequence[int]) -> Lacking:
    """Find by trying what the losing project ``key`` lacked.

    Args:
        election: As it was held.
        key: A project that did not win.
        choose: The whole rule, completion and all.
        joiners: Positions of ballots without ``key``, in the order in which their voters would
            join (see ``richest_first``).
    """
    cost = next(p.cost_minor for p in election.projects if p.key == key)

    def wins_with(votes: int) -> bool:
        return key in choose(_joined(election, key, joiners[:votes]))

    def wins_at(cheaper_by: int) -> bool:
        return key in choose(_priced(election, key, cost - cheaper_by))

    votes = least(wins_with, most=len(joiners))
    cheaper_by = least(wins_at, most=cost)
    return Lacking(key, votes, None if cheaper_by is None else cost - cheaper_by)


def richest_first(election: Election, tallied: Tally, found: Accounts, key: str) -> list[int]:
    """Positions of ballots without ``key``, those whose voters had most left to spend first."""
    groups: dict[Ballot, int] = {}
    for ballot in election.ballots:
        groups.setdefault(ballot, len(groups))
    assert len(groups) == len(tallied.weights), "the tally is of another election"
    others = [i for i, ballot in enumerate(election.ballots) if key not in ballot.choices]
    return sorted(others, key=lambda i: (-found.left[groups[election.ballots[i]]], i))


def least(wins: Callable[[int], bool], *, most: int) -> int | None:
    """The smallest number from 1 to ``most`` that wins, by halving; None when ``most`` loses.

    More votes or a lower cost can, rarely, hurt under a rule with completion. What is returned
    has been tried and wins, and one less has been tried and loses.
    """
    if most < 1 or not wins(most):
        return None
    loses, wins_at = 0, most
    while wins_at - loses > 1:
        middle = (loses + wins_at) // 2
        if wins(middle):
            wins_at = middle
        else:
            loses = middle
    return wins_at


def _missed(tallied: Tally, market: Market, p: int) -> Missed:
    left = float(market.balance[tallied.supporters[p]] @ tallied.heads[p])
    return Missed(tallied.keys([p])[0], tallied.costs[p], tallied.votes[p], round(left))


def _quantiles(paid: Floats, heads: Floats) -> tuple[int, ...]:
    """The payments that shares of the voters stay at or below."""
    order = np.argsort(paid)
    upto = np.cumsum(heads[order])
    at = [int(np.searchsorted(upto, float(q * int(upto[-1])))) for q in QUANTILES]
    return tuple(round(float(paid[order[i]])) for i in at)


def _joined(election: Election, key: str, joining: Sequence[int]) -> Election:
    ballots = list(election.ballots)
    for i in joining:
        old = ballots[i]
        points = (*old.points, max(old.points)) if old.points else ()
        ballots[i] = Ballot((*old.choices, key), points)
    return replace(election, ballots=tuple(ballots))


def _priced(election: Election, key: str, cost_minor: int) -> Election:
    projects = tuple(
        replace(project, cost_minor=cost_minor) if project.key == key else project
        for project in election.projects
    )
    return replace(election, projects=projects)
