"""Where to send each judge next, so that nobody waits and every visit is of use.

First every project is seen by a few judges, the least seen first. After that a judge goes where a
visit is worth most: to find the top, to projects of which it is not yet known whether they win; to
rank everybody, to those seen least, and of these to the least sure. A short way counts beside the
use. Judges who are somewhere, or on their way, take up its room, so that two never meet where only
one has room.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from scipy.optimize import linear_sum_assignment

from grodd.engines.election import Floats
from grodd.engines.judging.readings import Bools, conflicts
from grodd.engines.judging.strengths import Fitted
from grodd.engines.judging.values import Aim, Judging, Plan, SkipReason

ANYWHERE = 0.4
"""What a visit is worth where no prize is at stake, beside one where a prize is."""
NOTHING = 1e-12
ABSENT_VISITS = 2
"""After so many other visits a judge is sent again to a project where nobody was."""
CHANCE = 1e-3
"""Equal projects are told apart by so much chance, lest all judges go round the same way."""
BARRED = 1e9


class Why(StrEnum):
    """Why a judge is sent to a project, or to none.

    FEW_VIEWS: too few judges have seen it.
    CONTENDER: it may be among the best, and is not yet sure to be or not to be.
    EVEN: it has been seen less than others, or its place is less sure.
    TAKEN: to none, for there is no room just now at any project that is left for this judge.
    ALL_SEEN: to none, for this judge has seen all there is to see.
    """

    FEW_VIEWS = "few_views"
    CONTENDER = "contender"
    EVEN = "even"
    TAKEN = "taken"
    ALL_SEEN = "all_seen"


@dataclass(frozen=True, slots=True)
class NextVisit:
    """Where a judge goes.

    Attributes:
        judge: Key.
        project: Key; empty when there is nowhere to go.
        why: The reason that the judge, or the project, may ask for.
        views: How many judges have seen the project or are there.
        walk_m: The way from where the judge was last (unit: metres); None where it is not known.
    """

    judge: str
    project: str
    why: Why
    views: int = 0
    walk_m: float | None = None


def next_visit(
    judging: Judging,
    fitted: Fitted,
    plan: Plan,
    *,
    judge: str,
    here: Mapping[str, str],
    seed: int = 0,
) -> NextVisit:
    """Where ``judge`` goes next.

    Args:
        judging: Everything said so far.
        fitted: Strengths; they may be a few visits old, and new projects may be missing in them.
        plan: What is wanted.
        judge: Key of a judge who is free to go.
        here: By the key of each other judge at work, the project where that judge is or is going.
        seed: Decides between equals; the same seed sends the same way.
    """
    (sent,) = next_visits(judging, fitted, plan, judges=(judge,), here=here, seed=seed)
    return sent


def next_visits(
    judging: Judging,
    fitted: Fitted,
    plan: Plan,
    *,
    judges: Sequence[str],
    here: Mapping[str, str],
    seed: int = 0,
) -> tuple[NextVisit, ...]:
    """Where several judges who are free at once go next, the best for all of them together."""
    floor = _Floor(judging, fitted, plan, {k: v for k, v in here.items() if k not in judges})
    open_to = np.array([floor.open_to(judge) for judge in judges]).reshape(len(judges), -1)
    use = np.array([floor.use(judge, open_to[j], seed) for j, judge in enumerate(judges)])
    use = np.where(open_to & (floor.room > 0), use.reshape(open_to.shape), -BARRED)
    seats = np.repeat(np.arange(open_to.shape[1]), np.minimum(floor.room, len(judges)))
    rows, columns = linear_sum_assignment(-use[:, seats])
    going = {int(j): int(seats[c]) for j, c in zip(rows, columns, strict=True)}
    return tuple(
        floor.sent(judge, going[j])
        if j in going and use[j, going[j]] > -BARRED
        else NextVisit(judge, "", Why.TAKEN if open_to[j].any() else Why.ALL_SEEN)
        for j, judge in enumerate(judges)
    )


class _Floor:
    """The venue as it is now: who has been where, and who is where. Lives for one question."""

    def __init__(
        self, judging: Judging, fitted: Fitted, plan: Plan, here: Mapping[str, str]
    ) -> None:
        self.judging, self.plan = judging, plan
        self.at = {project.key: i for i, project in enumerate(judging.projects)}
        self.barred = conflicts(judging)
        seen = Counter(v.project for v in judging.visits if (v.judge, v.project) not in self.barred)
        seen.update(_compared(judging) if judging.comparisons else ())
        there = Counter(here.values())
        keys = [project.key for project in judging.projects]
        self.views = np.array([seen[key] + there[key] for key in keys], np.int64)
        self.room = np.array([p.room - there[p.key] for p in judging.projects], np.int64).clip(0)
        known = {key: i for i, key in enumerate(fitted.readings.projects)}
        place = np.array([known.get(key, -1) for key in keys], np.int64)
        self.strength: Floats = np.where(place < 0, 0.0, fitted.strength[place])
        self.spread: Floats = np.where(place < 0, 1.0, fitted.spread[place])

    def open_to(self, judge: str) -> Bools:
        """Where this judge may still be sent, whether or not there is room, shape (n,)."""
        own = [visit.project for visit in self.judging.visits if visit.judge == judge]
        shut = set(own)
        for skip in self.judging.skips:
            back = skip.visits_before + ABSENT_VISITS
            if skip.judge == judge and (skip.reason is not SkipReason.ABSENT or len(own) < back):
                shut.add(skip.project)
        for one in self.judging.comparisons:
            if one.judge == judge:
                shut |= {one.better, one.worse}
        return np.array(
            [
                project.present
                and project.key not in shut
                and (judge, project.key) not in self.barred
                for project in self.judging.projects
            ]
        )

    def use(self, judge: str, open_to: Bools, seed: int) -> Floats:
        """How useful this judge's visit is, less the way to go, shape (n,)."""
        worth = self._worth(open_to)
        spread = worth[open_to]
        least, most = (float(spread.min()), float(spread.max())) if len(spread) else (0.0, 0.0)
        use = (worth - least) / (most - least or 1.0)
        numbers = [seed, *judge.encode(), len(self.judging.visits)]
        use += CHANCE * np.random.default_rng(numbers).random(len(use))
        walk = self.walk(judge)
        if walk is not None and walk.max() > 0:
            use -= self.plan.walk_weight * walk / walk.max()
        return use

    def walk(self, judge: str) -> Floats | None:
        """The way from where this judge was last, shape (n,); None where it is not known."""
        last = next((v.project for v in reversed(self.judging.visits) if v.judge == judge), None)
        if last is None or not self.judging.walks_m:
            return None
        return np.array(self.judging.walks_m[self.at[last]], np.float64)

    def sent(self, judge: str, i: int) -> NextVisit:
        """The answer."""
        walk = self.walk(judge)
        why = Why.CONTENDER if self.plan.aim is Aim.TOP else Why.EVEN
        return NextVisit(
            judge=judge,
            project=self.judging.projects[i].key,
            why=Why.FEW_VIEWS if self.views[i] < self.plan.views_min else why,
            views=int(self.views[i]),
            walk_m=None if walk is None else float(walk[i]),
        )

    def _worth(self, open_to: Bools) -> Floats:
        """What a visit is worth, whoever makes it, shape (n,)."""
        few = self.views < self.plan.views_min
        if (few & open_to & (self.room > 0)).any():
            return np.where(few, -1.0 * self.views, -1.0 * self.plan.views_min - 1.0)
        if self.plan.aim is Aim.TOP:
            return self._stake()
        return np.asarray(self.spread - self.views, np.float64)

    def _stake(self) -> Floats:
        """Variance, where it may yet decide the first place or the last prize, shape (n,)."""
        best = np.sort(self.strength)[::-1]
        last = min(self.plan.prizes, len(best)) - 1
        border = (best[last] + best[min(last + 1, len(best) - 1)]) / 2
        variance = np.maximum(self.spread**2, NOTHING)
        first_place = np.exp(-((self.strength - best[0]) ** 2) / (2 * variance))
        last_prize = np.exp(-((self.strength - border) ** 2) / (2 * variance))
        return np.asarray(variance * (ANYWHERE + first_place + last_prize))


def _compared(judging: Judging) -> list[str]:
    """The project of each judge and project that were only ever compared."""
    visited = {(visit.judge, visit.project) for visit in judging.visits}
    compared = {(one.judge, key) for one in judging.comparisons for key in (one.better, one.worse)}
    return [project for _, project in compared - visited]
