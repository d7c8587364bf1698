"""How well each mentor and mentee fit, and what keeps them apart."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from grodd.engines.election import Ints
from grodd.engines.matching.mentors import STRENGTH_MAX, Bar, MentorTask, Side

Bools = NDArray[np.bool_]

BARS = tuple(Bar)
"""In the order in which they are told."""


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """Every pair of n mentors and m mentees.

    Attributes:
        points: Shape (n, m); 0 for pairs that cannot be matched.
        mentor_view: What the mentor alone sees in it, shape (n, m) (unit: points).
        mentee_view: What the mentee alone sees in it, shape (n, m) (unit: points).
        bar: Position in ``BARS`` of what keeps the pair apart, -1 for nothing, shape (n, m).
        mentors: Position of each mentor by key.
        mentees: Position of each mentee by key.
        strengths: By side, the strength of each wish by (mentor, mentee).
    """

    points: Ints
    mentor_view: Ints
    mentee_view: Ints
    bar: Ints
    mentors: dict[str, int]
    mentees: dict[str, int]
    strengths: dict[Side, dict[tuple[str, str], int]]

    @property
    def possible(self) -> Bools:
        """Which pairs can be matched, shape (n, m)."""
        return np.asarray(self.bar < 0)


def fit_of(task: MentorTask) -> Fit:
    """Compare everyone with everyone."""
    mentors = {mentor.key: i for i, mentor in enumerate(task.mentors)}
    mentees = {mentee.key: j for j, mentee in enumerate(task.mentees)}
    strengths: dict[Side, dict[tuple[str, str], int]] = {
        side: {(w.mentor, w.mentee): w.strength for w in task.wishes if w.by is side}
        for side in Side
    }
    wished = {side: np.zeros((len(mentors), len(mentees)), np.int64) for side in Side}
    weight = {Side.MENTOR: task.weights.mentor_wish, Side.MENTEE: task.weights.mentee_wish}
    for side, told in strengths.items():
        for (mentor, mentee), strength in told.items():
            points = round(weight[side] * strength / STRENGTH_MAX)
            wished[side][mentors[mentor], mentees[mentee]] = points
    known = _expertise(task)
    total = known + wished[Side.MENTOR] + wished[Side.MENTEE]
    bar = _bars(task, total, mentors, mentees)
    return Fit(
        points=np.where(bar < 0, total, 0),
        mentor_view=known + wished[Side.MENTOR],
        mentee_view=known + wished[Side.MENTEE],
        bar=bar,
        mentors=mentors,
        mentees=mentees,
        strengths=strengths,
    )


def _expertise(task: MentorTask) -> Ints:
    """Points for the share of the needs that the mentor knows, half up, in integers."""
    needs = sorted({need for mentee in task.mentees for need in mentee.needs})
    known = _table((mentor.expertise for mentor in task.mentors), needs)
    weights = np.array(
        [[mentee.needs.get(need, 0) for need in needs] for mentee in task.mentees], np.int64
    ).reshape(len(task.mentees), len(needs))
    asked = weights.sum(axis=1)
    met = np.where(asked > 0, 2 * (known @ weights.T), 1)
    of = np.maximum(2 * asked, 2)
    return np.asarray((2 * task.weights.expertise * met + of) // (2 * of), np.int64)


def _bars(task: MentorTask, total: Ints, mentors: dict[str, int], mentees: dict[str, int]) -> Ints:
    bar = np.where(total < task.weights.fit_min, BARS.index(Bar.FIT), -1)
    bar[_strange(task)] = BARS.index(Bar.LANGUAGE)
    for mentor, mentee in task.conflicts:
        bar[mentors[mentor], mentees[mentee]] = BARS.index(Bar.CONFLICT)
    for key in mentors.keys() & mentees.keys():
        bar[mentors[key], mentees[key]] = BARS.index(Bar.SELF)
    return np.asarray(bar, np.int64)


def _strange(task: MentorTask) -> Bools:
    """Who have no language in common, though both have told theirs."""
    ours = [mentor.languages for mentor in task.mentors]
    theirs = [mentee.languages for mentee in task.mentees]
    words = sorted(frozenset[str]().union(*ours, *theirs))
    common = _table(ours, words) @ _table(theirs, words).T
    told = np.array([bool(own) for own in ours], np.bool_)
    heard = np.array([bool(own) for own in theirs], np.bool_)
    return np.asarray((common == 0) & told[:, None] & heard[None, :])


def _table(sets: Iterable[frozenset[str]], words: Sequence[str]) -> Ints:
    rows = [[word in own for word in words] for own in sets]
    return np.array(rows, np.int64).reshape(len(rows), len(words))
