"""Ways to judge, each of which asks the same judges for the same number of visits."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from benchmarks.judging.crowd_bt import CrowdBT
from benchmarks.judging.panels import Panel
from grodd.engines.election import Floats
from grodd.engines.judging.bradley_terry import bradley_terry, evidence
from grodd.engines.judging.strengths import Fitted, fit
from grodd.engines.judging.values import Aim, Judge, Judging, Plan, Project, Visit
from grodd.engines.judging.visits import next_visit


@dataclass(frozen=True)
class Outcome:
    """What a method found: estimates, and for ours all that is known.

    ``waited`` counts judges for whom there was no room; ``walked_m`` adds up all their ways.
    """

    strength: Floats
    fitted: Fitted | None = None
    waited: int = 0
    walked_m: float = 0.0


Method = Callable[[Panel, int, int], Outcome]
"""Of a panel, visits for each judge, and a seed."""


def gavel(panel: Panel, visits: int, seed: int) -> Outcome:
    """Crowd-BT as Gavel runs it: this one or the previous one, then where most is learnt."""
    judges, projects = panel.perceived.shape
    model = CrowdBT(judges, projects, np.random.default_rng(seed))
    _chain(panel, visits, seed, model.choose, model.learn)
    return Outcome(model.mean)


class _Clicks:
    """Pairs for Bradley-Terry."""

    def __init__(self, projects: int, draw: np.random.Generator, *, by_variance: bool) -> None:
        self.projects, self.draw, self.by_variance = projects, draw, by_variance
        self.better: list[int] = []
        self.worse: list[int] = []
        self.every = 1 if projects <= 50 else 10
        self.covariance: Floats = np.eye(projects)

    def learn(self, _judge: int, better: int, worse: int) -> None:
        self.better.append(better)
        self.worse.append(worse)
        if self.by_variance and len(self.better) % self.every == 0:
            strength = self.strength()
            precision, _ = evidence(strength, *self._pairs(), slope=1.0)
            self.covariance = np.asarray(np.linalg.inv(precision + np.eye(self.projects)))

    def choose(self, _judge: int, last: int | None, free: list[int]) -> int:
        if not self.by_variance or last is None:
            return int(self.draw.choice(free))
        own = np.diag(self.covariance)
        apart = own[free] + own[last] - 2 * self.covariance[last, free]
        return free[int((apart + 1e-6 * self.draw.random(len(free))).argmax())]

    def strength(self) -> Floats:
        return bradley_terry(*self._pairs(), count=self.projects, prior_precision=1.0)

    def _pairs(self) -> tuple[np.ndarray, np.ndarray]:
        return np.array(self.better, np.int64), np.array(self.worse, np.int64)


def chain_bradley_terry(panel: Panel, visits: int, seed: int, *, by_variance: bool) -> Outcome:
    clicks = _Clicks(panel.perceived.shape[1], np.random.default_rng(seed), by_variance=by_variance)
    _chain(panel, visits, seed, clicks.choose, clicks.learn)
    return Outcome(clicks.strength())


def _chain(
    panel: Panel,
    visits: int,
    seed: int,
    choose: Callable[[int, int | None, list[int]], int],
    learn: Callable[[int, int, int], None],
) -> None:
    judges, projects = panel.perceived.shape
    draw = np.random.default_rng([seed, 1])
    left = [set(range(projects)) for _ in range(judges)]
    last: list[int | None] = [None] * judges
    for _ in range(visits):
        for judge in draw.permutation(judges).tolist():
            if not left[judge]:
                continue
            project = choose(judge, last[judge], sorted(left[judge]))
            left[judge].remove(project)
            before, last[judge] = last[judge], project
            if before is not None:
                found = panel.better(judge, project, before)
                learn(judge, *((project, before) if found else (before, project)))


def plain_means(panel: Panel, visits: int, seed: int) -> Outcome:
    """Everyone scores; least seen projects first; the mean of the scores."""
    judges, projects = panel.perceived.shape
    draw = np.random.default_rng([seed, 1])
    total, count = np.zeros(projects), np.zeros(projects)
    seen = np.zeros((judges, projects), np.bool_)
    for _ in range(visits):
        for judge in draw.permutation(judges).tolist():
            order = count + draw.random(projects) + 1e9 * seen[judge]
            project = int(order.argmin())
            seen[judge, project] = True
            total[project] += panel.score(judge, project)
            count[project] += 1
    return Outcome(total / np.maximum(count, 1))


def grodd(
    panel: Panel,
    visits: int,
    seed: int,
    *,
    plan: Plan,
    scores: bool = True,
    orders: bool = True,
    walks_m: tuple[tuple[float, ...], ...] = (),
) -> Outcome:
    """Ours: through the same doors as everyone else, with room kept and a fit every few visits."""
    judges, projects = panel.perceived.shape
    draw = np.random.default_rng([seed, 1])
    room = -(-2 * judges // projects)
    judging = Judging(
        tuple(Project(f"p{i}", room) for i in range(projects)),
        tuple(Judge(f"j{k}") for k in range(judges)),
        walks_m=walks_m,
    )
    said = _Said(judging, panel, scores=scores, orders=orders)
    fitted = fit(judging)
    here: dict[str, str] = {}
    every = max(1, judges // 4) if projects <= 50 else judges
    waited, walked = 0, 0.0
    for turn in range(visits):
        for i, judge in enumerate(draw.permutation(judges).tolist()):
            judging = said.judging()
            if (turn * judges + i) % every == 0:
                fitted = fit(judging)
            here.pop(f"j{judge}", None)
            sent = next_visit(judging, fitted, plan, judge=f"j{judge}", here=here, seed=seed)
            if not sent.project:
                waited += 1
                continue
            here[f"j{judge}"] = sent.project
            walked += sent.walk_m or 0.0
            said.visit(judge, int(sent.project[1:]))
    fitted = fit(said.judging())
    return Outcome(fitted.strength, fitted, waited, walked)


class _Said:
    """What the judges of a panel have said."""

    def __init__(self, judging: Judging, panel: Panel, *, scores: bool, orders: bool) -> None:
        self.start, self.panel, self.scores, self.orders = judging, panel, scores, orders
        self.own: list[list[int]] = [[] for _ in judging.judges]
        self.made: list[tuple[int, int, float | None]] = []

    def visit(self, judge: int, project: int) -> None:
        score = self.panel.score(judge, project)
        self.panel.placed(judge, self.own[judge], project)
        self.made.append((judge, project, score if self.scores else None))

    def judging(self) -> Judging:
        place = [{project: i for i, project in enumerate(own)} for own in self.own]
        visits = tuple(
            Visit(f"j{k}", f"p{i}", score, place[k][i] if self.orders else None)
            for k, i, score in self.made
        )
        return replace(self.start, visits=visits)


RANK_ALL = "Grodd, rank all"
FIND_TOP = "Grodd, find the top"
GAVEL = "Gavel (Crowd-BT)"

METHODS: dict[str, Method] = {
    GAVEL: gavel,
    "random pairs + BT": partial(chain_bradley_terry, by_variance=False),
    "max-variance pairs + BT": partial(chain_bradley_terry, by_variance=True),
    "plain means": plain_means,
    RANK_ALL: partial(grodd, plan=Plan(Aim.ALL)),
    FIND_TOP: partial(grodd, plan=Plan(Aim.TOP)),
}
"""In the order of the table."""

PARTS: dict[str, Method] = {
    "Grodd, scores only": partial(grodd, plan=Plan(Aim.ALL), orders=False),
    "Grodd, own order only": partial(grodd, plan=Plan(Aim.ALL), scores=False),
}
"""What each half of the question is worth; both rank all."""
