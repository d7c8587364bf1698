"""What a change of terms does to the rows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from grodd.engines.life.debt import Debt
from grodd.engines.life.events import (
    Aside,
    Extension,
    Holiday,
    NewDueDay,
    NewRhythm,
    RateChange,
    ToBalance,
)
from grodd.engines.life.line import FEE, INTEREST, LATE, PRINCIPAL
from grodd.engines.life.values import Side


@dataclass(frozen=True, slots=True)
class Effect:
    """What a change did besides: whether it eased the terms, and what it puts into the books."""

    eases: bool
    moves: tuple[tuple[Side, Side, int], ...] = ()


def change_rate(debt: Debt, change: RateChange) -> Effect:
    """Interest runs at the old rate until the day, and at the new one from it."""
    index = debt.next_open(change.day)
    if index < len(debt.lines):
        start, grace = debt.begins(index, change.day), debt.grace_left(index)
        # What ran until the day was at the old rate: it is carried into the first row.
        debt.change_rate(change.day, change.annual_rate)
        count = debt.open_rows(index)
        debt.rebuild(index, start, balance=debt.ahead(index), count=count, grace=grace)
    else:
        debt.change_rate(change.day, change.annual_rate)
    return Effect(eases=False)


def take_holiday(debt: Debt, holiday: Holiday) -> Effect:
    """The next rows pay no principal, and perhaps no interest."""
    index = debt.next_open(holiday.day)
    count = debt.open_rows(index)
    if count:
        start = debt.begins(index, holiday.day)
        debt.rebuild(
            index, start, balance=debt.ahead(index),
            count=count + (holiday.instalments if holiday.longer else 0),
            grace=debt.grace_left(index) + holiday.instalments,
            silent=0 if holiday.pays_interest else holiday.instalments,
        )  # fmt: skip
    return Effect(eases=True)


def move_due_day(debt: Debt, moved: NewDueDay) -> Effect:
    """The next row falls due on another day, and the others are counted from it."""
    index = debt.next_open(moved.day)
    if index < len(debt.lines):
        _due_from(debt, index, moved.first_due)
        count, grace = debt.open_rows(index), debt.grace_left(index)
        start = debt.begins(index, moved.day)
        debt.rebuild(index, start, balance=debt.ahead(index), count=count, grace=grace)
    return Effect(eases=False)


def change_rhythm(debt: Debt, change: NewRhythm) -> Effect:
    """The rows to come are made anew: so many, as often as is said, for what is left.

    Those without principal stay so as far as they would have gone: up to the last of their days.
    It eases the terms if the loan ends later by a whole step, the old or the new one.
    """
    assert change.day < change.first_due, change
    assert change.instalments >= 1, change
    index = debt.next_open(change.day)
    if index == len(debt.lines):
        return Effect(eases=False)
    old, coming = debt.rhythm, debt.lines[index:]
    last = coming[debt.open_rows(index) - 1].due
    free_until = max((line.due for line in coming[: debt.grace_left(index)]), default=change.day)
    debt.rhythm = change.rhythm
    _due_from(debt, index, change.first_due)
    grace = change.rhythm.count_until(change.first_due, free_until, most=change.instalments)
    start = debt.begins(index, change.day)
    debt.rebuild(index, start, balance=debt.ahead(index), count=change.instalments, grace=grace)
    step_later = max(old.after(last, 1), change.rhythm.after(last, 1))
    return Effect(eases=debt.lines[-1].due >= step_later)


def extend(debt: Debt, extension: Extension) -> Effect:
    """What is left is shared by more rows."""
    index = debt.next_open(extension.day)
    count = debt.open_rows(index)
    if count:
        start, grace = debt.begins(index, extension.day), debt.grace_left(index)
        longer = max(count + extension.instalments, 1)
        debt.rebuild(index, start, balance=debt.ahead(index), count=longer, grace=grace)
    return Effect(eases=extension.instalments > 0)


def add_to_balance(debt: Debt, change: ToBalance) -> Effect:
    """Unpaid principal and interest join what is to be repaid; the rest is set aside."""
    index = debt.next_open(change.day)
    count = debt.open_rows(index) + change.instalments
    if count < 1:
        return Effect(eases=False)
    fee, late, interest, principal = _close_late(debt, change.day)
    start, grace = debt.begins(index, change.day), debt.grace_left(index)
    if index == len(debt.lines):
        debt.go_on_after(change.day)
    balance = debt.ahead(index) + principal + interest
    debt.rebuild(index, start, balance=balance, count=count, grace=grace)
    debt.moves.append((change.day, interest))
    if fee or late:
        debt.set_aside(change.day, (fee, late, 0, 0))
    return Effect(eases=True, moves=((Side.PRINCIPAL, Side.DUE, interest),))


def set_aside(debt: Debt, change: Aside) -> Effect:
    """All that is late waits on the last due day."""
    if debt.lines[-1].due <= change.day:
        return Effect(eases=False)
    parts = _close_late(debt, change.day)
    if any(parts):
        debt.set_aside(change.day, parts)
    return Effect(eases=True)


def _due_from(debt: Debt, index: int, first_due: date) -> None:
    """The row at ``index`` will fall due on a day, and none before it any later."""
    debt.due_from(debt.lines[index].number, first_due)
    for line in debt.lines[:index]:  # a payment told late may have paid one ahead of it
        if line.due > first_due:
            line.fall_due(first_due)


def _close_late(debt: Debt, day: date) -> list[int]:
    """Take what is unpaid out of the rows that are late, and say how much of each part."""
    moved = [0, 0, 0, 0]
    for line in debt.due_on(day):
        if line.due >= day:
            continue
        unpaid = debt.unpaid_on(line, day)
        if any(unpaid):
            for part in (FEE, LATE, INTEREST, PRINCIPAL):
                moved[part] += unpaid[part]
            line.close()
    return moved


CHANGES: Mapping[type[Any], Callable[[Debt, Any], Effect]] = {
    RateChange: change_rate,
    Holiday: take_holiday,
    NewDueDay: move_due_day,
    NewRhythm: change_rhythm,
    Extension: extend,
    ToBalance: add_to_balance,
    Aside: set_aside,
}
