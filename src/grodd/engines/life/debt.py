"""The rows of a running loan, and what is owed on them. Lives inside one replay."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from fractions import Fraction
from itertools import pairwise

from grodd.engines.late_interest import Overdue, Relief, late_interest
from grodd.engines.life.building import Task, build, serial
from grodd.engines.life.events import Opening
from grodd.engines.life.late import LateClock
from grodd.engines.life.line import (
    FEE,
    INTEREST,
    LATE,
    NOTHING_RUNS,
    PRINCIPAL,
    Line,
    keep_paid,
    paid_of,
)
from grodd.engines.life.values import ASIDE_FROM, Contract, Row
from grodd.engines.money import Money


class Debt:
    """All rows of a loan, its rate, and how due days go on."""

    def __init__(
        self, contract: Contract, rates_to_come: Iterable[Fraction], relief: Sequence[Relief] = ()
    ) -> None:
        """Nothing is lent yet."""
        self.contract = contract
        self.annual_rate = contract.annual_rate
        self.rhythm = contract.rhythm
        self.lines: list[Line] = []
        self.aside: list[Line] = []
        self.fee = contract.fee
        self.moves: list[tuple[date, int]] = []
        self.clock = LateClock(contract.late, rates_to_come, relief)
        self._first_open = 0
        self.has_grace = contract.late.grace_days > 0
        self.due_from(1, contract.first_due)

    def all(self) -> Iterator[Line]:
        """Every row, instalments first."""
        yield from self.lines
        yield from self.aside

    def due_from(self, number: int, day: date) -> None:
        """Instalments fall due in the loan's rhythm, counted from ``day`` for one of them."""
        self._anchor = (number, day)
        self._dues: list[date] = []
        self._serials: list[int] = []

    def due_of(self, number: int) -> date:
        """The due day of an instalment, counted from the last day that was agreed."""
        first, day = self._anchor
        return self.rhythm.after(day, number - first)

    def _dues_from(self, number: int, count: int) -> tuple[list[date], list[int]]:
        """The due days of instalments, and the same as ``serial`` days.

        A life makes its plan anew many times, nearly always from the same days.
        """
        (first, day), days_of = self._anchor, self.rhythm.days
        begin = number - first
        end = begin + count
        if begin < 0:
            before = days_of(day, range(begin, end))
            return before, list(map(serial, before))
        dues, serials = self._dues, self._serials
        if end > len(dues):
            more = days_of(day, range(len(dues), end))
            dues += more
            serials += map(serial, more)
        return dues[begin:end], serials[begin:end]

    def go_on_after(self, day: date) -> None:
        """All rows are due: the next one will be on the first of the plan's days after ``day``."""
        last = number = self.lines[-1].number
        while self.due_of(number + 1) <= day:
            number += 1
        self.due_from(last, self.due_of(number))

    def due_days(self, after: date, until: date) -> list[date]:
        """The days on which something falls due, the first excluded and the last included."""
        days = {line.due for line in self.all() if after < line.due <= until}
        return sorted(days)

    def due_on(self, day: date) -> list[Line]:
        """What has fallen due and may have something unpaid, in order."""
        return self.due_and_next(day)[0]

    def next_open(self, day: date) -> int:
        """Where the rows begin that are not due and not wholly paid ahead."""
        return self.due_and_next(day)[1]

    def due_and_next(self, day: date) -> tuple[list[Line], int]:
        """Both at once: every payment asks for both."""
        lines, index, end = self.lines, self._first_open, len(self.lines)
        while index < end and lines[index].is_done:
            index += 1
        self._first_open = index  # what is done before it is not asked again
        found: list[Line] = []
        while index < end and (line := lines[index]).due <= day:
            if not line.is_done:
                found.append(line)
            index += 1
        if self.aside:
            found += [line for line in self.aside if line.due <= day and not line.is_done]
            found.sort(key=lambda line: (line.due, line.number))
        # A row that asks for nothing was not paid: interest may wait in it.
        while index < end:
            line = lines[index]
            # Of most rows to come principal is unpaid: the rest is not asked.
            if line.owed[3] > line.paid[3] or not (line.is_settled and any(line.owed)):
                break
            index += 1
        return found, index

    def unpaid_on(self, line: Line, day: date) -> list[int]:
        """What is unpaid of a row on a day, by ``ORDER``."""
        if line.is_done:
            return [0, 0, 0, 0]
        (fee, late, interest, principal), paid = line.owed, line.paid
        fee, interest, principal = fee - paid[0], interest - paid[2], principal - paid[3]
        if day > line.late_from and not line.is_closed:
            late += self._ran_late(line, day, fee + interest + principal)
        late -= paid[1]
        if fee >= 0 <= late and interest >= 0 <= principal:
            return [fee, late, interest, principal]
        return [max(part, 0) for part in (fee, late, interest, principal)]

    def late(self, line: Line, day: date) -> int:
        """Late interest that ran on a row by ``day``, paid or not (unit: minor units)."""
        fixed = line.owed[LATE]
        if line.is_closed or day <= line.late_from:
            return fixed
        owed, paid = line.owed, line.paid
        bearing = owed[0] + owed[2] + owed[3] - paid[0] - paid[2] - paid[3]
        return fixed + self._ran_late(line, day, bearing)

    def _ran_late(self, line: Line, day: date, bearing: int) -> int:
        """What has run since it was due; never on late interest itself."""
        if self.has_grace:
            return self._late_anew(line, day)
        if line.late_to < day:
            if bearing > 0:
                line.late_run += bearing * self.clock.run(line.late_to, day)
            line.late_to = day
        return self.clock.whole(line.late_run)

    def _late_anew(self, line: Line, day: date) -> int:
        """From the first day on: days of grace are given to who pays within them."""
        currency = self.contract.currency
        owed = line.owed[FEE] + line.owed[INTEREST] + line.owed[PRINCIPAL]
        paid = tuple((on, Money(amount, currency)) for on, amount in line.bearing_paid)
        claim = Overdue(line.late_from, Money(owed, currency), paid)
        clock = self.clock
        return late_interest(claim, day, clock.terms, clock.relief).amount.minor

    def is_late(self, day: date) -> bool:
        """Whether something was due before ``day`` and is unpaid."""
        return any(line.due < day and not line.is_settled for line in self.all())

    def open_rows(self, index: int) -> int:
        """How many rows from ``index`` on a new plan has: not those that are paid at the end."""
        lines, end = self.lines, len(self.lines)
        while end > index and lines[end - 1].is_settled and any(lines[end - 1].owed):
            end -= 1
        return end - index

    def from_the_end(self, index: int, day: date, *, next_first: bool) -> list[Line]:
        """The rows from ``index`` on, the last one first; perhaps the next to fall due before."""
        coming = self.lines[index:][::-1]
        if not next_first:
            return coming
        following = [line for line in self.lines if line.due > day][:1]
        return following + [line for line in coming if line not in following]

    def accrued(self, index: int, day: date) -> int:
        """Interest that has run by ``day`` on the rows from ``index`` on and is not paid."""
        coming = self.lines[index:]
        if not coming:
            return 0
        return max(coming[0].accrued(day) - sum(line.paid[INTEREST] for line in coming), 0)

    def ran(self, day: date) -> int:
        """Interest that has run by ``day`` in the row whose period it is, paid ahead or not."""
        running = next((line for line in self.lines if line.due > day), None)
        return running.accrued(day) if running else 0

    def owed_on(self, day: date) -> int:
        """What should have been paid by a day."""
        return sum(sum(self.unpaid_on(line, day)) for line in self.due_on(day))

    def payoff(self, day: date) -> int:
        """What ends the loan on a day."""
        index = self.next_open(day)
        fixed = sum(line.fixed for line in self.lines[index:])
        aside = sum(line.left(i) for line in self.aside if line.due > day for i in range(4))
        return self.owed_on(day) + self.accrued(index, day) + fixed + aside

    def is_more(self, amount: int) -> bool:
        """Whether the last row alone asks for more principal: the loan does not end with it.

        So it is until the last payments of a loan, and quickly answered.
        """
        if not self.lines:
            return False
        last = self.lines[-1]
        return last.owed[PRINCIPAL] - last.paid[PRINCIPAL] > amount

    def ends_with(self, amount: int, day: date, index: int) -> bool:
        """Whether an amount ends the loan: exactly, or with more than the next instalment."""
        lent = 0
        for line in reversed(self.lines):
            lent += line.owed[PRINCIPAL] - line.paid[PRINCIPAL]
            if lent > amount:
                return False
        payoff, planned = self.payoff(day), 0
        if index < len(self.lines):
            following = self.lines[index]
            planned = self.owed_on(day) + sum(following.left(part) for part in range(4))
        return amount == payoff or amount > max(payoff, planned)

    def ahead(self, index: int) -> int:
        """Principal that the rows from ``index`` on are to repay and that is unpaid."""
        left = [line.owed[PRINCIPAL] - line.paid[PRINCIPAL] for line in self.lines[index:]]
        return sum(part for part in left if part > 0)

    def grace_left(self, index: int) -> int:
        """How many of the rows from ``index`` on come before the first with principal."""
        for count, line in enumerate(self.lines[index:]):
            if line.owed[PRINCIPAL]:
                return count
        return 0

    def size(self, index: int) -> int:
        """The size of an instalment: of the first whole one with principal from ``index`` on."""
        rows = [line for line in self.lines[index:] if line.owed[PRINCIPAL]]
        line = rows[1] if len(rows) > 1 else rows[0]
        interest = line.owed[INTEREST] if self.contract.annuity else 0
        return line.owed[PRINCIPAL] + interest

    def change_rate(self, day: date, annual_rate: Fraction) -> None:
        """Plans that are made from now on, and the floor of late interest from the day on."""
        self.annual_rate = annual_rate
        self.clock.change_rate(day, annual_rate)

    def take_over(self, opening: Opening) -> None:
        """Begin in the middle: what is late, and the instalments to come."""
        self.fee = 0
        first = opening.number - len(opening.arrears)
        late, rhythm = opening.late, self.rhythm
        start = rhythm.after(late[0].due, -1) if late else opening.day
        for number, (due, *owed) in enumerate(late, start=first):
            self.lines.append(Line.arrear(number, start, due, owed, opening.day))
            start = due
        self.due_from(opening.number, opening.next_due)
        if opening.balance:
            self.rebuild(
                len(self.lines), opening.begins(rhythm), balance=opening.balance,
                count=opening.instalments, grace=opening.grace, keep=opening.instalment,
            )  # fmt: skip

    def rebuild(
        self, index: int, start: date, *, balance: int, count: int, grace: int = 0,
        silent: int = 0, keep: int = 0,
    ) -> None:  # fmt: skip
        """Make the rows from ``index`` on anew: same numbers, what was paid of them stays.

        What was paid of one that the new plan does not reach stands by itself on its last day.
        """
        old = self.lines[index:]
        paid = [line for line in old if any(line.paid)]
        ahead = sum(line.paid[INTEREST] for line in paid)
        first = old[0] if old else None
        number = first.number if first else self._next_number()
        dues, serials = self._dues_from(number, count)
        serials.insert(0, serial(start))
        task = Task(
            annuity=self.contract.annuity,
            balance=balance,
            carried=first.accrued(start) - ahead if first else 0,
            days=[last - first for first, last in pairwise(serials)],
            annual_rate=self.annual_rate,
            grace=count - 1 if self.contract.bullet else min(grace, count - 1),
            silent=min(silent, count - 1),
            keep=keep,
        )
        fees = sum(line.left(FEE) for line in old if line.owed[FEE]) + self.fee
        begins = first.start if first else start
        made = _lines(task, serials, number, begins, dues)
        made[0].owed[FEE] = fees
        made[0].before = first
        last = made[-1]
        if paid:
            made += [_beyond(line, last.due) for line in paid if line.number > last.number]
            keep_paid(made, paid)
        self.fee = 0
        self.lines[index:] = made
        for line in self.aside:
            if start <= line.due < last.due:
                line.fall_due(last.due)

    def lend_more(self, day: date, amount: int) -> None:
        """More principal, repaid by the rows to come."""
        index = self.next_open(day)
        if index == len(self.lines):
            self.go_on_after(day)
        self.moves.append((day, amount))
        self.rebuild(
            index, self.begins(index, day), balance=self.ahead(index) + amount,
            count=max(self.open_rows(index), 1), grace=self.grace_left(index),
        )  # fmt: skip

    def lower(self, day: date, amount: int, *, shorter: bool = False) -> None:
        """Less principal, and the rows to come made anew for what is left."""
        index = self.next_open(day)
        balance = self.ahead(index) - amount
        self.moves.append((day, -amount))
        self.rebuild(
            index, self.begins(index, day), balance=balance,
            count=self.open_rows(index) if balance else 1,
            grace=self.grace_left(index) if balance else 0,
            keep=self.size(index) if shorter and balance else 0,
        )  # fmt: skip

    def begins(self, index: int, day: date) -> date:
        """From when the rows to come are made anew; what is paid ahead is not touched."""
        return max(day, self.lines[index - 1].due) if index else day

    def settle(self, index: int, day: date) -> list[Line]:
        """Interest to come falls away; what is to be paid on ``day`` beside what is due."""
        run = self.accrued(index, day)
        coming = self.lines[index:]
        for line in coming:
            line.owed[INTEREST] = line.paid[INTEREST] + run
            run = 0
        # Nor does any interest wait in a row that asks for nothing.
        waited = 0
        for line in reversed(coming):
            waited += line.owed[INTEREST]
            line.waited, line.running = waited, NOTHING_RUNS
        return [*coming, *(line for line in self.aside if line.due > day)]

    def call(self, index: int, day: date) -> None:
        """Make the rows from ``index`` on one row that is due on ``day``.

        What was paid of others than the first stands by itself.
        """
        old = self.lines[index:]
        if not old:
            return
        first, others = old[0], [line for line in old[1:] if any(line.paid)]
        owed = [
            sum(line.owed[FEE] for line in old),
            sum(line.owed[LATE] for line in old),
            max(first.accrued(day), paid_of(old)[INTEREST]),
            sum(line.owed[PRINCIPAL] for line in old),
        ]
        apart = [_beyond(line, day) for line in others]
        for line, before in zip(apart, others, strict=True):
            line.keep_paid(before)
        rest = [whole - part for whole, part in zip(owed, paid_of(others), strict=True)]
        called = Line(first.number, first.start, day, rest)
        called.paid, called.bearing_paid = list(first.paid), first.bearing_paid
        self.lines[index:] = [called, *apart]
        # What was paid ahead is called with it, and so is what was set aside.
        for line in self.all():
            if line.due > day:
                line.fall_due(day)

    def set_aside(self, day: date, parts: Sequence[int]) -> None:
        """A row on the last due day for what was moved there; it was due before that."""
        number = ASIDE_FROM + len(self.aside)
        self.aside.append(Line(number, day, self.lines[-1].due, list(parts)))

    def charge(self, index: int, amount: int) -> None:
        """A fee joins a row, also one that was paid."""
        line = self.lines[index]
        line.owed[FEE] += amount
        line.is_done = False
        self._first_open = min(self._first_open, index)

    def rows(self) -> tuple[Row, ...]:
        """The plan as values, with the balance after each row as agreed."""
        ordered: Sequence[Line] = self.lines
        if self.aside:
            ordered = sorted(self.all(), key=lambda line: (line.due, line.number))
        left = sum(line.owed[PRINCIPAL] for line in ordered)
        # Principal that came or went beside the plan later was still as before then.
        moves = list(self.moves)
        later = sum(amount for _, amount in moves)
        moves.reverse()
        rows: list[Row] = []
        for line in ordered:
            due = line.due
            while moves and moves[-1][0] <= due:
                later -= moves.pop()[1]
            fee, late, interest, principal = line.owed
            owed = (fee, late, interest, principal)
            left -= principal
            fee, late, interest, principal = line.paid
            paid = (fee, late, interest, principal)
            rows.append(Row(line.number, line.start, due, owed, paid, left - later))
        return tuple(rows)

    def _next_number(self) -> int:
        return self.lines[-1].number + 1 if self.lines else self._anchor[0]


