"""Take some meetings out of a timetable and put them back in the best way there is."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from grodd.engines.matching.plan import NOWHERE, Plan
from grodd.engines.matching.ways import ways_of


@dataclass(frozen=True, slots=True)
class Resolved:
    """What came of it.

    Attributes:
        gained: What the timetable is worth more than before; never less than 0.
        gain_max: What it could have gained at most, as the solver says; None when it does not.
    """

    gained: int
    gain_max: int | None


def resolve(
    plan: Plan, meetings: Sequence[int], slots: Sequence[int], *, nodes: int, ways_max: int
) -> Resolved | None:
    """Put these meetings into these slots in the best way, all others staying where they are.

    Args:
        plan: Changed in place where that gains.
        meetings: Those that may come, go and move.
        slots: Where they may be put; they are taken out of all slots.
        nodes: Steps of the solver; the time has no say, so the same task gives the same answer.
        ways_max: The most ways to put one meeting into one slot.

    Returns:
        What came of it; None where there are too many ways and nothing was tried.
    """
    mark, before = plan.mark(), plan.worth
    for meeting in meetings:
        if plan.place[meeting] != NOWHERE:
            plan.put(meeting, NOWHERE)
    ways = ways_of(plan, meetings, slots)
    count, out = len(ways.meeting), plan.worth
    if not 0 < count <= ways_max:
        plan.back_to(mark)
        return None if count else Resolved(0, 0)
    answer = milp(
        c=-plan.event.weight[ways.meeting].astype(np.float64),
        constraints=LinearConstraint(ways.matrix, -np.inf, ways.limits),
        integrality=np.ones(count, np.int64),
        bounds=Bounds(0, 1),
        options={"node_limit": nodes, "mip_rel_gap": 0.0},
    )
    if answer.x is not None:
        for way in np.flatnonzero(np.rint(answer.x) > 0).tolist():
            plan.put(int(ways.meeting[way]), int(ways.slot[way]))
    gained = plan.worth - before
    if gained <= 0:
        plan.back_to(mark)
    most = answer.mip_dual_bound
    gain_max = None if most is None else int(np.floor(1e-6 - most)) + out - before
    return Resolved(max(gained, 0), gain_max)
