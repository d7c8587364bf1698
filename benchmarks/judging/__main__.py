"""`OMP_NUM_THREADS=1 python -m benchmarks.judging [--seeds N] [--projects N ...]`: beside Gavel.

Simulated events of which the truth is known. Every method asks the same judges for the same number
of visits; those that click on pairs get one click less than visits, as Gavel does. For each cell:
Kendall's tau with the truth, the share of the three truly best among the three found, how often the
best was found, for ours the share of truths inside the 90 % interval, and processor time per event.
The last lines say by how much we are ahead of Gavel's method, with the standard error of that.
"""

import argparse
import time
from dataclasses import dataclass, field

import numpy as np
from scipy.stats import kendalltau

from benchmarks.judging.methods import (
    FIND_TOP,
    GAVEL,
    METHODS,
    PARTS,
    RANK_ALL,
    Method,
    Outcome,
    grodd,
)
from benchmarks.judging.panels import Setting, panel
from grodd.engines.election import Floats
from grodd.engines.judging import (
    Aim,
    Judge,
    Judging,
    Plan,
    Project,
    Visit,
    fit,
    next_visit,
    progress,
    standings,
    straight_walks,
)
from grodd.engines.judging.standings import INTERVAL

CELLS = [
    (18, 5, 8),
    (18, 10, 8),
    (18, 20, 8),
    (18, 30, 8),
    (50, 10, 10),
    (50, 20, 10),
    (200, 30, 15),
]
"""Projects, judges, visits of each judge."""
TOP = 3
REPEATS = 5
WALK_WEIGHTS = (0.0, 0.1, 0.3, 1.0)


@dataclass
class Row:
    """What a method reached, one entry for each seed."""

    tau: list[float] = field(default_factory=list)
    top: list[float] = field(default_factory=list)
    best: list[float] = field(default_factory=list)
    covered: list[float] = field(default_factory=list)
    seconds: float = 0.0
    waited: int = 0

    def add(self, quality: Floats, found: Outcome, seconds: float) -> None:
        truly, chosen = np.argsort(-quality)[:TOP], np.argsort(-found.strength)[:TOP]
        self.tau.append(float(kendalltau(quality, found.strength)[0]))
        self.top.append(len(set(truly.tolist()) & set(chosen.tolist())) / TOP)
        self.best.append(float(truly[0] == chosen[0]))
        self.seconds += seconds
        self.waited += found.waited
        if found.fitted is not None:
            truth = (quality - quality.mean()) / quality.std()
            off = np.abs(found.fitted.strength - truth) / found.fitted.spread
            self.covered.append(float((off < INTERVAL).mean()))

    def line(self, name: str) -> str:
        covered = f"{np.mean(self.covered):8.3f}" if self.covered else " " * 8
        return (
            f"  {name:26}{np.mean(self.tau):7.3f}{np.mean(self.top):7.3f}{np.mean(self.best):7.3f}"
            f"{covered}{1000 * self.seconds / len(self.tau):9.0f}"
        )


def cell(
    setting: Setting, size: tuple[int, int, int], seeds: int, methods: dict[str, Method]
) -> dict[str, Row]:
    projects, judges, visits = size
    rows = {name: Row() for name in methods}
    for seed in range(seeds):
        for name, method in methods.items():
            event = panel(setting, projects, judges, seed)
            began = time.process_time()
            found = method(event, visits, seed)
            rows[name].add(event.quality, found, time.process_time() - began)
    return rows


def ahead(ours: list[float], theirs: list[float]) -> str:
    """The mean difference on the same events, and its standard error."""
    difference = np.array(ours) - np.array(theirs)
    error = difference.std(ddof=1) / np.sqrt(len(difference)) if len(difference) > 1 else 0.0
    return f"{difference.mean():+.3f} (se {error:.3f})"


def printed(setting: Setting, size: tuple[int, int, int], rows: dict[str, Row]) -> list[str]:
    projects, judges, visits = size
    gavel, rank, top = rows[GAVEL], rows[RANK_ALL], rows[FIND_TOP]
    head = (
        f"{setting}: {projects} projects, {judges} judges, {visits} visits each, "
        f"{len(gavel.tau)} seeds; judges of ours who had to wait: {top.waited + rank.waited}"
    )
    margins = (
        f"  ahead of Gavel: rank all, tau {ahead(rank.tau, gavel.tau)}; "
        f"find the top, top 3 {ahead(top.top, gavel.top)}; tau there {ahead(top.tau, gavel.tau)}"
    )
    columns = "                                tau  top 3   best   inside       ms"
    return [head, columns, *(row.line(name) for name, row in rows.items()), margins, ""]


