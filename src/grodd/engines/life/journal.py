"""What a life writes down: who paid what, and what belongs in the books."""

from collections.abc import Callable, Sequence
from datetime import date

from grodd.engines.allocation import Component
from grodd.engines.life.line import FEE, INTEREST, Line
from grodd.engines.life.values import ORDER, Posting, Share, Side, raised

CREDITS = (Side.DUE, Side.LATE_INTEREST, Side.DUE, Side.PRINCIPAL)
"""Where a paid part leaves the debt, in the order of ``ORDER``."""

INCOME = {INTEREST: Side.INTEREST, FEE: Side.FEE}
"""What falls due is income on its day. Late interest is so only when it is paid."""


class Journal:
    """Shares and postings, in the order in which they come about."""

    def __init__(self) -> None:
        """Nothing has happened."""
        self.shares: list[Share] = []
        self.postings: list[Posting] = []
        self.raised = 0

    def move(self, key: str, day: date, debit: Side, credit: Side, amount: int) -> None:
        """An amount leaves ``credit`` for ``debit``; nothing at all is not written."""
        if amount:
            self.postings.append(Posting(key, day, debit, credit, amount))

    def paying(
        self, key: str, day: date, source: Side, *, tracked: bool
    ) -> Callable[[Line, int, int], None]:
        """What to do with each part of a row that one payment pays.

        Args:
            key: The payment.
            day: When it pays.
            source: Where the money stands.
            tracked: Whether rows are told when they were paid; days of grace ask for it.
        """
        share, post = self.shares.append, self.postings.append

        def put(line: Line, part: int, amount: int) -> None:
            line.paid[part] += amount
            if tracked:
                line.remember(day, part, amount)
            share(Share(key, day, line.number, ORDER[part], amount))
            post(Posting(key, day, source, CREDITS[part], amount))

        return put

    def give_up(self, key: str, day: date, line: Line, part: int, amount: int) -> None:
        """A part of a row will not be paid."""
        line.paid[part] += amount
        line.remember(day, part, amount)
        self.shares.append(Share(key, day, line.number, ORDER[part], amount, given_up=True))

    def beside(self, key: str, day: date, amount: int, *, given_up: bool = False) -> None:
        """Principal beside the rows: lowered ahead of the plan, or a loss that came back."""
        self.shares.append(Share(key, day, None, Component.PRINCIPAL, amount, given_up))

    def fall_due(self, lines: Sequence[Line], day: date) -> None:
        """What falls due up to a day is income on its own day."""
        count = len(lines)
        while self.raised < count and lines[self.raised].due <= day:
            line = lines[self.raised]
            for part in INCOME:
                self.earn(line, part, line.owed[part], line.due)
            self.raised += 1

    def end(self, lines: Sequence[Line], day: date) -> None:
        """What was paid ahead is earned: nothing more falls due."""
        for line in lines[self.raised :]:
            for part in INCOME:
                self.earn(line, part, line.paid[part], day)
        self.raised = len(lines)

    def earn(self, line: Line, part: int, amount: int, day: date) -> None:
        """A fee or interest is income from a day on, paid or not."""
        if amount:
            posting = Posting(raised(line.number), day, Side.DUE, INCOME[part], amount)
            self.postings.append(posting)
