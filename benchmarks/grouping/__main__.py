"""`OMP_NUM_THREADS=1 python -m benchmarks.grouping`: how diverse, at equal time.

    --seconds 1 10 60        times to compare at
    --reference 240          how long the search may take whose result the gaps are measured from
    --people 120 240 480     sizes; --families RanInt RanReal Geo

Everything runs in one process, one after the other, in processor time. The engine knows no clock:
what a round takes is measured first and turned into effort. A peer that is not installed is left
out and named. With all that the defaults ask for it takes about four hours.

The R package anticlust needs R. Its exchange method is written here as its authors describe it;
what its three-phase search in C (TPSDP) reached in 8 to 16 s on instances of the same family and
size (measured for this project in November 2026) is given as a multiple of groups by lot.
"""

import argparse
import time
from collections.abc import Sequence

import numpy as np

from benchmarks.grouping import peers
from benchmarks.grouping.instances import BOUNDS, FAMILIES, Instance, instance, network
from grodd.engines.election import Ints
from grodd.engines.grouping import ROUNDS, GroupingTask, form_groups
from grodd.engines.grouping.distances import distances
from grodd.engines.grouping.rules import broken_rules, excluded, rulebook, seats_open, without
from grodd.engines.grouping.search import Seating, search

TRIAL_TURNS = 200_000
TARGETS = {120: (0.6, 0.2, 0.1), 960: (0.8, 0.25, 0.1), 2000: (1.9, 0.7, 0.2)}
"""Largest gaps to the reference within 1, 10 and 60 s (unit: per cent), from so many people on."""
TIMES = (1.0, 10.0, 60.0)
TPSDP = {
    "RanInt 480 ss": 378_270 / 276_000,
    "RanInt 960 ss": 1_209_603 / 936_000,
    "RanReal 2000 ss": 260_948 / 195_000,
}


class Timed:
    """The engine, told how long it may take."""

    def __init__(self, made: Instance) -> None:
        self._made = made
        self._goal = made.goal
        self._start, rounds = self._seconds(0), TRIAL_TURNS // len(made.worth)
        self._round = max(1e-7, (self._seconds(rounds) - self._start) / rounds)

    def _seconds(self, rounds: int) -> float:
        began = time.process_time()
        search(self._goal, seed=0, rounds=rounds)
        return time.process_time() - began

    def reached(self, seconds: float, seed: int = 1) -> tuple[float, float]:
        """What we reach, and the processor time that it took."""
        rounds = max(1, int((seconds - self._start) / self._round))
        began = time.process_time()
        found = search(self._goal, seed=seed, rounds=rounds)
        return self._made.reached(found.groups), time.process_time() - began


def target(n: int, seconds: float) -> float | None:
    """The largest gap that we allow ourselves."""
    limits = TARGETS[max(size for size in TARGETS if size <= n)]
    return dict(zip(TIMES, limits, strict=True)).get(seconds)


def diverse(made: Instance, budgets: Sequence[float], reference: float) -> list[str]:
    """One line for each time, as multiples of groups by lot; gaps to the best of our own runs."""
    timed = Timed(made)
    rows = [(seconds, *timed.reached(seconds)) for seconds in budgets]
    runs = [reached for _, reached, _ in rows]
    best = max([*runs, timed.reached(reference, seed=2)[0]] if reference else runs)
    lines = []
    for seconds, reached, used in rows:
        others = (
            peers.anticlust(made, seconds),
            peers.cp_sat(made, seconds),
        )
        limit = target(len(made.worth), seconds)
        shown = "".join(f"{_multiple(other, made):>10}" for other in others)
        lines.append(
            f"  {made.name:16}{seconds:5.0f}{used:7.1f}{reached / made.by_chance:9.4f}"
            f"{1 - reached / best:8.2%}{'' if limit is None else f'{limit:.2f}%':>8}"
            f"{shown}{TPSDP.get(made.name, ''):>8.6}"
        )
    return lines


def _multiple(reached: float | None, made: Instance) -> str:
    return "" if reached is None else f"{reached / made.by_chance:.4f}"


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
    return [*lines, *(real(n, ROUNDS) for n in (120, 480, 2000))]


def chosen() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="benchmarks.grouping")
    parser.add_argument("--seconds", nargs="+", type=float, default=TIMES)
    parser.add_argument("--reference", type=float, default=240.0)
    parser.add_argument("--people", nargs="*", type=int, default=tuple(BOUNDS))
    parser.add_argument("--families", nargs="+", default=FAMILIES)
    return parser.parse_args()


def main() -> None:
    options = chosen()
    small = instance("RanInt", 120)
    Timed(small)  # compiled before anything is timed
    peers.anticlust(small, 0.01)
    print("\n".join(networks()), flush=True)
    print("\nSum of distances inside groups, as a multiple of groups by lot")
    print("  CP-SAT: " + ("one worker" if peers.CP_MODEL else "not installed"))
    print(
        "  instance            s   used    Grodd     gap  target anticlust    CP-SAT   TPSDP",
        flush=True,
    )
    for n in options.people:
        for family in options.families:
            made = instance(family, n)
            print("\n".join(diverse(made, options.seconds, options.reference)), flush=True)
    print("  gap: to the best of our own runs, one of them with the time of the reference")


if __name__ == "__main__":
    main()
