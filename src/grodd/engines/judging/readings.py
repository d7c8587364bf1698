"""What judges said, as numbers: one reading for each visit that said something.

A reading joins a judge's own order and scores. The order becomes normal scores (what ranks in a
sample of that size would be if quality were normal), which no judge can stretch; the scores add how
far apart the judge found them, and how this judge's projects are beside those of others. Level,
scale and noise are still the judge's own; ``strengths`` estimates them.

Source:
    Normal scores: Blom, "Statistical estimates and transformed beta-variables" (1958).
"""

from dataclasses import dataclass
from operator import attrgetter

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from grodd.engines.election import Floats, Ints
from grodd.engines.judging.values import Judging, SkipReason

Bools = NDArray[np.bool_]

SCORE_SHARE = 0.3
"""What the score counts in a reading beside the order."""
OWN_SPREAD_PRIOR = 4.0
"""A judge's own spread of scores counts as much as the others' after so many visits."""


@dataclass(frozen=True, slots=True, eq=False)
class Readings:
    """What was said: K judges, n projects, c comparisons.

    Attributes:
        projects: Keys, in order.
        judges: Keys, in order.
        value: Readings, shape (K, n), zero where there is none.
        given: 1.0 where there is a reading, shape (K, n).
        views: Visits of each project that count, shape (n,).
        compared_by: The judge of each comparison, shape (c,).
        better: The project found better, shape (c,).
        worse: The project found worse, shape (c,).
    """

    projects: tuple[str, ...]
    judges: tuple[str, ...]
    value: Floats
    given: Floats
    views: Ints
    compared_by: Ints
    better: Ints
    worse: Ints


def readings(judging: Judging) -> Readings:
    """Turn everything said into numbers, except what was said despite a conflict of interest."""
    project_at = {project.key: i for i, project in enumerate(judging.projects)}
    judge_at = {judge.key: k for k, judge in enumerate(judging.judges)}
    barred = conflicts(judging)
    shape = (len(judge_at), len(project_at))
    who = np.array([judge_at[visit.judge] for visit in judging.visits], np.int64)
    what = np.array([project_at[visit.project] for visit in judging.visits], np.int64)
    counts = np.ones(shape)
    for judge, project in barred:
        counts[judge_at[judge], project_at[project]] = 0.0
    score = np.array(list(map(attrgetter("score"), judging.visits)), np.float64)
    place = np.array(list(map(attrgetter("place"), judging.visits)), np.float64)
    kept = counts[who, what] > 0
    who, what, score, place = who[kept], what[kept], score[kept], place[kept]
    seen = np.bincount(what, minlength=shape[1])
    told = ~(np.isnan(score) & np.isnan(place))
    value, given = np.zeros(shape), np.zeros(shape)
    value[who[told], what[told]] = _joined(who, score, place, shape[0])[told]
    given[who[told], what[told]] = 1.0
    pairs = [
        (judge_at[one.judge], project_at[one.better], project_at[one.worse])
        for one in judging.comparisons
        if not {(one.judge, one.better), (one.judge, one.worse)} & barred
    ]
    by, better, worse = np.array(pairs, np.int64).reshape(-1, 3).T
    new = given[by, better] * given[by, worse] == 0
    return Readings(
        projects=tuple(project_at),
        judges=tuple(judge_at),
        value=value,
        given=given,
        views=seen + _views_by_comparison(by[new], better[new], worse[new], shape, given),
        compared_by=by[new],
        better=better[new],
        worse=worse[new],
    )


def conflicts(judging: Judging) -> set[tuple[str, str]]:
    """Judge and project for each conflict of interest, known before or found on the spot."""
    known = {(judge.key, project) for judge in judging.judges for project in judge.conflicts}
    found = {(s.judge, s.project) for s in judging.skips if s.reason is SkipReason.CONFLICT}
    return known | found


def _views_by_comparison(
    by: Ints, better: Ints, worse: Ints, shape: tuple[int, int], given: Floats
) -> Ints:
    """A judge who compares a project has seen it, once."""
    seen = np.zeros(shape, np.bool_)
    seen[by, better] = seen[by, worse] = True
    return np.asarray((seen & (given == 0)).sum(axis=0), np.int64)


def _joined(who: Ints, score: Floats, place: Floats, judges: int) -> Floats:
    """A reading for each visit, NaN where nothing was said, shape (visits,)."""
    scored, placed = ~np.isnan(score), ~np.isnan(place)
    by_score = _standardised(who, score, scored, judges)
    by_order = np.full(len(who), np.nan)
    by_order[placed] = _normal_scores(who[placed], place[placed], judges)
    # An order has no level of its own; it takes that of the scores of the same projects.
    both = scored & placed
    level = _sums(who[both], by_score[both], judges) / np.maximum(_sums(who[both], None, judges), 1)
    by_order += level[who]
    joined = np.where(scored, by_score, by_order)
    joined[both] = SCORE_SHARE * by_score[both] + (1 - SCORE_SHARE) * by_order[both]
    return joined


def _sums(who: Ints, values: Floats | None, judges: int) -> Floats:
    return np.asarray(np.bincount(who, weights=values, minlength=judges), np.float64)


def _standardised(who: Ints, score: Floats, scored: Bools, judges: int) -> Floats:
    """Scores from the mean of all, in units of the judge's own spread (drawn to the usual one)."""
    result = np.full(len(who), np.nan)
    if not scored.any():
        return result
    who, score = who[scored], score[scored]
    counts = _sums(who, None, judges)
    mean = _sums(who, score, judges) / np.maximum(counts, 1)
    squares = _sums(who, (score - mean[who]) ** 2, judges)
    freedom = np.maximum(counts - 1, 0)
    usual = squares.sum() / freedom.sum() if squares.sum() > 0 else float(score.var()) or 1.0
    spread = np.sqrt((squares + OWN_SPREAD_PRIOR * usual) / (freedom + OWN_SPREAD_PRIOR))
    result[scored] = (score - score.mean()) / spread[who]
    return result


def _normal_scores(who: Ints, place: Floats, judges: int) -> Floats:
    """Blom's scores of each judge's ranks, the best highest; equal places share their mean rank."""
    order = np.lexsort((place, who))
    who, place = who[order], place[order]
    counts = np.bincount(who, minlength=judges)
    rank = np.arange(len(who)) - (np.cumsum(counts) - counts)[who] + 1.0
    first = np.ones(len(who), np.bool_)
    first[1:] = (who[1:] != who[:-1]) | (place[1:] != place[:-1])
    tie = np.cumsum(first) - 1
    mean_rank = (np.bincount(tie, weights=rank) / np.bincount(tie))[tie] if len(who) else rank
    result = np.empty(len(who))
    result[order] = -ndtri((mean_rank - 0.375) / (counts[who] + 0.25))
    return result
