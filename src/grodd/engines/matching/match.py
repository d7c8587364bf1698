"""Match mentors with mentees, and mend a matching when someone is gone."""

from collections import Counter
from dataclasses import dataclass

import numpy as np

from grodd.engines.election import Ints
from grodd.engines.matching.capacities import Chosen, Places, best_choice, reliefs
from grodd.engines.matching.explain import explained
from grodd.engines.matching.fit import Fit, fit_of
from grodd.engines.matching.mentors import (
    Aim,
    Match,
    MentorMatching,
    MentorTask,
    Proof,
    Rematching,
)
from grodd.engines.matching.stable import blocking_pairs, deferred_acceptance

Pairs = tuple[tuple[int, int], ...]


def match_mentors(task: MentorTask, *, seed: int, aim: Aim = Aim.FAIR) -> MentorMatching:
    """Match mentors with projects or entrepreneurs.

    Args:
        task: Both sides, wishes and conflicts.
        seed: Ties are broken by lot; the same task and seed give the same matches.
        aim: What the matching is to be best at.

    Returns:
        The matches, each with its reasons, everyone who got none, with the reasons for that, and
        the bound that the total fit is measured by.

    Raises:
        ValueError: There are too many places to compare them all.
    """
    return _matched(task, seed=seed, aim=aim, keep=frozenset())


def rematch_mentors(before: MentorMatching, task: MentorTask, *, seed: int) -> Rematching:
    """Mend a matching after someone left, came, or has more or less time; the aim stays.

    Every match that can stay stays. Only the places that are free then are matched anew, and the
    proof speaks of them.

    Args:
        before: The matching so far.
        task: As things are now.
        seed: For ties.

    Raises:
        ValueError: There are too many places to compare them all.
    """
    now = _matched(task, seed=seed, aim=before.aim, keep=before.pairs)
    return Rematching(
        matching=now,
        ended=tuple(match for match in before.matches if _pair(match) not in now.pairs),
        begun=tuple(match for match in now.matches if _pair(match) not in before.pairs),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Shuffled:
    """The task in an order drawn by lot, so that the order of a list favours nobody.

    Attributes:
        rows: Position in the task of each mentor, shape (n,).
        columns: Position in the task of each mentee, shape (m,).
        mentors: Places of each mentor, shape (n,).
        mentees: Places of each mentee, shape (m,).
    """

    fit: Fit
    rows: Ints
    columns: Ints
    mentors: Ints
    mentees: Ints

    def table(self, values: Ints) -> Ints:
        """A table over all pairs, in the drawn order."""
        return np.ascontiguousarray(values[np.ix_(self.rows, self.columns)])

    def told(self, pairs: Pairs) -> Pairs:
        """Pairs by their positions in the task."""
        return tuple((int(self.rows[i]), int(self.columns[j])) for i, j in pairs)


def _matched(
    task: MentorTask, *, seed: int, aim: Aim, keep: frozenset[tuple[str, str]]
) -> MentorMatching:
    fit = fit_of(task)
    kept = _kept(task, fit, keep)
    lot = _shuffled(task, fit, seed)
    free = _free(lot, kept)
    no_relief = np.zeros_like(free.points)
    whole = _free(lot, ())
    most = best_choice(Places(whole.points, no_relief, whole.mentors, whole.mentees, whole.had))
    if aim is Aim.STABLE:
        pairs, proof = _stable(lot, free)
    elif aim is Aim.TOTAL and not kept:
        pairs, proof = most.pairs, _proof(most)
    else:
        relief = reliefs(free.points, task.weights.good) if aim is Aim.FAIR else no_relief
        chosen = best_choice(Places(free.points, relief, free.mentors, free.mentees, free.had))
        pairs, proof = chosen.pairs, _proof(chosen)
    made = (*kept, *lot.told(pairs))
    matches, unmatched = explained(task, fit, made)
    return MentorMatching(
        matches=matches,
        unmatched=unmatched,
        aim=aim,
        proof=proof,
        total_fit=sum(match.fit for match in matches),
        fit_bound=most.bound,
    )


def _proof(chosen: Chosen) -> Proof:
    return Proof.OPTIMAL if chosen.total == chosen.bound else Proof.SOLVER


def _kept(task: MentorTask, fit: Fit, keep: frozenset[tuple[str, str]]) -> Pairs:
    """Which of these pairs can stay; where someone has fewer places now, the best fits do."""
    known = [
        (fit.mentors[mentor], fit.mentees[mentee])
        for mentor, mentee in sorted(keep)
        if mentor in fit.mentors and mentee in fit.mentees
    ]
    known.sort(key=lambda pair: -int(fit.points[pair]))
    ours, theirs = Counter[int](), Counter[int]()
    kept: list[tuple[int, int]] = []
    for i, j in known:
        room = ours[i] < task.mentors[i].mentees_max and theirs[j] < task.mentees[j].mentors_max
        if room and fit.bar[i, j] < 0:
            kept.append((i, j))
            ours[i] += 1
            theirs[j] += 1
    return tuple(kept)


def _shuffled(task: MentorTask, fit: Fit, seed: int) -> _Shuffled:
    draw = np.random.default_rng(seed)
    rows, columns = draw.permutation(len(task.mentors)), draw.permutation(len(task.mentees))
    mentors = np.array([mentor.mentees_max for mentor in task.mentors], np.int64)
    mentees = np.array([mentee.mentors_max for mentee in task.mentees], np.int64)
    return _Shuffled(fit, rows, columns, mentors[rows], mentees[columns])


def _free(lot: _Shuffled, kept: Pairs) -> Places:
    """The places that are left beside the pairs that stay, in the drawn order; no relief yet."""
    made = np.zeros_like(lot.fit.points)
    made[tuple(np.array(kept, np.int64).reshape(-1, 2).T)] = 1
    taken = lot.table(made)
    points = np.where(taken > 0, 0, lot.table(lot.fit.points))
    had = taken.sum(axis=0)
    return Places(points, points, lot.mentors - taken.sum(axis=1), lot.mentees - had, had)


def _stable(lot: _Shuffled, free: Places) -> tuple[Pairs, Proof]:
    """Mentees ask. Beyond the proof of the theorem, every pair is tried."""
    asking, asked = lot.table(lot.fit.mentee_view).T, lot.table(lot.fit.mentor_view)
    possible = np.asarray(free.points.T > 0)
    pairs = deferred_acceptance(asking, asked, possible, free.mentees, free.mentors)
    blocking = blocking_pairs(pairs, asking, asked, possible, (free.mentees, free.mentors))
    assert not blocking, blocking
    return tuple((i, j) for j, i in pairs), Proof.STABLE


def _pair(match: Match) -> tuple[str, str]:
    return match.mentor, match.mentee
