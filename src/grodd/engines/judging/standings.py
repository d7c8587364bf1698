"""Who stands where, how sure that is, which places are really tied, and when there is enough."""

from collections.abc import Collection
from dataclasses import dataclass
from math import ceil

import numpy as np
from scipy.special import ndtr

from grodd.engines.election import Floats
from grodd.engines.judging.readings import Bools
from grodd.engines.judging.strengths import Fitted
from grodd.engines.judging.values import Aim, Judging, Plan

SURE = 0.95
"""One project is surely better than another from this probability. Both ways it leaves 90 %."""
INTERVAL = 1.6448536269514722
"""Half the width of a 90 % interval (unit: standard deviations)."""
DRAWS = 400
"""Ways in which things may truly be, drawn to say how much of a result would hold."""
NOTHING = 1e-12


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a project stands.

    Attributes:
        project: Key.
        place: 1 for the strongest; equals keep the order of the judging.
        tied: Number of the set of really tied places it is in, from 1 for the best.
        best_place: One after all that are surely better.
        worst_place: One before all that are surely worse.
        strength: From the mean of the field (unit: standard deviations of the field).
        low: Lower end of its 90 % interval.
        high: Upper end.
        views: Visits that count.
        first_chance: The probability that it is truly the best.
        prize_chance: The probability that it truly is among as many as there are prizes.
    """

    project: str
    place: int
    tied: int
    best_place: int
    worst_place: int
    strength: float
    low: float
    high: float
    views: int
    first_chance: float
    prize_chance: float


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the judging has come.

    Attributes:
        sure: What the plan's ``enough`` is compared with: the share of the prizes expected to be in
            the right hands, or the expected Kendall's tau of the ranking.
        enough: Whether each present project has its views and ``sure`` is reached. More visits
            still make the result better, only by less.
        views_least: Views of the least seen project that is present.
        visits_more: About how many more visits, evenly spread, it takes; 0 when there is enough;
            None when it would still not be enough if every judge saw everything.
    """

    sure: float
    enough: bool
    views_least: int
    visits_more: int | None


def standings(
    fitted: Fitted, *, prizes: int = 3, among: Collection[str] | None = None, seed: int = 0
) -> tuple[Standing, ...]:
    """Everyone in order, the strongest first.

    Two neighbours of whom neither is surely better have really tied places. A set of ties begins
    with a project and goes on as long as that project is not surely better.

    Args:
        fitted: Strengths.
        prizes: How many count as won.
        among: Keys of those who compete for them, as for a prize in a category; None for everyone.
            Strengths remain those of the whole field.
        seed: For the chances, which are drawn; the places have no chance in them.
    """
    keys = fitted.readings.projects
    competing = np.array([among is None or key in among for key in keys])
    ranked: list[int] = np.argsort(-fitted.strength, kind="stable").tolist()
    order = [i for i in ranked if competing[i]]
    surely = (better_chance(fitted) > SURE) & competing & competing[:, None]
    tied = _tied(order, surely.tolist())
    possible = _Futures(fitted, seed)
    first, won = possible.share_on_top(1, competing), possible.share_on_top(prizes, competing)
    half = INTERVAL * fitted.spread
    return tuple(
        Standing(
            project=keys[i],
            place=place,
            tied=tied[i],
            best_place=1 + int(surely[:, i].sum()),
            worst_place=len(order) - int(surely[i].sum()),
            strength=float(fitted.strength[i]),
            low=float(fitted.strength[i] - half[i]),
            high=float(fitted.strength[i] + half[i]),
            views=int(fitted.readings.views[i]),
            first_chance=float(first[i]),
            prize_chance=float(won[i]),
        )
        for place, i in enumerate(order, start=1)
    )


def better_chance(fitted: Fitted) -> Floats:
    """The probability that the row's project is truly better than the column's, shape (n, n)."""
    variance = np.diag(fitted.covariance)
    apart = variance[:, None] + variance[None, :] - 2 * fitted.covariance
    difference = fitted.strength[:, None] - fitted.strength[None, :]
    return np.asarray(ndtr(difference / np.sqrt(np.maximum(apart, NOTHING))))


