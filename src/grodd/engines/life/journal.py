"""What a life writes down: who paid what, and what belongs in the books."""

from collections.abc import Sequence
from datetime import date

from grodd.engines.life.line import FEE, INTEREST, PRINCIPAL, Line
from grodd.engines.life.values import Move, PaidPart, Side, raised

DUE, INTEREST_INCOME, FEE_INCOME = Side.DUE, Side.INTEREST, Side.FEE
INCOME = {INTEREST: INTEREST_INCOME, FEE: FEE_INCOME}
"""What falls due is income on its day. Late interest is so only when it is paid."""


class Journal:
    """Parts that were paid and other postings, in the order in which they come about."""

    def __init__(self, *, remembers: bool) -> None:
        """Nothing has happened; rows remember their payments where days of grace look back."""
        self.remembers = remembers
        self.parts: list[PaidPart] = []
        self.moves: list[Move] = []
        self.raised = 0

    def move(self, key: str, day: date, debit: Side, credit: Side, amount: int) -> None:
        """An amount leaves ``credit`` for ``debit``; nothing at all is not written."""
        if amount:
            self.moves.append((key, day, debit, credit, amount))

    def write(
        self, key: str, day: date, source: Side, paid: Sequence[tuple[Line, int, int]]
    ) -> None:
        """Parts of rows are paid."""
        write = self.parts.append
        for line, part, amount in paid:
            line.paid[part] += amount
            if self.remembers:
                line.remember(day, part, amount)
            write((key, day, line.number, part, amount, source))

    def give_up(self, key: str, day: date, line: Line, part: int, amount: int) -> None:
        """A part of a row will not be paid."""
        line.paid[part] += amount
        line.remember(day, part, amount)
        self.parts.append((key, day, line.number, part, amount, None))

    def beside(
        self, key: str, day: date, amount: int, *, debit: Side | None, credit: Side,
        part: int = PRINCIPAL,
    ) -> None:  # fmt: skip
        """Beside the rows: principal lowered ahead of the plan, lost, or a loss that came back."""
        source = debit if credit is Side.PRINCIPAL else None
        self.parts.append((key, day, None, part, amount, source))
        if debit and not source:
            self.move(key, day, debit, credit, amount)

    def fall_due(self, lines: Sequence[Line], day: date) -> None:
        """What falls due up to a day is income on its own day."""
        at, count = self.raised, len(lines)
        while at < count and (line := lines[at]).due <= day:
            fee, _, interest, _ = line.owed
            name = raised(line.number)
            if interest:
                self.moves.append((name, line.due, DUE, INTEREST_INCOME, interest))
            if fee:
                self.moves.append((name, line.due, DUE, FEE_INCOME, fee))
            at += 1
        self.raised = at

    def end(self, lines: Sequence[Line], day: date) -> None:
        """What was paid ahead is earned: nothing more falls due."""
        for line in lines[self.raised :]:
            for part in INCOME:
                self.earn(line, part, line.paid[part], day)
        self.raised = len(lines)

    def earn(self, line: Line, part: int, amount: int, day: date) -> None:
        """A fee or interest is income from a day on, paid or not."""
        if amount:
            self.moves.append((raised(line.number), day, DUE, INCOME[part], amount))
