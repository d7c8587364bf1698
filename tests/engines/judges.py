"""Judgings for tests: small random ones, and simulated panels whose truth is known."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from hypothesis import strategies as st

from grodd.engines.election import Floats, Ints
from grodd.engines.judging import (
    Comparison,
    Fitted,
    Judge,
    Judging,
    Plan,
    Project,
    Skip,
    SkipReason,
    Visit,
    fit,
    next_visit,
)

# Agresti, "Categorical data analysis", 2nd edition (2002), table 10.10: seven teams of the Eastern
# Division, American League, 1987; wins of the row over the column.
TEAMS = ("Milwaukee", "Detroit", "Toronto", "New York", "Boston", "Cleveland", "Baltimore")
WINS = (
    (0, 7, 9, 7, 7, 9, 11),
    (6, 0, 7, 5, 11, 9, 9),
    (4, 6, 0, 7, 7, 8, 12),
    (6, 8, 6, 0, 6, 7, 10),
    (6, 2, 6, 7, 0, 7, 12),
    (4, 4, 5, 6, 6, 0, 6),
    (2, 4, 1, 3, 1, 7, 0),
)
ESTIMATES = (1.58, 1.44, 1.29, 1.25, 1.11, 0.68, 0.0)
"""Table 10.11: maximum likelihood, Baltimore at zero."""


def projects(count: int, room: int = 1) -> tuple[Project, ...]:
    return tuple(Project(f"p{i}", room) for i in range(count))


def judges(count: int) -> tuple[Judge, ...]:
    return tuple(Judge(f"j{k}") for k in range(count))


def games() -> tuple[Ints, Ints]:
    """Winner and loser of each game in ``WINS``."""
    pairs = [(i, j) for i, row in enumerate(WINS) for j, won in enumerate(row) for _ in range(won)]
    better, worse = np.array(pairs, np.int64).T
    return better, worse


def scored(judge: str, **scores: float) -> tuple[Visit, ...]:
    return tuple(Visit(judge, project, score) for project, score in scores.items())


def ordered(judge: str, *best_first: str) -> tuple[Visit, ...]:
    return tuple(Visit(judge, project, place=i) for i, project in enumerate(best_first))


def strength_of(fitted: Fitted, project: str) -> float:
    return float(fitted.strength[fitted.readings.projects.index(project)])


def order_of(fitted: Fitted) -> list[str]:
    """Keys, the strongest first."""
    best_first = np.argsort(-fitted.strength, kind="stable").tolist()
    return [fitted.readings.projects[i] for i in best_first]


def panel(count: int, people: int, seed: int) -> tuple[Floats, Floats]:
    """Qualities, shape (n,), and what each judge finds, shape (K, n).

    Taste is each judge's own and leans towards kinds of projects; every tenth answers at random.
    """
    draw = np.random.default_rng(seed)
    quality = draw.normal(size=count)
    leaning = draw.normal(0, 0.4, (people, 4))[:, draw.integers(0, 4, count)]
    taste = np.exp(draw.normal(0, 0.4, people))[:, None]
    found = quality + leaning + taste * draw.normal(size=(people, count))
    lost = draw.random(people) < 0.1
    found[lost] = draw.normal(size=(int(lost.sum()), count))
    return quality, found


def said(found: Floats, judge: int, seen: Sequence[int], *, start: float = 5.5) -> list[Visit]:
    """A judge has visited ``seen``, scored each and put them in order."""
    place = {i: float(at) for at, i in enumerate(sorted(seen, key=lambda i: -found[judge, i]))}
    return [
        Visit(
            f"j{judge}",
            f"p{i}",
            float(np.clip(round(start + 1.5 * found[judge, i]), 1, 10)),
            place[i],
        )
        for i in seen
    ]


def balanced(found: Floats, visits: int, seed: int) -> Judging:
    """Everyone has seen so many projects, each project about equally often."""
    people, count = found.shape
    draw = np.random.default_rng([seed, 1])
    views = np.zeros(count)
    made: list[Visit] = []
    for judge in range(people):
        seen = np.argsort(views + 0.5 * draw.random(count))[:visits]
        views[seen] += 1
        made += said(found, judge, seen.tolist(), start=5.5 + draw.normal(0, 0.9))
    return Judging(projects(count), judges(people), tuple(made))


def played(
    found: Floats, visits: int, plan: Plan, *, walks_m: tuple[tuple[float, ...], ...] = ()
) -> Judging:
    """An event as the engine leads it: each judge in turn is sent on, so many times."""
    people, count = found.shape
    seen: list[list[int]] = [[] for _ in range(people)]
    judging = Judging(projects(count, room=2), judges(people), walks_m=walks_m)
    here: dict[str, str] = {}
    for _ in range(visits):
        fitted = fit(judging)
        for judge in range(people):
            here.pop(f"j{judge}", None)
            sent = next_visit(judging, fitted, plan, judge=f"j{judge}", here=here)
            if sent.project:
                here[f"j{judge}"] = sent.project
                seen[judge].append(int(sent.project[1:]))
        made = [visit for k in range(people) for visit in said(found, k, seen[k])]
        judging = replace(judging, visits=tuple(made))
    return judging


@st.composite
def judgings(draw: st.DrawFn) -> Judging:
    """Up to six projects and four judges who visit, compare, skip and are in conflict at random."""
    count, people = draw(st.integers(1, 6)), draw(st.integers(1, 4))
    some_projects = st.sampled_from([f"p{i}" for i in range(count)])
    some_judges = st.sampled_from([f"j{k}" for k in range(people)])
    both = st.tuples(some_judges, some_projects)
    visits = tuple(
        Visit(
            judge,
            project,
            draw(st.none() | st.integers(1, 10)),
            draw(st.none() | st.integers(0, 3)),
        )
        for judge, project in draw(st.lists(both, unique=True, max_size=15))
    )
    pairs = st.tuples(some_judges, some_projects, some_projects).filter(
        lambda one: one[1] != one[2]
    )
    skips = st.builds(
        Skip, some_judges, some_projects, st.sampled_from(SkipReason), st.integers(0, 3)
    )
    return Judging(
        projects(count),
        tuple(
            Judge(f"j{k}", draw(st.frozensets(some_projects, max_size=1))) for k in range(people)
        ),
        visits,
        tuple(Comparison(*one) for one in draw(st.lists(pairs, max_size=6))) if count > 1 else (),
        tuple(draw(st.lists(skips, max_size=3))),
    )
