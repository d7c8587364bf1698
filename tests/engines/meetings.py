"""Matching tasks for tests, small enough to try everything there is."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations, product

from hypothesis import strategies as st

from grodd.engines.matching import (
    Attendee,
    Meeting,
    MeetingWish,
    Mentee,
    Mentor,
    MentorTask,
    MentorWish,
    Participant,
    Side,
    Slot,
    TimetableTask,
    Weights,
    Workshop,
    WorkshopTask,
)
from grodd.engines.matching.fit import fit_of

Pairs = frozenset[tuple[str, str]]

LANGUAGES = (frozenset[str](), frozenset({"sv"}), frozenset({"fi"}), frozenset({"sv", "fi"}))


@st.composite
def mentor_tasks(draw: st.DrawFn, *, places_max: int = 2) -> MentorTask:
    """Up to four mentors and four mentees, of whom the first may be the same person."""
    known = st.sets(st.sampled_from(["tax", "law", "web"])).map(frozenset)
    mentors = tuple(
        Mentor(key, draw(st.integers(0, places_max)), draw(st.sampled_from(LANGUAGES)), draw(known))
        for key in [f"m{i}" for i in range(draw(st.integers(0, 4)))]
    )
    needed = st.dictionaries(st.sampled_from(["tax", "law", "web"]), st.integers(1, 3))
    mentees = tuple(
        Mentee(
            key, draw(st.integers(0, places_max)), draw(st.sampled_from(LANGUAGES)), draw(needed)
        )
        for key in ["m0", "e1", "e2", "e3"][: draw(st.integers(0, 4))]
    )
    pairs = list(product([m.key for m in mentors], [e.key for e in mentees]))
    some = st.sets(st.sampled_from(pairs), max_size=6) if pairs else st.just(set[tuple[str, str]]())
    strengths = st.sampled_from([-100, -30, 40, 100])
    wishes = [
        MentorWish(side, mentor, mentee, draw(strengths))
        for side in Side
        for mentor, mentee in sorted(draw(some))
    ]
    conflicts = frozenset(draw(some) if draw(st.booleans()) else ())
    return MentorTask(mentors, mentees, tuple(wishes), conflicts)


def every_matching(task: MentorTask) -> Iterator[Pairs]:
    """Each set of possible pairs within everyone's places."""
    fit = fit_of(task)
    possible = [
        (mentor, mentee)
        for mentor, mentee in product(task.mentors, task.mentees)
        if fit.possible[fit.mentors[mentor.key], fit.mentees[mentee.key]]
    ]

    def grown(at: int, made: list[tuple[str, str]]) -> Iterator[Pairs]:
        if at == len(possible):
            yield frozenset(made)
            return
        yield from grown(at + 1, made)
        mentor, mentee = possible[at]
        ours = sum(key == mentor.key for key, _ in made)
        theirs = sum(key == mentee.key for _, key in made)
        if ours < mentor.mentees_max and theirs < mentee.mentors_max:
            yield from grown(at + 1, [*made, (mentor.key, mentee.key)])

    return grown(0, [])


def fits(task: MentorTask, pairs: Pairs) -> list[int]:
    """The fit of each pair."""
    fit = fit_of(task)
    return [int(fit.points[fit.mentors[i], fit.mentees[j]]) for i, j in pairs]


def fairness(task: MentorTask, pairs: Pairs) -> tuple[int, int]:
    """What a fair matching has least of: badness of each mentee's best match; then the total."""
    best = {mentee.key: 0 for mentee in task.mentees}
    for (_, mentee), points in zip(pairs, fits(task, pairs), strict=True):
        best[mentee] = max(best[mentee], points)
    return sum(4 ** level(points, task.weights) for points in best.values()), -sum(
        fits(task, pairs)
    )


def level(points: int, weights: Weights) -> int:
    """0 for a good match, 1 to 10 for ever worse ones, 11 for none."""
    if points == 0:
        return 11
    step = weights.good / 10
    return next(k for k in range(11) if points >= weights.good - k * step)


def preferring(liked: Sequence[Sequence[int]]) -> list[list[int]]:
    """Likings from published lists: the first (numbered from 1) is liked most."""
    return [[-row.index(j) for j in range(1, len(row) + 1)] for row in liked]


