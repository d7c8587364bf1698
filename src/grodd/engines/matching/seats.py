"""Give seats in workshops: round by round, those who got less first."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy.sparse import csr_array

from grodd.engines.election import Ints
from grodd.engines.matching.assignment import WORTH_MAX, best_assignment
from grodd.engines.matching.linear import most_worth
from grodd.engines.matching.workshops import (
    POINTS,
    Attendee,
    NoSeat,
    Reseating,
    Seat,
    Seating,
    UnmetSeat,
    Workshop,
    WorkshopTask,
)


def seat_workshops(task: WorkshopTask, *, seed: int) -> Seating:
    """Give seats by wishes.

    In each round everyone gets one more seat at most. Of all ways to give them, those who have got
    least so far get as many as can be, then those who have got next least, and so on; that is also
    the most people who can get one. Among such ways the one is taken whose wishes are nearest to
    the first ones (the second wish counts 1 against, the third 4, the fourth 9). Then by lot.

    Args:
        task: Workshops and wishes.
        seed: For the lot; the same task and seed give the same seats.

    Raises:
        ValueError: There are too many people and wishes to weigh them exactly.
    """
    return _seated(task, seed=seed, kept=())


def reseat_workshops(before: Seating, task: WorkshopTask, *, seed: int) -> Reseating:
    """Mend a seating after somebody left or came, or places are fewer or more.

    Every seat that can stay stays; where places are fewer, those who got least keep theirs. Only
    free places are given, in the same rounds.

    Args:
        before: The seating so far.
        task: As things are now.
        seed: For the lot.

    Raises:
        ValueError: There are too many people and wishes to weigh them exactly.
    """
    after = _seated(task, seed=seed, kept=before.seats)
    old = {(seat.attendee, seat.workshop) for seat in before.seats}
    new = {(seat.attendee, seat.workshop) for seat in after.seats}
    return Reseating(
        seating=after,
        lost=tuple(seat for seat in before.seats if (seat.attendee, seat.workshop) not in new),
        given=tuple(seat for seat in after.seats if (seat.attendee, seat.workshop) not in old),
    )


def points(rank: int) -> int:
    """What a seat in the wish of this rank (from 1) counts."""
    return POINTS[min(rank, len(POINTS)) - 1]


@dataclass(slots=True)
class _Giving:
    """The seats so far.

    Attributes:
        workshops: By key.
        attendees: In the order of the lot.
        left: Free places by workshop.
        got: What each has got (unit: ``POINTS``).
        seats: By attendee and workshop.
        history: What each had got before each round.
    """

    workshops: dict[str, Workshop]
    attendees: Sequence[Attendee]
    left: dict[str, int]
    got: dict[str, int]
    seats: dict[str, dict[str, Seat]] = field(
        default_factory=lambda: defaultdict[str, dict[str, Seat]](dict)
    )
    history: list[dict[str, int]] = field(default_factory=list[dict[str, int]])

    def hinders(self, attendee: Attendee, key: str) -> tuple[NoSeat, str] | None:
        """What keeps a person from one more seat, and the workshop that clashes."""
        workshop, own = self.workshops[key], self.seats[attendee.key]
        if attendee.slots is not None and workshop.slot and workshop.slot not in attendee.slots:
            return NoSeat.AWAY, ""
        clash = [k for k in own if workshop.slot and self.workshops[k].slot == workshop.slot]
        if clash:
            return NoSeat.CLASH, clash[0]
        if attendee.seats_max is not None and len(own) >= attendee.seats_max:
            return NoSeat.LIMIT, ""
        return (NoSeat.FULL, "") if self.left[key] < 1 else None

    def give(self, attendee: Attendee, key: str, round_: int) -> None:
        """Give one seat."""
        rank = attendee.wishes.index(key) + 1
        had = self.got[attendee.key]
        self.seats[attendee.key][key] = Seat(attendee.key, key, rank, round_, had)
        self.left[key] -= 1
        self.got[attendee.key] += points(rank)


def _seated(task: WorkshopTask, *, seed: int, kept: Iterable[Seat]) -> Seating:
    drawn = np.random.default_rng(seed).permutation(len(task.attendees))
    giving = _Giving(
        workshops={workshop.key: workshop for workshop in task.workshops},
        attendees=[task.attendees[int(i)] for i in drawn],
        left={workshop.key: workshop.places for workshop in task.workshops},
        got={attendee.key: attendee.had for attendee in task.attendees},
    )
    _keep(giving, kept)
    giving.history.append(dict(giving.got))
    proved, given = True, True
    while given:
        given, shown = _round(giving, len(giving.history))
        proved = proved and shown
        giving.history.append(dict(giving.got))
    return Seating(
        task=task,
        seats=tuple(
            seat
            for attendee in task.attendees
            for seat in sorted(giving.seats[attendee.key].values(), key=lambda seat: seat.rank)
        ),
        unmet=_unmet(task, giving),
        rounds=len(giving.history) - 2,
        proved=proved,
        seats_bound=_bound(task),
    )


def _keep(giving: _Giving, kept: Iterable[Seat]) -> None:
    attendees = {attendee.key: attendee for attendee in giving.attendees}
    before: dict[str, int] = defaultdict(int)
    for seat in kept:
        before[seat.attendee] += points(seat.rank)
    for seat in sorted(kept, key=lambda seat: (before[seat.attendee], seat.rank)):
        attendee = attendees.get(seat.attendee)
        if attendee is None or seat.workshop not in attendee.wishes:
            continue
        if giving.hinders(attendee, seat.workshop) is None:
            giving.give(attendee, seat.workshop, 0)


def _round(giving: _Giving, round_: int) -> tuple[bool, bool]:
    """Give everyone one more seat at most. Whether any was given, and whether that was proved."""
    open_wishes = [
        (i, key, rank)
        for i, attendee in enumerate(giving.attendees)
        for rank, key in enumerate(attendee.wishes)
        if key not in giving.seats[attendee.key] and giving.hinders(attendee, key) is None
    ]
    if not open_wishes:
        return False, True
    people = sorted({i for i, _, _ in open_wishes})
    wished = Counter(key for _, key, _ in open_wishes)
    columns = [key for key, count in wished.items() for _ in range(min(giving.left[key], count))]
    worth = _worth(giving, people, open_wishes, columns)
    found = best_assignment(worth)
    for row, column in found.pairs:
        giving.give(giving.attendees[people[row]], columns[column], round_)
    return True, found.total == found.bound


def _worth(
    giving: _Giving,
    people: Sequence[int],
    open_wishes: Sequence[tuple[int, str, int]],
    columns: Sequence[str],
) -> Ints:
    """Who got less comes before all ranks; ranks count by the square."""
    got = [giving.got[giving.attendees[i].key] for i in people]
    classes = {value: c for c, value in enumerate(sorted(set(got), reverse=True), start=1)}
    worst = max(rank for _, _, rank in open_wishes) ** 2
    unit = 1 + len(people) * (worst + 1)
    if len(classes) * unit + worst >= WORTH_MAX:
        raise ValueError("too many people and wishes to weigh them exactly")
    row_of = {i: row for row, i in enumerate(people)}
    places: dict[str, list[int]] = defaultdict(list)
    for column, key in enumerate(columns):
        places[key].append(column)
    worth = np.zeros((len(people), len(columns)), np.int64)
    for i, key, rank in open_wishes:
        row = row_of[i]
        worth[row, places[key]] = classes[got[row]] * unit + worst - rank**2
    return worth


def _unmet(task: WorkshopTask, giving: _Giving) -> tuple[UnmetSeat, ...]:
    holders: dict[str, list[Seat]] = defaultdict(list)
    for own in giving.seats.values():
        for seat in own.values():
            holders[seat.workshop].append(seat)
    unmet: list[UnmetSeat] = []
    for attendee in task.attendees:
        own = giving.seats[attendee.key]
        for rank, key in enumerate(attendee.wishes, start=1):
            if key in own:
                continue
            hindrance = giving.hinders(attendee, key)
            assert hindrance is not None, (attendee.key, key)
            why, other = hindrance
            if why is NoSeat.FULL:
                unmet.append(_full(giving, attendee, (key, rank), holders[key]))
            else:
                unmet.append(UnmetSeat(attendee.key, key, rank, why, other))
    return tuple(unmet)


def _full(
    giving: _Giving, attendee: Attendee, wish: tuple[str, int], holders: Sequence[Seat]
) -> UnmetSeat:
    """Who took the places, beside what this person had got in the same rounds."""
    had = [giving.history[max(seat.round - 1, 0)][attendee.key] for seat in holders]
    pairs = [(seat.had, own) for seat, own in zip(holders, had, strict=True)]
    last = max((seat.round for seat in holders), default=0)
    instead = (s.workshop for s in giving.seats[attendee.key].values() if s.round == last)
    return UnmetSeat(
        attendee=attendee.key,
        workshop=wish[0],
        rank=wish[1],
        why=NoSeat.FULL,
        other=next(instead, "") if last else "",
        less=sum(theirs < own for theirs, own in pairs),
        alike=sum(theirs == own for theirs, own in pairs),
        more=sum(theirs > own for theirs, own in pairs),
    )


def _bound(task: WorkshopTask) -> int:
    """How many seats could be given if nothing but the rules counted."""
    workshops = {workshop.key: workshop for workshop in task.workshops}
    limits: dict[tuple[str, ...], int] = {}
    ways: list[tuple[tuple[str, ...], ...]] = []
    for attendee in task.attendees:
        for key in attendee.wishes:
            slot = workshops[key].slot
            if slot and attendee.slots is not None and slot not in attendee.slots:
                continue
            way = ("places", key), ("slot", attendee.key, slot or key), ("most", attendee.key)
            most = attendee.seats_max
            own = workshops[key].places, 1, len(workshops) if most is None else most
            limits.update(zip(way, own, strict=True))
            ways.append(way)
    position = {row: r for r, row in enumerate(limits)}
    rows = [position[row] for way in ways for row in way]
    columns = np.repeat(np.arange(len(ways)), 3)
    matrix = csr_array((np.ones(len(rows)), (rows, columns)), shape=(len(limits), len(ways)))
    limit = np.array(list(limits.values()), np.int64)
    return most_worth(matrix, limit, np.ones(len(ways), np.int64)).bound