def large() -> tuple[Judging, Judging]:
    """200 projects, and 6 000 visits by 30 judges who all see everything, but for the last 50."""
    draw = np.random.default_rng(1)
    quality = draw.normal(size=200)
    perceived = quality + draw.normal(size=(30, 200))
    place = (-perceived).argsort(axis=1).argsort(axis=1)
    visits = [
        Visit(f"j{k}", f"p{i}", float(np.clip(np.rint(5.5 + 1.5 * x), 1, 10)), float(place[k, i]))
        for k, own in enumerate(perceived)
        for i, x in enumerate(own)
    ]
    projects = tuple(Project(f"p{i}") for i in range(200))
    judges = tuple(Judge(f"j{k}") for k in range(30))
    full = Judging(projects, judges, tuple(visits))
    return full, Judging(projects, judges, tuple(visits[:-50]))


def walks(seeds: int) -> list[str]:
    """What short ways cost: 18 projects, three rows of six, 8 m apart; 20 judges, 8 visits."""
    spots = tuple((8.0 * (i % 6), 8.0 * (i // 6)) for i in range(18))
    ways = straight_walks(spots)
    lines = [
        f"Walking, realistic, 18 projects, 20 judges, {seeds} seeds",
        "  walk_weight   find the top: metres  top 3   rank all: metres    tau",
    ]
    for weight in WALK_WEIGHTS:
        found = {aim: Row() for aim in Aim}
        metres = dict.fromkeys(Aim, 0.0)
        for seed in range(seeds):
            for aim in Aim:
                event = panel(Setting.REALISTIC, 18, 20, seed)
                plan = Plan(aim, walk_weight=weight)
                outcome = grodd(event, 8, seed, plan=plan, walks_m=ways)
                found[aim].add(event.quality, outcome, 0.0)
                metres[aim] += outcome.walked_m / (20 * seeds)
        lines.append(
            f"  {weight:11.2f}{metres[Aim.TOP]:22.0f}{np.mean(found[Aim.TOP].top):7.3f}"
            f"{metres[Aim.ALL]:19.0f}{np.mean(found[Aim.ALL].tau):7.3f}"
        )
    return [*lines, "  metres: of one judge in the whole event", ""]


def best_ms(work: object) -> float:
    assert callable(work)
    best = float("inf")
    for _ in range(REPEATS):
        began = time.process_time()
        work()
        best = min(best, time.process_time() - began)
    return 1000 * best


def times() -> list[str]:
    full, nearly = large()
    fitted, here = fit(full), {f"j{k}": f"p{150 + k}" for k in range(25)}
    sent = best_ms(lambda: next_visit(nearly, fitted, Plan(), judge="j29", here=here))
    return [
        "200 projects, 30 judges, 6 000 visits (best of a few, processor time)",
        f"  full refit    {best_ms(lambda: fit(full)):7.1f} ms",
        f"  next visit    {sent:7.1f} ms",
        f"  standings     {best_ms(lambda: standings(fitted)):7.1f} ms",
        f"  enough?       {best_ms(lambda: progress(full, fitted, Plan())):7.1f} ms",
    ]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.judging")
    parser.add_argument("--seeds", type=int, default=200)
    parser.add_argument("--projects", type=int, nargs="*", default=[18, 50, 200])
    parser.add_argument("--settings", nargs="*", type=Setting, default=list(Setting))
    parser.add_argument("--parts", action="store_true", help="also scores alone and orders alone")
    parser.add_argument("--walks", action="store_true", help="also what short ways cost")
    asked = parser.parse_args()
    methods = METHODS | PARTS if asked.parts else METHODS
    print("\n".join([*times(), ""]), flush=True)
    if asked.walks:
        print("\n".join(walks(asked.seeds)), flush=True)
    for size in CELLS:
        for setting in asked.settings if size[0] in asked.projects else ():
            rows = cell(setting, size, asked.seeds, methods)
            print("\n".join(printed(setting, size, rows)), flush=True)


if __name__ == "__main__":
    main()
