"""Equal shares as it is used: a run, more runs until the budget is used, and two last steps.

One run spends only part of the budget, because money that a voter cannot pool with others stays
unspent. A completion says what to do with the rest; state it before the vote.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

import numpy as np

from grodd.engines.election import Ints, Tally, Tie, TieRule, tie_ranks
from grodd.engines.equal_shares import Run, Utility, equal_shares_run
from grodd.engines.greedy import by_votes_per_cost, greedy, take_in_order

RUNS_MAX = 50_000
"""A step so small that it needs more runs than this is a mistake in the rule."""


class Comparison(StrEnum):
    """Whether greedy by votes may take over in the end, and by what voters compare.

    WINNERS: each voter counts the winners that the voter supports.
    MONEY: each voter counts the money to winners that the voter supports.
    """

    NONE = "none"
    WINNERS = "winners"
    MONEY = "money"


@dataclass(frozen=True, slots=True)
class Completion:
    """What follows the first run.

    Attributes:
        step_minor: Raise every voter's share by this much (unit: minor units) as long as the
            winners cost no more than the budget; None for no raise ("add1" is one unit of money).
        whole_steps: True to count the raised shares from zero in whole steps, so that they are
            round amounts; False to count them from the exact share.
        stop_when_full: True to stop as soon as no other supported project fits.
        fill: True to spend the rest on what still fits, most votes first (cost utilities) or most
            votes per money first (cardinality utilities).
        comparison: Whether greedy by votes takes over when more voters get more from it.
    """

    step_minor: int | None = None
    whole_steps: bool = True
    stop_when_full: bool = False
    fill: bool = False
    comparison: Comparison = Comparison.NONE

    def __post_init__(self) -> None:
        """Refuse a step that leads nowhere."""
        assert self.step_minor is None or self.step_minor > 0, self.step_minor


@dataclass(frozen=True, slots=True)
class EqualSharesRule:
    """The whole rule, as stated before the vote."""

    utility: Utility = Utility.COST
    completion: Completion = field(default_factory=Completion)
    ties: TieRule = field(default_factory=TieRule)


@dataclass(frozen=True, slots=True)
class EqualSharesChoice:
    """What came of it.

    Attributes:
        winners: Keys, in the order they were bought, then in the order they were filled in.
        run: The run whose winners these are.
        runs: How many runs it took.
        filled: Keys that the last step added with money that was left.
        prefer_shares: Voters who get strictly more from this than from greedy by votes; None where
            the two were not compared.
        prefer_greedy: Voters who get strictly more from greedy by votes.
        greedy_took_over: True when the winners are those of greedy by votes.
    """

    winners: tuple[str, ...]
    run: Run
    runs: int
    filled: tuple[str, ...] = ()
    prefer_shares: int | None = None
    prefer_greedy: int | None = None
    greedy_took_over: bool = False

    @property
    def ties(self) -> tuple[Tie, ...]:
        """Ties met in the run that counts."""
        return self.run.ties


def sensible_step(tallied: Tally, unit_minor: int) -> int:
    """A step of one hundredth of the first share, at least one unit of money.

    On real votes it gives the winners that steps of one unit give, in a fraction of the time.

    Args:
        tallied: The election.
        unit_minor: Minor units in one unit of money (100 for kronor and euro).
    """
    hundredth = tallied.election.budget_minor // max(1, tallied.voters) // 100
    return max(1, hundredth // unit_minor) * unit_minor


def equal_shares(tallied: Tally, rule: EqualSharesRule) -> EqualSharesChoice:
    """Choose by equal shares.

    Args:
        tallied: The election.
        rule: Utilities, completion and tie-breaks, as stated before the vote.
    """
    run, runs = _raised(tallied, rule)
    winners = list(run.winners)
    filled = _fill(tallied, rule, winners) if rule.completion.fill else []
    won = tallied.keys([*winners, *filled])
    if rule.completion.comparison is Comparison.NONE:
        return EqualSharesChoice(won, run, runs, tallied.keys(filled))
    other = greedy(tallied, ties=rule.ties).winners
    for_shares, for_greedy = _preferences(tallied, rule.completion.comparison, won, other)
    took_over = for_greedy > for_shares
    return EqualSharesChoice(
        winners=other if took_over else won,
        run=run,
        runs=runs,
        filled=() if took_over else tallied.keys(filled),
        prefer_shares=for_shares,
        prefer_greedy=for_greedy,
        greedy_took_over=took_over,
    )


def _raised(tallied: Tally, rule: EqualSharesRule) -> tuple[Run, int]:
    """Run with the exact share, then with ever larger ones until they cost too much."""
    budget = tallied.election.budget_minor
    start = Fraction(budget, max(1, tallied.voters))
    best = equal_shares_run(tallied, share=start, utility=rule.utility, ties=rule.ties)
    step = rule.completion.step_minor
    if step is None or tallied.voters == 0:
        return best, 1
    share = Fraction(start // step * step) if rule.completion.whole_steps else start
    for runs in range(1, RUNS_MAX):
        if _nothing_to_gain(tallied, rule, best):
            return best, runs
        share += step
        raised = equal_shares_run(tallied, share=share, utility=rule.utility, ties=rule.ties)
        if _cost(tallied, raised.winners) > budget:
            return best, runs + 1
        best = raised
    raise AssertionError("the step is too small for this budget")


def _nothing_to_gain(tallied: Tally, rule: EqualSharesRule, run: Run) -> bool:
    """Every supported project is bought, or (where that ends it) none of the others fits."""
    won = set(run.winners)
    others = [p for p, score in enumerate(tallied.scores) if score > 0 and p not in won]
    left = tallied.election.budget_minor - _cost(tallied, run.winners)
    full = rule.completion.stop_when_full and all(tallied.costs[p] > left for p in others)
    return full or not others


def _fill(tallied: Tally, rule: EqualSharesRule, winners: Sequence[int]) -> list[int]:
    ranks = tie_ranks(tallied, rule.ties)
    if rule.utility is Utility.COST:
        supported = [p for p, score in enumerate(tallied.scores) if score > 0]
        order = sorted(supported, key=lambda p: (-tallied.scores[p], ranks[p]))
    else:
        order = by_votes_per_cost(tallied, ranks)
    rest = [p for p in order if p not in set(winners)]
    left = tallied.election.budget_minor - _cost(tallied, winners)
    return take_in_order(tallied.costs, rest, left)


def _preferences(
    tallied: Tally, comparison: Comparison, ours: Sequence[str], other: Sequence[str]
) -> tuple[int, int]:
    """How many voters get strictly more from ``ours``, and how many from ``other``."""
    mine, theirs = (_gains(tallied, comparison, won) for won in (ours, other))
    weights = tallied.weights
    return int(weights[mine > theirs].sum()), int(weights[theirs > mine].sum())


def _gains(tallied: Tally, comparison: Comparison, winners: Sequence[str]) -> Ints:
    gains = np.zeros(len(tallied.weights), np.int64)
    for p, project in enumerate(tallied.election.projects):
        if project.key in set(winners):
            value = 1 if comparison is Comparison.WINNERS else project.cost_minor
            gains[tallied.supporters[p]] += tallied.points[p] * value
    return gains


def _cost(tallied: Tally, positions: Sequence[int]) -> int:
    return sum(tallied.costs[p] for p in positions)
