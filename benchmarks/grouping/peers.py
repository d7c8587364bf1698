"""Those we are measured against, at equal time.

Source:
    Papenberg and Klau, "Using anticlustering to partition data sets into equivalent parts",
    Psychological Methods 26 (2021), and the manual of the R package anticlust: the method
    "local-maximum" (exchange until nothing gains), repeated.
"""

import threading
import time
from importlib import import_module
from itertools import combinations
from typing import Any

import numpy as np

from benchmarks.grouping.instances import Instance
from grodd.engines.compiled import compiled
from grodd.engines.election import Floats, Ints

CP_SAT_PEOPLE_MAX = 120
"""Above that it does not get near anyone in a minute."""


def anticlust(made: Instance, seconds: float, seed: int = 1) -> float | None:
    """Anticlust's exchange from chance, again and again; None where sizes may vary.

    Each person in turn makes the best exchange with anyone in another group, if it gains, until a
    whole pass brings none. Compiled, and with our tables of gains, which R's package has not: this
    makes it faster than it is. It keeps the sizes it begins with, so only equal ones are compared.
    """
    if (made.least < made.most).any():
        return None
    draw, n, m = np.random.default_rng(seed), len(made.worth), len(made.least)
    best, began = 0.0, time.process_time()
    while time.process_time() - began < seconds:
        group = draw.permutation(np.repeat(np.arange(m), made.least))
        pull = np.array([made.worth[group == g].sum(axis=0) for g in range(m)])
        while _exchanged(made.worth, pull, group) and time.process_time() - began < seconds:
            pass
        best = max(best, made.reached(group))
    return best if n else None


@compiled
def _exchanged(worth: Floats, pull: Floats, group: Ints) -> bool:
    """One pass over everyone; whether anything was exchanged."""
    found = False
    for i in range(len(group)):
        g, best, partner = group[i], 1e-9, -1
        for j in range(len(group)):
            h = group[j]
            if h != g:
                gain = pull[h, i] - pull[g, i] + pull[g, j] - pull[h, j] - 2 * worth[i, j]
                if gain > best:
                    best, partner = gain, j
        if partner >= 0:
            h = group[partner]
            change = worth[partner] - worth[i]
            pull[g] += change
            pull[h] -= change
            group[i], group[partner] = h, g
            found = True
    return found


def optional(name: str) -> Any:
    try:
        return import_module(name)
    except ImportError:
        return None


CP_MODEL = optional("ortools.sat.python.cp_model")


def cp_sat(made: Instance, seconds: float) -> float | None:
    """What CP-SAT reaches with one worker, begun from groups by lot; None without OR-Tools.

    Its own limit counts by the clock, so processor time is watched from beside it.
    """
    if CP_MODEL is None or len(made.worth) > CP_SAT_PEOPLE_MAX:
        return None
    solver = CP_MODEL.CpSolver()
    solver.parameters.num_workers = 1
    model = _model(made)
    done = threading.Event()
    watch = threading.Thread(target=_stop_after, args=(solver, seconds, done))
    watch.start()
    solver.solve(model)
    done.set()
    watch.join()
    return float(solver.objective_value) / 1000 if solver.response_proto.solution else None


def _stop_after(solver: Any, seconds: float, done: threading.Event) -> None:
    began = time.process_time()
    while not done.wait(0.05):
        if time.process_time() - began > seconds:
            solver.stop_search()


def _model(made: Instance) -> Any:
    model = CP_MODEL.CpModel()
    n, m = len(made.worth), len(made.least)
    seats = [[model.new_bool_var("") for _ in range(m)] for _ in range(n)]
    for i, own in enumerate(seats):
        model.add_exactly_one(own)
        for g in range(m):
            model.add_hint(own[g], i % m == g)
    for g in range(m):
        size = sum(own[g] for own in seats)
        model.add_linear_constraint(size, int(made.least[g]), int(made.most[g]))
    terms = []
    for i, j in combinations(range(n), 2):
        same = model.new_bool_var("")
        model.add_hint(same, i % m == j % m)
        for g in range(m):
            model.add(seats[i][g] - seats[j][g] + same <= 1)
            model.add(seats[j][g] - seats[i][g] + same <= 1)
        terms.append(round(float(made.worth[i, j]) * 1000) * same)
    model.maximize(sum(terms))
    return model