@st.composite
def timetable_tasks(draw: st.DrawFn) -> TimetableTask:
    """Up to five people, three slots and a break, two tables, and limits that often bind."""
    slots = tuple(Slot(f"s{k}", is_break=k == draw(st.integers(1, 9))) for k in range(3))
    keys = [slot.key for slot in slots]
    there = st.none() | st.sets(st.sampled_from(keys), min_size=1).map(frozenset)
    some = st.none() | st.integers(0, 2)
    rows = st.none() | st.integers(1, 2)
    people = tuple(
        Participant(f"p{i}", draw(there), draw(some), draw(rows))
        for i in range(draw(st.integers(2, 5)))
    )
    pairs = [(one.key, two.key) for one in people for two in people if one is not two]
    wished = draw(st.sets(st.sampled_from(pairs), max_size=6))
    wishes = tuple(MeetingWish(*pair, draw(st.integers(1, 3))) for pair in sorted(wished))
    apart = frozenset(
        draw(st.sets(st.sampled_from([frozenset(pair) for pair in pairs]), max_size=1))
    )
    tables = tuple(f"t{k}" for k in range(draw(st.integers(0, 2))))
    return TimetableTask(people, slots, tables, wishes, apart)


def broken(task: TimetableTask, meetings: Sequence[Meeting]) -> list[str]:
    """Every rule that a timetable does not keep, word by word."""
    slots = {slot.key: slot for slot in task.slots}
    wished = {frozenset({wish.person, wish.other}) for wish in task.wishes}
    faults = [
        f"{meeting}"
        for meeting in meetings
        if slots[meeting.slot].is_break
        or meeting.table not in task.tables
        or meeting.pair in task.apart
        or meeting.pair not in wished
    ]
    faults += [
        f"{one} and {two}"
        for one, two in combinations(meetings, 2)
        if one.pair == two.pair
        or (one.slot == two.slot and (one.table == two.table or one.pair & two.pair))
    ]
    return faults + [
        person.key for person in task.participants if not _content(task, person, meetings)
    ]


def _content(task: TimetableTask, person: Participant, meetings: Sequence[Meeting]) -> bool:
    own = {meeting.slot for meeting in meetings if person.key in meeting.pair}
    row = longest = 0
    for slot in task.slots:
        row = row + 1 if slot.key in own else 0
        longest = max(longest, row)
    return (
        (person.slots is None or own <= person.slots)
        and (person.meetings_max is None or len(own) <= person.meetings_max)
        and (person.in_a_row_max is None or longest <= person.in_a_row_max)
    )


def worth(task: TimetableTask, meetings: Sequence[Meeting]) -> int:
    """Weights of the wishes that are met."""
    met = {meeting.pair for meeting in meetings}
    return sum(w.weight for w in task.wishes if frozenset({w.person, w.other}) in met)


def best_worth(task: TimetableTask) -> int:
    """The most that any timetable reaches, by trying all."""
    wished = sorted({tuple(sorted((wish.person, wish.other))) for wish in task.wishes})

    def grown(at: int, made: list[Meeting]) -> int:
        if at == len(wished):
            return worth(task, made)
        best = grown(at + 1, made)
        first, second = wished[at]
        for slot in task.slots:
            used = {meeting.table for meeting in made if meeting.slot == slot.key}
            table = next((table for table in task.tables if table not in used), None)
            if table is not None:
                tried = [*made, Meeting(slot.key, table, first, second)]
                if not broken(task, tried):
                    best = max(best, grown(at + 1, tried))
        return best

    return grown(0, [])


def fair_event(count: int, *, slots: int, tables: int) -> TimetableTask:
    """Buyers b0 ... and sellers s0 ..., each buyer wishing to meet the next few sellers."""
    people = tuple(Participant(f"{side}{i}") for side in "bs" for i in range(count))
    wishes = tuple(
        MeetingWish(f"b{i}", f"s{(i + k) % count}", 1 + (i * k) % 3)
        for i in range(count)
        for k in range(slots)
    )
    times = tuple(Slot(f"h{k}") for k in range(slots))
    return TimetableTask(people, times, tuple(f"t{k}" for k in range(tables)), wishes)


@st.composite
def workshop_tasks(draw: st.DrawFn) -> WorkshopTask:
    """Up to four people, three workshops in two slots or none."""
    workshops = tuple(
        Workshop(f"w{k}", draw(st.integers(0, 2)), draw(st.sampled_from(["", "s0", "s1"])))
        for k in range(draw(st.integers(1, 3)))
    )
    keys = [workshop.key for workshop in workshops]
    there = st.none() | st.sets(st.sampled_from(["s0", "s1"])).map(frozenset)
    wishes = st.permutations(keys).map(tuple)
    people = tuple(
        Attendee(
            f"p{i}",
            draw(wishes)[: draw(st.integers(0, 3))],
            draw(there),
            draw(st.none() | st.integers(0, 2)),
            draw(st.integers(0, 3)),
        )
        for i in range(draw(st.integers(0, 4)))
    )
    return WorkshopTask(workshops, people)


def without_attendee(task: WorkshopTask, key: str) -> WorkshopTask:
    """The same task when somebody does not come."""
    return replace(task, attendees=tuple(a for a in task.attendees if a.key != key))
