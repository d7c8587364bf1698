"""The search: annealing by swaps of two people between two groups.

In each round the groups are paired at random. Each pair of groups considers its most movable
people, and draws one of all the swaps between them, or none, with probabilities after the gain and
the temperature (a heat bath, drawn by adding Gumbel noise and taking the largest). Pairs of groups
do not touch each other, so all of them move at once, as columns of numbers. An empty seat is
swapped like a person; that is how sizes change. At the end a descent stops where no swap is better.

Hard rules weigh as much as one usual distance at first and more than everything at last, so that
the way to a good mix may lead past a broken rule, and the result may not.

Source:
    Kirkpatrick, Gelatt and Vecchi, "Optimization by simulated annealing", Science 220 (1983);
    the swap gain in O(1) after Palubeckis, Ostreika and Rubliauskas, "Maximally diverse grouping:
    an iterated tabu search approach", JORS 66 (2015). The mean instead of the sum of distances:
    Dinkelbach, "On nonlinear fractional programming", Management Science 13 (1967).
"""

from dataclasses import dataclass
from math import isqrt

import numpy as np
from numpy.typing import NDArray

from grodd.engines.election import Floats, Ints

Bools = NDArray[np.bool_]

STAGES = 40
"""Steps in which the temperature falls."""
HOT, COLD = 3.5, 0.35
"""First and last temperature, in standard deviations of what a pair is worth."""
MOVABLE_MIN = 8
SWAPS_WEIGHED = 1024
"""A round considers so many people of each group, or fewer, that it weighs about so many swaps."""
POOL = 1 << 16
"""Random numbers that are drawn once and read from random places."""
BLOCK = 64
"""Rounds whose random places are drawn at once."""
SWEEPS_MAX = 200
"""The descent ends by itself; this is only a bound."""
NEVER = -1e300


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
        rounds: Effort; the time is about proportional to it.
        start: A seating that keeps all hard rules; without it the search begins at random.

    Returns:
        A seating that no single swap makes better.
    """
    assert int(goal.size_min.sum()) <= len(goal.worth) <= int(goal.size_max.sum())
    draw = np.random.default_rng(seed)
    table = _Table(goal, draw, start)
    scale = _scale(goal)
    last = _decisive(goal, scale)
    first = scale if start is None else last
    per_stage = -(-rounds // STAGES)
    noise = np.asarray(draw.gumbel(size=POOL + table.numbers(table.movable)), np.float64)
    for stage in range(STAGES if rounds else 0):
        done = stage / (STAGES - 1)
        table.weigh(first * (last / first) ** done)
        _anneal(table, draw, noise * (scale * HOT * (COLD / HOT) ** done), per_stage)
    table.weigh(last)
    _descend(table, scale * 1e-9)
    return table.seating()


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


class _Table:
    """Who sits where now, and what each person would add to each group. Lives for one search."""

    def __init__(self, goal: Goal, draw: np.random.Generator, start: Seating | None) -> None:
        self.goal = goal
        self.n, self.m = len(goal.worth), len(goal.size_min)
        self.k = int(goal.size_max.max())
        usual = isqrt(SWAPS_WEIGHED // max(1, self.m // 2))
        self.movable = min(self.k, max(MOVABLE_MIN, usual))
        self.options: Ints = np.argmax(goal.allowed, axis=0)
        if start is not None:
            self.options = start.options.copy()
        groups = _random_groups(goal, draw) if start is None else start.groups
        self.sizes: Ints = np.bincount(groups, minlength=self.m)
        self.gaps = bool((self.sizes < self.k).any())
        # The person with number n is nobody: an empty seat.
        self.seats: Ints = np.full((self.m, self.k), self.n)
        for g in range(self.m):
            members = np.flatnonzero(groups == g)
            self.seats[g, : len(members)] = members
        self.pair: Floats = np.zeros((self.n + 1, self.n + 1))
        self.pull: Floats = np.zeros((self.m, self.n + 1))

    def weigh(self, penalty: float) -> None:
        """Let a broken hard rule cost ``penalty``; choose options anew; count everything again."""
        goal, n = self.goal, self.n
        inside = self.pair[:n, :n]
        np.multiply(goal.clash, -penalty, out=inside)
        inside += goal.worth
        if goal.by_mean:
            inside -= self._mean()
            np.fill_diagonal(inside, 0.0)
        self._choose_options()
        present = np.zeros((self.m, n + 1))
        np.put_along_axis(present, self.seats, 1.0, axis=1)
        np.matmul(present, self.pair, out=self.pull)
        clash = goal.seat_clash + goal.option_clash[self.options]
        self.pull[:, :n] += goal.seat_worth - penalty * clash

    def numbers(self, movable: int) -> int:
        """How much noise a round reads at most."""
        return self.m + 2 * self.m * self.k + self.m * movable**2

    def swap(self, one: Ints, two: Ints, x: Ints, y: Ints) -> None:
        """Swap seat ``x`` of each group in ``one`` with seat ``y`` of its partner in ``two``."""
        i, j = self.seats[one, x], self.seats[two, y]
        change = self.pair[j] - self.pair[i]
        self.pull[one] += change
        self.pull[two] -= change
        self.seats[one, x], self.seats[two, y] = j, i
        grown = (j < self.n).astype(np.int64) - (i < self.n)
        self.sizes[one] += grown
        self.sizes[two] -= grown

    def seating(self) -> Seating:
        """Who sits where now."""
        groups = np.zeros(self.n + 1, np.int64)
        groups[self.seats] = np.arange(self.m)[:, None]
        return Seating(groups[: self.n], self.options.copy())

    def _mean(self) -> float:
        """The mean worth of a pair in one group; subtracted, no size is worth more than another."""
        groups = self.seating().groups
        count = int((self.sizes * (self.sizes - 1)).sum())
        together = groups[:, None] == groups[None, :]
        return float(self.goal.worth[together].sum()) / count if count else 0.0

    def _choose_options(self) -> None:
        if len(self.goal.option_clash) == 1:
            return
        clash = np.append(self.goal.option_clash, np.zeros((len(self.goal.option_clash), 1)), 1)
        total = clash[:, self.seats].sum(axis=2)
        self.options = np.where(self.goal.allowed > 0, total, np.inf).argmin(axis=0)


def _random_groups(goal: Goal, draw: np.random.Generator) -> Ints:
    """The least of each group first, then one more for each that has room, again and again."""
    sizes = goal.size_min.copy()
    missing = len(goal.worth) - int(sizes.sum())
    while missing:
        room = np.flatnonzero(sizes < goal.size_max)[:missing]
        sizes[room] += 1
        missing -= len(room)
    groups: Ints = np.repeat(np.arange(len(sizes)), sizes)
    return draw.permutation(groups)


def _anneal(table: _Table, draw: np.random.Generator, noise: Floats, rounds: int) -> None:
    """``rounds`` rounds at one temperature, which is in the noise."""
    half = table.m // 2
    for first in range(0, rounds if half else 0, BLOCK):
        places = draw.integers(0, POOL, BLOCK).tolist()
        orders = draw.permuted(np.tile(np.arange(table.m), (BLOCK, 1)), axis=1)
        for place, order in zip(places[: rounds - first], orders, strict=False):
            _swaps(table, order[: 2 * half], noise[place:], table.movable)


def _descend(table: _Table, least: float) -> None:
    """Take the best swap of each pair of groups until none gains more than ``least``."""
    even = table.m + table.m % 2
    silence = np.zeros(table.numbers(table.k))
    silence[: table.m] = least
    for _ in range(SWEEPS_MAX if table.m > 1 else 0):
        swapped = 0
        for turn in range(even - 1):
            swapped += _swaps(table, _fixture(table.m, even, turn), silence, table.k)
        if not swapped:
            return


def _fixture(m: int, even: int, turn: int) -> Ints:
    """Who meets whom in a round robin of ``m`` (``even`` with a bye), the first half the second."""
    half = even // 2
    ring = (np.arange(even - 1) + turn) % (even - 1)
    left = np.append(ring[1:half], even - 1)
    right = np.append(ring[: half - 1 : -1], ring[0])
    real = (left < m) & (right < m)
    return np.concatenate((left[real], right[real]))


def _swaps(table: _Table, order: Ints, noise: Floats, movable: int) -> int:
    """At most one swap for each pair of groups, the first half of ``order`` with the second.

    The noise begins with what it is worth to stay, then has a number for each person and for each
    swap. Returns how many swaps were made.
    """
    half, k = len(order) // 2, table.k
    partners = np.concatenate((order[half:], order[:half]))
    who = table.seats[order]
    gain = table.pull[partners[:, None], who] - table.pull[order[:, None], who]
    if table.gaps:
        _close_gaps(table, order, who == table.n, gain)
    read = half
    kept: Ints | None = None
    if movable < k:
        noisy = gain + noise[read : read + gain.size].reshape(gain.shape)
        read += gain.size
        kept = noisy.argpartition(k - movable, axis=1)[:, k - movable :]
        who, gain = np.take_along_axis(who, kept, 1), np.take_along_axis(gain, kept, 1)
    worth = table.pair[who[:half, :, None], who[half:, None, :]]
    worth *= -2.0
    worth += gain[:half, :, None]
    worth += gain[half:, None, :]
    flat = worth.reshape(half, movable * movable)
    flat += noise[read : read + flat.size].reshape(flat.shape)
    best = flat.argmax(axis=1)
    moving = np.flatnonzero(flat[np.arange(half), best] > noise[:half])
    if len(moving):
        x, y = np.divmod(best[moving], movable)
        if kept is not None:
            x, y = kept[moving, x], kept[moving + half, y]
        table.swap(order[moving], partners[moving], x, y)
    return len(moving)


def _close_gaps(table: _Table, order: Ints, gap: Bools, gain: Floats) -> None:
    """Of a group's empty seats one is open, and only while both groups stay inside their bounds."""
    half = len(order) // 2
    sizes = table.sizes[order]
    partners_shrink = np.roll(sizes > table.goal.size_min[order], half)
    open_gap = (sizes < table.goal.size_max[order]) & partners_shrink
    first = gap.argmax(axis=1)
    spared = gap[np.arange(len(order)), first] & open_gap
    closed = gap.copy()
    closed[np.arange(len(order))[spared], first[spared]] = False
    gain[closed] = NEVER
