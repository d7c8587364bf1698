"""The file's instalment beside ours, and why the two differ."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from grodd.servicing.taking.opening import Figures, ours, payment_factor

ALIKE_MINOR = 1
"""An instalment rounded in another way differs by this much at most (unit: minor units)."""
TERM_MONTHS = 12
RATE_BP_MAX = 10_000


class Why(StrEnum):
    """Why the file's instalment differs from ours by more than rounding."""

    FIRST_PERIOD = "first_period"
    TERM = "term"
    RATE = "rate"


class Rounding(StrEnum):
    """How a payment becomes whole minor units."""

    UP = "up"
    DOWN = "down"
    NEAREST = "nearest"


@dataclass(frozen=True, slots=True)
class Compared:
    """One instalment held against ours (unit: minor units).

    Attributes:
        ours: As we compute it from what was agreed, to the nearest.
        why: Why the file's differs; empty where it does not, or not by more than rounding.
        roundings: The ways of rounding that give exactly the file's.
    """

    ours: int
    why: str
    roundings: frozenset[Rounding]


def compared(given: Figures) -> Compared | None:
    """The file's instalment beside ours; None where the file has none that is equal each time."""
    if given.instalment is None or not given.is_annuity:
        return None
    exact = ours(given)
    nearest = round(exact)
    if abs(given.instalment - nearest) <= ALIKE_MINOR:
        return Compared(nearest, "", _roundings(exact, given.instalment))
    return Compared(nearest, _why(given), frozenset())


def fitting_rate_bp(given: Figures) -> int:
    """The yearly rate whose instalment comes nearest to the file's (hundredths of a percent)."""
    assert given.instalment is not None, given
    low, high = 0, RATE_BP_MAX
    while low < high:
        middle = (low + high) // 2
        if _payment(given, middle, given.instalments) < given.instalment:
            low = middle + 1
        else:
            high = middle
    candidates = (max(low - 1, 0), low)
    return min(
        candidates, key=lambda bp: abs(_payment(given, bp, given.instalments) - wished(given))
    )


def wished(given: Figures) -> int:
    """The file's instalment."""
    return given.instalment or 0


def _roundings(exact: Fraction, instalment: int) -> frozenset[Rounding]:
    whole = exact.numerator // exact.denominator
    ways = {
        Rounding.DOWN: whole,
        Rounding.UP: whole + (whole != exact),
        Rounding.NEAREST: round(exact),
    }
    return frozenset(way for way, amount in ways.items() if amount == instalment)


def _why(given: Figures) -> str:
    period_before = given.rhythm.after(given.first_due_on, -1)
    if period_before != given.paid_out_on:
        even = given.principal * payment_factor(
            given.rate_bp, (period_before, given.first_due_on), given.instalments, given.rhythm
        )
        if abs(round(even) - wished(given)) <= ALIKE_MINOR:
            return Why.FIRST_PERIOD
    if any(_fits(given, count) for count in _terms(given.instalments)):
        return Why.TERM
    return Why.RATE


def _terms(count: int) -> Iterable[int]:
    return (n for n in range(max(count - TERM_MONTHS, 1), count + TERM_MONTHS + 1) if n != count)


def _fits(given: Figures, count: int) -> bool:
    return abs(_payment(given, given.rate_bp, count) - wished(given)) <= ALIKE_MINOR


def _payment(given: Figures, rate_bp: int, count: int) -> int:
    days = (given.paid_out_on, given.first_due_on)
    factor = payment_factor(rate_bp, days, count, given.rhythm)
    return round(given.principal * factor)
