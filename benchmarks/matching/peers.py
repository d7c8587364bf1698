"""What others would do: simple rules, and OR-Tools where it is installed."""

from collections import Counter, defaultdict
from importlib import import_module
from typing import Any

import numpy as np
from scipy.optimize import linear_sum_assignment

from grodd.engines.election import Ints
from grodd.engines.matching.event import Event
from grodd.engines.matching.workshops import WorkshopTask


def optional(name: str) -> Any:
    try:
        return import_module(name)
    except ImportError:
        return None


def best_pair_first(points: Ints, mentors: Ints, mentees: Ints) -> int:
    """The total fit when the best pair that is left is made again and again."""
    ours, theirs, total = mentors.copy(), mentees.copy(), 0
    for flat in np.argsort(-points, axis=None, kind="stable"):
        i, j = divmod(int(flat), points.shape[1])
        if points[i, j] <= 0:
            break
        if ours[i] and theirs[j]:
            ours[i] -= 1
            theirs[j] -= 1
            total += int(points[i, j])
    return total


def copied_places(points: Ints, mentors: Ints, mentees: Ints) -> int:
    """SciPy alone, a row or a column for each place; a pair may be made twice."""
    whole = np.repeat(np.repeat(points, mentors, axis=0), mentees, axis=1)
    rows, columns = linear_sum_assignment(whole, maximize=True)
    return int(whole[rows, columns].sum())


def min_cost_flow(points: Ints, mentors: Ints, mentees: Ints, module: Any) -> int:
    """OR-Tools: the total fit of a cheapest flow, in which everyone may stay unmatched."""
    flow = module.SimpleMinCostFlow()
    n, m = points.shape
    rows, columns = np.nonzero(points > 0)
    source, sink = n + m, n + m + 1
    gain = points[rows, columns]
    flow.add_arcs_with_capacity_and_unit_cost(rows, n + columns, np.ones_like(rows), -gain)
    none = np.zeros(n, np.int64), np.zeros(m, np.int64)
    flow.add_arcs_with_capacity_and_unit_cost(np.full(n, source), np.arange(n), mentors, none[0])
    flow.add_arcs_with_capacity_and_unit_cost(n + np.arange(m), np.full(m, sink), mentees, none[1])
    most = int(min(mentors.sum(), mentees.sum()))
    flow.add_arc_with_capacity_and_unit_cost(source, sink, most, 0)
    flow.set_node_supply(source, most)
    flow.set_node_supply(sink, -most)
    assert flow.solve() == flow.OPTIMAL
    return -int(flow.optimal_cost())


def slot_by_slot(event: Event) -> int | None:
    """The worth when each slot takes the heaviest assignment of what is left, two sides only."""
    first, second = np.unique(event.pairs[:, 0]), np.unique(event.pairs[:, 1])
    if np.intersect1d(first, second).size:
        return None
    row, column = (
        np.searchsorted(first, event.pairs[:, 0]),
        np.searchsorted(second, event.pairs[:, 1]),
    )
    left, total = np.ones(len(event.pairs), np.bool_), 0
    at = np.full((len(event.most), len(event.slots)), -1)
    for slot in range(len(event.slots)):
        rested = ~_tired(event, at, slot)
        free = event.here[:, slot] & rested
        usable = left & free[event.pairs].all(axis=1)
        gain = np.zeros((len(first), len(second)), np.int64)
        gain[row[usable], column[usable]] = event.weight[usable]
        made = [
            (int(gain[i, j]), int(first[i]), int(second[j]))
            for i, j in zip(*linear_sum_assignment(gain, maximize=True), strict=True)
            if gain[i, j]
        ]
        for worth, i, j in sorted(made, reverse=True)[: int(event.tables[slot])]:
            total += worth
            at[[i, j], slot] = 1
            left &= ~((event.pairs[:, 0] == i) & (event.pairs[:, 1] == j))
    return total


def _tired(event: Event, at: Ints, slot: int) -> Any:
    """Who has had as many meetings in a row as they can."""
    row = np.zeros(len(event.most), np.int64)
    for before in range(slot - 1, -1, -1):
        if event.stretch[before] != event.stretch[slot]:
            break
        row += (at[:, before] > 0) & (row == slot - 1 - before)
    return row >= event.run


def cp_sat(event: Event, seconds: float, module: Any) -> tuple[int, int]:
    """What CP-SAT reaches with one worker, and its bound; by its own clock, which counts work."""
    model = module.CpModel()
    at: dict[tuple[int, int], list[Any]] = defaultdict(list)
    inside: dict[int, list[Any]] = defaultdict(list)
    terms = []
    common = event.common
    for meeting, (i, j) in enumerate(event.couples):
        ways = []
        for slot in np.flatnonzero(common[meeting]).tolist():
            way = model.new_bool_var("")
            ways.append(way)
            inside[slot].append(way)
            at[i, slot].append(way)
            at[j, slot].append(way)
            terms.append(int(event.weight[meeting]) * way)
        model.add_at_most_one(ways)
    for ways in at.values():
        model.add_at_most_one(ways)
    for slot, ways in inside.items():
        model.add(sum(ways) <= int(event.tables[slot]))
    for person, most in enumerate(event.most.tolist()):
        slots = range(len(event.slots))
        model.add(sum(way for slot in slots for way in at[person, slot]) <= most)
        run = int(event.run[person])
        for start in range(len(event.slots) - run):
            window = range(start, start + run + 1)
            if event.stretch[window[0]] == event.stretch[window[-1]]:
                model.add(sum(way for slot in window for way in at[person, slot]) <= run)
    model.maximize(sum(terms))
    solver = module.CpSolver()
    solver.parameters.max_deterministic_time = seconds
    solver.parameters.num_workers = 1
    solver.solve(model)
    return round(solver.objective_value), int(solver.best_objective_bound + 1e-6)


def first_come(task: WorkshopTask) -> Counter[str]:
    """Seats by person when each in turn takes all wishes that are still free."""
    slot = {workshop.key: workshop.slot for workshop in task.workshops}
    left = {workshop.key: workshop.places for workshop in task.workshops}
    seats: Counter[str] = Counter()
    for attendee in task.attendees:
        taken: set[str] = set()
        for key in attendee.wishes:
            if left[key] and slot[key] not in taken:
                left[key] -= 1
                taken.add(slot[key])
        seats[attendee.key] = len(taken)
    return seats
