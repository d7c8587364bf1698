"""How strong each project is, and how sure that is, with each judge's own level, scale and noise.

A reading of project i by judge k is level_k + scale_k · strength_i + noise. Levels are normal; each
judge's scale and noise are drawn towards what is usual among the judges of this very judging, so
that a judge who answers at random comes to count for little, though not after two visits. The
strengths are normal before anything is said. Everything is estimated by expectation-maximisation;
comparisons join in as Bradley-Terry's likelihood with one slope for all.

Strengths are told in standard deviations of this field, from its mean: what judges can tell about
any other field is nothing.

The uncertainty that follows from the model alone is too small: scale and noise count as known once
estimated, a judge's taste goes by kinds of projects, and no judge is quite normal. ``OPTIMISM``
says by how much what was said is less reliable than the model believes; it was found by simulation
(see benchmarks/judging) and a test holds it there.

Source:
    Dempster, Laird and Rubin, "Maximum likelihood from incomplete data via the EM algorithm",
    JRSS B 39 (1977); one factor with random levels.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from grodd.engines.election import Floats
from grodd.engines.judging.bradley_terry import evidence
from grodd.engines.judging.readings import Readings, readings
from grodd.engines.judging.values import Judging

ROUNDS_MAX = 12
SETTLED = 2e-3
"""Strengths that move less than this in a round have settled (unit: standard deviations)."""
USUAL_VISITS = 16.0
"""The usual scale and noise count in a judge's own like so many visits."""
LEVELS_PRIOR = 4.0
"""The first guess at how levels spread counts like so many judges."""
SCALE_FIRST, NOISE_FIRST, LEVEL_FIRST = 0.7, 0.5, 1.0
"""Where estimation begins: a judge's taste varies about as much as quality does."""
SCALE_MIN = 0.02
"""A judge whose order is upside down counts for nothing; nobody counts against."""
SLOPE_FIRST, SLOPE_SPREAD = 1.2, 1.0
"""Of comparisons: where judges' taste varies as much as quality does, and how far it may be off
(unit: natural logarithm)."""
OPTIMISM = 1.4
"""Errors of what was said are so much larger than the model believes (a factor on the variance)."""


@dataclass(frozen=True, slots=True, eq=False)
class Fitted:
    """What is known of the projects, and of the judges.

    Attributes:
        readings: What it was estimated from.
        strength: Shape (n,), mean zero (unit: standard deviations of this field).
        covariance: Of the strengths, calibrated, shape (n, n).
        level: Each judge's own, shape (K,) (unit: of readings).
        scale: Each judge's own, positive, shape (K,).
        noise: The variance of each judge's readings around the strengths, shape (K,).
        slope: Of comparisons.
        information: What a usual visit says of a project's strength, calibrated (unit: one over
            variance).
    """

    readings: Readings
    strength: Floats
    covariance: Floats
    level: Floats
    scale: Floats
    noise: Floats
    slope: float
    information: float

    @property
    def spread(self) -> Floats:
        """The standard deviation of each strength, shape (n,)."""
        return np.asarray(np.sqrt(np.diag(self.covariance)))


def fit(judging: Judging) -> Fitted:
    """Estimate strengths and judges from everything said so far, also from nothing.

    The same words give the same numbers; there is no chance in it.
    """
    return fit_readings(readings(judging))


def fit_readings(said: Readings) -> Fitted:
    """Estimate strengths and judges from readings."""
    model = _Model(said)
    for _ in range(ROUNDS_MAX):
        before = model.mean
        model.expect()
        if float(np.abs(model.mean - before).max()) < SETTLED:
            break
        model.maximise()
    strength, covariance, unit = _in_this_field(model.mean, model.covariance)
    return Fitted(
        readings=said,
        strength=strength,
        covariance=covariance,
        level=model.levels(),
        scale=model.scale,
        noise=model.noise,
        slope=model.slope,
        information=model.usual_scale**2 / model.usual_noise * unit / OPTIMISM,
    )


def _in_this_field(mean: Floats, covariance: Floats) -> tuple[Floats, Floats, float]:
    """From the field's own mean, in its own standard deviations, and calibrated.

    With prior variance 1, V (1 - V) is the variance that errors in what was said give the mean;
    only that part is enlarged, so that what nobody has seen is not less sure than unknown.
    """
    calibrated = covariance + (OPTIMISM - 1.0) * (covariance - covariance @ covariance)
    centred = mean - mean.mean()
    expected = float((centred * centred).mean()) + _centred_variance(covariance)
    calibrated -= calibrated.mean(axis=0)
    calibrated -= calibrated.mean(axis=1)[:, None]
    # A single project is its own field and has no spread.
    unit = expected if len(mean) > 1 else 1.0
    return centred / np.sqrt(unit), (calibrated + calibrated.T) / (2.0 * unit), unit


