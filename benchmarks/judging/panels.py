"""Made-up judges whose truth is known, as different as judges are.

Quality is normal with variance 1. A judge perceives each project once, quality plus taste: asking
the same judge twice does not average taste away.

- realistic: taste has a standard deviation of its own for each judge (lognormal, median 1.0, 0.4)
  and leans towards kinds of projects (0.4); every tenth judge answers at random.
- clean: all judges alike, 0.5, no leaning, nobody at random.
- crowded: the model that Crowd-BT itself assumes. Which of two is better follows Bradley-Terry's
  law, afresh for each question, and is turned round with probability 1 - eta, eta ~ Beta(10, 1).

Scores are whole numbers from 1 to 10 with the judge's own leniency (0.9 points), own scale
(lognormal, median 1.5 points per unit of quality, 0.25), noise (0.7 points) and a leniency that
drifts (0.25 points per visit).
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from grodd.engines.election import Floats

KINDS = 4


class Setting(StrEnum):
    REALISTIC = "realistic"
    CLEAN = "clean"
    CROWDED = "crowded"


@dataclass(eq=False)
class Panel:
    """Judges and projects of one event. ``draw`` is used up as questions are asked."""

    setting: Setting
    quality: Floats
    perceived: Floats
    eta: Floats
    leniency: Floats
    scale: Floats
    draw: np.random.Generator

    def better(self, judge: int, one: int, two: int) -> bool:
        """Whether the judge clicks on ``one``."""
        if self.setting is not Setting.CROWDED:
            return bool(self.perceived[judge, one] > self.perceived[judge, two])
        chance = 1 / (1 + np.exp(self.quality[two] - self.quality[one]))
        right = self.draw.random() < self.eta[judge]
        return bool((self.draw.random() < chance) == right)

    def score(self, judge: int, project: int) -> float:
        self.leniency[judge] += self.draw.normal(0, 0.25)
        perceived = self.perceived[judge, project]
        if self.draw.random() > self.eta[judge]:
            perceived = -perceived
        points = 5.5 + self.leniency[judge] + self.scale[judge] * perceived
        return float(np.clip(np.rint(points + self.draw.normal(0, 0.7)), 1, 10))

    def placed(self, judge: int, order: list[int], project: int) -> None:
        """The judge puts the project into the own order, by halving: about three questions."""
        low, high = 0, len(order)
        while low < high:
            middle = (low + high) // 2
            if self._better_again(judge, project, order[middle]):
                high = middle
            else:
                low = middle + 1
        order.insert(low, project)

    def _better_again(self, judge: int, one: int, two: int) -> bool:
        """As the judge perceived them, turned round as often as clicks are."""
        found = bool(self.perceived[judge, one] > self.perceived[judge, two])
        return bool(found == (self.draw.random() < self.eta[judge]))


def panel(setting: Setting, projects: int, judges: int, seed: int) -> Panel:
    """The same seed makes the same event, whatever method is tried on it."""
    draw = np.random.default_rng(seed)
    quality = draw.normal(size=projects)
    shape = (judges, projects)
    if setting is Setting.REALISTIC:
        taste = np.exp(draw.normal(0, 0.4, judges))[:, None]
        leaning = draw.normal(0, 0.4, (judges, KINDS))[:, draw.integers(0, KINDS, projects)]
        perceived = quality + leaning + taste * draw.normal(size=shape)
        lost = draw.random(judges) < 0.1
        perceived[lost] = np.sqrt(2) * draw.normal(size=(int(lost.sum()), projects))
    elif setting is Setting.CLEAN:
        perceived = quality + 0.5 * draw.normal(size=shape)
    else:
        perceived = quality + draw.gumbel(size=shape)
    eta = draw.beta(10, 1, judges) if setting is Setting.CROWDED else np.ones(judges)
    return Panel(
        setting,
        quality,
        perceived,
        eta,
        draw.normal(0, 0.9, judges),
        1.5 * np.exp(draw.normal(0, 0.25, judges)),
        draw,
    )
