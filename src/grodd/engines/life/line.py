"""One instalment while events happen to it."""

from collections.abc import Sequence
from datetime import date

from grodd.engines.life.building import YEAR_DAYS, serial
from grodd.engines.rounding import half_even

FEE, LATE, INTEREST, PRINCIPAL = range(4)
"""The places of the parts, as in ``values.ORDER``."""


Running = tuple[int, int, int, tuple[int, int]]
NOTHING_RUNS: Running = (0, 0, 0, (0, 1))


class Line:
    """One instalment while events happen to it.

    Attributes:
        number, start, due, owed, paid: As in ``Row``.
        running: From when interest runs in it and until when (``serial`` days), on which balance,
            and at which rate: parts of one a year, as top and bottom.
        waited: Interest that had run and was unpaid before that.
        before: The row as it was until then, where a change was agreed for a later day.
        late_to: The day up to which late interest is counted; nothing runs before it is due.
        late_run: How much of it ran (unit: parts of a ``LateClock``).
        bearing_paid: What was paid of it but for late interest: day and amount.
        is_closed: What was unpaid of it stands elsewhere.
        is_done: Nothing is unpaid of it, and nothing can run on it any more.
    """

    __slots__ = (
        "bearing_paid", "before", "due", "is_closed", "is_done", "late_from", "late_run", "late_to",
        "number", "owed", "paid", "running", "start", "waited",
    )  # fmt: skip

    def __init__(
        self, number: int, start: date, due: date, owed: list[int],
        running: Running = NOTHING_RUNS, waited: int = 0,
    ) -> None:  # fmt: skip
        """Nothing is paid yet; unless said, no interest runs beside what is owed."""
        self.number = number
        self.start = start
        self.due = due
        self.owed = owed
        self.paid = [0, 0, 0, 0]
        self.running = running
        self.waited = waited
        self.before: Line | None = None
        self.late_from = self.late_to = due
        self.late_run = 0
        self.bearing_paid: tuple[tuple[date, int], ...] = ()
        self.is_closed = self.is_done = False

    def left(self, part: int) -> int:
        """What is unpaid of one part, late interest that still runs not counted."""
        return max(self.owed[part] - self.paid[part], 0)

    @property
    def fixed(self) -> int:
        """What is unpaid of it but for interest."""
        owed, paid = self.owed, self.paid
        return owed[0] + owed[1] + owed[3] - paid[0] - paid[1] - paid[3]

    @property
    def is_settled(self) -> bool:
        """Nothing fixed is left of it."""
        o, p = self.owed, self.paid
        # Principal first: of most rows that are open it is unpaid.
        return o[3] <= p[3] and o[2] <= p[2] and o[0] <= p[0] and o[1] <= p[1]

    def accrued(self, day: date) -> int:
        """Interest of it that has run by ``day``, paid or not."""
        begins, ends, bears, (top, bottom) = self.running
        days = min(serial(day), ends) - begins
        if days <= 0:
            return self.before.accrued(day) if days and self.before else self.waited
        return self.waited + half_even(bears * top * days, bottom * YEAR_DAYS)

    def remember(self, day: date, part: int, amount: int) -> None:
        """When something of it was paid or given up: days of grace look back."""
        if part != LATE:
            self.bearing_paid += ((day, amount),)

    def keep_paid(self, before: "Line") -> None:
        """What was paid of a row before stays paid; it is owed on top of the new figures."""
        for part, amount in enumerate(before.paid):
            self.paid[part] += amount
            self.owed[part] += amount
        self.bearing_paid += before.bearing_paid

    def fall_due(self, due: date) -> None:
        """It is to be paid on another day, which has not come."""
        self.due = self.late_from = self.late_to = due

    def close(self) -> None:
        """What is unpaid of it stands elsewhere from now on."""
        self.owed = list(self.paid)
        self.is_closed = self.is_done = True

    @classmethod
    def arrear(cls, number: int, start: date, due: date, owed: Sequence[int], on: date) -> "Line":
        """What was late when the loan was taken over ``on`` a day: late interest runs from it."""
        line = cls(number, start, due, list(owed))
        line.late_from = line.late_to = on
        return line


def paid_of(lines: Sequence[Line]) -> list[int]:
    """What was paid of some rows together, by part."""
    paid = [0, 0, 0, 0]
    for line in lines:
        for part, amount in enumerate(line.paid):
            paid[part] += amount
    return paid


def keep_paid(made: Sequence[Line], old: Sequence[Line]) -> None:
    """What was paid of rows that are made anew stays on those of their numbers.

    The new plan counts on interest that was paid ahead, so that much more had run in each row.
    """
    numbers = {line.number: line for line in made}
    for line in old:
        if any(line.paid):
            numbers.get(line.number, made[-1]).keep_paid(line)
    ahead = sum(line.paid[INTEREST] for line in old)
    for line in made:
        if not ahead:
            break
        line.waited += ahead
        ahead -= line.paid[INTEREST]