def _centred_variance(covariance: Floats) -> float:
    return float(np.diag(covariance).mean() - covariance.mean())


class _Model:
    """The estimates as they are now. Lives for one fit."""

    def __init__(self, said: Readings) -> None:
        judges, count = said.value.shape
        self.said = said
        self.visits: Floats = said.given.sum(axis=1)
        self.total: Floats = said.value.sum(axis=1)
        self.mean: Floats = np.zeros(count)
        self.covariance: Floats = np.eye(count)
        self.scale: Floats = np.full(judges, SCALE_FIRST)
        self.noise: Floats = np.full(judges, NOISE_FIRST)
        self.usual_scale, self.usual_noise = SCALE_FIRST, NOISE_FIRST
        self.level_variance = LEVEL_FIRST
        self.slope = SLOPE_FIRST

    def expect(self) -> None:
        """Strengths, given the judges. Levels are integrated out."""
        given, value = self.said.given, self.said.value
        weight = self.scale**2 / self.noise
        shared = 1.0 / (self.visits + self.noise / self.level_variance)
        precision = -(given.T @ (given * (weight * shared)[:, None]))
        precision[np.diag_indices_from(precision)] += 1.0 + weight @ given
        pull = (self.scale / self.noise) @ (value - given * (shared * self.total)[:, None])
        if len(self.said.better):
            more, toward = evidence(self.mean, self.said.better, self.said.worse, slope=self.slope)
            precision, pull = precision + more, pull + toward
        self.covariance = np.asarray(np.linalg.inv(precision), np.float64)
        self.mean = np.asarray(self.covariance @ pull)

    def maximise(self) -> None:
        """Judges, given the strengths and how sure they are."""
        self._maximise_judges()
        if len(self.said.better):
            self._maximise_slope()

    def levels(self) -> Floats:
        """Each judge's level, given the strengths."""
        shared = self.visits + self.noise / self.level_variance
        return np.asarray((self.total - self.scale * (self.said.given @ self.mean)) / shared)

    def _maximise_judges(self) -> None:
        given, value, visits = self.said.given, self.said.value, np.maximum(self.visits, 1.0)
        seen = given @ self.mean
        unsure = ((given @ self.covariance) * given).sum(axis=1)
        squares = given @ (self.mean**2 + np.diag(self.covariance)) - (seen**2 + unsure) / visits
        products = value @ self.mean - self.total * seen / visits
        spread = (value**2).sum(axis=1) - self.total**2 / visits
        prior = USUAL_VISITS * self.usual_noise
        scale = (products + prior * self.usual_scale) / (squares + prior)
        self.scale = np.maximum(scale, SCALE_MIN)
        left = spread - 2 * self.scale * products + self.scale**2 * squares
        freedom = np.maximum(self.visits - 1.0, 0.0)
        self.noise = (left + USUAL_VISITS * self.usual_noise) / (freedom + USUAL_VISITS)
        told = freedom.sum()
        if told > 0:
            self.usual_scale = float(self.scale @ freedom / told)
            self.usual_noise = float(self.noise @ freedom / told)
        self._maximise_level_variance()

    def _maximise_level_variance(self) -> None:
        who = self.visits > 0
        variance = self.noise / (self.visits + self.noise / self.level_variance)
        squares = (self.levels() ** 2 + variance)[who].sum()
        self.level_variance = float(squares + LEVELS_PRIOR * LEVEL_FIRST) / (
            int(who.sum()) + LEVELS_PRIOR
        )

    def _maximise_slope(self) -> None:
        """One Newton step for the logarithm of the slope."""
        better, worse = self.said.better, self.said.worse
        apart = self.mean[better] - self.mean[worse]
        variance = np.diag(self.covariance)
        unsure = variance[better] + variance[worse] - 2 * self.covariance[better, worse]
        chance = expit(self.slope * apart)
        spread = chance * (1 - chance)
        gain = self.slope * ((1 - chance) * apart - self.slope * spread * unsure)
        bend = self.slope**2 * spread * (apart**2 + unsure)
        away = np.log(self.slope / SLOPE_FIRST) / SLOPE_SPREAD**2
        step = (gain.sum() - away) / (bend.sum() + 1.0 / SLOPE_SPREAD**2)
        self.slope *= float(np.exp(np.clip(step, -0.5, 0.5)))
