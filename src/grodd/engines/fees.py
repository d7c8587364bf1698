"""Fees as dated rows: how much each kind costs from which day, and what becomes a charge.

No amount stands here. What a fee may be, by agreement or by law, is a row that the caller brings;
a day without a row for its kind is refused, never guessed.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from grodd.engines.money import Money, plain
from grodd.engines.rates import percent
from grodd.engines.rounding import Rounding, rounded
from grodd.engines.waterfall import Charge, Component


class FeeKind(StrEnum):
    """What a fee is for. The value is what the contract prints."""

    ARRANGEMENT = "arrangement fee"
    NOTICE = "notice fee"
    REMINDER = "reminder fee"
    COLLECTION_DEMAND = "collection demand fee"
    REPAYMENT_PLAN = "repayment plan fee"


@dataclass(frozen=True, slots=True)
class FeeFrom:
    """What a fee costs from a day on, until the next row of its kind begins.

    Attributes:
        kind: What it is for.
        valid_from: First day it holds.
        amount: The fixed part; may be nothing.
        share: A share of the amount lent on top of it (unit: parts of one, exact).
        at_most: The two together never pass this; None for no limit.
        times_max: How often it may be charged for one instalment; None for as often as it happens.
    """

    kind: FeeKind
    valid_from: date
    amount: Money
    share: Fraction = Fraction(0)
    at_most: Money | None = None
    times_max: int | None = None

    def __post_init__(self) -> None:
        """Assert what a fee relies on."""
        assert self.amount.minor >= 0, self.amount
        assert self.share >= 0, self.share
        assert self.at_most is None or self.at_most.currency == self.amount.currency, self.at_most
        assert self.times_max is None or self.times_max >= 0, self.times_max


class MissingFee(LookupError):
    """No row says what a fee costs on a day. Nothing is guessed.

    Attributes:
        kind: Which fee.
        day: The day without a row.
    """

    def __init__(self, kind: FeeKind, day: date) -> None:
        super().__init__(f"no {kind.value} holds on {day.isoformat()}")
        self.kind = kind
        self.day = day


@dataclass(frozen=True, slots=True)
class Occasion:
    """Something happened that a fee may be charged for.

    Attributes:
        key: Its name, unique among the events of the loan.
        kind: Which fee.
        day: When; the row of that day holds.
        instalment: Which instalment it is about, if one; ``times_max`` counts for each.
    """

    key: str
    kind: FeeKind
    day: date
    instalment: int | None = None


@dataclass(frozen=True, slots=True)
class Charged:
    """What the occasions of a loan cost.

    Attributes:
        charges: For the waterfall, by day and then by key; an occasion that costs nothing has none.
        not_charged: Occasions beyond what the rows allow for one instalment.
    """

    charges: tuple[Charge, ...]
    not_charged: tuple[Occasion, ...]


def row_on(rows: Sequence[FeeFrom], kind: FeeKind, day: date) -> FeeFrom:
    """The row of ``kind`` that holds on ``day``.

    Args:
        rows: In any order.
        kind: Which fee.
        day: The day asked for.

    Raises:
        MissingFee: Every row of the kind begins later, or there is none.
    """
    begun = [row for row in rows if row.kind is kind and row.valid_from <= day]
    if not begun:
        raise MissingFee(kind, day)
    return max(begun, key=lambda row: row.valid_from)


def fee_on(rows: Sequence[FeeFrom], kind: FeeKind, day: date, lent: Money) -> Money:
    """What a fee costs on ``day``, rounded half to even once.

    Args:
        rows: In any order.
        kind: Which fee.
        day: The day it is charged.
        lent: The amount lent, of which a share may be due.

    Raises:
        MissingFee: No row of the kind holds on the day.
    """
    row = row_on(rows, kind, day)
    cost = row.amount + Money(rounded(lent.minor * row.share, Rounding.HALF_EVEN), lent.currency)
    return cost if row.at_most is None else min(cost, row.at_most)


def charges(rows: Sequence[FeeFrom], occasions: Sequence[Occasion], lent: Money) -> Charged:
    """Turn what happened into charges for the waterfall.

    Args:
        rows: In any order.
        occasions: In any order; the earlier ones are charged, the ones too many are not.
        lent: The amount lent.

    Raises:
        MissingFee: An occasion has no row on its day.
    """
    counted: Counter[tuple[FeeKind, int | None]] = Counter()
    made: list[Charge] = []
    not_charged: list[Occasion] = []
    for occasion in sorted(occasions, key=lambda each: (each.day, each.key)):
        row = row_on(rows, occasion.kind, occasion.day)
        about = (occasion.kind, occasion.instalment)
        counted[about] += 1
        if row.times_max is not None and counted[about] > row.times_max:
            not_charged.append(occasion)
            continue
        cost = fee_on(rows, occasion.kind, occasion.day, lent)
        if cost:
            made.append(Charge(occasion.key, occasion.day, Component.FEE, cost.minor))
    return Charged(tuple(made), tuple(not_charged))


def fee_conventions(rows: Sequence[FeeFrom], day: date) -> str:
    """Say in one line what every fee costs from ``day``, for the contract."""
    known = {row.kind for row in rows if row.valid_from <= day}
    said = [_said(row_on(rows, kind, day)) for kind in FeeKind if kind in known]
    return "; ".join(said) or "no fees"


def _said(row: FeeFrom) -> str:
    parts = [plain(row.amount)] if row.amount or not row.share else []
    parts += [f"{percent(row.share)} of the amount lent"] if row.share else []
    most = f", at most {plain(row.at_most)}" if row.at_most is not None else ""
    times = f", {row.times_max} for each instalment at most" if row.times_max is not None else ""
    return f"{row.kind.value} {' + '.join(parts)}{most}{times}"
