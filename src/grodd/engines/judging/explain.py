"""Why a project stands where it stands: what a participant may ask for.

It names judges by their keys. Whether a participant sees who said what is for the organiser to
decide; the answer is as true without the names.
"""

from dataclasses import dataclass, replace

import numpy as np

from grodd.engines.judging.readings import conflicts
from grodd.engines.judging.standings import Standing, standings
from grodd.engines.judging.strengths import Fitted, fit
from grodd.engines.judging.values import Judging, Visit


@dataclass(frozen=True, slots=True)
class Heard:
    """What one judge said of a project, and what came of it.

    Attributes:
        judge: Key.
        score: The judge's score; None when none was given.
        mean_score: The mean of all that this judge scored; None when nothing was.
        place: Where it stands in the judge's own order, equals sharing their mean; None when it was
            not placed.
        placed: How many the judge has put in order.
        won: Of the projects that the judge compared it with, how many it was better than.
        lost: How many it was worse than.
        weight: What this judge's reading counted among those of the project (0-1); 0 for a judge
            who only compared.
        place_without: The project's place had this judge said nothing, found by counting again.
    """

    judge: str
    score: float | None
    mean_score: float | None
    place: float | None
    placed: int
    won: int
    lost: int
    weight: float
    place_without: int


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a project stands where it stands.

    Attributes:
        standing: Where.
        heard: What each judge said who had something to say of it, in the order of the judges.
        left_out: Keys of judges who said something in spite of a conflict of interest.
        tied_with: Keys of the others whose places are really tied with its own.
    """

    standing: Standing
    heard: tuple[Heard, ...]
    left_out: tuple[str, ...]
    tied_with: tuple[str, ...]


def explain(judging: Judging, *, project: str, prizes: int = 3, seed: int = 0) -> Explanation:
    """Say why ``project`` stands where it stands.

    Everything is counted again without each of its judges, one at a time.
    """
    fitted = fit(judging)
    lines = standings(fitted, prizes=prizes, seed=seed)
    own = next(line for line in lines if line.project == project)
    barred = {judge for judge, key in conflicts(judging) if key == project}
    spoke = {visit.judge for visit in judging.visits if visit.project == project}
    spoke |= {one.judge for one in judging.comparisons if project in {one.better, one.worse}}
    keys = [judge.key for judge in judging.judges if judge.key in spoke]
    return Explanation(
        standing=own,
        heard=tuple(_heard(judging, fitted, key, project) for key in keys if key not in barred),
        left_out=tuple(key for key in keys if key in barred),
        tied_with=tuple(
            line.project for line in lines if line.tied == own.tied and line.project != project
        ),
    )


def _heard(judging: Judging, fitted: Fitted, judge: str, project: str) -> Heard:
    barred = {key for who, key in conflicts(judging) if who == judge}
    mine = [v for v in judging.visits if v.judge == judge and v.project not in barred]
    visit = next((v for v in mine if v.project == project), Visit(judge, project))
    scores = [v.score for v in mine if v.score is not None]
    places = [v.place for v in mine if v.place is not None]
    pairs = [one for one in judging.comparisons if one.judge == judge]
    return Heard(
        judge=judge,
        score=visit.score,
        mean_score=sum(scores) / len(scores) if scores else None,
        place=None if visit.place is None else _rank(visit.place, places),
        placed=len(places),
        won=sum(one.better == project and one.worse not in barred for one in pairs),
        lost=sum(one.worse == project and one.better not in barred for one in pairs),
        weight=_weight(fitted, judge, project),
        place_without=_place_without(judging, judge, project),
    )


def _rank(place: float, places: list[float]) -> float:
    before = sum(other < place for other in places)
    return before + (1 + sum(other == place for other in places)) / 2


def _weight(fitted: Fitted, judge: str, project: str) -> float:
    k = fitted.readings.judges.index(judge)
    given = fitted.readings.given[:, fitted.readings.projects.index(project)]
    weights = given * fitted.scale**2 / fitted.noise
    return float(weights[k] / weights.sum()) if weights[k] > 0 else 0.0


def _place_without(judging: Judging, judge: str, project: str) -> int:
    rest = replace(
        judging,
        visits=tuple(visit for visit in judging.visits if visit.judge != judge),
        comparisons=tuple(one for one in judging.comparisons if one.judge != judge),
    )
    strength = fit(rest).strength
    column = [one.key for one in judging.projects].index(project)
    before = np.arange(len(strength)) < column
    better = (strength > strength[column]) | (before & (strength == strength[column]))
    return 1 + int(better.sum())
