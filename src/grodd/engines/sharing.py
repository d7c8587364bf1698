"""Sharing cases among reviewers: evenly, and the same for the same seed."""

import hashlib
from collections.abc import Mapping, Sequence


def share(
    wanted: Mapping[int, int],
    free: Mapping[int, Sequence[int]],
    given: Mapping[int, Sequence[int]],
    *,
    seed: int,
) -> dict[int, list[int]]:
    """Who gets what: the narrowest case first, each time to whoever has least.

    Args:
        wanted: Reviews needed by case.
        free: Who can take each case.
        given: Who has each case already.
        seed: Decides between reviewers who have equally much.

    Returns:
        New reviewers by case; fewer than wanted where nobody is left. Nobody has two more than
        someone who could take one of theirs.
    """
    load: dict[int, int] = {reviewer: 0 for ids in free.values() for reviewer in ids}
    for ids in given.values():
        for reviewer in ids:
            load[reviewer] = load.get(reviewer, 0) + 1
    shares: dict[int, list[int]] = {}
    for case in sorted(wanted, key=lambda one: (len(free[one]), _lot(seed, one, 0))):
        has = list(given.get(case, []))
        left = [reviewer for reviewer in free[case] if reviewer not in has]
        left.sort(key=lambda one: (load[one], _lot(seed, case, one)))
        shares[case] = left[: max(0, wanted[case] - len(has))]
        for reviewer in shares[case]:
            load[reviewer] += 1
    while better := _lighter(shares, free, given, load, seed):
        case, busy, idle = better
        shares[case] = [idle if one == busy else one for one in shares[case]]
        load[busy] -= 1
        load[idle] += 1
    return shares


def _lighter(
    shares: Mapping[int, Sequence[int]],
    free: Mapping[int, Sequence[int]],
    given: Mapping[int, Sequence[int]],
    load: Mapping[int, int],
    seed: int,
) -> tuple[int, int, int] | None:
    """A case, who has it, and someone who could take it and has at least two less to do."""
    for case, taken in shares.items():
        has = {*taken, *given.get(case, ())}
        others = [one for one in free[case] if one not in has]
        if not (taken and others):
            continue
        busy = max(taken, key=lambda one: (load[one], _lot(seed, case, one)))
        idle = min(others, key=lambda one: (load[one], _lot(seed, case, one)))
        if load[idle] + 1 < load[busy]:
            return case, busy, idle
    return None


def _lot(seed: int, case: int, reviewer: int) -> str:
    """A lot that anyone can draw again: the same on every machine."""
    return hashlib.sha256(f"{seed}:{case}:{reviewer}".encode()).hexdigest()
