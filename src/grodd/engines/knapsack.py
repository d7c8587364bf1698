"""The committee's choice: the best total score that the budget and the rules allow.

Scores, costs and limits are integers here. A solver with floats (HiGHS) proposes; whatever it
proposes is checked with integers, and a search with integers then proves that nothing is better.
Where that search would take too long, the result says that only the solver vouches for it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from fractions import Fraction
from math import gcd, lcm

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linprog, milp

NODES_MAX = 50_000
"""Steps of the search that proves; about half a second."""

DEPTH_MAX = 500
"""Candidates that the search may have to try both ways."""

MULTIPLIER_SCALE = 2**40
"""Prices of limits are rounded to this many parts; any rounding gives a valid bound."""

INFEASIBLE = 2
"""The solver's status for "no solution"."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A case that may be funded.

    Attributes:
        key: Unique.
        value: What funding it is worth, not negative (the weighted score of its reviews).
        cost_minor: Unit: minor units of the budget's currency, not negative.
        hours: Working time (unit: hours), not negative.
        theme: For theme limits; empty for none.
        owner: Who would get the award; empty for nobody in particular.
    """

    key: str
    value: Fraction
    cost_minor: int
    hours: int = 0
    theme: str = ""
    owner: str = ""


@dataclass(frozen=True, slots=True)
class ThemeLimit:
    """How much one theme gets, at least and at most, in awards and in money (minor units)."""

    theme: str
    awards_min: int = 0
    awards_max: int | None = None
    money_min: int = 0
    money_max: int | None = None


@dataclass(frozen=True, slots=True)
class CommitteeRule:
    """What a choice must keep to.

    Attributes:
        budget_minor: Money to give.
        hours: Working time to give (unit: hours); None for no limit.
        themes: At most one limit for each theme.
        exclusive: Groups of keys of which at most one may win.
        one_per_owner: At most one award for each owner.
    """

    budget_minor: int
    hours: int | None = None
    themes: tuple[ThemeLimit, ...] = ()
    exclusive: tuple[tuple[str, ...], ...] = ()
    one_per_owner: bool = False


class Proof(StrEnum):
    """Who vouches that nothing is better: our search with integers, or the solver's floats."""

    INTEGERS = "integers"
    SOLVER = "solver"


@dataclass(frozen=True, slots=True)
class CommitteeChoice:
    """The best choice. Among equally good ones the cheapest, then the one earlier in the list.

    Attributes:
        winners: Keys, in the list's order.
        value: Their total value.
        cost_minor: Their total cost.
        proof: Who vouches for it.
    """

    winners: tuple[str, ...]
    value: Fraction
    cost_minor: int
    proof: Proof


@dataclass(frozen=True, slots=True)
class Impossible:
    """No choice keeps to the rule.

    Attributes:
        themes: Themes whose minimums cannot be kept together; without any one of them it works.
    """

    themes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Row:
    """One limit: the sum of ``weights`` over the winners is at most ``most``."""

    weights: tuple[int, ...]
    most: int

    def holds(self, chosen: Sequence[int]) -> bool:
        return sum(self.weights[j] for j in chosen) <= self.most


