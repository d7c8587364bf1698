"""The Method of Equal Shares: every voter gets the same share of the budget to spend.

A project is bought by its supporters together, as evenly as their money allows, and the best buy
goes first: the one with the most *effective votes* (cost utilities) or the lowest price per
supporter (cardinality utilities).

Prices are computed with floats and carry a bound on their error. Wherever two prices, or a price
and the money there is, are closer than that bound, the comparison is repeated with integers, so
that the outcome is the exact one.

Source:
    Peters, Pierczynski and Skowron, "Proportional participatory budgeting with additive
    utilities" (2021), and the description at equalshares.net.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from heapq import heapify, heappop, heappush
from math import gcd, inf

import numpy as np

from grodd.engines.election import Floats, Tally, Tie, TieRule, record_tie, tie_ranks

NOISE = 1e-10
"""Bound on the error of a sum of money, as a share of all the money there is.

A run adds at most some millions of numbers with a relative error of 1.1e-16 each; real errors stay
below 1e-12. The bound only decides how often integers are asked.
"""


class Utility(StrEnum):
    """What a voter gets from a winner.

    COST: its cost, so that money spent on what a voter supports counts.
    CARDINALITY: one, so that the number of winners that a voter supports counts.
    """

    COST = "cost"
    CARDINALITY = "cardinality"


@dataclass(frozen=True, slots=True)
class Purchase:
    """One project bought.

    Attributes:
        project: Its position in the election.
        payment_max: The largest payment of a supporter, per point (unit: minor units, a float for
            showing; the choice does not rest on it).
    """

    project: int
    payment_max: float


@dataclass(frozen=True, slots=True)
class Run:
    """One run with a given share for each voter.

    Attributes:
        share: Money that each voter got (unit: minor units, exact).
        purchases: In the order they were bought; projects without cost first.
        ties: Ties that were met.
    """

    share: Fraction
    purchases: tuple[Purchase, ...]
    ties: tuple[Tie, ...]

    @property
    def winners(self) -> tuple[int, ...]:
        """Positions of the projects bought."""
        return tuple(purchase.project for purchase in self.purchases)


@dataclass(frozen=True, slots=True)
class Price:
    """What a project costs its supporters now.

    Attributes:
        payment: The largest payment per point (unit: minor units).
        error: Bound on its error.
        even: True when surely every supporter can pay it in full.
    """

    payment: float
    error: float
    even: bool


class Market:
    """The voters' money and what it can buy. Lives for one run."""

    def __init__(self, tallied: Tally, share: Fraction) -> None:
        self.tallied = tallied
        self.noise = NOISE * float(share) * tallied.voters
        self.balance: Floats = np.full(len(tallied.weights), float(share))
        self.bought: list[int] = []
        self._integers = _IntegerMoney(tallied, share)

    def price(self, p: int) -> Price | None:
        """What project ``p`` costs its supporters now; None when they cannot afford it."""
        who = self.tallied.supporters[p]
        cost = self.tallied.costs[p]
        purse = self.balance[who]
        money = float(purse @ self.tallied.heads[p])
        if money < cost - self.noise:
            return None
        if money <= cost + self.noise:
            exact = self.exact_payment(p)
            return None if exact is None else Price(float(exact), self.noise, even=False)
        everyone = self.tallied.scores[p]
        payment = cost / everyone
        means = purse if self.tallied.approval else purse / self.tallied.points[p]
        if float(means.min()) > payment + self.noise:
            return Price(payment, self.noise / everyone, even=True)
        return self._uneven_price(p, means, money)

    def buy(self, p: int, payment: float) -> None:
        """Let the supporters of ``p`` pay ``payment`` per point, or all they have."""
        who = self.tallied.supporters[p]
        purse = self.balance[who]
        self.balance[who] = purse - np.minimum(purse, payment * self.tallied.points[p])
        self.bought.append(p)

    def exact_payment(self, p: int) -> Fraction | None:
        """The largest payment per point for ``p``, exact; None when it cannot be afforded."""
        self._integers.catch_up(self.bought)
        return self._integers.payment(p)

    def _uneven_price(self, p: int, means: Floats, money: float) -> Price:
        """Let those who have less than the payment give all; raise it until it settles."""
        shares = self.tallied.shares[p]
        funds = means * shares
        missing = self.tallied.costs[p] - money
        able = means >= self.tallied.costs[p] / self.tallied.scores[p]
        count = int(np.count_nonzero(able))
        while True:
            rest = float(shares @ able)
            payment = (missing + float(funds @ able)) / rest
            # Who was too poor once stays so; by rounding they could come and go for ever.
            able &= means >= payment
            fewer = int(np.count_nonzero(able))
            if fewer in {0, count}:
                return Price(payment, self.noise / rest, even=False)
            count = fewer


