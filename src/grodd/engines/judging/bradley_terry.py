"""Bradley-Terry: strengths from "this one is better than that one".

The probability that i is found better than j is 1 / (1 + exp(slope · (strength j - strength i))).

Source:
    Bradley and Terry, "Rank analysis of incomplete block designs", Biometrika 39 (1952);
    Newton's method as in Agresti, "Categorical data analysis", 2nd edition (2002), section 10.6.
"""

import numpy as np
from scipy.special import expit

from grodd.engines.election import Floats, Ints

NEWTON_ROUNDS_MAX = 100
SETTLED = 1e-10
STEP_MAX = 2.0
"""The longest step in one round; a full one may overshoot far from the solution."""


def bradley_terry(better: Ints, worse: Ints, *, count: int, prior_precision: float) -> Floats:
    """Estimate strengths with slope 1.

    Args:
        better: The project found better, shape (c,).
        worse: The other, shape (c,).
        count: How many projects there are.
        prior_precision: Of a normal prior around zero. With 0 it is maximum likelihood, which
            exists only when nobody, and no group, won or lost every time against the others.

    Returns:
        Strengths with mean zero, shape (count,).
    """
    strength = np.zeros(count)
    for _ in range(NEWTON_ROUNDS_MAX):
        precision, pull = evidence(strength, better, worse, slope=1.0)
        # One more row of ones: only differences matter, so the mean is held at zero.
        precision += prior_precision * np.eye(count) + 1.0
        step = np.linalg.solve(precision, pull) - strength
        strength = strength + step * min(1.0, STEP_MAX / max(float(np.abs(step).max()), 1e-300))
        if float(np.abs(step).max()) < SETTLED:
            break
    return np.asarray(strength - strength.mean())


def evidence(strength: Floats, better: Ints, worse: Ints, *, slope: float) -> tuple[Floats, Floats]:
    """What comparisons say around ``strength``, as a normal likelihood would say it.

    Returns:
        Precision, shape (n, n), and precision times mean, shape (n,).
    """
    count = len(strength)
    chance = expit(slope * (strength[better] - strength[worse]))
    weight = slope * slope * chance * (1.0 - chance)
    pull = slope * (1.0 - chance) + weight * (strength[better] - strength[worse])
    flat = np.concatenate((better * count + worse, worse * count + better))
    across = np.bincount(flat, np.tile(weight, 2), count * count).reshape(count, count)
    precision = np.diag(across.sum(axis=1)) - across
    toward = np.bincount(better, pull, count) - np.bincount(worse, pull, count)
    return np.asarray(precision, np.float64), np.asarray(toward, np.float64)