@dataclass(slots=True)
class _Search:
    """Looks for anything better than what is known, in the order that decides fastest.

    Every limit has a price; with it each candidate is worth its gain minus the prices of what it
    uses. Taking exactly the candidates worth something is at least as good as any real choice, and
    every deviation from it costs what that candidate is worth. Only deviations that cost less than
    the gap need to be tried.
    """

    gains: Sequence[int]
    known: int
    rows: Sequence[_Row]
    gap: int
    penalties: Sequence[int]
    order: Sequence[int]
    lows: Sequence[Sequence[int]]
    nodes: int = 0
    found: list[int] | None = None
    chosen: list[int] = field(default_factory=list)

    def proves(self) -> bool:
        """True when nothing better exists. Candidates worth more than the gap are settled."""
        settled = sum(abs(penalty) > self.gap for penalty in self.penalties)
        if self.gap >= 0 and len(self.order) - settled > DEPTH_MAX:
            return False
        self.chosen = [j for j in self.order[:settled] if self.penalties[j] > 0]
        used = tuple(sum(row.weights[j] for j in self.chosen) for row in self.rows)
        return self.run(settled, self.gap, used)

    def run(self, depth: int, gap: int, used: tuple[int, ...]) -> bool:
        """True when everything below was looked at, False when it takes too long or is found."""
        self.nodes += 1
        if gap < 0:
            return True
        if self.nodes > NODES_MAX:
            return False
        rows = self.rows
        if any(used[r] + self.lows[depth][r] > rows[r].most for r in range(len(rows))):
            return True
        if depth == len(self.order):
            better = sum(self.gains[j] for j in self.chosen) > self.known
            self.found = list(self.chosen) if better else None
            return not better
        j = self.order[depth]
        usual = self.penalties[j] > 0
        rest = gap - abs(self.penalties[j])
        return self._decide(depth, usual, gap, used) and self._decide(depth, not usual, rest, used)

    def _decide(self, depth: int, take: bool, gap: int, used: tuple[int, ...]) -> bool:
        """Go on with the candidate at ``depth`` taken or left."""
        if not take:
            return self.run(depth + 1, gap, used)
        j = self.order[depth]
        self.chosen.append(j)
        now = tuple(u + row.weights[j] for u, row in zip(used, self.rows, strict=True))
        done = self.run(depth + 1, gap, now)
        self.chosen.pop()
        return done


def choose_best(
    candidates: Sequence[Candidate], rule: CommitteeRule
) -> CommitteeChoice | Impossible:
    """Choose the best total value within the rule.

    Args:
        candidates: In ranking order, keys unique; the order is the last tie-break.
        rule: What the choice must keep to.
    """
    rows = _rows(candidates, rule)
    scale = lcm(*(candidate.value.denominator for candidate in candidates))
    values = [int(candidate.value * scale) for candidate in candidates]
    costs = [candidate.cost_minor for candidate in candidates]
    best = _best(values, rows)
    if best is None:
        return Impossible(_conflicting(candidates, rule))
    cheapest = _best([-cost for cost in costs], [*rows, _no_less(values, best[0])])
    assert cheapest is not None, "the best value can be had"
    rows = [*rows, _no_less(values, best[0]), _no_more(costs, cheapest[0])]
    first = _best([-place for place in range(len(costs))], rows)
    assert first is not None, "the lowest cost can be had"
    proofs = {best[1], cheapest[1], first[1]}
    return CommitteeChoice(
        winners=tuple(candidates[j].key for j in first[0]),
        value=sum((candidates[j].value for j in first[0]), Fraction(0)),
        cost_minor=sum(costs[j] for j in first[0]),
        proof=Proof.SOLVER if Proof.SOLVER in proofs else Proof.INTEGERS,
    )


def _rows(candidates: Sequence[Candidate], rule: CommitteeRule) -> list[_Row]:
    """Every limit as a row; a minimum is a maximum of the negative."""
    costs = [candidate.cost_minor for candidate in candidates]
    rows = [_Row(tuple(costs), rule.budget_minor)]
    if rule.hours is not None:
        rows.append(_Row(tuple(candidate.hours for candidate in candidates), rule.hours))
    for limit in rule.themes:
        inside = [int(candidate.theme == limit.theme) for candidate in candidates]
        money = [cost * one for cost, one in zip(costs, inside, strict=True)]
        rows += _between(inside, limit.awards_min, limit.awards_max)
        rows += _between(money, limit.money_min, limit.money_max)
    groups = [set(group) for group in rule.exclusive]
    rows += [_Row(tuple(int(c.key in group) for c in candidates), 1) for group in groups]
    if rule.one_per_owner:
        owners = {candidate.owner for candidate in candidates} - {""}
        for owner in sorted(owners):
            rows.append(_Row(tuple(int(c.owner == owner) for c in candidates), 1))
    return rows


def _between(weights: Sequence[int], least: int, most: int | None) -> list[_Row]:
    rows = [_Row(tuple(-weight for weight in weights), -least)] if least > 0 else []
    return rows if most is None else [*rows, _Row(tuple(weights), most)]


def _no_less(gains: Sequence[int], chosen: Sequence[int]) -> _Row:
    return _Row(tuple(-gain for gain in gains), -sum(gains[j] for j in chosen))


def _no_more(costs: Sequence[int], chosen: Sequence[int]) -> _Row:
    return _Row(tuple(costs), sum(costs[j] for j in chosen))


