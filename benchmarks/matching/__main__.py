"""`OMP_NUM_THREADS=1 python -m benchmarks.matching [SECONDS]`: how good, how close, how quick.

Everything runs in one process, one after the other, in processor time. Beside us: the best pair
first, SciPy's assignment of copied places, assignment slot by slot, first come first served, and
from OR-Tools a min-cost flow and CP-SAT with one worker for SECONDS (10) of its own clock, which
counts work and not time. A package that is not installed is left out and named.
"""

import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any, TypeVar

import numpy as np

from benchmarks.matching.instances import Setting, Size, event, mentoring, workshop_day
from benchmarks.matching.peers import (
    best_pair_first,
    copied_places,
    cp_sat,
    first_come,
    min_cost_flow,
    optional,
    slot_by_slot,
)
from grodd.engines.matching import (
    Aim,
    MentorMatching,
    MentorTask,
    Seating,
    Side,
    Timetable,
    TimetableTask,
    arriving,
    leaving,
    match_mentors,
    plan_meetings,
    rematch_mentors,
    replan_meetings,
    reseat_workshops,
    seat_workshops,
)
from grodd.engines.matching.event import event_of
from grodd.engines.matching.fit import fit_of

T = TypeVar("T")

SIZES = (
    Size(30, 150, 12, 30, 6),
    Size(100, 100, 12, 80, 10),
    Size(1000, 1000, 20, 800, 16),
)
SETTINGS = (
    Setting("all there"),
    Setting("some away", away=0.5),
    Setting("away, 3 in a row", away=0.5, in_a_row_max=3),
    Setting("wishes across", away=0.5, across=True),
)
CP_SAT_WISHES_MAX = 2_000
"""Above that it does not get near anyone in a minute."""


def cpu_s(work: Callable[[], T]) -> tuple[float, T]:
    start = time.process_time()
    answer = work()
    return time.process_time() - start, answer


def mentors(flow: Any) -> list[str]:
    lines = [
        "Mentors and mentees: total fit, and the gap to the greatest there is",
        "  OR-Tools min-cost flow: " + ("beside" if flow else "not installed"),
        "  matched as               total  proved by      gap     s  worst 10 %  without",
    ]
    for count, mentees_max, mentors_max in ((100, 1, 1), (300, 2, 2), (1000, 1, 1), (1000, 3, 2)):
        task = mentoring(count, mentees_max=mentees_max, mentors_max=mentors_max)
        places = f"1 to {mentees_max} and 1 to {mentors_max} places"
        lines.append(f"  {count} x {count}, {places}")
        bound = 0
        for aim in Aim:
            seconds, found = cpu_s(partial(match_mentors, task, seed=1, aim=aim))
            lines.append(_aim(task, found, seconds))
            bound = found.fit_bound
        lines += _simple(task, bound, flow)
        lines.append(_rematched(task))
    return lines


