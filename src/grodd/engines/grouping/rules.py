"""The hard rules as tables, as a list of rules that can be named, and those that a seating breaks.

A group's language and evening are chosen together, as one of its *options*.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, product

import numpy as np
from numpy.typing import NDArray

from grodd.engines.election import Floats
from grodd.engines.grouping.result import Excluded, Rule, RuleKind
from grodd.engines.grouping.search import Seating
from grodd.engines.grouping.values import Group, GroupingTask, Place, Travel

Bools = NDArray[np.bool_]

PERSONAL = (RuleKind.LANGUAGE, RuleKind.TRAVEL, RuleKind.EVENING)
"""Rules that speak of one person."""

EARTH_RADIUS_KM = 6371.0


@dataclass(frozen=True, slots=True, eq=False)
class Rulebook:
    """Hard rules of n people, m groups and o options.

    Attributes:
        task: What they come from.
        options: Language and evening of each option; empty where there is no rule.
        allowed: Which options a group has, shape (o, m).
        strange: Who does not know the language of an option, shape (o, n).
        busy: Who does not have the evening of an option free, shape (o, n).
        minutes: The way of each person to each group, shape (m, n) (unit: minutes); NaN where it
            is not known.
        far: For whom the way to the place of a group is too long, shape (m, n).
        far_apart: For whom (first) the way to whom (second) is too long, shape (n, n); only where
            groups have no place and members visit each other.
    """

    task: GroupingTask
    options: tuple[tuple[str, str], ...]
    allowed: Bools
    strange: Bools
    busy: Bools
    minutes: Floats
    far: Bools
    far_apart: Bools

    @property
    def position(self) -> dict[str, int]:
        """Where each person stands."""
        return {person.key: i for i, person in enumerate(self.task.people)}


def rulebook(task: GroupingTask) -> Rulebook:
    """Write the rules of a task down as tables."""
    people, groups = task.people, task.groups
    options = tuple(dict.fromkeys(option for group in groups for option in _options(group)))
    has = [set(_options(group)) for group in groups]
    homes = [person.home for person in people]
    minutes = _minutes(task.travel, homes, [group.place for group in groups])
    limits = np.array(
        [np.inf if p.travel_minutes_max is None else p.travel_minutes_max for p in people]
    )
    far_apart: Bools = np.zeros((len(people), len(people)), np.bool_)
    if groups[0].place is None:
        far_apart = np.asarray(limits[:, None] < _minutes(task.travel, homes, homes).T)
        np.fill_diagonal(far_apart, val=False)
    return Rulebook(
        task=task,
        options=options,
        allowed=_bools([[option in own for own in has] for option in options]),
        strange=_bools([[o[0] != "" and o[0] not in p.languages for p in people] for o in options]),
        busy=_bools([[o[1] != "" and o[1] not in p.evenings for p in people] for o in options]),
        minutes=minutes,
        far=np.asarray(minutes > limits),
        far_apart=far_apart,
    )


def seats_open(book: Rulebook, kinds: Sequence[RuleKind]) -> Bools:
    """Where each person may sit, shape (m, n), if only these kinds of personal rules count."""
    barred = np.zeros_like(book.strange)
    if RuleKind.LANGUAGE in kinds:
        barred |= book.strange
    if RuleKind.EVENING in kinds:
        barred |= book.busy
    seats = np.asarray(book.allowed.T.astype(np.int64) @ ~barred > 0)
    if RuleKind.TRAVEL in kinds:
        least = np.array([group.size_min for group in book.task.groups])
        n = len(book.task.people)
        within_reach = n - book.far_apart.sum(axis=1)
        # Where even all people would be too few, that is the fault of the size.
        seats &= ~book.far & (within_reach[None, :] >= np.minimum(least, n)[:, None])
    return seats


def excluded(book: Rulebook) -> tuple[Excluded, ...]:
    """Everyone for whom there is no seat, with the rules that it takes to exclude them."""
    seated: dict[tuple[RuleKind, ...], Bools] = {
        kinds: np.asarray(seats_open(book, kinds).any(axis=0))
        for count in range(len(PERSONAL) + 1)
        for kinds in combinations(PERSONAL, count)
    }
    return tuple(
        Excluded(book.task.people[i].key, _reasons(seated, int(i)))
        for i in np.flatnonzero(~seated[PERSONAL])
    )


def _reasons(seated: Mapping[tuple[RuleKind, ...], Bools], i: int) -> tuple[RuleKind, ...]:
    """Drop each rule that is not needed to exclude person ``i``; what is left is the reason."""
    kept: tuple[RuleKind, ...] = PERSONAL
    for kind in PERSONAL:
        fewer = tuple(other for other in kept if other is not kind)
        if not seated[fewer][i]:
            kept = fewer
    return kept


def rules_of(book: Rulebook) -> tuple[Rule, ...]:
    """Every hard rule that forbids anything to anyone."""
    task, n = book.task, len(book.task.people)
    forbids: dict[RuleKind, Bools] = {
        RuleKind.LANGUAGE: np.asarray(book.strange.any(axis=0)),
        RuleKind.TRAVEL: np.asarray(book.far.any(axis=0) | book.far_apart.any(axis=1)),
        RuleKind.EVENING: np.asarray(book.busy.any(axis=0)),
    }
    personal = [
        Rule(kind, (person.key,))
        for i, person in enumerate(task.people)
        for kind in PERSONAL
        if forbids[kind][i]
    ]
    named = [
        Rule(kind, tuple(sorted(people)))
        for kind, sets in ((RuleKind.TOGETHER, task.together), (RuleKind.APART, task.apart))
        for people in sets
        if len(people) > 1
    ]
    least = [Rule(RuleKind.SIZE_MIN, group=g.key) for g in task.groups if g.size_min > 0]
    most = [Rule(RuleKind.SIZE_MAX, group=g.key) for g in task.groups if g.size_max < n]
    return (*personal, *named, *least, *most)


def broken_rules(book: Rulebook, seating: Seating) -> tuple[Rule, ...]:
    """The rules that a seating does not keep, in the order of ``rules_of``."""
    groups, place = seating.groups, book.position
    people = np.arange(len(groups))
    options = seating.options[groups]
    same = groups[:, None] == groups[None, :]
    breaks: dict[RuleKind, Bools] = {
        RuleKind.LANGUAGE: book.strange[options, people],
        RuleKind.TRAVEL: book.far[groups, people] | (book.far_apart & same).any(axis=1),
        RuleKind.EVENING: book.busy[options, people],
    }
    sizes = np.bincount(groups, minlength=len(book.task.groups))
    bounds = {
        group.key: (group, int(size)) for group, size in zip(book.task.groups, sizes, strict=True)
    }

    def breached(rule: Rule) -> bool:
        if rule.group:
            group, size = bounds[rule.group]
            return (
                size < group.size_min if rule.kind is RuleKind.SIZE_MIN else size > group.size_max
            )
        where = {int(groups[place[person]]) for person in rule.people}
        if rule.kind is RuleKind.TOGETHER:
            return len(where) > 1
        if rule.kind is RuleKind.APART:
            return len(where) < len(rule.people)
        return bool(breaks[rule.kind][place[rule.people[0]]])

    return tuple(rule for rule in rules_of(book) if breached(rule))


def without(task: GroupingTask, absent: frozenset[str]) -> GroupingTask:
    """The same task for those who are left; what speaks of the absent falls away."""
    return replace(
        task,
        people=tuple(person for person in task.people if person.key not in absent),
        together=tuple(people - absent for people in task.together),
        apart=tuple(people - absent for people in task.apart),
        wishes=tuple(w for w in task.wishes if not {w.person, w.other} & absent),
        preferences=tuple(p for p in task.preferences if p.person not in absent),
    )


def _options(group: Group) -> tuple[tuple[str, str], ...]:
    return tuple(product(group.languages or ("",), group.evenings or ("",)))


def _bools(rows: Sequence[Sequence[bool]]) -> Bools:
    return np.array(rows, np.bool_)


def _minutes(
    travel: Travel, starts: Sequence[Place | None], ends: Sequence[Place | None]
) -> Floats:
    """The way from each start to each end, shape (ends, starts), by the haversine formula."""
    (south, west), (north, east) = _radians(starts), _radians(ends)
    rise = np.sin((north[:, None] - south[None, :]) / 2) ** 2
    turn = np.sin((east[:, None] - west[None, :]) / 2) ** 2
    half = rise + np.cos(north)[:, None] * np.cos(south)[None, :] * turn
    kilometres = 2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.minimum(half, 1.0)))
    return np.asarray(kilometres * (travel.detour / travel.speed_kmh * 60), np.float64)


def _radians(places: Sequence[Place | None]) -> tuple[Floats, Floats]:
    """Latitudes and longitudes; NaN where a place is not known, so that no limit is exceeded."""
    known = [(np.nan, np.nan) if p is None else (p.latitude, p.longitude) for p in places]
    degrees = np.radians(np.array(known, np.float64).reshape(-1, 2))
    return degrees[:, 0], degrees[:, 1]
