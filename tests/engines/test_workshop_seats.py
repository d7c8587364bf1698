"""Seats in workshops: against every way to give them, laws, and cases worked out by hand."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given, settings

from grodd.engines.matching import (
    Attendee,
    NoSeat,
    Seat,
    Workshop,
    WorkshopTask,
    reseat_workshops,
    seat_workshops,
)
from grodd.engines.matching import seats as seats_
from grodd.engines.matching.seats import points
from tests.engines.meetings import without_attendee, workshop_tasks

pytestmark = pytest.mark.once

Given = tuple[tuple[str, str], ...]


def wishing(wishes: str, workshops: tuple[Workshop, ...]) -> WorkshopTask:
    """``p0:ab p1:a`` wishes for a and b, and for a."""
    told = (one.split(":") for one in wishes.split())
    return WorkshopTask(workshops, tuple(Attendee(key, tuple(names)) for key, names in told))


def keeps(task: WorkshopTask, seats: Given) -> bool:
    """Whether seats keep every rule, word by word."""
    slot = {workshop.key: workshop.slot for workshop in task.workshops}
    taken = Counter(workshop for _, workshop in seats)
    if any(taken[workshop.key] > workshop.places for workshop in task.workshops):
        return False
    for attendee in task.attendees:
        own = [workshop for key, workshop in seats if key == attendee.key]
        times = [slot[workshop] for workshop in own if slot[workshop]]
        if (
            len(set(own)) < len(own)
            or not set(own) <= set(attendee.wishes)
            or len(set(times)) < len(times)
            or (attendee.slots is not None and not set(times) <= attendee.slots)
            or (attendee.seats_max is not None and len(own) > attendee.seats_max)
        ):
            return False
    return True


def every_giving(task: WorkshopTask, given: Given, *, one_each: bool) -> Iterator[Given]:
    """Every way to give more seats beside those given; to each person one more at most or any."""
    wished = [
        (attendee.key, workshop)
        for attendee in task.attendees
        for workshop in attendee.wishes
        if (attendee.key, workshop) not in given
    ]
    for count in range(len(wished) + 1):
        for more in combinations(wished, count):
            once = len({key for key, _ in more}) == count
            if (once or not one_each) and keeps(task, (*given, *more)):
                yield more


def ranks(task: WorkshopTask, seats: Given) -> list[int]:
    wishes = {attendee.key: attendee.wishes for attendee in task.attendees}
    return [wishes[key].index(workshop) for key, workshop in seats]


def got(task: WorkshopTask, seats: Given) -> Counter[str]:
    counted = Counter({attendee.key: attendee.had for attendee in task.attendees})
    for (key, _), rank in zip(seats, ranks(task, seats), strict=True):
        counted[key] += points(rank + 1)
    return counted


def pairs(seats: tuple[Seat, ...]) -> Given:
    return tuple((seat.attendee, seat.workshop) for seat in seats)


def order(task: WorkshopTask, before: Given, more: Given) -> tuple[list[int], int]:
    """What a round has most of: seats for those who had least, then for the next; then ranks."""
    had = got(task, before)
    levels = sorted(set(had.values()))
    served = [sum(had[key] == level for key, _ in more) for level in levels]
    return served, -sum(rank**2 for rank in ranks(task, more))


@given(workshop_tasks())
def test_no_round_can_be_given_better(task: WorkshopTask) -> None:
    result = seat_workshops(task, seed=1)
    assert result.proved
    before: Given = ()
    for round_ in range(1, result.rounds + 1):
        more = pairs(tuple(seat for seat in result.seats if seat.round == round_))
        best = max(
            order(task, before, other) for other in every_giving(task, before, one_each=True)
        )
        assert more
        assert order(task, before, more) == best
        assert all(
            seat.had == got(task, before)[seat.attendee]
            for seat in result.seats
            if seat.round == round_
        )
        before = (*before, *more)
    assert keeps(task, before)
    assert list(every_giving(task, before, one_each=True)) == [()]


@given(workshop_tasks())
@settings(max_examples=25)
def test_more_seats_than_the_bound_cannot_be_given(task: WorkshopTask) -> None:
    result = seat_workshops(task, seed=1)
    most = max(len(seats) for seats in every_giving(task, (), one_each=False))
    assert len(result.seats) <= most == result.seats_bound


@given(workshop_tasks())
@settings(max_examples=25)
def test_each_wish_is_met_or_the_reason_is_told(task: WorkshopTask) -> None:
    result = seat_workshops(task, seed=1)
    left = {(one.attendee, one.workshop): one for one in result.unmet}
    wished = {(a.key, workshop) for a in task.attendees for workshop in a.wishes}
    assert set(pairs(result.seats)) | left.keys() == wished
    assert not set(pairs(result.seats)) & left.keys()
    places = {workshop.key: workshop.places for workshop in task.workshops}
    for one in left.values():
        if one.why is NoSeat.FULL:
            assert one.less + one.alike + one.more == places[one.workshop]
        if one.why is NoSeat.CLASH:
            assert one.other in [seat.workshop for seat in result.of(one.attendee)]


def test_who_got_a_later_wish_goes_first_for_the_next_seat() -> None:
    """p0 and p1 both want a; who gets it lets the other have the only seat in c."""
    workshops = (Workshop("a", 1, "s0"), Workshop("b", 1, "s0"), Workshop("c", 1, "s1"))
    task = wishing("p0:abc p1:abc", workshops)
    for seed in range(6):
        seats = set(pairs(seat_workshops(task, seed=seed).seats))
        (first,) = (key for key, workshop in seats if workshop == "a")
        other = "p1" if first == "p0" else "p0"
        assert seats == {(first, "a"), (other, "b"), (other, "c")}


def test_who_had_less_last_time_goes_first() -> None:
    task = WorkshopTask(
        (Workshop("a", 1),), (Attendee("p0", ("a",), had=5), Attendee("p1", ("a",), had=2))
    )
    result = seat_workshops(task, seed=1)
    assert result.seats == (Seat("p1", "a", rank=1, round=1, had=2),)
    (unmet,) = result.unmet
    assert (unmet.attendee, unmet.why) == ("p0", NoSeat.FULL)
    assert (unmet.less, unmet.alike, unmet.more) == (1, 0, 0)


def test_as_many_as_can_be_get_a_seat_and_nobody_a_needlessly_late_wish() -> None:
    """p0 steps aside to b so that p1, who wants only a, gets a seat as well."""
    task = wishing("p0:ab p1:a", (Workshop("a", 1), Workshop("b", 1)))
    assert set(pairs(seat_workshops(task, seed=1).seats)) == {("p0", "b"), ("p1", "a")}


def test_a_third_wish_is_worse_than_a_second_one_for_another() -> None:
    """p2 wants only c. A first wish for p0 would leave the third for p1; so p0 gets the second."""
    workshops = (Workshop("a", 1), Workshop("b", 1), Workshop("c", 1), Workshop("d", 1))
    task = wishing("p0:ab p1:acd p2:c", workshops)
    seats = seat_workshops(task, seed=1).seats
    assert {pair for pair, seat in zip(pairs(seats), seats, strict=True) if seat.round == 1} == {
        ("p0", "b"),
        ("p1", "a"),
        ("p2", "c"),
    }


def test_the_reasons_are_the_ones_there_are() -> None:
    workshops = (
        Workshop("a", 1, "s0"),
        Workshop("b", 9, "s0"),
        Workshop("c", 9, "s1"),
        Workshop("d", 9),
        Workshop("e", 0),
    )
    task = WorkshopTask(
        workshops,
        (
            Attendee("p0", ("a", "b", "c", "e"), frozenset({"s0"})),
            Attendee("p1", ("d", "b"), seats_max=1),
        ),
    )
    result = seat_workshops(task, seed=1)
    assert pairs(result.seats) == (("p0", "a"), ("p1", "d"))
    told = {one.attendee + one.workshop: (one.why, one.other) for one in result.unmet}
    assert told == {
        "p0b": (NoSeat.CLASH, "a"),
        "p0c": (NoSeat.AWAY, ""),
        "p0e": (NoSeat.FULL, ""),
        "p1b": (NoSeat.LIMIT, ""),
    }


def test_ties_go_by_lot_and_the_same_seed_draws_the_same() -> None:
    task = wishing("p0:a p1:a p2:a", (Workshop("a", 1),))
    won = [seat_workshops(task, seed=seed).seats[0].attendee for seed in range(20)]
    assert set(won) == {"p0", "p1", "p2"}
    assert won == [seat_workshops(task, seed=seed).seats[0].attendee for seed in range(20)]


@given(workshop_tasks())
@settings(max_examples=25)
def test_when_somebody_does_not_come_nobody_else_loses_a_seat(task: WorkshopTask) -> None:
    before = seat_workshops(task, seed=1)
    now = without_attendee(task, "p0")
    after = reseat_workshops(before, now, seed=1)
    seats = pairs(after.seating.seats)
    assert keeps(now, seats)
    assert {seat.attendee for seat in after.lost} <= {"p0"}
    staying = {pair for pair in pairs(before.seats) if pair[0] != "p0"}
    assert set(seats) == staying | set(pairs(after.given))
    assert list(every_giving(now, seats, one_each=True)) == [()]


def test_a_free_seat_goes_to_the_one_who_got_least() -> None:
    workshops = (Workshop("a", 1), Workshop("b", 1))
    task = wishing("p0:a p1:ba p2:a", workshops)
    before = seat_workshops(task, seed=3)
    (holder,) = (seat.attendee for seat in before.seats if seat.workshop == "a")
    after = reseat_workshops(before, without_attendee(task, holder), seed=1)
    (given_,) = after.given
    assert given_.attendee == ({"p0", "p2"} - {holder}).pop()
    assert given_.workshop == "a"


def test_with_fewer_places_those_who_got_least_keep_theirs() -> None:
    task = wishing("p0:ab p1:a", (Workshop("a", 2), Workshop("b", 1)))
    before = seat_workshops(task, seed=1)
    assert len(before.seats) == 3
    now = replace(task, workshops=(Workshop("a", 1), Workshop("b", 1)))
    after = reseat_workshops(before, now, seed=1)
    assert set(pairs(after.seating.seats)) == {("p0", "b"), ("p1", "a")}
    assert pairs(after.lost) == (("p0", "a"),)


def test_more_people_than_can_be_weighed_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seats_, "WORTH_MAX", 2)
    with pytest.raises(ValueError, match="too many people and wishes"):
        seat_workshops(wishing("p0:a p1:a", (Workshop("a", 1),)), seed=1)


def test_what_is_wrong_with_wishes_is_said() -> None:
    with pytest.raises(ValueError, match="-1 places"):
        Workshop("a", -1)
    with pytest.raises(ValueError, match="the same workshop twice"):
        Attendee("p", ("a", "a"))
    with pytest.raises(ValueError, match="a limit below 0"):
        Attendee("p", (), seats_max=-1)
    with pytest.raises(ValueError, match="less than nothing"):
        Attendee("p", (), had=-1)
    with pytest.raises(ValueError, match="two workshops share a key"):
        WorkshopTask((Workshop("a", 1), Workshop("a", 1)), ())
    with pytest.raises(ValueError, match="two attendees share a key"):
        WorkshopTask((), (Attendee("p", ()), Attendee("p", ())))
    with pytest.raises(ValueError, match=r"unknown \['z'\]"):
        wishing("p:z", ())
