"""Assign rows to columns at the greatest total worth, and prove with integers that nothing is more.

SciPy's solver works with floats. Its answer is therefore checked from outside: a price for each
row and column that together cover the worth of every pair bounds what anyone can reach.
"""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import linear_sum_assignment

from grodd.engines.election import Ints

WORTH_MAX = 2**46
"""Above that the solver's floats could no longer hold sums of worths exactly."""


@dataclass(frozen=True, slots=True, eq=False)
class Assignment:
    """Pairs of a row and a column, nobody twice.

    Attributes:
        rows: Shape (k,), ascending.
        columns: Shape (k,), each row's column.
        total: What the pairs are worth.
        bound: What no assignment exceeds.
    """

    rows: Ints
    columns: Ints
    total: int
    bound: int

    @property
    def pairs(self) -> list[tuple[int, int]]:
        """The same as plain numbers."""
        return [(int(i), int(j)) for i, j in zip(self.rows, self.columns, strict=True)]


def best_assignment(worth: Ints) -> Assignment:
    """Assign so that the total worth is greatest.

    Args:
        worth: Shape (rows, columns), integers up to ``WORTH_MAX``; a pair of worth 0 or less is
            never made.

    Source:
        Crouse, "On implementing 2D rectangular assignment algorithms", IEEE Transactions on
        Aerospace and Electronic Systems 52 (2016), as in SciPy.
    """
    assert worth.ndim == 2, worth.shape  # noqa: PLR2004 - rows and columns
    none = np.zeros(0, np.int64)
    if worth.size == 0:
        return Assignment(none, none, 0, 0)
    gain = np.maximum(worth, 0)
    assert int(gain.max()) <= WORTH_MAX, int(gain.max())
    rows, columns = linear_sum_assignment(gain, maximize=True)
    made = gain[rows, columns] > 0
    found = np.asarray(rows[made], np.int64), np.asarray(columns[made], np.int64)
    return Assignment(*found, int(gain[found].sum()), price_bound(gain, *found))


def price_bound(gain: Ints, rows: Ints, columns: Ints) -> int:
    """The sum of the prices, which no assignment exceeds.

    Any prices of columns that are not negative will do: each row then pays what the best of its
    pairs leaves over. These are the least ones under which nobody would rather have another
    column than the assigned one, so that for a best assignment the bound is its total.

    Args:
        gain: What each pair is worth, not negative, shape (rows, columns).
        rows: An assignment: its rows, shape (k,).
        columns: Their columns, shape (k,).
    """
    prices = np.zeros(gain.shape[1], np.int64)
    alone = np.ones(gain.shape[0], np.bool_)
    alone[rows] = False
    if alone.any():
        prices = gain[alone].max(axis=0)
    own = gain[rows, columns]
    asked = np.full(len(rows), -1, np.int64)
    for _ in range(len(rows) + 1):
        changed = np.flatnonzero(prices[columns] > asked)
        if not len(changed):
            break
        asked[changed] = prices[columns[changed]]
        left = own[changed] - asked[changed]
        prices = np.maximum(prices, (gain[rows[changed]] - left[:, None]).max(axis=0))
    surplus = np.maximum((gain - prices).max(axis=1), 0)
    return int(prices.sum() + surplus.sum())
