"""Why a wish for a meeting was not met."""

from collections.abc import Sequence

from grodd.engines.matching.meetings import (
    Hindrance,
    Meeting,
    MeetingWish,
    Participant,
    Reason,
    TimetableTask,
    UnmetWish,
)
from grodd.engines.matching.plan import NOWHERE, Plan


def unmet_wishes(
    task: TimetableTask, plan: Plan, meetings: Sequence[Meeting]
) -> tuple[UnmetWish, ...]:
    """Give the reasons for each wish without a meeting.

    Args:
        task: The wishes.
        plan: The timetable.
        meetings: What is in it.
    """
    met = {meeting.pair for meeting in meetings}
    place = {person.key: i for i, person in enumerate(task.participants)}
    return tuple(
        UnmetWish(wish, _reasons(task, plan, wish, (place[wish.person], place[wish.other])))
        for wish in task.wishes
        if frozenset({wish.person, wish.other}) not in met
    )


def _reasons(
    task: TimetableTask, plan: Plan, wish: MeetingWish, pair: tuple[int, int]
) -> tuple[Reason, ...]:
    if frozenset({wish.person, wish.other}) in task.apart:
        return (Reason(Hindrance.APART),)
    slots = range(len(plan.event.slots))
    common = [slot for slot in slots if all(plan.is_here(person, slot) for person in pair)]
    if not common:
        return (Reason(Hindrance.NO_COMMON_SLOT),)
    limits = tuple(
        Reason(Hindrance.LIMIT, person=task.participants[person].key)
        for person in pair
        if _is_full(task.participants[person], plan.load[person])
    )
    if limits:
        return limits
    return tuple(reason for slot in common for reason in _in_slot(task, plan, pair, slot))


def _is_full(person: Participant, load: int) -> bool:
    return person.meetings_max is not None and load >= person.meetings_max


def _in_slot(
    task: TimetableTask, plan: Plan, pair: tuple[int, int], slot: int
) -> tuple[Reason, ...]:
    key = plan.event.slots[slot]
    reasons: list[Reason] = []
    for person in pair:
        own = task.participants[person].key
        partner = plan.partner(person, slot)
        if partner != NOWHERE:
            meets = task.participants[partner].key
            reasons.append(Reason(Hindrance.BUSY, key, own, meets))
        elif not plan.rests(person, slot):
            reasons.append(Reason(Hindrance.REST, key, own))
    if not reasons and not plan.has_table(slot):
        reasons.append(Reason(Hindrance.NO_TABLE, key))
    return tuple(reasons)
