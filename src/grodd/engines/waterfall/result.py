"""What a waterfall answers: what is paid and what is owed, row by row and payment by payment."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from grodd.engines.allocation import Component
from grodd.engines.waterfall.values import COMPONENTS


@dataclass(frozen=True, slots=True)
class Settled:
    """One instalment after all events.

    Attributes:
        due: The day it is to be paid.
        owed: What was to be paid, in the order of ``Component`` (unit: minor units).
        paid: What was paid or given up of it, in the same order.
        in_advance: Paid before the due date.
        late: Paid after it.
        paid_on: The day it was paid in full, or None.
    """

    due: date
    owed: tuple[int, ...]
    paid: tuple[int, ...]
    in_advance: int
    late: int
    paid_on: date | None

    @property
    def outstanding(self) -> int:
        """What is still to be paid (unit: minor units)."""
        return sum(self.owed) - sum(self.paid)

    def left(self, component: Component) -> int:
        """What is still to be paid of one component (unit: minor units)."""
        index = COMPONENTS.index(component)
        return self.owed[index] - self.paid[index]


class Share(NamedTuple):
    """Part of one payment or waiver that paid one component of one instalment.

    Attributes:
        key: The payment or waiver.
        row: The instalment, counted from 0.
        component: What was paid.
        amount: How much (unit: minor units).
    """

    key: str
    row: int
    component: Component
    amount: int


@dataclass(frozen=True, slots=True)
class Allocation:
    """Everything after all events.

    Attributes:
        rows: The instalments; a charge after the last due date adds one.
        shares: Who paid what, by payment, then as the money ran.
        credit: Money that pays nothing yet, by payment (unit: minor units).
    """

    rows: tuple[Settled, ...]
    shares: tuple[Share, ...]
    credit: tuple[tuple[str, int], ...]

    @property
    def outstanding(self) -> int:
        """All that is still to be paid (unit: minor units)."""
        return sum(row.outstanding for row in self.rows)


@dataclass(frozen=True, slots=True)
class Shift:
    """What changed for one payment: the only thing that is posted anew.

    Attributes:
        key: The payment or waiver.
        row: The instalment, or None for money kept as credit.
        component: What is paid, or None for money kept as credit.
        amount: More (or, below zero, less) than before (unit: minor units).
    """

    key: str
    row: int | None
    component: Component | None
    amount: int


def difference(before: Allocation, after: Allocation) -> tuple[Shift, ...]:
    """What must be posted to get from one allocation to the other, and nothing more.

    The shifts of one payment that stands in both add up to nothing: money only moves.
    """
    sums: Counter[tuple[str, int | None, Component | None]] = Counter()
    for sign, allocation in ((-1, before), (1, after)):
        for share in allocation.shares:
            sums[share.key, share.row, share.component] += sign * share.amount
        for key, amount in allocation.credit:
            sums[key, None, None] += sign * amount
    changed = [(key, amount) for key, amount in sums.items() if amount]
    changed.sort(
        key=lambda item: (item[0][0], item[0][1] is None, item[0][1] or 0, item[0][2] or "")
    )
    return tuple(Shift(*key, amount) for key, amount in changed)
