"""What a waterfall is told: what is owed, what happened, and in which order money pays."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from grodd.engines.allocation import Component

COMPONENTS = tuple(Component)
"""The order of every column of four: fee, late interest, interest, principal."""

INDEX: Mapping[Component, int] = {component: i for i, component in enumerate(COMPONENTS)}


class When(StrEnum):
    """Where an instalment lies, seen from the day of the payment."""

    PAST_DUE = "past due"
    DUE = "due"
    IN_ADVANCE = "in advance"


class Reach(StrEnum):
    """One instalment whole before the next, or one component of all before the next."""

    HORIZONTAL = "horizontal"
    VERTICAL = "vertical"


class Ahead(StrEnum):
    """Where money goes that is left when nothing is due."""

    NEXT = "next instalment"
    LAST = "last instalment"
    NEXT_LAST = "next, then last instalment"
    REAMORTISE = "shared by all instalments to come"
    KEEP = "kept until the next is due"


class State(StrEnum):
    """What a loan is when money comes: each may have a rule of its own."""

    ORDINARY = "ordinary"
    TERMINATED = "terminated"
    WRITTEN_OFF = "written off"


PLACES: Mapping[When, int] = {when: i for i, when in enumerate(When)}
IN_ADVANCE = PLACES[When.IN_ADVANCE]

Steps = tuple[tuple[int, tuple[int, ...]], ...]
"""A rule as steps: a place (by ``PLACES``), and the parts (by ``INDEX``) paid there together."""


@dataclass(frozen=True, slots=True)
class Rule:
    """In which order money pays.

    Attributes:
        order: Where and what, first to last; what is missing is never paid.
        reach: Instalment by instalment, or component by component.
        ahead: Where money goes that is left when nothing is due.
    """

    order: tuple[tuple[When, Component], ...]
    reach: Reach = Reach.HORIZONTAL
    ahead: Ahead = Ahead.NEXT

    def __post_init__(self) -> None:
        """Assert that nothing stands twice in the order."""
        assert len(set(self.order)) == len(self.order), self.order

    @property
    def pays_all(self) -> bool:
        """Whether every component is paid wherever it stands."""
        return len(self.order) == len(When) * len(COMPONENTS)

    def steps(self) -> Steps:
        """The order as steps: a place, and the components that are paid there together."""
        steps: list[tuple[int, tuple[int, ...]]] = []
        for when, component in self.order:
            place = PLACES[when]
            joins = self.reach is Reach.HORIZONTAL and steps and steps[-1][0] == place
            before = steps.pop()[1] if joins else ()
            steps.append((place, (*before, INDEX[component])))
        return tuple(steps)


def same_order(
    components: Sequence[Component], *, reach: Reach = Reach.HORIZONTAL, ahead: Ahead = Ahead.NEXT
) -> Rule:
    """The rule that pays ``components`` in one order: past due, then due, then in advance."""
    return Rule(tuple((when, part) for when in When for part in components), reach, ahead)


@dataclass(frozen=True, slots=True)
class OwedRow:
    """One instalment as agreed.

    Attributes:
        start: The day its period begins.
        due: The day it is to be paid.
        principal: Unit: minor units, as all below.
        interest: Ordinary interest.
        fee: Fees known from the start.
        penalty: Late interest and the like, usually charged later.
    """

    start: date
    due: date
    principal: int
    interest: int
    fee: int = 0
    penalty: int = 0

    def owed(self) -> list[int]:
        """The four amounts in the order of ``COMPONENTS``."""
        return [self.fee, self.penalty, self.interest, self.principal]


@dataclass(frozen=True, slots=True)
class Payment:
    """Money that came in.

    Attributes:
        key: Its name, unique among the events of the loan.
        day: Its value date, whenever it was entered.
        amount: More than nothing (unit: minor units).
    """

    key: str
    day: date
    amount: int


@dataclass(frozen=True, slots=True)
class Charge:
    """A fee or a penalty that was not in the plan; it joins the instalment of its day."""

    key: str
    day: date
    component: Component
    amount: int


@dataclass(frozen=True, slots=True)
class Waiver:
    """A part of the debt that is given up, oldest first."""

    key: str
    day: date
    component: Component
    amount: int


@dataclass(frozen=True, slots=True)
class Reversal:
    """A payment, charge or waiver that never held: it bounced or was a mistake."""

    key: str
    of: str


@dataclass(frozen=True, slots=True)
class StateChange:
    """From its day on, another rule; a terminated debt is all due that day."""

    key: str
    day: date
    state: State


Dated = Payment | Charge | Waiver | StateChange
Event = Dated | Reversal

_RANK: Mapping[type[Dated], int] = {StateChange: 0, Charge: 1, Waiver: 2, Payment: 3}


def in_order(events: Sequence[Event]) -> tuple[Dated, ...]:
    """What holds, by day: a state first, then what was charged, given up and paid.

    The order in which the events were entered plays no part.
    """
    reversed_keys = {event.of for event in events if isinstance(event, Reversal)}
    held = [e for e in events if not isinstance(e, Reversal) and e.key not in reversed_keys]
    assert len({event.key for event in held}) == len(held), "two events have one key"
    return tuple(sorted(held, key=_place))


def _place(event: Dated) -> tuple[date, int, str]:
    return event.day, _RANK[type(event)], event.key
