"""Take as much worth as limits allow, and prove with integers that nothing takes more.

A linear program forgets that things are whole, so its optimum is a bound. It is not believed: its
prices for the limits are rounded to integers, and with any such prices a sum in integers is a
bound by weak duality.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_array

from grodd.engines.election import Floats, Ints

SCALE = 2**24
"""Prices are rounded to this many parts; any rounding gives a valid bound."""
SOLVED = 0
"""The solver's status for "optimal"."""


@dataclass(frozen=True, slots=True, eq=False)
class Target:
    """What to aim for.

    Attributes:
        share: How much of each column the program takes, shape (w,) (0-1).
        bound: What no choice of whole columns exceeds in worth.
    """

    share: Floats
    bound: int


def most_worth(matrix: csr_array, limits: Ints, weight: Ints) -> Target:
    """Take as much worth as the limits of the rows allow, each column at most once.

    Args:
        matrix: What each column needs of each row, whole numbers, shape (rows, w).
        limits: What each row has, shape (rows,).
        weight: What each column is worth, shape (w,).
    """
    if not len(weight):
        return Target(np.zeros(0), 0)
    needs: Any = matrix  # the types of the solver know dense ones only
    answer = linprog(
        -weight.astype(np.float64),
        A_ub=needs,
        b_ub=limits.astype(np.float64),
        bounds=(0, 1),
        method="highs-ds",
    )
    if answer.status != SOLVED:
        return Target(np.ones(len(weight)), int(weight.sum()))
    prices = np.rint(np.maximum(-answer.ineqlin.marginals, 0) * SCALE).astype(np.int64)
    paid = np.asarray(matrix.T.astype(np.int64) @ prices, np.int64)
    beyond = np.maximum(weight * SCALE - paid, 0)
    return Target(np.asarray(answer.x, np.float64), int(limits @ prices + beyond.sum()) // SCALE)
