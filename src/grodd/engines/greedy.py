"""Greedy by votes: the most supported first, while the money lasts."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from grodd.engines.election import Tally, Tie, TieRule, record_tie, tie_ranks
from grodd.engines.ranking import LineRule


@dataclass(frozen=True, slots=True)
class GreedyChoice:
    """What came of it.

    Attributes:
        winners: Keys, in the order they were taken.
        ties: Ties between equally supported projects that were met before the money ran out.
    """

    winners: tuple[str, ...]
    ties: tuple[Tie, ...]


def greedy(
    tallied: Tally,
    *,
    rule: LineRule = LineRule.SKIP,
    ties: TieRule | None = None,
    votes_min: int = 1,
    support: Sequence[int] | None = None,
) -> GreedyChoice:
    """Take projects by support while they fit in the budget.

    Args:
        tallied: The election.
        rule: Whether a project that does not fit ends it or is passed over.
        ties: Tie-breaks; more votes, then lower cost, then the earlier project by default.
        votes_min: Support that a project needs at all.
        support: Each project's support, where it is counted elsewhere; points by default (which
            are votes when each choice counts one).
    """
    tie_rule = ties or TieRule()
    counted = tallied.scores if support is None else support
    ranks = tie_ranks(tallied, tie_rule)
    eligible = [p for p in range(len(counted)) if counted[p] >= votes_min]
    order = sorted(eligible, key=lambda p: (-counted[p], ranks[p]))
    taken = take_in_order(tallied.costs, order, tallied.election.budget_minor, rule)
    met: list[Tie] = []
    for p in taken:
        later = [q for q in order[order.index(p) :] if counted[q] == counted[p]]
        if len(later) > 1:
            met.append(record_tie(tallied, tie_rule, later, p))
    return GreedyChoice(tallied.keys(taken), tuple(met))


def take_in_order(
    costs: Sequence[int], order: Sequence[int], money: int, rule: LineRule = LineRule.SKIP
) -> list[int]:
    """Positions of ``order`` that fit in ``money`` (unit: as ``costs``) when taken one by one."""
    taken: list[int] = []
    left = money
    for p in order:
        if costs[p] <= left:
            taken.append(p)
            left -= costs[p]
        elif rule is LineRule.STOP:
            break
    return taken


def by_votes_per_cost(tallied: Tally, ranks: Sequence[int]) -> list[int]:
    """Supported projects with a cost, most points per money first; free ones before them."""
    free = [p for p, cost in enumerate(tallied.costs) if cost == 0 and tallied.scores[p]]
    paid = [p for p, cost in enumerate(tallied.costs) if cost > 0 and tallied.scores[p]]
    paid.sort(key=lambda p: (-Fraction(tallied.scores[p], tallied.costs[p]), ranks[p]))
    return [*free, *paid]
