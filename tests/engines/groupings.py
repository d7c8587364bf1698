"""Grouping tasks for tests, small enough to try every way of seating everyone."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations, product
from typing import NamedTuple

import numpy as np
from hypothesis import strategies as st

from grodd.engines.election import Floats, Ints
from grodd.engines.grouping import (
    Dimension,
    Group,
    Grouping,
    GroupingTask,
    Person,
    Rule,
    RuleKind,
)

TRADE = Dimension("trade")


def tradespeople(trades: str) -> tuple[Person, ...]:
    """One person for each letter, named p0, p1 ..., whose trade it is."""
    return tuple(Person(f"p{i}", {"trade": trade}) for i, trade in enumerate(trades))


def groups(*sizes: int, languages: tuple[str, ...] = (), evenings: str = "") -> tuple[Group, ...]:
    """Groups g0, g1 ... of exactly these sizes."""
    return tuple(
        Group(f"g{g}", size, size, languages, tuple(evenings)) for g, size in enumerate(sizes)
    )


def every_seating(task: GroupingTask) -> Iterator[tuple[int, ...]]:
    """Each person's group, in every way there is."""
    return product(range(len(task.groups)), repeat=len(task.people))


def all_seatings(n: int, least: Ints, most: Ints) -> Ints:
    """Each person's group, in every way that keeps the bounds on sizes; shape (ways, n)."""
    ways = np.indices((len(least),) * n).reshape(n, -1).T
    counted = (ways[:, :, None] == np.arange(len(least))).sum(axis=1)
    return np.asarray(ways[((least <= counted) & (counted <= most)).all(axis=1)], np.int64)


def worths(worth: Floats, ways: Ints, *, by_mean: bool) -> Floats:
    """The sum, or the mean, of what pairs in one group are worth; for each way."""
    left, right = np.triu_indices(len(worth), 1)
    same = ways[:, left] == ways[:, right]
    total = np.asarray(same @ worth[left, right], np.float64)
    return np.asarray(total / np.maximum(1, same.sum(axis=1))) if by_mean else total


class Swapped(NamedTuple):
    """What came of some turns."""

    groups: list[int]
    made: int


def swaps_by_hand(
    worth: Floats, start: Ints, bounds: tuple[Ints, Ints], begin: Ints, above: Floats
) -> Swapped:
    """What ``make_swaps`` promises, word by word. After the people come the empty seats."""
    least, most = bounds
    n, m = len(start), len(least)
    groups, count = start.tolist(), 0
    seats = m if n < int(most.sum()) else 0
    for turn, (first, limit) in enumerate(zip(begin.tolist(), above.tolist(), strict=True)):
        i = turn % n
        size = [groups.count(g) for g in range(m)]
        end = n + seats if size[groups[i]] > least[groups[i]] else n
        for c in ((first % end + step) % end for step in range(end)):
            changed = groups.copy()
            if c < n:
                changed[i], changed[c] = groups[c], groups[i]
            elif size[c - n] < most[c - n]:
                changed[i] = c - n
            if changed != groups and _within(worth, changed) - _within(worth, groups) > limit:
                groups, count = changed, count + 1
                break
    return Swapped(groups, count)


def _within(worth: Floats, groups: list[int]) -> float:
    return float(worths(worth, np.array([groups]), by_mean=False)[0])


def keeps(task: GroupingTask, seating: Sequence[int], rules: Sequence[Rule]) -> bool:
    """Whether a seating keeps these rules, word by word; groups without a place."""
    seat = {person.key: g for person, g in zip(task.people, seating, strict=True)}
    if any(not _keeps_shared(task, seat, rule) for rule in rules):
        return False
    who = {
        kind: {rule.people[0] for rule in rules if rule.kind is kind}
        for kind in (RuleKind.LANGUAGE, RuleKind.EVENING)
    }
    for g, group in enumerate(task.groups):
        members = [person for person in task.people if seat[person.key] == g]
        if not any(
            all(
                (not language or p.key not in who[RuleKind.LANGUAGE] or language in p.languages)
                and (not evening or p.key not in who[RuleKind.EVENING] or evening in p.evenings)
                for p in members
            )
            for language in group.languages or ("",)
            for evening in group.evenings or ("",)
        ):
            return False
    return True


def _keeps_shared(task: GroupingTask, seat: dict[str, int], rule: Rule) -> bool:
    where = [seat[key] for key in rule.people]
    if rule.kind is RuleKind.TOGETHER:
        return len(set(where)) == 1
    if rule.kind is RuleKind.APART:
        return len(set(where)) == len(where)
    if rule.group:
        g, group = next((g, o) for g, o in enumerate(task.groups) if o.key == rule.group)
        size = sum(own == g for own in seat.values())
        return size >= group.size_min if rule.kind is RuleKind.SIZE_MIN else size <= group.size_max
    return True


def seating_of(task: GroupingTask, formed: Grouping) -> tuple[int, ...]:
    """Each person's group, as it was formed."""
    position = {group.key: g for g, group in enumerate(task.groups)}
    return tuple(position[match.group] for match in formed.matches)


def same_trade(task: GroupingTask, seating: Sequence[int]) -> int:
    """Pairs in one group with the same trade."""
    people = list(zip(task.people, seating, strict=True))
    return sum(
        g == h and one.traits["trade"] == two.traits["trade"]
        for (one, g), (two, h) in combinations(people, 2)
    )


@st.composite
def tasks(draw: st.DrawFn) -> GroupingTask:
    """Up to six people, two or three groups, and rules that often cannot be kept."""
    count = draw(st.integers(1, 6))
    some = st.sets(st.sampled_from(["sv", "fi"]), min_size=1, max_size=2).map(frozenset)
    people = tuple(
        replace(person, languages=draw(some), evenings=frozenset(draw(st.sampled_from(EVENINGS))))
        for person in tradespeople(draw(st.text("ab", min_size=count, max_size=count)))
    )
    formed = tuple(
        Group(
            f"g{g}",
            least := draw(st.integers(0, 2)),
            draw(st.integers(max(1, least), 4)),
            draw(st.sampled_from([(), ("sv",), ("sv", "fi")])),
            draw(st.sampled_from([(), ("mon",), ("mon", "tue")])),
        )
        for g in range(draw(st.integers(1, 3)))
    )
    sets = st.lists(
        st.sets(st.sampled_from([p.key for p in people]), max_size=3).map(frozenset), max_size=2
    )
    return GroupingTask(
        people, formed, (TRADE,), together=tuple(draw(sets)), apart=tuple(draw(sets))
    )


EVENINGS = ((), ("mon",), ("tue",), ("mon", "tue"))
