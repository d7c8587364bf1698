"""The one place where money meets rows: a rule's steps, one after the other."""

from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

from grodd.engines.rounding import half_even
from grodd.engines.waterfall.values import IN_ADVANCE, Steps

Row = TypeVar("Row")
RowIn_contra = TypeVar("RowIn_contra", contravariant=True)
Paid = list[tuple[Row, int, int]]
"""Row, part and amount, as the money ran."""


class Left(Protocol[RowIn_contra]):
    """What is unpaid of each row, by the order of ``Component``."""

    def __getitem__(self, row: RowIn_contra, /) -> list[int]:
        """The four amounts of a row, to be counted down."""
        ...


def pay(
    amount: int,
    steps: Steps,
    places: Sequence[Iterable[Row]],
    left: Left[Row],
    *,
    sums: Sequence[int] | None = None,
    evenly: bool = False,
) -> tuple[int, Paid[Row]]:
    """Let money run down the steps.

    Args:
        amount: Unit: minor units, as all below.
        steps: See ``Rule.steps``.
        places: The rows that are past due, due, and in advance, in the order they are paid.
        left: What is unpaid of a row. It is counted down here.
        sums: What was unpaid of each part in all rows, for whoever knows it: a step without
            anything to pay is passed over.
        evenly: Rows in advance share the money, instead of one being paid before the next.

    Returns:
        What is left of the money, and what was paid.
    """
    paid: Paid[Row] = []
    for place, parts in steps:
        if not amount:
            break
        if sums is not None and not any(sums[part] for part in parts):
            continue
        if evenly and place == IN_ADVANCE:
            amount = _pay_evenly(amount, list(places[place]), parts, left, paid)
            continue
        for row in places[place]:
            amount = _pay_row(amount, row, parts, left[row], paid)
            if not amount:
                break
    return amount, paid


def _pay_row(
    amount: int, row: Row, parts: tuple[int, ...], unpaid: list[int], paid: Paid[Row]
) -> int:
    for part in parts:
        share = unpaid[part]
        if share >= amount:  # it takes all that is left of the money, which is never nothing here
            unpaid[part] = share - amount
            paid.append((row, part, amount))
            return 0
        if share:
            unpaid[part] = 0
            amount -= share
            paid.append((row, part, share))
    return amount


def _pay_evenly(
    amount: int, rows: Sequence[Row], parts: tuple[int, ...], left: Left[Row], paid: Paid[Row]
) -> int:
    """Share by all rows that owe something of the parts; repeat with what they did not need.

    The last row takes the rest of the division, and not what the others leave of their shares.
    """
    while amount:
        owing = [row for row in rows if any(left[row][part] for part in parts)]
        if not owing:
            break
        each, unshared = half_even(amount, len(owing)), amount
        for number, row in enumerate(owing, start=1):
            wished = unshared if number == len(owing) else min(each, unshared)
            unshared -= wished
            if wished:
                amount -= wished - _pay_row(wished, row, parts, left[row], paid)
    return amount
