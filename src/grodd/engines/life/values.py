"""What a life is told before it begins, and what it answers."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple

from grodd.engines.allocation import Component
from grodd.engines.calendar import MONTHLY, Rhythm
from grodd.engines.late_interest import NO_LATE_INTEREST, LateTerms
from grodd.engines.waterfall import Rule, State, same_order

ORDER = tuple(Component)
"""In an instalment: fees, late interest, interest, principal."""

RULES: Mapping[State, Rule] = {
    State.ORDINARY: same_order(ORDER),
    State.TERMINATED: same_order(ORDER),
    State.WRITTEN_OFF: same_order(tuple(reversed(ORDER))),
}
"""Unless agreed otherwise, the oldest instalment whole before the next. After a write-off money
makes up for the loss, principal first."""

ASIDE_FROM = 2_001
"""The number of the first row of what was set aside; instalments have smaller ones."""


def raised(number: int | str) -> str:
    """The name of what happens when an instalment falls due: its interest and fees are income."""
    return f"due:{number}"


class LifeState(StrEnum):
    """How far a loan has come."""

    WAITING = "waiting"
    REPAYING = "repaying"
    TERMINATED = "terminated"
    REPAID = "repaid"
    WRITTEN_OFF = "written_off"
    RECOVERED = "recovered"


class Side(StrEnum):
    """One side of a posting."""

    BANK = "bank"
    KEPT = "kept"
    PRINCIPAL = "principal"
    DUE = "due"
    INTEREST = "interest"
    LATE_INTEREST = "late_interest"
    FEE = "fee"
    LOSS = "loss"
    RECOVERED = "recovered"
    OPENING = "opening"


@dataclass(frozen=True, slots=True)
class Contract:
    """What was agreed before anything happened.

    Attributes:
        currency: ISO 4217.
        annuity: Equal payments; else equal parts of principal.
        annual_rate: Nominal rate (unit: parts of one a year).
        first_due: The first due day; the others are counted from it.
        instalments: How many.
        grace: How many of the first are interest only.
        fee: On the first instalment (unit: minor units).
        late: What paying late costs.
        rules: In which order money pays, ordinarily, once all is called, and after a write-off.
            Where money goes that is left when nothing is due, each payment says for itself.
        bullet: The last instalment repays all, also when the plan is made anew.
        rhythm: How often an instalment falls due.
    """

    currency: str
    annuity: bool
    annual_rate: Fraction
    first_due: date
    instalments: int
    grace: int = 0
    fee: int = 0
    late: LateTerms = NO_LATE_INTEREST
    rules: Mapping[State, Rule] = field(default_factory=lambda: RULES)
    bullet: bool = False
    rhythm: Rhythm = MONTHLY

    def __post_init__(self) -> None:
        """Assert that no debt stands outside the order."""
        for state in RULES:
            assert self.rules[state].pays_all, self.rules[state]


class Share(NamedTuple):
    """What an event paid or gave up of one instalment.

    Attributes:
        key: The event.
        day: When it did; money that was kept pays later than it came.
        number: The instalment; None for principal that was lowered ahead of the plan, and for
            what came back of a loss.
        component: What of it.
        amount: How much (unit: minor units).
        given_up: It was waived or written off, not paid.
    """

    key: str
    day: date
    number: int | None
    component: Component
    amount: int
    given_up: bool = False


class Posting(NamedTuple):
    """What an event puts into the books on a day: ``amount`` leaves ``credit`` for ``debit``.

    The key of interest and fees that fall due is ``raised(number)``; no event of the loan has it.
    """

    key: str
    day: date
    debit: Side
    credit: Side
    amount: int


class Row(NamedTuple):
    """One instalment of the plan, with what was paid of it (in the order of ``Component``).

    Attributes:
        number: Counted from 1; ``ASIDE_FROM`` and on for what was set aside.
        start: The day its period begins.
        due: The day it is to be paid.
        owed: Fee, late interest that is fixed, interest, principal (unit: minor units).
        paid: What was paid or given up of each.
        balance_after: Principal still lent once it and all before it are paid.
    """

    number: int
    start: date
    due: date
    owed: tuple[int, int, int, int]
    paid: tuple[int, int, int, int]
    balance_after: int

    @property
    def left(self) -> int:
        """What is unpaid of it, late interest that still runs not counted."""
        return sum(max(o - p, 0) for o, p in zip(self.owed, self.paid, strict=True))

    @property
    def amount(self) -> int:
        """All that is to be paid."""
        return sum(self.owed)


PaidPart = tuple[str, date, int | None, int, int, Side | None]
"""What an event paid: key, day, instalment, place in ``ORDER``, amount, and where the money stood.

Nowhere: it was given up, or is no part of the debt. Plain, because a long life has thousands of
them and few are asked for.
"""


def _share(part: PaidPart) -> Share:
    key, day, number, component, amount, source = part
    return Share(key, day, number, ORDER[component], amount, given_up=source is None)


Move = tuple[str, date, Side, Side, int]
"""A ``Posting`` before it is asked for."""

CREDITS = (Side.DUE, Side.LATE_INTEREST, Side.DUE, Side.PRINCIPAL)
"""What a paid part leaves, in the order of ``ORDER``."""


@dataclass(frozen=True)
class Life:
    """Everything after all events, as of a day.

    Attributes:
        state: How far it has come.
        rows: The plan, rising by due day.
        parts: Who paid what; see ``shares``.
        moves: What belongs in the books beside what was paid; see ``postings``.
        late: Late interest unpaid on the day, by instalment.
        accrued: Interest that has run on the next instalment and is not paid.
        ran: Interest that has run and is not due, paid ahead or not: it is earned. Below zero
            where more fell due, because it was paid ahead, than had run.
        payoff: What ends the loan on the day.
        kept: Money that pays nothing yet.
        to_return: The part of ``kept`` that waits to go back.
        lost: Principal written off that did not come back.
        claims: Interest and fees that were given up with it and can still be claimed.
        annual_rate: The rate now (unit: parts of one a year).
        rhythm: How often the instalments to come fall due, as it was last agreed.
        lapsed: Terminations that fell away because nothing was late.
        restructured: Whether the terms were eased for who could not pay.
        from_the_end: Whether a payment paid rows from the end: one can be paid before others.
        ended_on: The day it was paid, or None.
    """

    state: LifeState
    rows: tuple[Row, ...]
    parts: tuple[PaidPart, ...]
    moves: tuple[Move, ...]
    late: Mapping[int, int]
    accrued: int
    ran: int
    payoff: int
    kept: int
    to_return: int
    lost: int
    claims: int
    annual_rate: Fraction
    rhythm: Rhythm
    lapsed: tuple[str, ...]
    restructured: bool
    from_the_end: bool
    ended_on: date | None

    @cached_property
    def shares(self) -> tuple[Share, ...]:
        """Who paid what."""
        return tuple(map(_share, self.parts))

    def shares_of(self, keys: Collection[str]) -> tuple[Share, ...]:
        """What some of the events paid."""
        return tuple(_share(part) for part in self.parts if part[0] in keys)

    @cached_property
    def postings(self) -> tuple[Posting, ...]:
        """What belongs in the books."""
        paid = (
            Posting(key, day, source, CREDITS[part], amount)
            for key, day, _number, part, amount, source in self.parts
            if source is not None
        )
        return (*map(Posting._make, self.moves), *paid)

    @property
    def principal(self) -> int:
        """What is still lent."""
        return sum(row.owed[3] - row.paid[3] for row in self.rows)
