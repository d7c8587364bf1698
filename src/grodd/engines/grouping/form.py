"""Form groups: name those without a seat, search, prove, explain."""

import numpy as np

from grodd.engines.election import Floats, Ints
from grodd.engines.grouping.distances import distances
from grodd.engines.grouping.explain import explained
from grodd.engines.grouping.feasibility import (
    Conflict,
    NoSeating,
    seating_under,
    smallest_conflict,
)
from grodd.engines.grouping.result import Grouping, Proof, Rule
from grodd.engines.grouping.rules import (
    Rulebook,
    broken_rules,
    excluded,
    rulebook,
    rules_of,
    without,
)
from grodd.engines.grouping.search import Goal, Seating, search
from grodd.engines.grouping.values import GroupingTask

ROUNDS = 4_000
"""Effort by default: about a second for some hundred people."""
AGAIN_MAX = 2
SEED_STEP = 1_000_003
"""Far apart, so that the searches of neighbouring seeds do not share a beginning."""


def form_groups(task: GroupingTask, *, seed: int, rounds: int = ROUNDS) -> Grouping:
    """Mix people into groups as diverse as the rules and wishes let them be.

    Args:
        task: People, groups, rules and wishes.
        seed: The same task, seed and effort give the same groups.
        rounds: Effort; the time is about proportional to it, the quality rises slowly with it.

    Returns:
        Groups of everyone for whom there is a seat. Where the hard rules cannot all be kept, the
        groups break as few of them as the search could, and the result names them and a smallest
        conflict.
    """
    assert rounds >= 0, rounds
    barred = excluded(rulebook(task))
    present = without(task, frozenset(person.person for person in barred))
    book = rulebook(present)
    apart = distances(present.people, present.dimensions)
    goal = _goal(book, apart)
    seating = search(goal, seed=seed, rounds=rounds)
    broken = broken_rules(book, seating)
    proof, conflict = Proof.KEPT, Conflict((), smallest=False)
    if broken:
        proof, conflict, start = _prove(book)
        if start is not None:
            seating = search(goal, seed=seed, rounds=rounds, start=start)
            broken = broken_rules(book, seating)
            assert not broken, broken
        elif proof is Proof.OPEN:
            seating, broken = _again(book, goal, seating, seed=seed, rounds=rounds)
            proof = Proof.OPEN if broken else Proof.KEPT
    groups, matches, diversity = explained(book, seating, apart)
    return Grouping(
        groups=groups,
        matches=matches,
        excluded=barred,
        proof=proof,
        broken=broken,
        conflict=conflict.rules,
        smallest=conflict.smallest,
        diversity=diversity,
    )


def _again(
    book: Rulebook, goal: Goal, seating: Seating, *, seed: int, rounds: int
) -> tuple[Seating, tuple[Rule, ...]]:
    """Search from other beginnings where nobody can say whether the rules can be kept."""
    broken = broken_rules(book, seating)
    for turn in range(1, AGAIN_MAX + 1):
        other = search(goal, seed=seed + turn * SEED_STEP, rounds=rounds)
        still = broken_rules(book, other)
        if len(still) < len(broken):
            seating, broken = other, still
        if not broken:
            break
    return seating, broken


def _prove(book: Rulebook) -> tuple[Proof, Conflict, Seating | None]:
    """The search kept not all rules. Can anyone? A seating if so, a smallest conflict if not."""
    rules: tuple[Rule, ...] = rules_of(book)
    found = seating_under(book, rules)
    if isinstance(found, Seating):
        return Proof.KEPT, Conflict((), smallest=False), found
    if found is NoSeating.OPEN:
        return Proof.OPEN, Conflict((), smallest=False), None
    return Proof.IMPOSSIBLE, smallest_conflict(book, rules), None


def _goal(book: Rulebook, apart: Floats) -> Goal:
    """The task as numbers."""
    size_min, size_max = _sizes(book.task)
    hours = np.nan_to_num(book.minutes) / 60
    return Goal(
        worth=_worth(book, apart),
        clash=_clash(book),
        seat_worth=_preferences(book) - hours * book.task.travel.worth_per_hour,
        seat_clash=book.far.astype(np.float64),
        option_clash=book.strange.astype(np.float64) + book.busy,
        allowed=book.allowed.astype(np.int64),
        size_min=size_min,
        size_max=size_max,
    )


def _worth(book: Rulebook, apart: Floats) -> Floats:
    """Diversity, wishes and what worked before, for each pair."""
    place, worth = book.position, apart.copy()
    for wish in book.task.wishes:
        i, j = place[wish.person], place[wish.other]
        worth[i, j] += wish.weight
        worth[j, i] += wish.weight
    for former in book.task.former:
        known = [place[key] for key in former.members if key in place]
        if len(known) > 1:
            # Two members speak for each pair, so it counts twice.
            worth[np.ix_(known, known)] += 2 * former.worth / (len(known) - 1)
    np.fill_diagonal(worth, 0.0)
    return worth


def _clash(book: Rulebook) -> Floats:
    place, clash = book.position, (book.far_apart | book.far_apart.T).astype(np.float64)
    for sets, sign in ((book.task.together, -1.0), (book.task.apart, 1.0)):
        for people in sets:
            named = sorted(place[key] for key in people)
            clash[np.ix_(named, named)] += sign
    np.fill_diagonal(clash, 0.0)
    return clash


def _preferences(book: Rulebook) -> Floats:
    groups, place = {group.key: g for g, group in enumerate(book.task.groups)}, book.position
    worth = np.zeros((len(groups), len(place)))
    for preference in book.task.preferences:
        worth[groups[preference.group], place[preference.person]] += preference.weight
    return worth


def _sizes(task: GroupingTask) -> tuple[Ints, Ints]:
    """The bounds; where there are too few or too many people for them, the nearest that fit."""
    least = np.array([group.size_min for group in task.groups], np.int64)
    most = np.array([group.size_max for group in task.groups], np.int64)
    n = len(task.people)
    if int(least.sum()) > n:
        least = np.zeros_like(least)
    while int(most.sum()) < n:
        most[int(most.argmin())] += 1
    return least, most