def _conflicting(candidates: Sequence[Candidate], rule: CommitteeRule) -> tuple[str, ...]:
    """Leave out one theme's limit after the other as long as it stays impossible."""
    kept = list(rule.themes)
    for limit in rule.themes:
        fewer = [other for other in kept if other != limit]
        tried = replace(rule, themes=tuple(fewer))
        if _propose([0] * len(candidates), _rows(candidates, tried)) is None:
            kept = fewer
    return tuple(limit.theme for limit in kept)


def _best(gains: Sequence[int], rows: Sequence[_Row]) -> tuple[list[int], Proof] | None:
    """The largest total gain within the rows, and who vouches for it; None when nothing fits."""
    if not gains:
        return ([], Proof.INTEGERS) if all(row.holds([]) for row in rows) else None
    shrunk = [_shrunk(row) for row in rows]
    common = gcd(*gains) or 1
    small = [gain // common for gain in gains]
    known = _propose(small, shrunk)
    while known is not None:
        search = _search_for_better(small, shrunk, known)
        if search.proves():
            return known, Proof.INTEGERS
        if search.found is None:
            return known, Proof.SOLVER
        known = sorted(search.found)
    return None


def _shrunk(row: _Row) -> _Row:
    """The same limit in the smallest integers: the solver's floats like them."""
    common = gcd(*row.weights) or 1
    return _Row(tuple(weight // common for weight in row.weights), row.most // common)


def _propose(gains: Sequence[int], rows: Sequence[_Row]) -> list[int] | None:
    """Ask the solver. A proposal that breaks a row by a hair is cut off and asked for again."""
    if not gains:
        return [] if all(row.holds([]) for row in rows) else None
    rows = list(rows)
    while True:
        answer = milp(
            c=-np.array(gains, np.float64),
            constraints=LinearConstraint(
                np.array([row.weights for row in rows], np.float64),
                ub=np.array([row.most for row in rows], np.float64),
            ),
            integrality=np.ones(len(gains), np.int64),
            bounds=Bounds(0, 1),
            options={"mip_rel_gap": 0.0},
        )
        if answer.status == INFEASIBLE:
            return None
        assert answer.x is not None, answer.message
        chosen = [j for j, x in enumerate(answer.x) if x > 0.5]  # noqa: PLR2004 - nearer to one
        broken = [r for r, row in enumerate(rows) if not row.holds(chosen)]
        if not broken:
            return chosen
        for r in broken:
            weights = rows[r].weights
            rows[r] = _Row(weights, sum(weights[j] for j in chosen) - 1)


def _search_for_better(gains: Sequence[int], rows: Sequence[_Row], known: Sequence[int]) -> _Search:
    """Price the rows by linear programming and set the search up to beat ``known`` by one."""
    prices = _prices(gains, rows)
    worth = [
        gain * MULTIPLIER_SCALE
        - sum(p * row.weights[j] for p, row in zip(prices, rows, strict=True))
        for j, gain in enumerate(gains)
    ]
    bound = sum(p * row.most for p, row in zip(prices, rows, strict=True))
    bound += sum(max(0, each) for each in worth)
    reached = sum(gains[j] for j in known)
    gap = bound - (reached + 1) * MULTIPLIER_SCALE
    order = sorted(range(len(gains)), key=lambda j: -abs(worth[j]))
    lows: list[list[int]] = [[0] * len(rows)]
    for j in reversed(order):
        after = lows[-1]
        lows.append([low + min(0, row.weights[j]) for low, row in zip(after, rows, strict=True)])
    return _Search(gains, reached, rows, gap, worth, order, lows[::-1])


def _prices(gains: Sequence[int], rows: Sequence[_Row]) -> list[int]:
    """What one unit of each row is worth, never negative (unit: 1 / MULTIPLIER_SCALE gains)."""
    relaxed = linprog(
        c=-np.array(gains, np.float64),
        A_ub=np.array([row.weights for row in rows], np.float64),
        b_ub=np.array([row.most for row in rows], np.float64),
        bounds=(0, 1),
    )
    if relaxed.status != 0:
        return [0] * len(rows)
    return [max(0, round(-float(price) * MULTIPLIER_SCALE)) for price in relaxed.ineqlin.marginals]
