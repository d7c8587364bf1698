"""The search: annealing by swaps of two people between two groups.

Everyone in turn looks at all the others, from a random one onwards, and takes the first swap that
gains more than a threshold. The threshold is drawn anew each time: it often lets a loss pass at
first and hardly any at last. To move to an empty seat is a swap too; that is how sizes change. All
this is done in cycles, each of which begins where the last one ended, and the best end is kept.
No single swap makes it better.

Hard rules weigh as much as one usual distance at first and more than everything at last, so that
the way to a good mix may lead past a broken rule, and the result may not.

Source:
    Kirkpatrick, Gelatt and Vecchi, "Optimization by simulated annealing", Science 220 (1983);
    the swap gain in O(1) after Palubeckis, Ostreika and Rubliauskas, "Maximally diverse grouping:
    an iterated tabu search approach", JORS 66 (2015). The mean instead of the sum of distances:
    Dinkelbach, "On nonlinear fractional programming", Management Science 13 (1967).
"""

from dataclasses import dataclass

import numpy as np

from grodd.engines.election import Floats, Ints
from grodd.engines.grouping.swaps import NEVER, Tables, make_swaps

STAGES = 20
"""Steps in which the temperature of a cycle falls."""
HOT, COLD = 0.25, 0.1
"""First and last temperature, in what the cheapest swap of a usual person loses."""
HOT_FEW = 8.0
"""Shared by all people and added to the first: few have few swaps to choose from."""
CYCLE_MIN, CYCLE_PER_PERSON = 100, 4
"""Rounds of a cycle: so many for each person, and no fewer than the first."""
TURNS_MAX = 1 << 18
"""Turns whose random numbers are drawn at once."""
RELUCTANCE = 4.0
"""Broken rules that a group must be rid of before it gives up its first option."""
SWEEPS_MAX = 200
"""The descent ends by itself; this is only a bound."""


@dataclass(frozen=True, slots=True, eq=False)
class Goal:
    """What is searched for, as numbers: n people, m groups, o options of a language and an evening.

    Attributes:
        worth: What a pair in one group is worth, shape (n, n), symmetric, zero diagonal.
        clash: Hard rules that a pair in one group breaks, shape (n, n); negative where a pair must
            be in one group.
        seat_worth: What a person in a group is worth, shape (m, n).
        seat_clash: Hard rules that a person in a group breaks, shape (m, n).
        option_clash: Hard rules that a person breaks under an option, shape (o, n).
        allowed: Which options a group has, shape (o, m), at least one for each group.
        size_min: Shape (m,).
        size_max: Shape (m,).
        by_mean: Whether a larger group is worth more because it has more pairs (False), or only
            the mean of the pairs counts (True).
    """

    worth: Floats
    clash: Floats
    seat_worth: Floats
    seat_clash: Floats
    option_clash: Floats
    allowed: Ints
    size_min: Ints
    size_max: Ints
    by_mean: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class Seating:
    """Who sits where.

    Attributes:
        groups: Each person's group, shape (n,).
        options: Each group's option, shape (m,).
    """

    groups: Ints
    options: Ints


def plain_goal(worth: Floats, size_min: Ints, size_max: Ints) -> Goal:
    """The maximally diverse grouping problem itself: the largest sum, no other rule than sizes."""
    n, m = len(worth), len(size_min)
    return Goal(
        worth=worth,
        clash=np.zeros((n, n)),
        seat_worth=np.zeros((m, n)),
        seat_clash=np.zeros((m, n)),
        option_clash=np.zeros((1, n)),
        allowed=np.ones((1, m), np.int64),
        size_min=size_min,
        size_max=size_max,
        by_mean=False,
    )


def search(goal: Goal, *, seed: int, rounds: int, start: Seating | None = None) -> Seating:
    """Seat everyone so that as few hard rules as possible are broken and the rest is worth most.

    Args:
        goal: Sizes that have room for everyone: sum of the least <= n <= sum of the most.
        seed: The same seed gives the same seating.
        rounds: Effort: how often everyone looks for a swap. The time is about proportional to it.
        start: A seating that keeps all hard rules; without it the search begins at random.

    Returns:
        A seating that no single swap makes better, and no worse than ``start``.
    """
    assert int(goal.size_min.sum()) <= len(goal.worth) <= int(goal.size_max.sum())
    draw = np.random.default_rng(seed)
    table = Table(goal, start or _first_seating(goal, draw))
    scale = _scale(goal)
    last = _decisive(goal, scale)
    first = scale if start is None else last
    least = scale * 1e-9 + last * 1e-12
    table.weigh(first, table.mean())
    table.descend(least)
    usual = table.usual_loss(least) or scale
    mean = table.settle(last, least)
    best, reached = table.seating(), table.reached()
    hot = HOT + HOT_FEW / max(1, len(goal.worth))
    for length in _cycles(len(goal.worth), rounds):
        for stage in range(STAGES):
            done = stage / (STAGES - 1)
            table.weigh(first * (last / first) ** done, max(mean, table.mean()))
            heat = usual * hot * (COLD / hot) ** done
            table.anneal(draw, heat, _part(length, STAGES, stage))
        table.weigh(last, mean)
        table.descend(least)
        if table.reached() > reached:
            mean = table.settle(last, least)
            best, reached = table.seating(), table.reached()
    return best


