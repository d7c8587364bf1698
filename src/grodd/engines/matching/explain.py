"""Why a mentor and a mentee were matched, and why someone got nobody."""

from collections import defaultdict

import numpy as np

from grodd.engines.election import Ints
from grodd.engines.matching.fit import BARS, Fit, fit_of
from grodd.engines.matching.mentors import (
    Match,
    MentorMatching,
    MentorTask,
    Nearest,
    Side,
    Unmatched,
    Why,
    WhyNot,
)

NEAREST_MAX = 3


def explained(
    task: MentorTask, fit: Fit, pairs: tuple[tuple[int, int], ...]
) -> tuple[tuple[Match, ...], tuple[Unmatched, ...]]:
    """Give the reasons for every match and for everyone without one.

    Args:
        task: What was matched.
        fit: Every pair of it.
        pairs: (mentor, mentee) by position.
    """
    matches = [_match(task, fit, i, j) for i, j in pairs]
    matches.sort(key=lambda match: (fit.mentees[match.mentee], -match.fit, match.mentor))
    mentors = _left(fit.points, fit.bar, pairs, _Names.of(task, Side.MENTOR))
    turned = tuple((j, i) for i, j in pairs)
    mentees = _left(fit.points.T, fit.bar.T, turned, _Names.of(task, Side.MENTEE))
    return tuple(matches), (*mentors, *mentees)


def why_not(task: MentorTask, matching: MentorMatching, mentor: str, mentee: str) -> WhyNot:
    """Why these two were not matched.

    Args:
        task: What was matched.
        matching: What came of it.
        mentor: Key.
        mentee: Key.

    Raises:
        ValueError: They are not in the task, or they were matched.
    """
    fit = fit_of(task)
    if mentor not in fit.mentors or mentee not in fit.mentees:
        raise ValueError(f"there is no such pair: mentor {mentor}, mentee {mentee}")
    if (mentor, mentee) in matching.pairs:
        raise ValueError(f"mentor {mentor} and mentee {mentee} are matched")
    i, j = fit.mentors[mentor], fit.mentees[mentee]
    bar = int(fit.bar[i, j])
    return WhyNot(
        bar=BARS[bar] if bar >= 0 else None,
        fit=int(fit.points[i, j]),
        mentor_has=tuple((m.mentee, m.fit) for m in matching.matches if m.mentor == mentor),
        mentee_has=tuple((m.mentor, m.fit) for m in matching.matches if m.mentee == mentee),
    )


def _match(task: MentorTask, fit: Fit, i: int, j: int) -> Match:
    mentor, mentee = task.mentors[i], task.mentees[j]
    points = int(fit.points[i, j])
    pair = mentor.key, mentee.key
    return Match(
        mentor=mentor.key,
        mentee=mentee.key,
        fit=points,
        met=tuple(need for need in mentee.needs if need in mentor.expertise),
        unmet=tuple(need for need in mentee.needs if need not in mentor.expertise),
        languages=tuple(sorted(mentor.languages & mentee.languages)),
        mentee_wish=fit.strengths[Side.MENTEE].get(pair, 0),
        mentor_wish=fit.strengths[Side.MENTOR].get(pair, 0),
        mentee_better=int((fit.points[:, j] > points).sum()),
        mentor_better=int((fit.points[i] > points).sum()),
    )


class _Names:
    """The keys and places of one side, and the keys of the other."""

    def __init__(self, side: Side, own: list[str], places: list[int], others: list[str]) -> None:
        self.side, self.own, self.places, self.others = side, own, places, others

    @classmethod
    def of(cls, task: MentorTask, side: Side) -> "_Names":
        mentors = [mentor.key for mentor in task.mentors]
        mentees = [mentee.key for mentee in task.mentees]
        if side is Side.MENTOR:
            return cls(side, mentors, [m.mentees_max for m in task.mentors], mentees)
        return cls(side, mentees, [m.mentors_max for m in task.mentees], mentors)


def _left(
    points: Ints, bar: Ints, pairs: tuple[tuple[int, int], ...], names: _Names
) -> tuple[Unmatched, ...]:
    """Everyone of one side (the rows) who has no match."""
    holders: dict[int, list[int]] = defaultdict(list)
    for i, j in pairs:
        holders[j].append(i)
    matched = {i for i, _ in pairs}

    def nearest(i: int, j: int) -> Nearest:
        ordered = sorted(holders[j], key=lambda k: (-int(points[k, j]), k))
        held = tuple((names.own[k], int(points[k, j])) for k in ordered)
        return Nearest(names.others[j], int(points[i, j]), held)

    def unmatched(i: int) -> Unmatched:
        counts = np.bincount(bar[i][bar[i] >= 0], minlength=len(BARS)).tolist()
        barred = tuple((b, c) for b, c in zip(BARS, counts, strict=True) if c)
        best = np.argsort(-points[i], kind="stable")[:NEAREST_MAX].tolist()
        near = tuple(nearest(i, j) for j in best if points[i, j] > 0)
        why = Why.ALL_TAKEN if near else Why.NONE_SUITS
        if names.places[i] == 0:
            why, near = Why.NO_PLACES, ()
        return Unmatched(names.side, names.own[i], why, barred, near)

    return tuple(unmatched(i) for i in range(len(names.own)) if i not in matched)
