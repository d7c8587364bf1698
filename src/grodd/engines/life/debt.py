"""The rows of a running loan, and what is owed on them. Lives inside one replay."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from grodd.engines.allocation import Component
from grodd.engines.calendar import add_months
from grodd.engines.daycount import thirty_e_360, year_fraction
from grodd.engines.late_interest import LateTerms, Overdue, late_interest
from grodd.engines.life.building import Built, Task, build
from grodd.engines.life.events import Opening
from grodd.engines.life.values import ASIDE_FROM, ORDER, Contract, Row
from grodd.engines.money import Money
from grodd.engines.rates import RateFrom, decided_throughout, stretches, with_margin
from grodd.engines.rounding import rounded

INDEX = {component: i for i, component in enumerate(ORDER)}
FEE, LATE, INTEREST, PRINCIPAL = range(4)
NOTHING_PAID = (0, 0, 0, 0)


@dataclass(slots=True)
class Line:
    """One instalment while events happen to it.

    Attributes:
        number, start, due, owed, paid: As in ``Row``.
        runs_from: From when interest runs in it as the plan now says.
        waited: Interest that had run and was unpaid by then.
        bears, factor: The balance that bears interest in it from then on, and rate times length.
        bearing_paid: What was paid of it, but for late interest: day and amount.
        late_from: From when late interest runs: the due day, or when it was taken over.
        late_run: Late interest that ran on it by ``late_to`` (exact).
        late_to: The day up to which it is counted.
        raised: Fees and interest of it that are income, by ``ORDER``.
        is_closed: What was unpaid of it stands elsewhere.
        is_done: Nothing is unpaid of it, and nothing can run on it any more.
    """

    number: int
    start: date
    due: date
    owed: list[int]
    paid: list[int]
    runs_from: date
    waited: int = 0
    bears: int = 0
    factor: Fraction = Fraction(0)
    bearing_paid: list[tuple[date, int]] = field(default_factory=list)
    late_from: date | None = None
    late_run: Fraction = Fraction(0)
    late_to: date | None = None
    raised: list[int] = field(default_factory=lambda: [0, 0, 0, 0])
    is_closed: bool = False
    is_done: bool = False

    @property
    def bearing(self) -> int:
        """What is unpaid of it that bears late interest: never late interest itself."""
        parts = (FEE, INTEREST, PRINCIPAL)
        return sum(self.owed[part] - self.paid[part] for part in parts)

    def left(self, index: int) -> int:
        """What is unpaid of one part, late interest that still runs not counted."""
        return max(self.owed[index] - self.paid[index], 0)

    @property
    def is_settled(self) -> bool:
        """Nothing fixed is left of it."""
        return all(o <= p for o, p in zip(self.owed, self.paid, strict=True))

    def put(self, day: date, index: int, amount: int) -> None:
        """Count something as paid or given up."""
        self.paid[index] += amount
        if index != LATE:
            self.bearing_paid.append((day, amount))

    def close(self) -> None:
        """What is unpaid of it stands elsewhere from now on."""
        self.owed, self.raised = list(self.paid), list(self.paid)
        self.is_closed = self.is_done = True


class LateClock:
    """Counts late interest on from where it was last counted, so that a long life stays quick."""

    def __init__(self, terms: LateTerms) -> None:
        """Put the points on the rates once."""
        self.terms = terms
        rates = with_margin(terms.reference, terms.points) if terms.reference is not None else ()
        self.rates = rates or (RateFrom(date.min, Fraction(0)),)

    def advance(self, line: Line, day: date) -> None:
        """Count up to ``day``, on what is unpaid now. Whoever pays a part advances first."""
        start = line.late_to or line.late_from or line.due
        if start >= day:
            return
        base = line.bearing
        if base > 0:
            if self.terms.reference is not None:
                decided_throughout(self.terms.reference, start, day)
            for stretch in stretches(self.rates, start, day):
                rate = max(stretch.annual_rate, self.terms.contract_rate)
                years = year_fraction(self.terms.day_count, stretch.start, stretch.end)
                line.late_run += base * rate * years
        line.late_to = day


class Debt:
    """All rows of a loan, its rate, and how due days go on."""

    def __init__(self, contract: Contract) -> None:
        """Nothing is lent yet."""
        self.contract = contract
        self.annual_rate = contract.annual_rate
        self.lines: list[Line] = []
        self.aside: list[Line] = []
        self.anchor: tuple[int, date] = (1, contract.first_due)
        self.fee = contract.fee
        self.moves: list[tuple[date, int]] = []
        self.clock = LateClock(contract.late)

    def all(self) -> Iterator[Line]:
        """Every row, instalments first."""
        yield from self.lines
        yield from self.aside

    def due_of(self, number: int) -> date:
        """The due day of an instalment, month by month from the last day that was agreed."""
        first, day = self.anchor
        return add_months(day, number - first)

    def due_on(self, day: date) -> list[Line]:
        """What has fallen due and may have something unpaid, in order."""
        found: list[Line] = []
        for line in self.lines:
            if line.due > day:
                break
            if not line.is_done:
                found.append(line)
        if self.aside:
            found += [line for line in self.aside if line.due <= day and not line.is_done]
            found.sort(key=lambda line: (line.due, line.number))
        return found

    def unpaid_on(self, line: Line, day: date) -> list[int]:
        """What is unpaid of a row on a day, by ``ORDER``."""
        if line.is_done:
            return list(NOTHING_PAID)
        late = self.late(line, day)
        owed = [line.owed[FEE], late, line.owed[INTEREST], line.owed[PRINCIPAL]]
        return [max(o - p, 0) for o, p in zip(owed, line.paid, strict=True)]

    def late(self, line: Line, day: date) -> int:
        """Late interest that ran on a row by ``day``, paid or not (unit: minor units)."""
        fixed = line.owed[LATE]
        if line.is_closed or day <= line.due:
            return fixed
        terms, currency = self.contract.late, self.contract.currency
        if not terms.grace_days and (line.late_to is None or line.late_to <= day):
            self.clock.advance(line, day)
            return fixed + rounded(line.late_run, terms.rounding)
        owed = line.owed[FEE] + line.owed[INTEREST] + line.owed[PRINCIPAL]
        paid = tuple((on, Money(amount, currency)) for on, amount in line.bearing_paid)
        claim = Overdue(line.late_from or line.due, Money(owed, currency), paid)
        return fixed + late_interest(claim, day, terms).amount.minor

    def is_late(self, day: date) -> bool:
        """Whether something was due before ``day`` and is unpaid."""
        return any(line.due < day and not line.is_settled for line in self.all())

    def next_open(self, day: date) -> int:
        """Where the rows begin that are not due and not wholly paid ahead."""
        index = bisect_right(self.lines, day, key=_due)
        while index < len(self.lines):
            line = self.lines[index]
            # A row that asks for nothing was not paid: interest may wait in it.
            if not line.is_settled or not any(line.owed):
                break
            index += 1
        return index

    def accrued(self, line: Line, day: date) -> int:
        """Interest of a row that has run by ``day``, paid or not."""
        if day <= line.runs_from:
            return line.waited
        whole = thirty_e_360(line.runs_from, line.due)
        part = min(thirty_e_360(line.runs_from, day) / whole, Fraction(1)) if whole else Fraction(1)
        return line.waited + round(line.bears * line.factor * part)

    def ahead(self, index: int) -> int:
        """Principal that the rows from ``index`` on are to repay and that is unpaid."""
        return sum(line.left(PRINCIPAL) for line in self.lines[index:])

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

    def take_over(self, opening: Opening) -> None:
        """Begin in the middle: what is late, and the instalments to come."""
        self.fee = 0
        first = opening.number - len(opening.arrears)
        start = add_months(opening.arrears[0].due, -1) if opening.arrears else opening.day
        for number, arrear in enumerate(opening.arrears, start=first):
            owed = [arrear.fee, arrear.late, arrear.interest, arrear.principal]
            line = Line(number, start, arrear.due, owed, list(NOTHING_PAID), start)
            line.late_from, line.raised = opening.day, list(owed)
            self.lines.append(line)
            start = arrear.due
        self.anchor = (opening.number, opening.next_due)
        if opening.balance:
            self.rebuild(
                len(self.lines), opening.interest_from, balance=opening.balance,
                count=opening.instalments, keep=opening.instalment,
            )  # fmt: skip

    def rebuild(
        self, index: int, start: date, *, balance: int, count: int, grace: int = 0,
        silent: int = 0, keep: int = 0,
    ) -> None:  # fmt: skip
        """Make the rows from ``index`` on anew: same numbers, what was paid of them stays."""
        old = self.lines[index:]
        first = old[0] if old else None
        carried = self.accrued(first, start) if first else 0
        period = first.start if first else start
        number = first.number if first else self._next_number()
        dues = tuple(self.due_of(number + i) for i in range(count))
        task = Task(
            annuity=self.contract.annuity,
            balance=balance,
            carried=carried - (first.paid[INTEREST] if first else 0),
            start=start,
            dues=dues,
            annual_rate=self.annual_rate,
            grace=min(grace, count - 1),
            silent=min(silent, count - 1),
            keep=keep,
        )
        fees = sum(line.left(FEE) for line in old) + self.fee
        self.fee = 0
        self.lines[index:] = _lines(task, build(task), number=number, period=period, fees=fees)
        if first and any(first.paid):
            _keep_paid(self.lines[index], first)
        for line in self.aside:
            line.due = max(line.due, self.lines[-1].due)

    def call(self, index: int, day: date) -> None:
        """Make the rows from ``index`` on one row that is due on ``day``."""
        old = self.lines[index:]
        if not old:
            return
        first = old[0]
        owed = [
            sum(line.owed[FEE] for line in old),
            sum(line.owed[LATE] for line in old),
            max(self.accrued(first, day), first.paid[INTEREST]),
            sum(line.owed[PRINCIPAL] for line in old),
        ]
        called = Line(first.number, first.start, day, owed, list(first.paid), day)
        called.bearing_paid = list(first.bearing_paid)
        self.lines[index:] = [called]
        for line in self.lines[:index]:  # what was paid ahead is called with it
            line.due = min(line.due, day)
        for line in self.aside:
            line.due = min(line.due, day)

    def set_aside(self, day: date, parts: Sequence[int]) -> None:
        """A row on the last due day for what was moved there."""
        due = self.lines[-1].due
        number = ASIDE_FROM + len(self.aside)
        line = Line(number, day, due, list(parts), list(NOTHING_PAID), day)
        line.raised = list(parts)  # it was due before it was moved
        self.aside.append(line)

    def rows(self) -> tuple[Row, ...]:
        """The plan as values, with the balance after each row as agreed."""
        ordered = sorted(self.all(), key=lambda line: (line.due, line.number))
        left = sum(line.owed[PRINCIPAL] for line in ordered)
        rows: list[Row] = []
        for line in ordered:
            left -= line.owed[PRINCIPAL]
            # Principal that came or went beside the plan later was still as before then.
            after = left - sum(amount for day, amount in self.moves if day > line.due)
            rows.append(
                Row(line.number, line.start, line.due, _four(line.owed), _four(line.paid), after)
            )
        return tuple(rows)

    def _next_number(self) -> int:
        return self.lines[-1].number + 1 if self.lines else self.anchor[0]


def _lines(
    task: Task, rows: Sequence[Built], *, number: int, period: date, fees: int
) -> list[Line]:
    made: list[Line] = []
    start, runs_from = period, task.start
    for i, (row, due) in enumerate(zip(rows, task.dues, strict=False)):
        owed = [fees if i == 0 else 0, 0, row.interest, row.principal]
        line = Line(number + i, start, due, owed, list(NOTHING_PAID), runs_from)
        line.waited, line.bears, line.factor = row.waited, row.bears, row.factor
        made.append(line)
        start = runs_from = due
    return made


def _keep_paid(line: Line, before: Line) -> None:
    """What was paid of the row before stays paid; it is owed on top of the new figures."""
    line.paid = list(before.paid)
    line.bearing_paid = list(before.bearing_paid)
    for index in (FEE, LATE, INTEREST, PRINCIPAL):
        line.owed[index] += before.paid[index]
    line.waited += before.paid[INTEREST]


def _due(line: Line) -> date:
    return line.due


def _four(parts: Sequence[int]) -> tuple[int, int, int, int]:
    fee, late, interest, principal = parts
    return fee, late, interest, principal


def component_of(index: int) -> Component:
    """The part of an instalment at a place in its four columns."""
    return ORDER[index]
