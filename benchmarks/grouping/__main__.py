"""`OMP_NUM_THREADS=1 python -m benchmarks.grouping [SECONDS ...]`: how diverse, at equal time.

Everything runs in one process, one after the other, in processor time. The engine knows no clock:
its rounds per second are measured first and turned into effort. Beside it: groups by lot, descent
by swaps begun again and again, and CP-SAT. A package that is not installed is left out and named.

Anticlust needs R, and so is not run here. The last column holds what it reached on an instance of
the same family and size in 8 to 16 s (three-phase search in C, measured for this project in
November 2026), as a multiple of groups by lot, like the other columns.
"""

import sys
import time
from collections.abc import Sequence
from importlib import import_module
from itertools import combinations
from typing import Any

import numpy as np

from benchmarks.grouping.instances import Instance, instance, network
from grodd.engines.election import Ints
from grodd.engines.grouping import GroupingTask, form_groups
from grodd.engines.grouping.distances import distances
from grodd.engines.grouping.rules import broken_rules, excluded, rulebook, seats_open, without
from grodd.engines.grouping.search import Seating, plain_goal, search

SECONDS = (1.0, 10.0)
TRIAL_ROUNDS = 400
CP_SAT_PEOPLE_MAX = 120
"""Above that it does not get near anyone in a minute."""
ANTICLUST = {
    "RanInt 480 ss": 378_270 / 276_000,
    "RanInt 960 ss": 1_209_603 / 936_000,
    "RanReal 2000 ss": 260_948 / 195_000,
}


def instances() -> list[Instance]:
    return [
        instance("RanInt", 120, 10, (8, 16)),
        instance("RanInt", 480, 20),
        instance("RanReal", 480, 20, (18, 30)),
        instance("Geo", 480, 20),
        instance("RanInt", 960, 24),
        instance("RanReal", 2000, 50),
    ]


def ours(made: Instance, seconds: float) -> tuple[float, float]:
    """What we reach, and the processor time that it took."""
    goal = plain_goal(made.worth, made.least, made.most)
    began = time.process_time()
    search(goal, seed=0, rounds=TRIAL_ROUNDS)
    trial = time.process_time() - began
    began = time.process_time()
    found = search(goal, seed=1, rounds=max(1, int(TRIAL_ROUNDS * seconds / trial)))
    return made.reached(found.groups), time.process_time() - began


def descents(made: Instance, seconds: float) -> float:
    """The best of as many descents from chance as the time allows."""
    goal = plain_goal(made.worth, made.least, made.most)
    best, seed, began = 0.0, 0, time.process_time()
    while time.process_time() - began < seconds or not seed:
        best = max(best, made.reached(search(goal, seed=seed, rounds=0).groups))
        seed += 1
    return best


def cp_sat(made: Instance, seconds: float, model_of: Any) -> float | None:
    """What CP-SAT reaches with one worker; None when it finds no groups at all."""
    model = model_of.CpModel()
    n, m = len(made.worth), len(made.least)
    seats = [[model.new_bool_var("") for _ in range(m)] for _ in range(n)]
    for own in seats:
        model.add_exactly_one(own)
    for g in range(m):
        size = sum(own[g] for own in seats)
        model.add_linear_constraint(size, int(made.least[g]), int(made.most[g]))
    terms = []
    for i, j in combinations(range(n), 2):
        same = model.new_bool_var("")
        for g in range(m):
            model.add(seats[i][g] - seats[j][g] + same <= 1)
            model.add(seats[j][g] - seats[i][g] + same <= 1)
        terms.append(int(made.worth[i, j]) * same)
    model.maximize(sum(terms))
    solver = model_of.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = 1
    solver.solve(model)
    return float(solver.objective_value) if solver.response_proto.solution else None


def optional(name: str) -> Any:
    try:
        return import_module(name)
    except ImportError:
        return None


def diverse(budgets: Sequence[float]) -> list[str]:
    """One line for each instance and time."""
    model_of = optional("ortools.sat.python.cp_model")
    lines = [
        "Sum of distances inside groups, as a multiple of groups by lot",
        "  CP-SAT: " + ("one worker" if model_of else "not installed") + "; anticlust: see above",
        "  instance            s   used    Grodd    gap  descents  CP-SAT  anticlust",
    ]
    for made in instances():
        rows = [(s, *ours(made, s), descents(made, s), _peer(made, s, model_of)) for s in budgets]
        best = max(row[1] for row in rows)
        for seconds, reached, used, descended, solved in rows:
            anticlust = ANTICLUST.get(made.name)
            lines.append(
                f"  {made.name:16}{seconds:5.0f}{used:7.1f}{reached / made.by_chance:9.4f}"
                f"{1 - reached / best:7.2%}{descended / made.by_chance:10.4f}"
                f"{'' if solved is None else f'{solved / made.by_chance:.4f}':>8}"
                f"{'' if anticlust is None else f'{anticlust:.4f}':>11}"
            )
    return [*lines, "  gap: to the best of our own rows for the instance"]


def _peer(made: Instance, seconds: float, model_of: Any) -> float | None:
    if model_of is None or len(made.worth) > CP_SAT_PEOPLE_MAX:
        return None
    return cp_sat(made, seconds, model_of)


def by_sign_up(task: GroupingTask) -> Ints:
    """Everyone in turn takes the nearest group that has a seat and breaks no rule of the person."""
    book = rulebook(task)
    opened = seats_open(book, ())
    near = np.where(book.far, np.inf, book.minutes)
    sizes = np.zeros(len(task.groups), np.int64)
    groups = np.zeros(len(task.people), np.int64)
    for i in range(len(task.people)):
        strange = (book.allowed & book.strange[:, [i]]).sum(axis=0) == book.allowed.sum(axis=0)
        free = (sizes < 10) & opened[:, i]
        way = np.where(free, near[:, i], np.inf)
        kept = np.where(strange, np.inf, way)
        best = int(kept.argmin()) if np.isfinite(kept.min()) else int(np.where(free, 0, 1).argmin())
        groups[i] = best
        sizes[best] += 1
    return groups


def real(n: int, rounds: int) -> str:
    """People and rules, against taking the nearest group in the order of signing up."""
    task = network(n)
    began = time.process_time()
    result = form_groups(task, seed=1, rounds=rounds)
    used = time.process_time() - began
    left = without(task, frozenset(one.person for one in excluded(rulebook(task))))
    book, apart = rulebook(left), distances(left.people, left.dimensions)
    groups = by_sign_up(left)
    totals = [book.busy[:, groups == g].sum(axis=1) for g in range(len(left.groups))]
    costs = np.where(book.allowed, np.array(totals).T, np.inf)
    plain = Seating(groups, costs.argmin(axis=0))
    same = (groups[:, None] == groups[None, :]) & ~np.eye(len(groups), dtype=np.bool_)
    return (
        f"  {n:5}{len(result.excluded):10}{used:7.1f}{float(apart[same].mean()):12.3f}"
        f"{len(broken_rules(book, plain)):9}{result.diversity:12.3f}{len(result.broken):9}"
    )


def networks() -> list[str]:
    lines = [
        "People with rules: mean distance inside groups, hard rules broken",
        "      n   no seat      s     sign-up   broken       Grodd   broken",
    ]
    return [*lines, *(real(n, 2000) for n in (120, 480, 2000))]


if __name__ == "__main__":
    budgets = [float(word) for word in sys.argv[1:]] or SECONDS
    print("\n".join(networks()), flush=True)
    print("\n".join(["", *diverse(budgets)]))
