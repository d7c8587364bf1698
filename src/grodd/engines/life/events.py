"""What can happen to a loan. Every event has a name of its own and the day it belongs to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from grodd.engines.calendar import Rhythm
from grodd.engines.waterfall import Waiver


class Ahead(StrEnum):
    """What a payment does that is left when all that is due is paid.

    The next, the last, and the next and then the last instalments are paid as they stand: with the
    interest that the plan says, which does not fall away for having been paid ahead.
    """

    NEXT_THEN_LOWER = "next_then_lower"
    NEXT = "next"
    LAST = "last"
    NEXT_LAST = "next_last"
    LOWER = "lower"
    SHORTER = "shorter"
    KEEP = "keep"
    RETURN = "return"


@dataclass(frozen=True, slots=True)
class Draw:
    """Money was paid out to the borrower (unit of ``amount``: minor units, here and below)."""

    key: str
    day: date
    amount: int


class Arrear(NamedTuple):
    """What was unpaid of an instalment when the loan was taken over.

    Attributes:
        due: The day it fell due.
        fee: Unit: minor units, as all below.
        late: Late interest that had run by the day of the takeover; more runs from then on.
        interest: What was due of it.
        principal: What was due of it.
    """

    due: date
    fee: int
    late: int
    interest: int
    principal: int


@dataclass(frozen=True, slots=True)
class Opening:
    """The loan was taken over in the middle of its life; it has no ``Draw``.

    Attributes:
        key: See ``Payment``.
        day: When it was taken over.
        balance: Principal that is not due yet; nothing where all of it was due.
        number: The number of the first instalment to come; arrears have smaller ones.
        instalments: How many repay the balance.
        next_due: When the first of them falls due; the others are counted from it.
        instalment: The payment of an annuity, or the principal of equal parts, as it was agreed;
            the last one takes the rest. 0: computed.
        arrears: What is late, the oldest first; each an ``Arrear`` or a plain tuple of its parts.
        interest_from: From when interest runs: the last due day. What ran before is paid or in the
            arrears. None: one period before ``next_due``.
        lost: Principal that was written off before and is still owed, of a loan that is over.
        grace: How many of those to come pay no principal.
    """

    key: str
    day: date
    balance: int
    number: int
    instalments: int
    next_due: date
    instalment: int
    arrears: tuple[Arrear | tuple[date, int, int, int, int], ...] = ()
    interest_from: date | None = None
    lost: int = 0
    grace: int = 0

    def __post_init__(self) -> None:
        """Assert that the days and the numbers fit."""
        assert self.interest_from is None or self.interest_from <= self.day, self
        assert self.balance >= 0, self
        assert not self.balance or self.day <= self.next_due, self
        assert not self.balance or self.instalments > 0, self
        assert 0 <= self.grace < max(self.instalments, 1), self
        assert len(self.arrears) < self.number, self
        assert not self.lost or not (self.balance or self.arrears), self
        days = [arrear[0] for arrear in self.arrears]
        assert days == sorted(days), self
        assert all(day <= self.day for day in days), self

    def begins(self, rhythm: Rhythm) -> date:
        """From when interest runs on the balance."""
        return self.interest_from or min(rhythm.after(self.next_due, -1), self.day)

    @property
    def late(self) -> tuple[Arrear, ...]:
        """What is late, the oldest first."""
        return tuple(Arrear(*arrear) for arrear in self.arrears)


class Payment(NamedTuple):
    """Money came in. Plain, because a long life has thousands of them.

    Attributes:
        key: Its name, unique among the events of the loan.
        day: Its value date, whenever it was told.
        amount: More than nothing.
        ahead: What the rest does when all that is due is paid.
    """

    key: str
    day: date
    amount: int
    ahead: Ahead = Ahead.NEXT_THEN_LOWER


@dataclass(frozen=True, slots=True)
class Charge:
    """A fee that was not in the plan. It joins the next instalment."""

    key: str
    day: date
    amount: int


@dataclass(frozen=True, slots=True)
class Eased:
    """Hardship: for a time a share of the late interest falls away. Nothing else changes.

    It holds for every row that is late then, also where it is told afterwards.

    Attributes:
        key: See ``Payment``.
        day: First day, inclusive.
        until: Last day, exclusive.
        share: How much of it falls away (above 0, at most 1).
    """

    key: str
    day: date
    until: date
    share: Fraction


@dataclass(frozen=True, slots=True)
class RateChange:
    """From its day on, another rate (unit: parts of one a year)."""

    key: str
    day: date
    annual_rate: Fraction


@dataclass(frozen=True, slots=True)
class Holiday:
    """The next instalments pay no principal.

    Attributes:
        key: See ``Payment``.
        day: See ``Payment``.
        instalments: How many.
        pays_interest: Whether they pay the interest, or it waits for the first one after.
        longer: Whether the loan ends as much later, or the instalments after are larger.
    """

    key: str
    day: date
    instalments: int
    pays_interest: bool
    longer: bool


@dataclass(frozen=True, slots=True)
class NewDueDay:
    """The next instalment falls due on ``first_due``, and the others are counted from it."""

    key: str
    day: date
    first_due: date


@dataclass(frozen=True, slots=True)
class NewRhythm:
    """The instalments to come fall due in another rhythm, and so many of them share what is left.

    Attributes:
        key: See ``Payment``.
        day: See ``Payment``.
        rhythm: How often one falls due from now on.
        first_due: When the next one does, after ``day``; the others are counted from it.
        instalments: How many there are from then on.
    """

    key: str
    day: date
    rhythm: Rhythm
    first_due: date
    instalments: int


@dataclass(frozen=True, slots=True)
class Extension:
    """What is left is shared by so many instalments more (or fewer, below zero)."""

    key: str
    day: date
    instalments: int


@dataclass(frozen=True, slots=True)
class ToBalance:
    """Unpaid principal and interest join the balance, with so many instalments more.

    Fees and late interest are set aside to the end: they never bear interest.
    """

    key: str
    day: date
    instalments: int


@dataclass(frozen=True, slots=True)
class Aside:
    """All that is late is set aside to the last due day and costs nothing until then."""

    key: str
    day: date


@dataclass(frozen=True, slots=True)
class Termination:
    """All of the loan is due on its day.

    Attributes:
        key: See ``Payment``.
        day: See ``Payment``.
        for_arrears: It falls away if nothing is late on its day.
    """

    key: str
    day: date
    for_arrears: bool


@dataclass(frozen=True, slots=True)
class WriteOff:
    """Principal that is no longer counted on. Who owes it still owes it."""

    key: str
    day: date
    amount: int


@dataclass(frozen=True, slots=True)
class Return:
    """Money that was kept went back to who paid it."""

    key: str
    day: date
    amount: int


@dataclass(frozen=True, slots=True)
class Reversal:
    """An event never held: a payment bounced on this day, or something was a mistake."""

    key: str
    day: date
    of: str


Change = RateChange | Holiday | NewDueDay | NewRhythm | Extension | ToBalance | Aside
Held = Opening | Draw | Change | Eased | Charge | Waiver | Payment | Termination | WriteOff | Return
Event = Held | Reversal

_RANK: dict[type[Held], int] = {
    Opening: 0, Draw: 1, RateChange: 2, NewRhythm: 3, NewDueDay: 4, Holiday: 5, Extension: 6,
    Eased: 7, Charge: 8, Waiver: 9, Payment: 10, ToBalance: 11, Aside: 12, Termination: 13,
    WriteOff: 14, Return: 15,
}  # fmt: skip


def in_order(events: Sequence[Event]) -> tuple[Held, ...]:
    """What holds, by day; how it was told plays no part.

    On one day money is drawn first, then the terms change, then money comes, and only then is
    anything moved, called or written off: a payment on the day of a termination stops it.
    """
    undone = {event.of for event in events if isinstance(event, Reversal)}
    told = [event for event in events if not isinstance(event, Reversal)]
    held = [event for event in told if event.key not in undone] if undone else told
    assert len({event.key for event in held}) == len(held), "two events have one key"
    return tuple(sorted(held, key=lambda event: (event.day, _RANK[type(event)], event.key)))


def bounced(events: Sequence[Event]) -> tuple[tuple[Payment, Reversal], ...]:
    """The payments that never held, with what undid each, by day."""
    undone = [event for event in events if isinstance(event, Reversal)]
    if not undone:
        return ()
    payments = {event.key: event for event in events if isinstance(event, Payment)}
    pairs = [(payments[event.of], event) for event in undone if event.of in payments]
    return tuple(sorted(pairs, key=lambda pair: (pair[1].day, pair[0].key)))