class _IntegerMoney:
    """The same money as integers over one denominator, brought up to date only when asked."""

    def __init__(self, tallied: Tally, share: Fraction) -> None:
        self._tallied = tallied
        self._denominator = share.denominator
        self._units: list[int] = [share.numerator] * len(tallied.weights)
        self._done = 0

    def catch_up(self, bought: Sequence[int]) -> None:
        """Repeat the purchases since last time, exactly."""
        for p in bought[self._done :]:
            payment = self.payment(p)
            assert payment is not None, p
            self._pay(p, payment * self._denominator)
        self._done = len(bought)

    def payment(self, p: int) -> Fraction | None:
        """The largest payment per point for ``p``; None when it cannot be afforded."""
        cost = self._tallied.costs[p] * self._denominator
        paid, rest = 0, self._tallied.scores[p]
        for units, points, weight in self._poorest_first(p):
            if units * rest >= (cost - paid) * points:
                return Fraction(cost - paid, rest * self._denominator)
            paid += units * weight
            rest -= points * weight
        return None

    def _poorest_first(self, p: int) -> list[tuple[int, int, int]]:
        who = [int(group) for group in self._tallied.supporters[p]]
        points = [int(point) for point in self._tallied.points[p]]
        weights = [int(weight) for weight in self._tallied.weights[self._tallied.supporters[p]]]
        purses = [self._units[group] for group in who]
        listed = list(zip(purses, points, weights, strict=True))
        if self._tallied.approval:
            return sorted(listed)
        return sorted(listed, key=lambda line: Fraction(line[0], line[1]))

    def _pay(self, p: int, payment_units: Fraction) -> None:
        factor = payment_units.denominator
        if factor > 1:
            self._units = [units * factor for units in self._units]
            self._denominator *= factor
        for group, points in zip(self._tallied.supporters[p], self._tallied.points[p], strict=True):
            holder = int(group)
            own = self._units[holder]
            self._units[holder] = own - min(own, payment_units.numerator * int(points))
        common = gcd(self._denominator, *set(self._units))
        if common > 1:
            self._units = [units // common for units in self._units]
            self._denominator //= common


class _Queue:
    """Projects by the lower bound of their price per utility. A price never falls in a run."""

    def __init__(self, market: Market, utility: Utility, ranks: Sequence[int]) -> None:
        tallied = market.tallied
        self._market = market
        self._ranks = ranks
        self._per = [cost if utility is Utility.COST else 1 for cost in tallied.costs]
        self._prices: dict[int, Price] = {}
        self._waiting = [
            (cost / tallied.scores[p] / self._per[p] * (1 - NOISE), ranks[p], p)
            for p, cost in enumerate(tallied.costs)
            if cost > 0 and tallied.scores[p] > 0
        ]
        heapify(self._waiting)

    def next(self) -> tuple[int, float, list[int]] | None:
        """The best buy, its payment and all that tie with it exactly; None when nothing is left."""
        close, ceiling = self._close_to_best()
        within = [p for p in close if self._bounds(p)[0] <= ceiling]
        if not within:
            return None
        tied = self._exactly_best(within) if len(within) > 1 else within
        best = min(tied, key=self._ranks.__getitem__)
        for p in close:
            if p != best:
                heappush(self._waiting, (self._bounds(p)[0], self._ranks[p], p))
        payment = self._prices[best].payment
        self._prices.clear()
        return best, payment, tied

    def _close_to_best(self) -> tuple[list[int], float]:
        fresh: list[int] = []
        ceiling = inf
        while self._waiting and self._waiting[0][0] <= ceiling:
            _, rank, p = heappop(self._waiting)
            if p not in self._prices:
                price = self._market.price(p)
                if price is not None:
                    self._prices[p] = price
                    heappush(self._waiting, (self._bounds(p)[0], rank, p))
                continue
            fresh.append(p)
            ceiling = min(ceiling, self._bounds(p)[1])
        return fresh, ceiling

    def _bounds(self, p: int) -> tuple[float, float]:
        price = self._prices[p]
        return (
            (price.payment - price.error) / self._per[p],
            (price.payment + price.error) / self._per[p],
        )

    def _exactly_best(self, close: Sequence[int]) -> list[int]:
        exact = {p: self._exact(p) for p in close}
        lowest = min(exact.values())
        return [p for p in close if exact[p] == lowest]

    def _exact(self, p: int) -> Fraction:
        tallied = self._market.tallied
        if self._prices[p].even:
            return Fraction(tallied.costs[p], tallied.scores[p] * self._per[p])
        payment = self._market.exact_payment(p)
        assert payment is not None, p
        return payment / self._per[p]


def equal_shares_run(
    tallied: Tally, *, share: Fraction, utility: Utility, ties: TieRule | None = None
) -> Run:
    """Give every voter ``share`` and let them buy until nothing can be afforded.

    Args:
        tallied: The election; its budget is not looked at.
        share: Money for each voter (unit: minor units, exact).
        utility: What a voter gets from a winner.
        ties: Tie-breaks; more votes, then lower cost, then the earlier project by default.
    """
    tie_rule = ties or TieRule()
    ranks = tie_ranks(tallied, tie_rule)
    market = Market(tallied, share)
    free = [p for p, cost in enumerate(tallied.costs) if cost == 0 and tallied.scores[p] > 0]
    purchases = [Purchase(p, 0.0) for p in sorted(free, key=ranks.__getitem__)]
    met: list[Tie] = []
    queue = _Queue(market, utility, ranks)
    while (found := queue.next()) is not None:
        best, payment, tied = found
        market.buy(best, payment)
        purchases.append(Purchase(best, payment))
        if len(tied) > 1:
            met.append(record_tie(tallied, tie_rule, tied, best))
    return Run(share, tuple(purchases), tuple(met))
