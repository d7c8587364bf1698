"""Instances made here: of the diverse grouping problem as its papers describe them, and of people.

Source:
    Gallego, Laguna, Marti and Duarte, "Tabu search with strategic oscillation for the maximally
    diverse grouping problem", JORS 64 (2013): RanReal, RanInt and Geo, their numbers of groups and
    bounds on sizes. The largest as in Lai and Hao, "Iterated maxima search for the maximally
    diverse grouping problem", EJOR 254 (2016).
"""

from dataclasses import dataclass

import numpy as np

from grodd.engines.election import Floats, Ints
from grodd.engines.grouping import Dimension, Group, GroupingTask, Person, Place
from grodd.engines.grouping.search import Goal, plain_goal

FAMILIES = ("RanInt", "RanReal", "Geo")
BOUNDS = {
    120: (10, 8, 16),
    240: (12, 15, 25),
    480: (20, 18, 30),
    960: (24, 32, 48),
    2000: (50, 26, 54),
}
"""By people: groups, and the bounds on their sizes where these may vary (RanReal)."""
EQUAL_FROM = 2000
"""From so many people on, sizes are equal in all families."""


@dataclass(frozen=True)
class Instance:
    """A matrix of distances and bounds on the sizes of groups.

    Attributes:
        name: Family, people, and ss (equal sizes) or ds (bounds).
        worth: Shape (n, n).
        least: Shape (m,).
        most: Shape (m,).
    """

    name: str
    worth: Floats
    least: Ints
    most: Ints

    def reached(self, groups: Ints) -> float:
        """The sum of distances inside groups."""
        return float(self.worth[groups[:, None] == groups[None, :]].sum()) / 2

    @property
    def goal(self) -> Goal:
        """It, as the engine takes it."""
        return plain_goal(self.worth, self.least, self.most)

    @property
    def by_chance(self) -> float:
        """What groups of equal size that are drawn by lot reach on average."""
        n, m = len(self.worth), len(self.least)
        return float(self.worth.sum()) / (n - 1) * (n / m - 1) / 2


def instance(family: str, n: int) -> Instance:
    """One instance: RanReal with bounds on the sizes of groups, the others with equal sizes."""
    m, least, most = BOUNDS[n]
    kind = "ds" if family == "RanReal" and n < EQUAL_FROM else "ss"
    if kind == "ss":
        least = most = n // m
    draw = np.random.default_rng(n + len(family))
    ends = np.full(m, least), np.full(m, most)
    return Instance(f"{family} {n} {kind}", _distances(family, n, draw), *ends)


def _distances(family: str, n: int, draw: np.random.Generator) -> Floats:
    if family == "Geo":
        points = draw.uniform(0, 100, (n, int(draw.integers(2, 22))))
        squares = (points * points).sum(axis=1)
        square = squares[:, None] + squares[None, :] - 2 * points @ points.T
        upper = np.triu(np.sqrt(np.maximum(square, 0)), 1)
    elif family == "RanInt":
        upper = np.triu(draw.integers(0, 101, (n, n)).astype(np.float64), 1)
    else:
        upper = np.triu(draw.uniform(0, 100, (n, n)), 1)
    return np.asarray(upper + upper.T)


TRADES, REGIONS = 24, ((60.2, 24.9), (60.5, 22.3), (61.5, 23.8), (65.0, 25.5))
LANGUAGES = (frozenset({"fi"}), frozenset({"fi", "sv"}), frozenset({"sv"}))
EVENINGS = ("mon", "tue", "wed", "thu")


def network(n: int, seed: int = 1) -> GroupingTask:
    """``n`` entrepreneurs around four towns, groups of about nine near them, rules and all."""
    draw = np.random.default_rng(seed)
    people = tuple(_entrepreneur(i, draw) for i in range(n))
    count = round(n / 9)
    groups = tuple(
        Group(
            f"g{g}", 6, 12, ("sv",) if g % 6 == 5 else ("fi",), EVENINGS, _near(g % 4, 0.05, draw)
        )
        for g in range(count)
    )
    pairs = draw.permutation(n)[: n // 10].reshape(-1, 2)
    sets = tuple(frozenset({f"p{i}", f"p{j}"}) for i, j in pairs)
    dimensions = (
        Dimension("trade", 3.0),
        Dimension("background"),
        Dimension("years", span=20.0),
    )
    return GroupingTask(people, groups, dimensions, apart=sets)


def _entrepreneur(i: int, draw: np.random.Generator) -> Person:
    free = draw.random(len(EVENINGS)) < 0.75
    return Person(
        f"p{i}",
        {
            "trade": f"t{int(TRADES * draw.random() ** 2)}",
            "background": "abcde"[int(draw.integers(5))],
            "years": float(draw.gamma(2, 5)),
        },
        LANGUAGES[int(draw.choice(3, p=[0.6, 0.3, 0.1]))],
        frozenset(evening for evening, is_free in zip(EVENINGS, free, strict=True) if is_free),
        _near(i % 4, 0.25, draw),
        60.0,
    )


def _near(town: int, degrees: float, draw: np.random.Generator) -> Place:
    north, east = REGIONS[town]
    return Place(north + draw.normal(0, degrees), east + draw.normal(0, 2 * degrees))
