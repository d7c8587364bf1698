"""The innermost loop of the search, compiled: look for a swap that is good enough, and make it.

Beside the n people there is a number for an empty seat in each of the m groups (n + g in group g):
a person who moves swaps with an empty seat. Where sizes are fixed there is none.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from grodd.engines.compiled import compiled
from grodd.engines.election import Floats, Ints

Indices = NDArray[np.uint32]
"""Unsigned, so that no negative index has to be looked for; that doubles the speed."""

BLOCK = 32
"""Candidates that are weighed at once, as columns of numbers."""
NEVER = -1e300
"""What it is worth to do what may not be done."""


class Tables(NamedTuple):
    """Who sits where, and what that is worth; n people, m groups, w = n or n + m.

    Attributes:
        pair: What a pair in one group is worth, shape (n, w); 0 with an empty seat.
        pull: What a person adds to each group, as it is now, shape (m, w); 0 for an empty seat.
        own: ``pull`` of each person in the own group, shape (w,); ``-NEVER`` for an empty seat of
            a group that is full.
        group: Where each one sits, shape (w,).
        sizes: Members of each group, shape (m,).
        size_min: Shape (m,).
        size_max: Shape (m,).
    """

    pair: Floats
    pull: Floats
    own: Floats
    group: Indices
    sizes: Ints
    size_min: Ints
    size_max: Ints


@compiled
def make_swaps(tables: Tables, begin: Ints, above: Floats) -> int:
    """Let everyone in turn take the first swap that gains more than ``above``.

    Args:
        tables: Changed in place.
        begin: For each turn, the candidate from whom to look onwards; turn t is that of person
            t modulo n.
        above: For each turn, the gain to exceed; a negative one accepts a loss.

    Returns:
        How many swaps were made.
    """
    n, width = tables.pair.shape
    chances = np.empty(len(tables.sizes))
    made = 0
    for turn in range(len(begin)):
        i = turn % n
        g = tables.group[i]
        pull, mine = tables.pull, tables.own[i]
        for h in range(len(chances)):
            chances[h] = pull[h, i] - mine
        chances[g] = NEVER
        end = width if tables.sizes[g] > tables.size_min[g] else n
        first = begin[turn] % end
        j = _first_above(tables, i, chances, above[turn], first, end)
        if j < 0:
            j = _first_above(tables, i, chances, above[turn], 0, first)
        if j >= 0:
            _swap(tables, i, j)
            made += 1
    return made


@compiled
def _first_above(
    tables: Tables, i: int, chances: Floats, above: float, first: int, end: int
) -> int:
    """The first candidate whose swap with person ``i`` gains more than ``above``; -1 if none."""
    all_groups, all_own = tables.group, tables.own
    there, pair = tables.pull[all_groups[i]], tables.pair[i]
    start = first
    while start < end:
        stop = start + BLOCK
        if stop <= end:
            # Slices begin at zero: the compiler then sees that no index is negative.
            group, gain = all_groups[start:stop], there[start:stop]
            loss, between = all_own[start:stop], pair[start:stop]
            hit = 0
            for c in range(BLOCK):
                hit |= chances[group[c]] + gain[c] - loss[c] - 2 * between[c] > above
            if not hit:
                start = stop
                continue
        for c in range(start, min(stop, end)):
            if chances[all_groups[c]] + there[c] - all_own[c] - 2 * pair[c] > above:
                return c
        start = stop
    return -1


@compiled
def _swap(tables: Tables, i: int, j: int) -> None:
    """Person ``i`` and candidate ``j`` change places."""
    n = len(tables.pair)
    g, h = tables.group[i], tables.group[j]
    here, there, leaving = tables.pull[g], tables.pull[h], tables.pair[i]
    tables.group[i] = h
    if j < n:
        coming = tables.pair[j]
        tables.group[j] = g
        for c in range(n):
            change = coming[c] - leaving[c]
            here[c] += change
            there[c] -= change
    else:
        for c in range(n):
            here[c] -= leaving[c]
            there[c] += leaving[c]
        tables.sizes[g] -= 1
        tables.sizes[h] += 1
        for k in (g, h):
            full = tables.sizes[k] >= tables.size_max[k]
            tables.own[n + k] = -NEVER if full else 0.0
    group, own = tables.group, tables.own
    for c in range(n):
        if group[c] == g:
            own[c] = here[c]
        elif group[c] == h:
            own[c] = there[c]
