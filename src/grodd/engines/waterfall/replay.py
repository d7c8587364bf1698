"""The replay: all events from the first, in order of their days, however they were entered."""

import itertools
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from grodd.engines.waterfall.paying import pay
from grodd.engines.waterfall.result import Allocation, Settled, Share
from grodd.engines.waterfall.values import (
    COMPONENTS,
    INDEX,
    Ahead,
    Charge,
    Event,
    OwedRow,
    Payment,
    Rule,
    State,
    StateChange,
    Waiver,
    in_order,
)


@dataclass(slots=True)
class _Credit:
    """Money of one payment that pays nothing yet."""

    key: str
    day: date
    amount: int


def allocate(
    rows: Sequence[OwedRow],
    events: Sequence[Event],
    rules: Mapping[State, Rule],
    *,
    until: date = date.max,
) -> Allocation:
    """Let every event of a loan happen, and say what is paid.

    A pure function of the events: the order in which they are given plays no part, so a payment
    entered late but dated earlier gives the same result as if it had come in time.

    Args:
        rows: The instalments, rising by due date.
        events: What happened, in any order.
        rules: The rule of each state that occurs; ``ORDINARY`` at least.
        until: The day the result is for: kept credit is used as instalments fall due, and
            events after it have not happened.
    """
    replay = _Replay(rows, rules)
    for event in in_order(events):
        if event.day > until:
            break
        replay.use_kept_credit(event.day)
        if isinstance(event, Payment):
            replay.pay(_Credit(event.key, event.day, event.amount))
        elif isinstance(event, Charge):
            replay.charge(event)
        elif isinstance(event, Waiver):
            replay.waive(event)
        else:
            replay.enter(event)
    replay.use_kept_credit(until)
    return replay.result()


class _Replay:
    """The debt while events happen to it. Lives inside one call and is never seen."""

    def __init__(self, rows: Sequence[OwedRow], rules: Mapping[State, Rule]) -> None:
        """Begin with nothing paid."""
        assert all(a.due <= b.due for a, b in itertools.pairwise(rows)), "rows rise"
        self.dues = [row.due for row in rows]
        self.starts = [row.start for row in rows]
        self.owed = [row.owed() for row in rows]
        self.left = [row.owed() for row in rows]
        self.sums = [sum(column) for column in zip(*self.owed, strict=True)]
        self.planned = len(rows)
        self.first_open = 0
        self.in_advance = [0] * len(rows)
        self.late = [0] * len(rows)
        self.paid_on: list[date | None] = [None] * len(rows)
        self.shares: list[Share] = []
        self.credits: list[_Credit] = []
        self.rules = rules
        self.rule = rules[State.ORDINARY]
        self.steps = self.rule.steps()
        self.called_on: date | None = None

    def enter(self, change: StateChange) -> None:
        """Take the rule of another state; a terminated debt is all due now."""
        self.rule = self.rules[change.state]
        self.steps = self.rule.steps()
        self.called_on = None if change.state is State.ORDINARY else change.day
        self._use_credits()

    def charge(self, charge: Charge) -> None:
        """Add to the instalment of the day; after the last due date a row of its own."""
        row = self._row_of(charge.day)
        index = INDEX[charge.component]
        self.owed[row][index] += charge.amount
        self.left[row][index] += charge.amount
        self.sums[index] += charge.amount
        self.paid_on[row] = None
        self.first_open = min(self.first_open, row)
        self._use_credits()

    def waive(self, waiver: Waiver) -> None:
        """Give up part of the debt, oldest first; more than is owed is given up in vain."""
        steps = ((0, (INDEX[waiver.component],)),)
        _, given_up = pay(waiver.amount, steps, [range(len(self.dues))], self.left)
        self._write(waiver.key, waiver.day, given_up)

    def pay(self, money: _Credit) -> None:
        """Let money run down the waterfall; what is left is kept as credit."""
        amount, paid = pay(
            money.amount, self.steps, self._places(money.day), self.left, sums=self.sums,
            evenly=self.rule.ahead is Ahead.REAMORTISE,
        )  # fmt: skip
        self._write(money.key, money.day, paid)
        if amount:
            self.credits.append(_Credit(money.key, money.day, amount))

    def use_kept_credit(self, until: date) -> None:
        """Let kept money pay what has fallen due since, each on its own due date."""
        if not self.credits or self.rule.ahead is not Ahead.KEEP:
            return
        oldest = min(credit.day for credit in self.credits)
        first = bisect_right(self.dues, oldest)
        for due in self.dues[first : bisect_right(self.dues, until)]:
            for credit in self.credits:
                credit.day = max(credit.day, due)
            self._use_credits()
            if not self.credits:
                return

    def result(self) -> Allocation:
        """Everything as values."""
        rows = tuple(
            Settled(
                due,
                tuple(owed),
                tuple(x - y for x, y in zip(owed, left, strict=True)),
                advance,
                late,
                paid_on,
            )
            for due, owed, left, advance, late, paid_on in zip(
                self.dues, self.owed, self.left, self.in_advance, self.late, self.paid_on,
                strict=True,
            )
        )  # fmt: skip
        credit = tuple((credit.key, credit.amount) for credit in self.credits)
        return Allocation(rows, tuple(self.shares), credit)

    def _use_credits(self) -> None:
        waiting, self.credits = self.credits, []
        for credit in waiting:
            self.pay(credit)

    def _places(self, day: date) -> tuple[Iterable[int], ...]:
        """The rows past due, due, and ahead, in the order they are paid."""
        count, first = len(self.dues), self.first_open
        if self.called_on is None or day < self.called_on:
            past_end, due_end = bisect_left(self.dues, day), bisect_right(self.dues, day)
        else:
            past_end, due_end = count, count
            if day == self.called_on:
                past_end = bisect_left(self.dues, day)
        ahead = self._ahead(max(first, due_end), due_end)
        return range(first, past_end), range(max(first, past_end), due_end), ahead

    def _ahead(self, first: int, next_row: int) -> Iterable[int]:
        count = len(self.dues)
        if self.rule.ahead in {Ahead.NEXT, Ahead.REAMORTISE}:
            return range(first, count)
        if self.rule.ahead is Ahead.LAST:
            return range(count - 1, first - 1, -1)
        if self.rule.ahead is Ahead.NEXT_LAST:
            return [*range(next_row, min(next_row + 1, count)), *range(count - 1, next_row, -1)]
        return ()

    def _write(self, key: str, day: date, paid: Sequence[tuple[int, int, int]]) -> None:
        """Count what a payment or waiver paid."""
        for row, part, amount in paid:
            self.sums[part] -= amount
            self.shares.append(Share(key, row, COMPONENTS[part], amount))
            if day < self.dues[row]:
                self.in_advance[row] += amount
            elif day > self.dues[row]:
                self.late[row] += amount
            if not any(self.left[row]):
                self.paid_on[row] = day
        count = len(self.left)
        while self.first_open < count and not any(self.left[self.first_open]):
            self.first_open += 1

    def _row_of(self, day: date) -> int:
        """The row whose period holds ``day``: after its start, until its due date."""
        row = bisect_left(self.dues, day, hi=self.planned)
        if row == 0:
            # A down payment lies on the first day and has no period of its own.
            row = next((i for i in range(self.planned) if self.starts[i] < self.dues[i]), 0)
        if row < self.planned:
            return row
        self.dues.append(day)
        self.starts.append(self.dues[-2])
        self.owed.append([0] * len(COMPONENTS))
        self.left.append([0] * len(COMPONENTS))
        self.in_advance.append(0)
        self.late.append(0)
        self.paid_on.append(None)
        return len(self.dues) - 1
