"""Crowd-BT, online, written from the paper, with the settings that Gavel uses.

Source:
    Chen, Bennett, Collins-Thompson and Horvitz, "Pairwise ranking aggregation in a crowdsourced
    setting", WSDM 2013, sections 4 and 5. Gavel's settings: gamma 0.1, eta ~ Beta(10, 1), a random
    project with probability 0.25, and at least two views of each project first.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import betaln, digamma

from grodd.engines.election import Floats

GAMMA = 0.1
CHANCE = 0.25
ALPHA, BETA = 10.0, 1.0
KAPPA = 1e-4
VIEWS_MIN = 2


@dataclass(eq=False)
class _After:
    """Everything as it would be after a click, one entry for each pair."""

    winner: Floats
    winner_variance: Floats
    loser: Floats
    loser_variance: Floats
    alpha: Floats
    beta: Floats
    chance: Floats


class CrowdBT:
    def __init__(self, judges: int, projects: int, draw: np.random.Generator) -> None:
        self.mean: Floats = np.zeros(projects)
        self.variance: Floats = np.ones(projects)
        self.alpha: Floats = np.full(judges, ALPHA)
        self.beta: Floats = np.full(judges, BETA)
        self.views = np.zeros(projects, np.int64)
        self.draw = draw

    def learn(self, judge: int, better: int, worse: int) -> None:
        after = self._after(judge, np.array([better]), np.array([worse]))
        self.mean[better], self.variance[better] = after.winner[0], after.winner_variance[0]
        self.mean[worse], self.variance[worse] = after.loser[0], after.loser_variance[0]
        self.alpha[judge], self.beta[judge] = after.alpha[0], after.beta[0]

    def choose(self, judge: int, last: int | None, free: list[int]) -> int:
        few = [i for i in free if self.views[i] < VIEWS_MIN] or free
        chosen = int(self.draw.choice(few))
        if last is not None and self.draw.random() >= CHANCE:
            few = self.draw.permutation(few).tolist()
            chosen = few[int(self._gain(judge, last, np.array(few)).argmax())]
        self.views[chosen] += 1
        return chosen

    def _gain(self, judge: int, last: int, others: np.ndarray) -> Floats:
        """Expected information gain of asking for ``last`` against each of ``others``."""
        same = np.full(len(others), last)
        first, second = self._after(judge, same, others), self._after(judge, others, same)
        return first.chance * self._learnt(judge, first, same, others) + (
            1 - first.chance
        ) * self._learnt(judge, second, others, same)

    def _learnt(self, judge: int, after: _After, one: np.ndarray, two: np.ndarray) -> Floats:
        strengths = _normal_divergence(
            self.mean[one], self.variance[one], after.winner, after.winner_variance
        ) + _normal_divergence(
            self.mean[two], self.variance[two], after.loser, after.loser_variance
        )
        return strengths + GAMMA * _beta_divergence(
            self.alpha[judge], self.beta[judge], after.alpha, after.beta
        )

    def _after(self, judge: int, one: np.ndarray, two: np.ndarray) -> _After:
        """Moments matched after ``judge`` found ``one`` better than ``two``."""
        alpha, beta = self.alpha[judge], self.beta[judge]
        m1, m2, v1, v2 = self.mean[one], self.mean[two], self.variance[one], self.variance[two]
        p = 1 / (1 + np.exp(m2 - m1))
        mixed = alpha * p + beta * (1 - p)
        push = alpha * p / mixed - p
        bend = alpha * beta * p * (1 - p) / mixed**2 - p * (1 - p)
        right = p + 0.5 * (v1 + v2) * p * (1 - p) * (1 - 2 * p)
        right = np.clip(right, 1e-6, 1 - 1e-6)
        total = alpha + beta
        chance = (right * alpha + (1 - right) * beta) / total
        mean = (right * (alpha + 1) * alpha + (1 - right) * alpha * beta) / (
            chance * (total + 1) * total
        )
        square = (
            right * (alpha + 2) * (alpha + 1) * alpha + (1 - right) * (alpha + 1) * alpha * beta
        ) / (chance * (total + 2) * (total + 1) * total)
        left = (mean - square) / (square - mean**2)
        return _After(
            m1 + v1 * push,
            v1 * np.maximum(1 + v1 * bend, KAPPA),
            m2 - v2 * push,
            v2 * np.maximum(1 + v2 * bend, KAPPA),
            left * mean,
            left * (1 - mean),
            chance,
        )


def _normal_divergence(m1: Floats, v1: Floats, m2: Floats, v2: Floats) -> Floats:
    """Of the first from the second (Kullback-Leibler)."""
    return np.asarray(np.log(v2 / v1) / 2 + (v1 + (m1 - m2) ** 2) / (2 * v2) - 0.5)


def _beta_divergence(a1: float, b1: float, a2: Floats, b2: Floats) -> Floats:
    """Of the first from the second (Kullback-Leibler)."""
    return np.asarray(
        betaln(a2, b2)
        - betaln(a1, b1)
        + (a1 - a2) * digamma(a1)
        + (b1 - b2) * digamma(b1)
        + (a2 - a1 + b2 - b1) * digamma(a1 + b1)
    )