def _cycles(n: int, rounds: int) -> list[int]:
    """The rounds of each cycle."""
    count = max(1, rounds // max(CYCLE_MIN, CYCLE_PER_PERSON * n)) if rounds else 0
    return [_part(rounds, count, k) for k in range(count)]


def _part(total: int, parts: int, k: int) -> int:
    """Part ``k`` of ``parts`` that are as even as whole numbers can be."""
    return (k + 1) * total // parts - k * total // parts


def _scale(goal: Goal) -> float:
    """The standard deviation of what a pair is worth; 1 where all are worth the same."""
    n = len(goal.worth)
    pairs = max(1, n * (n - 1))
    mean = float(goal.worth.sum()) / pairs
    variance = float((goal.worth * goal.worth).sum()) / pairs - mean * mean
    return float(np.sqrt(variance)) if variance > 1e-12 * (1.0 + mean * mean) else 1.0


def _decisive(goal: Goal, scale: float) -> float:
    """More than everything else that one swap can change."""
    pair = float(np.abs(goal.worth).max(initial=0.0))
    seat = float(np.abs(goal.seat_worth).max(initial=0.0))
    return scale + 8 * pair * int(goal.size_max.max()) + 8 * seat


def _first_seating(goal: Goal, draw: np.random.Generator) -> Seating:
    """Groups by lot; the least of each first, then one more for each that has room, and again."""
    sizes = goal.size_min.copy()
    missing = len(goal.worth) - int(sizes.sum())
    while missing:
        room = np.flatnonzero(sizes < goal.size_max)[:missing]
        sizes[room] += 1
        missing -= len(room)
    groups: Ints = np.repeat(np.arange(len(sizes)), sizes)
    return Seating(draw.permutation(groups), _first_options(goal, draw))


def _first_options(goal: Goal, draw: np.random.Generator) -> Ints:
    """An option for each group, those first whom few groups and options suit.

    A person with few seats needs each of them more, and every seat that is found halves the need.
    """
    fits = (goal.option_clash == 0).astype(np.float64)
    near = (goal.seat_clash == 0).astype(np.float64)
    need = 1 / np.maximum(1.0, (goal.allowed.T @ fits * near).sum(axis=0))
    options: Ints = np.argmax(goal.allowed, axis=0)
    for g in draw.permutation(len(options)) if len(fits) > 1 else ():
        wanted = (fits * (need * near[g])).sum(axis=1)
        score = np.where(goal.allowed[:, g] > 0, wanted, -1.0)
        options[g] = int(score.argmax())
        need *= 1 - fits[options[g]] * near[g] / 2
    return options


class Table:
    """Who sits where now, and what each person would add to each group. Lives for one search."""

    def __init__(self, goal: Goal, start: Seating) -> None:
        self.goal = goal
        self.n, self.m = len(goal.worth), len(goal.size_min)
        self.options = start.options.copy()
        gaps = self.n < int(goal.size_max.sum())
        self._sizes_vary = goal.by_mean and gaps
        self._weighed: tuple[float, float] | None = None
        self._clashes = bool(goal.clash.any())
        first = np.arange(len(goal.allowed))[:, None] == start.options
        self._reluctance: Floats = np.where(first, 0.0, RELUCTANCE)
        self.seats: Floats = np.zeros((self.m, self.n))
        width = self.n + self.m if gaps else self.n
        self.tables = Tables(
            pair=np.zeros((self.n, width)),
            pull=np.zeros((self.m, width)),
            own=np.zeros(width),
            group=np.append(start.groups, np.arange(width - self.n)).astype(np.uint32),
            sizes=np.bincount(start.groups, minlength=self.m).astype(np.int64),
            size_min=goal.size_min,
            size_max=goal.size_max,
        )

    @property
    def groups(self) -> Ints:
        """Each person's group, shape (n,)."""
        return self.tables.group[: self.n].astype(np.int64)

    def seating(self) -> Seating:
        """Who sits where now."""
        return Seating(self.groups, self.options.copy())

    def mean(self) -> float:
        """The mean worth of a pair in one group; subtracted, no size is worth more than another.

        0 where sizes cannot change, or where more pairs are meant to be worth more.
        """
        count = int((self.tables.sizes * (self.tables.sizes - 1)).sum())
        return self._inside(self.goal.worth) / count if self._sizes_vary and count else 0.0

    def weigh(self, penalty: float, mean: float) -> None:
        """Let a broken hard rule cost ``penalty``; choose options anew; count everything again."""
        goal, tables, n = self.goal, self.tables, self.n
        made_of = (penalty if self._clashes else 0.0, mean)
        if made_of != self._weighed:
            inside = tables.pair[:, :n]
            np.multiply(goal.clash, -made_of[0], out=inside)
            inside += goal.worth
            inside -= mean
            np.fill_diagonal(inside, 0.0)
            self._weighed = made_of
        self._choose_options()
        clash = goal.seat_clash + goal.option_clash[self.options]
        np.subtract(goal.seat_worth, penalty * clash, out=self.seats)
        groups = self.groups
        for g in range(self.m):
            np.sum(tables.pair[groups == g], axis=0, out=tables.pull[g])
        tables.pull[:, :n] += self.seats
        tables.own[:n] = tables.pull[groups, np.arange(n)]
        if len(tables.own) > n:
            tables.own[n:] = np.where(tables.sizes < tables.size_max, 0.0, -NEVER)

    def anneal(self, draw: np.random.Generator, heat: float, rounds: int) -> None:
        """``rounds`` rounds at one temperature."""
        width = len(self.tables.own)
        at_once = max(1, TURNS_MAX // max(1, self.n))
        for first in range(0, rounds, at_once):
            turns = min(at_once, rounds - first) * self.n
            begin = draw.integers(0, max(1, width), turns)
            make_swaps(self.tables, begin, draw.standard_exponential(turns) * -heat)

    def descend(self, least: float) -> bool:
        """Make swaps that gain more than ``least`` until there is none. Whether any was made."""
        begin, above = np.zeros(self.n, np.int64), np.full(self.n, least)
        made = [make_swaps(self.tables, begin, above)]
        while made[-1] and len(made) < SWEEPS_MAX:
            made.append(make_swaps(self.tables, begin, above))
        return made[0] > 0

    def settle(self, last: float, least: float) -> float:
        """Descend until the mean, which is part of what a swap gains, is right too; return it."""
        mean = self.mean()
        self.weigh(last, mean)
        for _ in range(SWEEPS_MAX):
            if not self.descend(least):
                break
            mean = self.mean()
            self.weigh(last, mean)
        return mean

    def usual_loss(self, least: float) -> float:
        """What the cheapest swap that loses anything loses, for the median person; 0 if none."""
        tables, n = self.tables, self.n
        groups = self.groups
        gain = tables.pull[groups, :n]
        gain = gain + gain.T - tables.own[:n, None] - tables.own[None, :n] - 2 * tables.pair[:, :n]
        losing = (gain < -least) & (groups[:, None] != groups[None, :])
        losses = np.where(losing, -gain, np.inf).min(axis=1, initial=np.inf)
        losses = losses[np.isfinite(losses)]
        return float(np.median(losses)) if len(losses) else 0.0

    def reached(self) -> tuple[float, float]:
        """How good it is, after ``weigh``: first fewer broken rules, then what all is worth."""
        goal, groups, people = self.goal, self.groups, np.arange(self.n)
        seats = goal.seat_clash[groups, people] + goal.option_clash[self.options[groups], people]
        broken = self._inside(goal.clash) / 2 + float(seats.sum())
        worth = float(self.tables.own[: self.n].sum() + self.seats[groups, people].sum()) / 2
        return -broken, worth

    def _inside(self, pairs: Floats) -> float:
        """The sum over both directions of all pairs in one group."""
        groups = self.groups
        members = (np.flatnonzero(groups == g) for g in range(self.m))
        return sum(float(pairs[np.ix_(own, own)].sum()) for own in members)

    def _choose_options(self) -> None:
        if len(self.goal.option_clash) == 1:
            return
        total = np.array([np.bincount(self.groups, own, self.m) for own in self.goal.option_clash])
        costs = np.where(self.goal.allowed > 0, total + self._reluctance, np.inf)
        self.options = costs.argmin(axis=0)