def _beyond(line: Line, due: date) -> Line:
    """Room for what was paid of a row that a new plan does not reach."""
    return Line(line.number, line.start, due, [0, 0, 0, 0])


class Unpaid:
    """What is unpaid of rows on a day, counted when a row is first asked for.

    Attributes:
        day: The day of a payment; to be said before each.
    """

    def __init__(self, debt: Debt) -> None:
        """Nothing is asked."""
        self.day = date.min
        self._debt = debt
        self._asked: dict[Line, list[int]] = {}

    def __getitem__(self, line: Line) -> list[int]:
        asked = self._asked
        if line in asked:
            return asked[line]
        asked[line] = unpaid = self._debt.unpaid_on(line, self.day)
        return unpaid

    def close(self) -> None:
        """What is paid in full before late interest can run on it, or with it, is done."""
        for line, parts in self._asked.items():
            line.is_done = not (parts[PRINCIPAL] or any(parts)) and any(line.owed)
        self._asked.clear()


def _lines(
    task: Task, serials: Sequence[int], number: int, start: date, dues: Sequence[date]
) -> list[Line]:
    rate = (task.annual_rate.numerator, task.annual_rate.denominator)
    numbers = range(number, number + len(dues))
    starts = (start, *dues)
    # A size that is kept may need fewer rows than there are days.
    spans = zip(numbers, starts, dues, serials, serials[1:], build(task), strict=False)
    return [
        Line(nr, begins, due, [0, 0, interest, principal], (first, last, bears, rate), waited)
        for nr, begins, due, first, last, (principal, interest, waited, bears) in spans
    ]
