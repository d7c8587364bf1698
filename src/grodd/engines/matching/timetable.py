"""Plan meetings two by two, and mend the plan when somebody does not come."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from grodd.engines.matching.bound import target_of, timed_bound
from grodd.engines.matching.event import event_of
from grodd.engines.matching.hindrances import unmet_wishes
from grodd.engines.matching.improve import Improver
from grodd.engines.matching.meetings import (
    BoundProof,
    Meeting,
    Moved,
    Replanning,
    Timetable,
    TimetableTask,
)
from grodd.engines.matching.plan import NOWHERE, Plan
from grodd.engines.matching.resolve import resolve
from grodd.engines.matching.tables import seated

ROUNDS = 60
"""Effort by default; some seconds where the bound is not reached sooner."""
MEND_WAYS_MAX = 6_000
MEND_NODES = 20


def plan_meetings(task: TimetableTask, *, seed: int, rounds: int = ROUNDS) -> Timetable:
    """Decide who meets whom in which slot at which table, so that wishes of most weight are met.

    Args:
        task: People, slots, tables and wishes.
        seed: Ties are broken by lot; the same task, seed and effort give the same timetable.
        rounds: Effort where the bound is not reached; the time is about proportional to it.

    Returns:
        A timetable that keeps every rule, the reasons for each wish that is not met, and a bound
        that no timetable exceeds.
    """
    assert rounds >= 0, rounds
    event = event_of(task, seed=seed)
    target = target_of(event)
    plan = Plan(event)
    improver = Improver(plan, target, target.bound)
    proof = BoundProof.INTEGERS
    improver.fill()
    if plan.worth < improver.bound:
        improver.squeeze()
        timed = timed_bound(event)
        improver.bound = improver.bound if timed is None else min(timed, improver.bound)
        if plan.worth < improver.bound and improver.whole():
            proof = BoundProof.SOLVER
        improver.replan_people(rounds=rounds, seed=seed)
    improver.leave_nobody_out()
    improver.fill()
    return _timetable(task, plan, {}, improver.bound, proof)


def replan_meetings(
    before: Timetable, task: TimetableTask, *, seed: int, since: str | None = None
) -> Replanning:
    """Mend a timetable after somebody left, comes late or came, or tables are fewer.

    A meeting that can stay stays at its time, and at its table if there still is one. Those who
    lost a meeting get it at another time if both have one free, and otherwise someone else of
    their wishes who is free then; nobody else's timetable changes.

    Args:
        before: The timetable so far.
        task: As things are now (see ``leaving`` and ``arriving``).
        seed: For ties.
        since: The first slot that can still be changed; None for the whole event.

    Raises:
        ValueError: There is no such slot.
    """
    event = event_of(task, seed=seed)
    plan = Plan(event)
    open_slots = _slots_since(task, event.slots, since)
    tables, lost = _kept(before, task, plan)
    for meetings in (lost, range(len(event.pairs))):
        _mend(plan, meetings, open_slots)
    after = _timetable(task, plan, tables, target_of(event).bound, BoundProof.INTEGERS)
    return _compared(before, after)


def leaving(task: TimetableTask, person: str, *, since: str | None = None) -> TimetableTask:
    """The same task when a participant does not come, or leaves before a slot.

    Raises:
        ValueError: There is no such participant or slot.
    """
    count = 0 if since is None else _position(task, since)
    return _there(task, person, {slot.key for slot in task.slots[:count]})


def arriving(task: TimetableTask, person: str, *, at: str) -> TimetableTask:
    """The same task when a participant comes as late as a slot.

    Raises:
        ValueError: There is no such participant or slot.
    """
    return _there(task, person, {slot.key for slot in task.slots[_position(task, at) :]})


def _position(task: TimetableTask, slot: str) -> int:
    keys = [each.key for each in task.slots]
    if slot not in keys:
        raise ValueError(f"there is no slot {slot}")
    return keys.index(slot)


def _there(task: TimetableTask, person: str, slots: set[str]) -> TimetableTask:
    if all(each.key != person for each in task.participants):
        raise ValueError(f"there is no participant {person}")
    return replace(
        task,
        participants=tuple(
            replace(each, slots=frozenset(slots if each.slots is None else slots & each.slots))
            if each.key == person
            else each
            for each in task.participants
        ),
    )


def _slots_since(task: TimetableTask, slots: tuple[str, ...], since: str | None) -> list[int]:
    if since is None:
        return list(range(len(slots)))
    later = {slot.key for slot in task.slots[_position(task, since) :]}
    return [s for s, slot in enumerate(slots) if slot in later]


def _kept(
    before: Timetable, task: TimetableTask, plan: Plan
) -> tuple[dict[tuple[str, frozenset[str]], str], list[int]]:
    """Put in what can stay. Its tables by slot and pair, and the meetings that lost their slot."""
    people = [person.key for person in task.participants]
    meeting_of = {
        frozenset({people[i], people[j]}): meeting
        for meeting, (i, j) in enumerate(plan.event.couples)
    }
    slot_of = {slot: s for s, slot in enumerate(plan.event.slots)}
    tables: dict[tuple[str, frozenset[str]], str] = {}
    lost: list[int] = []
    for old in _firmest_first(before, task):
        meeting, slot = meeting_of.get(old.pair), slot_of.get(old.slot)
        if meeting is None:
            continue
        if slot is not None and plan.fits(meeting, slot):
            plan.put(meeting, slot)
            tables[old.slot, old.pair] = old.table
        else:
            lost.append(meeting)
    return tables, lost


def _firmest_first(before: Timetable, task: TimetableTask) -> list[Meeting]:
    """Those whose table is still there first, then by weight, if there is less room now."""
    weight: dict[frozenset[str], int] = {}
    for wish in task.wishes:
        pair = frozenset({wish.person, wish.other})
        weight[pair] = weight.get(pair, 0) + wish.weight
    tables = set(task.tables)
    return sorted(
        before.meetings,
        key=lambda meeting: (meeting.table not in tables, -weight.get(meeting.pair, 0)),
    )


def _mend(plan: Plan, meetings: Sequence[int], slots: Sequence[int]) -> None:
    """Put in what finds room without moving anything."""
    left = [meeting for meeting in meetings if plan.place[meeting] == NOWHERE]
    resolve(plan, left, slots, nodes=MEND_NODES, ways_max=MEND_WAYS_MAX)
    for meeting in sorted(left, key=lambda m: -int(plan.event.weight[m])):
        for slot in slots:
            if plan.place[meeting] == NOWHERE and plan.fits(meeting, slot):
                plan.put(meeting, slot)


def _timetable(
    task: TimetableTask,
    plan: Plan,
    tables: Mapping[tuple[str, frozenset[str]], str],
    bound: int,
    proof: BoundProof,
) -> Timetable:
    meetings = seated(task, plan, tables)
    return Timetable(
        task=task,
        meetings=meetings,
        unmet=unmet_wishes(task, plan, meetings),
        worth=plan.worth,
        bound=bound,
        proof=proof,
    )


def _compared(before: Timetable, after: Timetable) -> Replanning:
    old = {meeting.pair: meeting for meeting in before.meetings}
    new = {meeting.pair: meeting for meeting in after.meetings}
    moved = tuple(
        Moved(old[pair], meeting)
        for pair, meeting in new.items()
        if pair in old and old[pair] != meeting
    )
    cancelled = tuple(meeting for pair, meeting in old.items() if pair not in new)
    added = tuple(meeting for pair, meeting in new.items() if pair not in old)
    changed: list[Meeting] = [*cancelled, *added, *(move.after for move in moved)]
    told = frozenset[str]().union(*(meeting.pair for meeting in changed))
    everyone = [person.key for person in after.task.participants]
    gone = sorted(told - set(everyone))
    return Replanning(
        timetable=after,
        cancelled=cancelled,
        moved=moved,
        added=added,
        told=(*(key for key in everyone if key in told), *gone),
    )
