"""The one place where money meets rows: a rule's steps, one after the other."""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from grodd.engines.rounding import half_even
from grodd.engines.waterfall.values import Steps, When

Row = TypeVar("Row")


def pay(
    amount: int,
    steps: Steps,
    rows_at: Callable[[When, tuple[int, ...]], Iterable[Row]],
    left_of: Callable[[Row], list[int]],
    put: Callable[[Row, int, int], None],
    *,
    evenly: bool = False,
) -> int:
    """Let money run down the steps; what is left of it is the answer.

    Args:
        amount: Unit: minor units, as all below.
        steps: See ``Rule.steps``.
        rows_at: The rows of a place in the order they are paid, asked when a step begins; the
            parts of the step are given, for whoever knows that nothing of them is left.
        left_of: What is unpaid of a row, by the order of ``Component``. It is counted down here.
        put: Told of each part that is paid: row, part, amount.
        evenly: Rows in advance share the money, instead of one being paid before the next.
    """
    for when, parts in steps:
        if not amount:
            break
        rows = rows_at(when, parts)
        if evenly and when is When.IN_ADVANCE:
            amount = _pay_evenly(amount, list(rows), parts, left_of, put)
            continue
        for row in rows:
            amount = pay_row(amount, row, parts, left_of(row), put)
            if not amount:
                break
    return amount


def pay_row(
    amount: int,
    row: Row,
    parts: tuple[int, ...],
    left: list[int],
    put: Callable[[Row, int, int], None],
) -> int:
    """Pay parts of one row; what is left of the money is the answer."""
    for part in parts:
        share = left[part]
        share = min(share, amount)
        if share > 0:
            left[part] -= share
            amount -= share
            put(row, part, share)
    return amount


def _pay_evenly(
    amount: int,
    rows: Sequence[Row],
    parts: tuple[int, ...],
    left_of: Callable[[Row], list[int]],
    put: Callable[[Row, int, int], None],
) -> int:
    """Share by all rows that owe something of the parts; the last takes the rest; repeat."""
    while amount:
        owing = [row for row in rows if any(left_of(row)[part] for part in parts)]
        if not owing:
            break
        each = half_even(amount, len(owing))
        for place, row in enumerate(owing, start=1):
            wished = amount if place == len(owing) else min(each, amount)
            amount -= wished - pay_row(wished, row, parts, left_of(row), put)
    return amount
