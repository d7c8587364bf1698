"""What no timetable exceeds, and which meetings one should aim for."""

import numpy as np
from scipy.sparse import csr_array

from grodd.engines.matching.event import Event
from grodd.engines.matching.linear import Target, most_worth
from grodd.engines.matching.plan import Plan
from grodd.engines.matching.ways import ways_of

WAYS_MAX = 6_500
"""Ways to put one meeting into one slot, above which times stay out of the bound."""


def target_of(event: Event) -> Target:
    """Choose meetings within everyone's limits and all tables together, without times.

    Between two sides, with everyone there all the time and no rows to keep short, these meetings
    also have a timetable, so the bound is reached.
    """
    e, n = len(event.pairs), len(event.most)
    rows = np.concatenate([event.pairs[:, 0], event.pairs[:, 1], np.full(e, n)])
    matrix = csr_array((np.ones(3 * e), (rows, np.tile(np.arange(e), 3))), shape=(n + 1, e))
    return most_worth(matrix, np.append(event.most, event.tables.sum()), event.weight)


def timed_bound(event: Event) -> int | None:
    """A closer bound that knows of times; None where there are too many ways to count."""
    if not 0 < int(event.common.sum()) <= WAYS_MAX:
        return None
    ways = ways_of(Plan(event), range(len(event.pairs)), range(len(event.slots)))
    return most_worth(ways.matrix, ways.limits, event.weight[ways.meeting]).bound
