"""The best matching where both sides have places for several, as an assignment of places.

Each place of a mentor is a row and each place of a mentee a column. That alone could give a
mentor two places of one mentee. A pair that was made twice is therefore led through a row and a
column of its own, of which the pair can have only one, and the assignment is solved again.
"""

from dataclasses import dataclass

import numpy as np

from grodd.engines.election import Ints
from grodd.engines.matching.assignment import WORTH_MAX, Assignment, best_assignment

LEVELS = 10
"""Steps of badness between no fit and a good one."""
BASE = 4
"""One person who rises from a level outweighs three who fall, though not to that level."""
CELLS_MAX = 25_000_000
"""Places of mentors times places of mentees that fit into memory; about 5 000 x 5 000."""


@dataclass(frozen=True, slots=True, eq=False)
class Places:
    """What a match is worth, and how many each may have.

    Attributes:
        points: What a pair is worth, shape (n, m); 0 for pairs that cannot be made.
        relief: What it is worth beyond that as the first match of the mentee, shape (n, m).
        mentors: How many each mentor may have, shape (n,).
        mentees: How many each mentee may have, shape (m,).
        had: Which mentees have a match already, shape (m,), so that no further is a first.
    """

    points: Ints
    relief: Ints
    mentors: Ints
    mentees: Ints
    had: Ints


@dataclass(frozen=True, slots=True)
class Chosen:
    """Pairs, and what is known of them.

    Attributes:
        pairs: (mentor, mentee) by position.
        total: What they are worth.
        bound: What no choice exceeds.
    """

    pairs: tuple[tuple[int, int], ...]
    total: int
    bound: int


def reliefs(points: Ints, good: int) -> Ints:
    """What a first match is worth beyond its fit, so that fairness comes before the total.

    A mentee stands on one of twelve levels: good (a fit of ``good`` or more), ten steps of badness,
    and no match. To rise from a level is worth more than three others' falling, none of them as
    low as that level; only between equals does the total fit decide.

    Args:
        points: Shape (n, m); 0 for pairs that cannot be made.
        good: Unit: points.

    Raises:
        ValueError: There are too many people for the levels to outweigh all fits together.
    """
    unit = 1 + int(points.max(initial=0)) * sum(points.shape)
    # A lone pair is worth up to three times as much where it is led through.
    if unit * BASE ** (LEVELS + 1) > WORTH_MAX // 4:
        raise ValueError("too many people at once for a fair matching; match them in parts")
    bad = np.clip(-((points - good) * LEVELS // good), 0, LEVELS)
    return np.where(points > 0, unit * (BASE ** (LEVELS + 1) - BASE**bad), 0)


def best_choice(places: Places) -> Chosen:
    """Choose pairs of the greatest worth within everyone's places.

    Raises:
        ValueError: There are too many places to compare them all.
    """
    possible = places.points > 0
    rows = np.repeat(
        np.arange(len(places.mentors)), np.minimum(places.mentors, possible.sum(axis=1))
    )
    wanted = np.minimum(places.mentees, possible.sum(axis=0))
    columns = np.repeat(np.arange(len(wanted)), wanted)
    if len(rows) * len(columns) > CELLS_MAX:
        raise ValueError(
            f"{len(rows)} places of mentors and {len(columns)} of mentees are too many at once"
        )
    first = np.diff(columns, prepend=-1) > 0
    worth = places.points[np.ix_(rows, columns)]
    counts = first & (places.had[columns] == 0)
    worth[:, counts] += places.relief[np.ix_(rows, columns[counts])]
    alone: dict[tuple[int, int], None] = {}
    while True:
        found = best_assignment(_led_alone(worth, rows, columns, tuple(alone)))
        pairs = _pairs(found, rows, columns, tuple(alone))
        twice = [pair for pair, times in pairs.items() if times > 1]
        if not twice:
            constant = 2 * _toll(worth) * len(alone)
            return Chosen(tuple(sorted(pairs)), found.total - constant, found.bound - constant)
        alone |= dict.fromkeys(twice)


def _toll(worth: Ints) -> int:
    """More than any pair is worth, so that the two ways to a lone pair are never left half used."""
    return int(worth.max(initial=0)) + 1


def _led_alone(worth: Ints, rows: Ints, columns: Ints, alone: tuple[tuple[int, int], ...]) -> Ints:
    """Add a column that leads into each lone pair and a row that leads out of it."""
    height, width, toll = len(rows), len(columns), _toll(worth)
    whole = np.zeros((height + len(alone), width + len(alone)), np.int64)
    whole[:height, :width] = worth
    for k, (mentor, mentee) in enumerate(alone):
        ours, theirs = np.flatnonzero(rows == mentor), np.flatnonzero(columns == mentee)
        whole[height + k, theirs] = worth[ours[0], theirs] + toll
        whole[ours, width + k] = toll
        whole[height + k, width + k] = 2 * toll
        whole[np.ix_(ours, theirs)] = 0
    return whole


def _pairs(
    found: Assignment, rows: Ints, columns: Ints, alone: tuple[tuple[int, int], ...]
) -> dict[tuple[int, int], int]:
    """How many times each pair was made."""
    made: dict[tuple[int, int], int] = {}
    for row, column in found.pairs:
        if column >= len(columns):
            continue
        pair = (
            alone[row - len(rows)] if row >= len(rows) else (int(rows[row]), int(columns[column]))
        )
        made[pair] = made.get(pair, 0) + 1
    return made
