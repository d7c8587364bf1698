"""Tables for the meetings of a timetable, so that people stay where they sit if they can."""

from collections.abc import Mapping

from grodd.engines.matching.meetings import Meeting, TimetableTask
from grodd.engines.matching.plan import NOWHERE, Plan


def seated(
    task: TimetableTask, plan: Plan, fixed: Mapping[tuple[str, frozenset[str]], str]
) -> tuple[Meeting, ...]:
    """Give each meeting a table.

    Args:
        task: Its tables and its people.
        plan: When the meetings are.
        fixed: Tables that are known already, by slot and pair.

    Returns:
        The meetings by slot in the order of time, then by table in the order of the task.
    """
    people = [person.key for person in task.participants]
    order = {table: t for t, table in enumerate(task.tables)}
    couples = plan.event.couples
    sat: dict[int, str] = {}
    meetings: list[Meeting] = []
    for s, slot in enumerate(plan.event.slots):
        now = sorted({own[s] for own in plan.at} - {NOWHERE})
        pairs = {meeting: couples[meeting] for meeting in now}
        known = {
            meeting: fixed.get((slot, frozenset({people[i], people[j]})), "")
            for meeting, (i, j) in pairs.items()
        }
        tables = _tables(task.tables, pairs, known, sat)
        for meeting, table in sorted(tables.items(), key=lambda t: order[t[1]]):
            i, j = pairs[meeting]
            meetings.append(Meeting(slot, table, people[i], people[j]))
            sat[i] = sat[j] = table
    return tuple(meetings)


def _tables(
    tables: tuple[str, ...],
    pairs: Mapping[int, tuple[int, int]],
    known: Mapping[int, str],
    sat: Mapping[int, str],
) -> dict[int, str]:
    """Known tables first, then one where either sat last, then any."""
    free = dict.fromkeys(tables)
    given: dict[int, str] = {}
    wanted = [known, *({m: sat.get(pair[k], "") for m, pair in pairs.items()} for k in (0, 1))]
    for wish in wanted:
        for meeting in pairs:
            if meeting not in given and wish[meeting] in free:
                given[meeting] = wish[meeting]
                del free[wish[meeting]]
    for meeting in pairs:
        if meeting not in given:
            given[meeting] = next(iter(free))
            del free[given[meeting]]
    return given
