"""Meetings two by two: against every timetable there is, laws, and cases worked out by hand."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings

from grodd.engines.matching import (
    Appointment,
    BoundProof,
    Doing,
    Hindrance,
    Meeting,
    MeetingWish,
    Participant,
    Reason,
    Slot,
    Timetable,
    TimetableTask,
    arriving,
    leaving,
    plan_meetings,
    replan_meetings,
)
from grodd.engines.matching.event import event_of
from grodd.engines.matching.plan import NOWHERE, Plan
from tests.engines.meetings import best_worth, broken, fair_event, timetable_tasks, worth

pytestmark = pytest.mark.once


def people(keys: str) -> tuple[Participant, ...]:
    return tuple(Participant(key) for key in keys)


def slots(keys: str) -> tuple[Slot, ...]:
    """A slot for each letter; ``-`` is a break."""
    return tuple(Slot(key, is_break=key == "-") for key in keys)


def wishes(pairs: str) -> tuple[MeetingWish, ...]:
    return tuple(MeetingWish(pair[0], pair[1]) for pair in pairs.split())


def planned(task: TimetableTask, seed: int = 1) -> Timetable:
    return plan_meetings(task, seed=seed, rounds=4)


def fitting(task: TimetableTask, meetings: tuple[Meeting, ...], wish: MeetingWish) -> list[Meeting]:
    """Every way to add a meeting for a wish that breaks no rule."""
    return [
        tried
        for slot in task.slots
        for table in task.tables
        if not broken(task, [*meetings, tried := Meeting(slot.key, table, wish.person, wish.other)])
    ]


@given(timetable_tasks())
def test_no_timetable_meets_more_wishes(task: TimetableTask) -> None:
    result = planned(task)
    assert broken(task, result.meetings) == []
    assert result.worth == worth(task, result.meetings)
    best = best_worth(task)
    assert best <= result.bound
    assert result.worth == best


@given(timetable_tasks())
@settings(max_examples=25)
def test_each_wish_is_met_or_its_hindrances_are_named(task: TimetableTask) -> None:
    result = planned(task)
    met = {meeting.pair for meeting in result.meetings}
    assert [one.wish for one in result.unmet] == [
        wish for wish in task.wishes if frozenset({wish.person, wish.other}) not in met
    ]
    for one in result.unmet:
        assert one.reasons
        assert fitting(task, result.meetings, one.wish) == []


@given(timetable_tasks())
@settings(max_examples=10)
def test_the_same_seed_gives_the_same_timetable(task: TimetableTask) -> None:
    assert planned(task, 3) == planned(task, 3)


@pytest.mark.parametrize(("count", "tables"), [(7, 7), (9, 5), (12, 8)])
def test_between_two_sides_the_bound_is_reached(count: int, tables: int) -> None:
    """Konig: whoever has no more meetings than slots can be given a slot for each."""
    task = fair_event(count, slots=6, tables=tables)
    result = planned(task)
    assert broken(task, result.meetings) == []
    assert (result.gap, result.proof) == (0, BoundProof.INTEGERS)
    assert len(result.meetings) == min(6 * tables, 6 * count)


def test_where_the_bound_of_the_sums_is_loose_the_solver_closes_it() -> None:
    """Twice three who all want to meet in one slot: half of each meeting, says the program."""
    task = TimetableTask(people("abcdef"), slots("1"), ("t", "u", "v"), wishes("ab bc ca de ef fd"))
    result = planned(task)
    assert (result.worth, result.bound, result.proof) == (2, 2, BoundProof.SOLVER)


def test_both_wishes_of_a_meeting_count() -> None:
    task = TimetableTask(
        people("abc"),
        slots("1"),
        ("t",),
        (MeetingWish("a", "b", 2), MeetingWish("a", "c", 3), MeetingWish("b", "a", 2)),
    )
    assert planned(task).meetings == (Meeting("1", "t", "a", "b"),)
    assert planned(task).worth == 4


def test_everyone_gets_a_timetable_of_their_own() -> None:
    task = TimetableTask(
        (Participant("a"), Participant("b", frozenset("13")), Participant("c", frozenset("3"))),
        slots("12-3"),
        ("t",),
        (*wishes("ab ac"), MeetingWish("c", "a")),
    )
    result = planned(task)
    assert result.of("a") == (
        Appointment("1", Doing.MEETING, "t", "b", wished=True),
        Appointment("2", Doing.FREE),
        Appointment("-", Doing.BREAK),
        Appointment("3", Doing.MEETING, "t", "c", wished=True, wished_by_other=True),
    )
    assert [line.doing for line in result.of("b")] == [
        Doing.MEETING,
        Doing.AWAY,
        Doing.BREAK,
        Doing.FREE,
    ]
    with pytest.raises(ValueError, match="no participant z"):
        result.of("z")


def test_a_break_ends_a_row() -> None:
    """Two in a row at most: without the break the third meeting would have to go."""
    tired = (Participant("a", in_a_row_max=2), *people("bcd"))
    task = TimetableTask(tired, slots("123"), ("t",), wishes("ab ac ad"))
    assert len(planned(task).meetings) == 2
    rested = replace(task, slots=slots("12-3"))
    assert len(planned(rested).meetings) == 3


def test_the_hindrances_are_the_ones_there_are() -> None:
    task = TimetableTask(
        (
            Participant("a", meetings_max=1),
            Participant("b"),
            Participant("c", frozenset("1")),
            Participant("d", frozenset("2")),
            Participant("e", frozenset("1")),
            Participant("f", frozenset("1")),
        ),
        slots("12"),
        ("t",),
        (
            MeetingWish("a", "b", 9),
            MeetingWish("b", "c", 9),
            *wishes("ad cd ae ce ef"),
        ),
        frozenset({frozenset("ef")}),
    )
    result = planned(task)
    assert [(m.slot, m.first, m.second) for m in result.meetings] == [
        ("1", "b", "c"),
        ("2", "a", "b"),
    ]
    assert {(u.wish.person + u.wish.other): u.reasons for u in result.unmet} == {
        "ad": (Reason(Hindrance.LIMIT, person="a"),),
        "cd": (Reason(Hindrance.NO_COMMON_SLOT),),
        "ae": (Reason(Hindrance.LIMIT, person="a"),),
        "ce": (Reason(Hindrance.BUSY, "1", "c", "b"),),
        "ef": (Reason(Hindrance.APART),),
    }


def test_a_wish_may_fail_for_want_of_a_table_or_of_rest() -> None:
    task = TimetableTask(
        (Participant("a", in_a_row_max=1), *people("bcd")),
        slots("12"),
        ("t",),
        (MeetingWish("a", "b", 9), MeetingWish("c", "d", 5), *wishes("ac bd")),
    )
    result = planned(task)
    (first,) = (m.slot for m in result.meetings if m.first == "a")
    other = "2" if first == "1" else "1"
    reasons = {(u.wish.person + u.wish.other): set(u.reasons) for u in result.unmet}
    assert reasons["ac"] == {
        Reason(Hindrance.BUSY, first, "a", "b"),
        Reason(Hindrance.REST, other, "a"),
        Reason(Hindrance.BUSY, other, "c", "d"),
    }
    fewer = replace(task, slots=slots("1"), wishes=(MeetingWish("a", "b", 9), *wishes("cd")))
    assert planned(fewer).unmet[0].reasons == (Reason(Hindrance.NO_TABLE, "1"),)


def test_nobody_is_left_out_where_another_has_two_meetings_of_the_same_worth() -> None:
    """One table, two slots: once a meets b or c, and once d meets e, not twice a."""
    task = TimetableTask(people("abcde"), slots("12"), ("t",), wishes("ab ac de"))
    for seed in range(8):
        met = {key for meeting in planned(task, seed).meetings for key in meeting.pair}
        assert len(met) == 4


def test_people_stay_at_their_table_where_they_can() -> None:
    task = fair_event(6, slots=4, tables=6)
    result = planned(task)
    moves = 0
    for i in range(6):
        tables = [line.table for line in result.of(f"b{i}")]
        moves += sum(one != two for one, two in pairwise(tables))
    assert moves <= 3


@given(timetable_tasks())
@settings(max_examples=40)
def test_when_somebody_does_not_come_only_what_cannot_stay_changes(task: TimetableTask) -> None:
    before = planned(task)
    now = leaving(task, "p0")
    after = replan_meetings(before, now, seed=1)
    assert broken(now, after.timetable.meetings) == []
    staying = {meeting for meeting in before.meetings if "p0" not in meeting.pair}
    assert staying <= set(after.timetable.meetings)
    assert {m for m in before.meetings if "p0" in m.pair} == set(after.cancelled)
    assert after.moved == ()
    assert set(after.timetable.meetings) == staying | set(after.added)
    assert "p0" not in {key for meeting in after.added for key in meeting.pair}
    for one in after.timetable.unmet:
        assert fitting(now, after.timetable.meetings, one.wish) == []


def test_someone_whose_partner_stays_away_meets_another_who_is_free() -> None:
    task = TimetableTask(
        people("abc"), slots("1"), ("t",), (MeetingWish("a", "b", 5), *wishes("ac"))
    )
    before = planned(task)
    after = replan_meetings(before, leaving(task, "b"), seed=1)
    assert after.cancelled == (Meeting("1", "t", "a", "b"),)
    assert after.added == (Meeting("1", "t", "a", "c"),)
    assert after.told == ("a", "b", "c")
    assert after.timetable.of("b") == (Appointment("1", Doing.AWAY),)


def test_a_late_arrival_meets_the_same_person_later() -> None:
    task = TimetableTask(people("abcd"), slots("12"), ("t", "u"), wishes("ab cd"))
    before = planned(task)
    late = arriving(task, "a", at="2")
    after = replan_meetings(before, late, seed=1)
    times = {m.pair: m.slot for m in before.meetings}
    if times[frozenset("ab")] == "1":
        (move,) = after.moved
        assert (move.before.slot, move.after.slot, move.after.pair) == ("1", "2", frozenset("ab"))
        assert after.told == ("a", "b")
    else:
        assert after.told == ()
    assert after.cancelled == after.added == ()


def test_what_has_been_is_not_planned_again() -> None:
    """b leaves after the first slot; nothing is put into that slot any more."""
    task = TimetableTask(
        (Participant("a"), Participant("b"), Participant("c", frozenset("1"))),
        slots("12"),
        ("t", "u"),
        (MeetingWish("a", "b", 5), *wishes("ac")),
    )
    before = planned(task)
    assert {m.slot: m.second for m in before.meetings} == {"1": "c", "2": "b"}
    gone = leaving(task, "b", since="2")
    after = replan_meetings(before, gone, seed=1, since="2")
    assert after.timetable.meetings == (before.meetings[0],)
    assert (after.added, after.moved) == ((), ())


def test_with_a_table_fewer_the_meeting_of_least_worth_has_to_move() -> None:
    task = TimetableTask(
        people("abcd"), slots("1"), ("t", "u"), (MeetingWish("a", "b", 2), *wishes("cd"))
    )
    before = planned(task)
    (kept,) = (m for m in before.meetings if m.table == "u")
    after = replan_meetings(before, replace(task, tables=("u",)), seed=1)
    assert after.timetable.meetings == (kept,)
    two = replace(task, slots=slots("12"), tables=("u",))
    moved = replan_meetings(before, two, seed=1)
    assert len(moved.timetable.meetings) == 2
    assert [(m.before.slot, m.after.slot) for m in moved.moved] == [("1", "2")]


def test_a_plan_that_is_undone_is_as_it_was() -> None:
    plan = Plan(event_of(fair_event(4, slots=3, tables=4), seed=1))
    for meeting in range(len(plan.place)):
        plan.insert(meeting)
    as_it_was = list(plan.place), [list(own) for own in plan.at], plan.worth
    mark = plan.mark()
    for meeting in (0, 3, 5):
        plan.put(meeting, NOWHERE)
    plan.insert(5)
    plan.back_to(mark)
    assert (plan.place, plan.at, plan.worth) == as_it_was


def test_what_is_wrong_with_an_event_is_said() -> None:
    task = TimetableTask(people("ab"), slots("1"), ("t",), wishes("ab"))
    with pytest.raises(ValueError, match="a limit below 0"):
        Participant("a", meetings_max=-1)
    with pytest.raises(ValueError, match="in a row"):
        Participant("a", in_a_row_max=0)
    with pytest.raises(ValueError, match="a wishes to meet a"):
        MeetingWish("a", "a")
    with pytest.raises(ValueError, match="weight 0"):
        MeetingWish("a", "b", 0)
    with pytest.raises(ValueError, match="two slots share a key"):
        replace(task, slots=slots("11"))
    with pytest.raises(ValueError, match="slots that are not"):
        replace(task, participants=(Participant("a", frozenset("9")), Participant("b")))
    with pytest.raises(ValueError, match="no pair to keep apart"):
        replace(task, apart=frozenset({frozenset("az")}))
    with pytest.raises(ValueError, match="someone unknown"):
        replace(task, wishes=wishes("az"))
    with pytest.raises(ValueError, match="two wishes for b"):
        replace(task, wishes=wishes("ab ab"))
    with pytest.raises(ValueError, match="no participant z"):
        leaving(task, "z")
    with pytest.raises(ValueError, match="no slot 9"):
        arriving(task, "a", at="9")
    with pytest.raises(ValueError, match="no slot 9"):
        replan_meetings(planned(task), task, seed=1, since="9")


def test_an_event_without_people_slots_or_tables_is_an_empty_timetable() -> None:
    assert planned(TimetableTask((), (), (), ())).meetings == ()
    task = TimetableTask(people("ab"), slots("-"), (), wishes("ab"))
    result = planned(task)
    assert (result.meetings, result.worth, result.bound) == ((), 0, 0)
    assert result.unmet[0].reasons == (Reason(Hindrance.NO_COMMON_SLOT),)
