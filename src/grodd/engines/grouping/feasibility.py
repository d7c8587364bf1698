"""Can the hard rules be kept at all, and if not, which few of them are to blame?

A mixed-integer program holds exactly the rules that are asked about. Where it has no solution,
rules are dropped, many at a time and then one by one, as long as there is still none. What cannot
be dropped is the conflict: without any one of its rules the others can be kept.

Source:
    The deletion filter: Chinneck and Dravnieks, "Locating minimal infeasible constraint sets in
    linear programs", ORSA Journal on Computing 3 (1991).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from grodd.engines.election import Floats
from grodd.engines.grouping.result import Rule, RuleKind
from grodd.engines.grouping.rules import PERSONAL, Bools, Rulebook
from grodd.engines.grouping.search import Seating

CELLS_MAX = 12_000
"""People times groups that a program may have; above that the question stays open."""
ROWS_MAX = 400_000
NODES_MAX = 2_000
"""Steps of the solver for one question; after them it stays open."""
INFEASIBLE = 2
"""The solver's status for "no solution"."""


class NoSeating(StrEnum):
    """Why there is none: it is impossible, or it was not found out."""

    IMPOSSIBLE = "impossible"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Conflict:
    """Rules that cannot be kept together.

    Attributes:
        rules: In the order they were given.
        smallest: Whether it was shown for each of them that the others can be kept without it.
    """

    rules: tuple[Rule, ...]
    smallest: bool


def seating_under(book: Rulebook, rules: Sequence[Rule]) -> Seating | NoSeating:
    """Seat everyone under these rules alone.

    Args:
        book: The tables.
        rules: Those that count; sizes without a rule are free.

    Returns:
        A seating that keeps all of them, or why there is none.
    """
    n, m = len(book.task.people), len(book.task.groups)
    if n * m > CELLS_MAX:
        return NoSeating.OPEN
    program = _Program(book, rules)
    if len(program.low) > ROWS_MAX:
        return NoSeating.OPEN
    answer = milp(
        c=np.zeros(program.width),
        constraints=program.constraints(),
        integrality=np.ones(program.width, np.int64),
        bounds=Bounds(np.zeros(program.width), program.most),
        options={"node_limit": NODES_MAX},
    )
    if answer.status == INFEASIBLE:
        return NoSeating.IMPOSSIBLE
    if answer.x is None:
        return NoSeating.OPEN
    seats = np.asarray(answer.x[: n * m]).reshape(m, n)
    options = np.asarray(answer.x[n * m :]).reshape(-1, m)
    return Seating(seats.argmax(axis=0), options.argmax(axis=0))


def smallest_conflict(book: Rulebook, rules: Sequence[Rule]) -> Conflict:
    """Drop what is not needed for the conflict.

    Args:
        book: The tables.
        rules: Rules under which there is no seating.
    """
    kept = list(rules)
    size = max(1, len(kept) // 2)
    while True:
        shown = True
        at = 0
        while at < len(kept):
            fewer = kept[:at] + kept[at + size :]
            found = seating_under(book, fewer)
            shown = shown and found is not NoSeating.OPEN
            if found is NoSeating.IMPOSSIBLE:
                kept = fewer
            else:
                at += size
        if size == 1:
            return Conflict(tuple(kept), smallest=shown)
        size //= 2


@dataclass(slots=True)
class _Program:
    """Columns: person i in group g at g*n+i, then option o of group g at n*m+o*m+g."""

    book: Rulebook
    rules: Sequence[Rule]
    most: Floats = field(init=False)
    low: list[float] = field(default_factory=list[float])
    high: list[float] = field(default_factory=list[float])
    rows: list[int] = field(default_factory=list[int])
    columns: list[int] = field(default_factory=list[int])
    values: list[float] = field(default_factory=list[float])
    n: int = field(init=False)
    m: int = field(init=False)

    def __post_init__(self) -> None:
        book = self.book
        self.n, self.m = len(book.task.people), len(book.task.groups)
        self.most = np.append(np.ones(self.n * self.m), book.allowed.astype(np.float64).ravel())
        for i in range(self.n):
            self._row([g * self.n + i for g in range(self.m)], 1, 1)
        for g in range(self.m):
            self._row([self._option(o, g) for o in range(len(book.options))], 1, 1)
        self._personal()
        for rule in self.rules:
            if rule.kind not in PERSONAL:
                self._shared(rule)

    @property
    def width(self) -> int:
        """How many columns."""
        return len(self.most)

    def constraints(self) -> LinearConstraint:
        """All rows."""
        matrix = csr_array(
            (self.values, (self.rows, self.columns)), shape=(len(self.low), self.width)
        )
        return LinearConstraint(matrix, np.array(self.low), np.array(self.high))

    def _option(self, o: int, g: int) -> int:
        return self.n * self.m + o * self.m + g

    def _row(
        self, columns: Sequence[int], low: float, high: float, values: Sequence[float] = ()
    ) -> None:
        self.rows += [len(self.low)] * len(columns)
        self.columns += columns
        self.values += values or [1.0] * len(columns)
        self.low.append(low)
        self.high.append(high)

    def _counting(self, kind: RuleKind) -> Bools:
        """Whose rule of this kind counts."""
        who = {rule.people[0] for rule in self.rules if rule.kind is kind}
        return np.array([person.key in who for person in self.book.task.people], np.bool_)

    def _personal(self) -> None:
        book, n, m = self.book, self.n, self.m
        travels = self._counting(RuleKind.TRAVEL)
        self.most[: n * m] = np.where(book.far & travels, 0.0, 1.0).ravel()
        barred = book.strange & self._counting(RuleKind.LANGUAGE)
        barred |= book.busy & self._counting(RuleKind.EVENING)
        for i in np.flatnonzero(barred.any(axis=0)).tolist():
            wrong = np.flatnonzero(barred[:, i]).tolist()
            for g in range(m):
                columns = [g * n + i, *(self._option(o, g) for o in wrong if book.allowed[o, g])]
                if len(columns) > 1:
                    self._row(columns, 0, 1)
        for i, j in zip(*np.nonzero(book.far_apart & travels[:, None]), strict=True):
            for g in range(m):
                self._row([g * n + int(i), g * n + int(j)], 0, 1)

    def _shared(self, rule: Rule) -> None:
        place = self.book.position
        people = [place[key] for key in rule.people]
        for g, group in enumerate(self.book.task.groups):
            if rule.kind is RuleKind.APART:
                self._row([g * self.n + i for i in people], 0, 1)
            if rule.kind is RuleKind.TOGETHER:
                for i in people[1:]:
                    self._row([g * self.n + people[0], g * self.n + i], 0, 0, [1.0, -1.0])
            if rule.group == group.key:
                everyone = [g * self.n + i for i in range(self.n)]
                if rule.kind is RuleKind.SIZE_MIN:
                    self._row(everyone, group.size_min, np.inf)
                else:
                    self._row(everyone, 0, group.size_max)