def progress(judging: Judging, fitted: Fitted, plan: Plan, *, seed: int = 0) -> Progress:
    """Say whether there is enough, and about how much is missing.

    Args:
        judging: Everything said so far.
        fitted: Strengths from exactly that.
        plan: What is wanted.
        seed: For the draws behind the estimate.
    """
    views = fitted.readings.views
    present = np.array([project.present for project in judging.projects])
    least = int(views[present].min()) if present.any() else 0
    possible = _Futures(fitted, seed)
    sure = possible.sure(plan, 0.0)
    short = int(np.maximum(plan.views_min - views[present], 0).sum())
    more = _missing(possible, plan, present=int(present.sum()), judges=len(judging.judges))
    return Progress(
        sure=sure,
        enough=sure >= plan.enough and short == 0,
        views_least=least,
        visits_more=None if more is None else max(more, short),
    )


def _missing(possible: "_Futures", plan: Plan, *, present: int, judges: int) -> int | None:
    """The fewest more views of each project with which there would be enough, times projects."""
    if possible.sure(plan, 0.0) >= plan.enough:
        return 0
    most = max(0.0, judges - float(possible.fitted.readings.views.mean()))
    if possible.sure(plan, most) < plan.enough:
        return None
    low, high = 0.0, most
    while (high - low) * present > 1.0:
        middle = (low + high) / 2
        if possible.sure(plan, middle) >= plan.enough:
            high = middle
        else:
            low = middle
    return ceil(high * present)


def _tied(order: list[int], surely: list[list[bool]]) -> dict[int, int]:
    tied: dict[int, int] = {}
    number, head = 1, next(iter(order), -1)
    for i in order:
        if surely[head][i]:
            number, head = number + 1, i
        tied[i] = number
    return tied


class _Futures:
    """Ways in which things may truly be, and what would be found after more visits.

    In the directions in which errors are independent, a truth is drawn, and then what would be
    found when the variance left is 1 / (1 / variance + information). The same draws serve every
    number of visits, so that more visits are not found worse by chance.
    """

    def __init__(self, fitted: Fitted, seed: int) -> None:
        self.fitted = fitted
        draw = np.random.default_rng(seed)
        values, self._directions = np.linalg.eigh(fitted.covariance)
        self._variance = np.maximum(values, 0.0)
        shape = (DRAWS, len(values))
        self._truth = draw.standard_normal(shape) * np.sqrt(self._variance)
        self._error = draw.standard_normal(shape)
        self.truth = fitted.strength + self._truth @ self._directions.T

    def share_on_top(self, count: int, competing: Bools) -> Floats:
        """How often each is truly among the best ``count`` of those who compete, shape (n,)."""
        truth = np.where(competing, self.truth, -np.inf)
        return np.asarray(_on_top(truth, count).mean(axis=0) * competing)

    def sure(self, plan: Plan, views: float) -> float:
        """What is expected to be right after so many more views of each project."""
        left = 1.0 / (1.0 + views * self.fitted.information * self._variance)
        seen = (1.0 - left) * self._truth
        seen += np.sqrt((1.0 - left) * left * self._variance) * self._error
        found = self.fitted.strength + seen @ self._directions.T
        if plan.aim is Aim.TOP:
            right = _on_top(found, plan.prizes) & _on_top(self.truth, plan.prizes)
            return float(right.sum()) / (DRAWS * min(plan.prizes, len(self._variance)))
        return _agreement(found, self.truth)


def _on_top(values: Floats, count: int) -> Bools:
    """Which of each row are among its ``count`` largest."""
    most = values.shape[1]
    if count >= most:
        return np.ones(values.shape, np.bool_)
    edge = np.partition(values, most - count, axis=1)[:, [most - count]]
    return np.asarray(values >= edge)


def _agreement(found: Floats, truth: Floats) -> float:
    """Kendall's tau, the mean over rows; 1 for a single project, which cannot be out of order."""
    count = found.shape[1]
    one, two = np.triu_indices(count, 1)
    if not len(one):
        return 1.0
    right = 0
    for f, t in zip(found, truth, strict=True):
        right += int(np.count_nonzero((f[one] > f[two]) == (t[one] > t[two])))
    return 2.0 * right / (len(found) * len(one)) - 1.0