def _aim(task: MentorTask, found: MentorMatching, seconds: float) -> str:
    best = {mentee.key: 0 for mentee in task.mentees}
    for match in found.matches:
        best[match.mentee] = max(best[match.mentee], match.fit)
    low = np.mean(sorted(best.values())[: max(1, len(best) // 10)])
    without = sum(one.side is Side.MENTEE for one in found.unmatched)
    return (
        f"    {found.aim:22}{found.total_fit:8}  {found.proof:10}{found.gap:8.2%}{seconds:6.2f}"
        f"{low:12.1f}{without:9}"
    )


def _simple(task: MentorTask, bound: int, flow: Any) -> list[str]:
    points = fit_of(task).points
    ours = np.array([mentor.mentees_max for mentor in task.mentors])
    theirs = np.array([mentee.mentors_max for mentee in task.mentees])
    peers: list[tuple[str, Callable[[], int]]] = [
        ("best pair first", lambda: best_pair_first(points, ours, theirs)),
        ("SciPy, copied places", lambda: copied_places(points, ours, theirs)),
    ]
    if flow:
        peers.append(("OR-Tools flow", lambda: min_cost_flow(points, ours, theirs, flow)))
    lines = []
    for name, work in peers:
        seconds, total = cpu_s(work)
        wrong = "  more than there is: pairs made twice" if total > bound else ""
        lines.append(
            f"    {name:22}{total:8}{max(0.0, 1 - total / bound):20.2%}{seconds:6.2f}{wrong}"
        )
    return lines


def _rematched(task: MentorTask) -> str:
    before = match_mentors(task, seed=1)
    gone = {mentor.key for mentor in task.mentors[:3]}
    now = replace(
        task,
        mentors=task.mentors[3:],
        wishes=tuple(wish for wish in task.wishes if wish.mentor not in gone),
    )
    seconds, after = cpu_s(lambda: rematch_mentors(before, now, seed=1))
    return (
        f"    3 mentors leave: {len(after.ended)} matches end, {len(after.begun)} begin,"
        f" all others stay{seconds:12.2f} s"
    )


def timetables(seconds: float, solver: Any) -> list[str]:
    head = (
        f"  {'event':19}{'setting':18} wishes   worth   bound     gap by            s"
        f"{'slot by slot':>14}{'s':>6}{'CP-SAT':>10}{'bound':>8}{'s':>6}"
    )
    lines = [
        "Meetings: worth of the wishes that are met, and the gap to a proven bound",
        f"  CP-SAT: {f'one worker, {seconds:.0f} s' if solver else 'not installed'}",
        head,
    ]
    for size in SIZES:
        for setting in SETTINGS:
            task = event(size, setting)
            used, found = cpu_s(partial(plan_meetings, task, seed=1))
            lines.append(
                f"  {size.name:19}{setting.name:18}{len(task.wishes):7}{found.worth:8}"
                f"{found.bound:8}{found.gap:8.3%} {found.proof:9}{used:6.2f}"
                + _slots(task, found.bound)
                + _solved(task, seconds, solver)
            )
            lines.append(_replanned(task, found))
    return lines


def _slots(task: TimetableTask, bound: int) -> str:
    made = event_of(task, seed=1)
    seconds, worth = cpu_s(lambda: slot_by_slot(made))
    return f"{'-':>14}{'':6}" if worth is None else f"{1 - worth / bound:14.2%}{seconds:6.2f}"


def _solved(task: TimetableTask, seconds: float, solver: Any) -> str:
    if solver is None or len(task.wishes) > CP_SAT_WISHES_MAX:
        return f"{'-':>10}"
    made = event_of(task, seed=1)
    used, (worth, bound) = cpu_s(lambda: cp_sat(made, seconds, solver))
    return f"{worth:10}{bound:8}{used:6.1f}"


def _replanned(task: TimetableTask, before: Timetable) -> str:
    """Three of the first side stay away and one of the other comes late."""
    now = task
    for k in range(3):
        now = leaving(now, f"a{7 * k}")
    now = arriving(now, "b3", at=task.slots[4].key)
    seconds, after = cpu_s(lambda: replan_meetings(before, now, seed=1))
    return (
        f"    3 stay away, 1 is late: {len(after.cancelled)} cancelled, {len(after.moved)} moved,"
        f" {len(after.added)} added, {len(after.told)} people told,"
        f" gap {after.timetable.gap:.3%}, {seconds:.2f} s"
    )


def workshops() -> list[str]:
    lines = [
        "Workshops: seats by wishes",
        "  people x workshops x places   seats  bound  rounds  proved     s  with 0, 1, 2 seats",
    ]
    for people, count, places, slots in ((60, 8, 12, 3), (300, 15, 25, 4), (1000, 30, 40, 5)):
        task = workshop_day(people, count, places, slots)
        seconds, found = cpu_s(partial(seat_workshops, task, seed=1))
        proved, served = "yes" if found.proved else "no", first_come(task)
        name = f"{people} x {count} x {places}"
        lines.append(
            f"  {name:27}{len(found.seats):8}{found.seats_bound:7}{found.rounds:8}{proved:>8}"
            f"{seconds:6.2f}  {_spread([len(found.of(a.key)) for a in task.attendees])}"
        )
        lines.append(
            f"    {'first come first served':25}{sum(served.values()):8}{'':29}"
            f"  {_spread(list(served.values()))}"
        )
        lines.append(_reseated(found))
    return lines


def _spread(seats: list[int]) -> str:
    counted = Counter(seats)
    return ", ".join(str(counted[k]) for k in range(max(counted) + 1))


def _reseated(before: Seating) -> str:
    now = replace(before.task, attendees=before.task.attendees[3:])
    seconds, after = cpu_s(lambda: reseat_workshops(before, now, seed=1))
    return (
        f"    3 stay away: {len(after.lost)} seats free, {len(after.given)} given,"
        f" all others stay, {seconds:.2f} s"
    )


if __name__ == "__main__":
    budget = float(sys.argv[1]) if len(sys.argv) > 1 else 10.0
    print("\n".join(mentors(optional("ortools.graph.python.min_cost_flow"))), flush=True)
    print("\n".join(["", *workshops()]), flush=True)
    print("\n".join(["", *timetables(budget, optional("ortools.sat.python.cp_model"))]))
