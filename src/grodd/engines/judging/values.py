"""What judging starts from: projects, judges, what each judge saw and said, and what is wanted.

A judge visits a project, may give it a score, and may put it in an order of the judge's own.
Someone who only says which of two is better gives comparisons instead.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from math import hypot, isfinite


@dataclass(frozen=True, slots=True)
class Project:
    """What is judged.

    Attributes:
        key: Unique in its judging.
        room: How many judges may be there at once.
        present: Whether judges can still be sent to it; what was said of it counts anyway.
    """

    key: str
    room: int = 1
    present: bool = True

    def __post_init__(self) -> None:
        """Refuse a table that nobody may come to."""
        assert self.room >= 1, self


@dataclass(frozen=True, slots=True)
class Judge:
    """Who judges. Judges may come late and leave early: what they said counts.

    Attributes:
        key: Unique in its judging.
        conflicts: Keys of projects that this judge has a conflict of interest in. The judge is
            never sent there, and what the judge says of them does not count.
    """

    key: str
    conflicts: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Visit:
    """A judge has been at a project.

    Attributes:
        judge: Key.
        project: Key; a judge visits a project once.
        score: On any scale, higher is better; None when none was given. Judges need not use the
            scale alike.
        place: Where the project stands in the judge's own order by now, lower is better; equal
            when the judge cannot tell. Only the order counts. None when it was not placed.
    """

    judge: str
    project: str
    score: float | None = None
    place: float | None = None

    def __post_init__(self) -> None:
        """Refuse what is not a number."""
        assert self.score is None or isfinite(self.score), self
        assert self.place is None or isfinite(self.place), self


@dataclass(frozen=True, slots=True)
class Comparison:
    """A judge finds one project better than another."""

    judge: str
    better: str
    worse: str

    def __post_init__(self) -> None:
        """Refuse a project that is better than itself."""
        assert self.better != self.worse, self


class SkipReason(StrEnum):
    """Why a judge passed a project by.

    ABSENT: nobody was there; the judge may be sent again after a few other visits.
    CONFLICT: the judge found a conflict of interest; it holds from then on.
    DECLINED: the judge would rather not; the judge is not sent there again.
    """

    ABSENT = "absent"
    CONFLICT = "conflict"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class Skip:
    """A judge passed a project by.

    Attributes:
        judge: Key.
        project: Key.
        reason: Why.
        visits_before: How many visits the judge had made by then.
    """

    judge: str
    project: str
    reason: SkipReason
    visits_before: int = 0


class Aim(StrEnum):
    """What the judging is for.

    TOP: find the best few; judges are sent to those who may be among them.
    ALL: rank everybody; judges are spread evenly.
    """

    TOP = "top"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Plan:
    """What is wanted of the judging.

    Attributes:
        aim: What it is for.
        prizes: How many are to be found when the aim is the top.
        views_min: How many judges see a project before judges are sent where they are most useful.
        walk_weight: How much a short way counts beside how useful a visit is: 0 not at all; at 1
            the longest way outweighs the largest difference in use.
        enough: When to say that there is enough: the share of the prizes expected to be in the
            right hands, or the expected Kendall's tau of the whole ranking (0-1).
    """

    aim: Aim = Aim.TOP
    prizes: int = 3
    views_min: int = 2
    walk_weight: float = 0.3
    enough: float = 0.8

    def __post_init__(self) -> None:
        """Refuse what cannot be wanted."""
        assert self.prizes >= 1, self.prizes
        assert self.views_min >= 1, self.views_min
        assert self.walk_weight >= 0, self.walk_weight
        assert 0 < self.enough < 1, self.enough


@dataclass(frozen=True, slots=True)
class Judging:
    """Everything said so far.

    Attributes:
        projects: In any order; it decides nothing but ties.
        judges: All who have said something or may be sent.
        visits: In the order they were made.
        comparisons: Of two projects; one whose both projects the same judge has scored or placed
            adds nothing and is passed over.
        skips: What judges passed by.
        walks_m: Ways between projects, a row and a column for each in their order (unit: metres);
            empty when ways do not matter.
    """

    projects: tuple[Project, ...]
    judges: tuple[Judge, ...]
    visits: tuple[Visit, ...] = ()
    comparisons: tuple[Comparison, ...] = ()
    skips: tuple[Skip, ...] = ()
    walks_m: tuple[tuple[float, ...], ...] = field(default=(), repr=False)

    def __post_init__(self) -> None:
        """Refuse keys that are twice or nobody's, second visits, and ways that do not fit."""
        projects = {project.key for project in self.projects}
        judges = {judge.key for judge in self.judges}
        assert self.projects, "there is nothing to judge"
        assert len(projects) == len(self.projects), "two projects share a key"
        assert len(judges) == len(self.judges), "two judges share a key"
        seen = {(visit.judge, visit.project) for visit in self.visits}
        assert len(seen) == len(self.visits), "a judge visits a project once"
        compared = {(one.judge, key) for one in self.comparisons for key in (one.better, one.worse)}
        skipped = {(skip.judge, skip.project) for skip in self.skips}
        for judge, project in seen | compared | skipped:
            assert judge in judges, judge
            assert project in projects, project
        count = len(self.projects)
        assert not self.walks_m or [len(row) for row in self.walks_m] == [count] * count


def straight_walks(spots_m: tuple[tuple[float, float], ...]) -> tuple[tuple[float, ...], ...]:
    """Ways between spots on the plan of a venue, as the crow flies (unit: metres)."""
    return tuple(tuple(hypot(x - u, y - v) for u, v in spots_m) for x, y in spots_m)
