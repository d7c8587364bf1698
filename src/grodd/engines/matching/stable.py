"""Stable matchings: nobody has a reason to look past the matching for someone better.

Source:
    Gale and Shapley, "College admissions and the stability of marriage", American Mathematical
    Monthly 69 (1962); with places on both sides as in Baiou and Balinski, "Many-to-many matching:
    stable polyandrous polygamy", Discrete Applied Mathematics 101 (2000).
"""

from collections import deque
from heapq import heappush, heapreplace

import numpy as np
from numpy.typing import NDArray

from grodd.engines.election import Ints

Bools = NDArray[np.bool_]


def deferred_acceptance(
    asking: Ints, asked: Ints, possible: Bools, asking_places: Ints, asked_places: Ints
) -> tuple[tuple[int, int], ...]:
    """Those who ask go down their lists; those who are asked keep the best so far.

    Of all stable matchings (without ties) this is the best one for everyone who asks.

    Args:
        asking: How much each of n who ask likes each of m who are asked, shape (n, m); of equally
            liked ones the earlier is asked first.
        asked: How much each of m likes each of n, shape (m, n); of equally liked ones the earlier
            is kept.
        possible: Who may be matched, shape (n, m).
        asking_places: How many each of n may have, shape (n,).
        asked_places: How many each of m may have, shape (m,).

    Returns:
        Pairs by position (who asks, who is asked).
    """
    order = np.argsort(-asking, axis=1, kind="stable")
    lists: list[list[int]] = [row[possible[i, row]].tolist() for i, row in enumerate(order)]
    liked: list[list[int]] = asked.tolist()
    places = [int(count) for count in asked_places]
    # The least liked of those kept is first: by liking, then the later one.
    kept: list[list[tuple[int, int]]] = [[] for _ in places]
    waiting = deque(i for i, count in enumerate(asking_places.tolist()) for _ in range(count))
    place = [0] * len(lists)
    while waiting:
        i = waiting.popleft()
        if place[i] == len(lists[i]):
            continue
        j = lists[i][place[i]]
        place[i] += 1
        offer = (liked[j][i], -i)
        if len(kept[j]) < places[j]:
            heappush(kept[j], offer)
        elif places[j] and kept[j][0] < offer:
            waiting.append(-heapreplace(kept[j], offer)[1])
        else:
            waiting.append(i)
    return tuple(sorted((-one, j) for j, own in enumerate(kept) for _, one in own))


def blocking_pairs(
    pairs: tuple[tuple[int, int], ...],
    asking: Ints,
    asked: Ints,
    possible: Bools,
    places: tuple[Ints, Ints],
) -> tuple[tuple[int, int], ...]:
    """Pairs of whom both would strictly rather have each other than the least liked they have.

    Args:
        pairs: The matching.
        asking: As for ``deferred_acceptance``.
        asked: Likewise.
        possible: Likewise.
        places: How many each may have on the two sides.
    """
    made = np.zeros_like(possible)
    made[tuple(np.array(pairs, np.int64).reshape(-1, 2).T)] = True
    ours = _welcome(asking, made, places[0])
    theirs = _welcome(asked, made.T, places[1]).T
    blocking = np.argwhere(possible & ~made & ours & theirs)
    return tuple((int(i), int(j)) for i, j in blocking)


def _welcome(liking: Ints, made: Bools, places: Ints) -> Bools:
    """Whom each would take in, by a free place or by giving up someone liked less."""
    least = np.where(made, liking, np.iinfo(np.int64).max).min(axis=1, initial=2**62)
    free = made.sum(axis=1) < places
    return np.asarray(free[:, None] | ((places > 0)[:, None] & (liking > least[:, None])))
