"""What a payment pays: the oldest instalment first.

In an instalment money pays fees, late interest, interest and principal, in that order. Pure: what
is owed, what was paid when, and the rates go in; what a new payment pays comes out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from grodd.engines.late_interest import LateTerms, Overdue, late_interest
from grodd.engines.money import Money


class Component(StrEnum):
    """A kind of debt, in the order in which money pays it."""

    FEE = "fee"
    LATE_INTEREST = "late_interest"
    INTEREST = "interest"
    PRINCIPAL = "principal"


@dataclass(frozen=True, slots=True)
class Paid:
    """A part of an earlier payment.

    Attributes:
        on: The day the money came.
        component: What it paid.
        amount: How much.
    """

    on: date
    component: Component
    amount: Money


@dataclass(frozen=True, slots=True)
class Claim:
    """An instalment and what was paid on it.

    Attributes:
        key: Names the instalment to the caller.
        due: The last day it can be paid in time.
        fee: What was to be paid, by component.
        interest: See ``fee``.
        principal: See ``fee``.
        paid: The parts of earlier payments that went here, in any order.
    """

    key: int
    due: date
    fee: Money
    interest: Money
    principal: Money
    paid: tuple[Paid, ...] = ()

    def paid_of(self, *components: Component) -> Money:
        """What was paid of some components."""
        parts = [part.amount for part in self.paid if part.component in components]
        return sum(parts, Money.zero(self.fee.currency))


@dataclass(frozen=True, slots=True)
class Owed:
    """What is still to be paid on one instalment."""

    key: int
    due: date
    parts: tuple[tuple[Component, Money], ...]

    @property
    def total(self) -> Money:
        """All of it."""
        return sum((part for _, part in self.parts[1:]), self.parts[0][1])

    def of(self, component: Component) -> Money:
        """One component of it."""
        return dict(self.parts)[component]


@dataclass(frozen=True, slots=True)
class Share:
    """A part of the new payment: which instalment, what of it, how much."""

    key: int
    component: Component
    amount: Money


def owed_on(claim: Claim, day: date, terms: LateTerms) -> Owed:
    """What is owed on an instalment on ``day``, late interest counted to that day.

    Args:
        claim: The instalment.
        day: The day asked for.
        terms: What paying late costs.

    Raises:
        grodd.engines.rates.MissingRate: It is late, and a half-year has no reference rate.
    """
    late = late_interest(overdue(claim), day, terms).amount
    return Owed(
        claim.key,
        claim.due,
        (
            (Component.FEE, claim.fee - claim.paid_of(Component.FEE)),
            (Component.LATE_INTEREST, late - claim.paid_of(Component.LATE_INTEREST)),
            (Component.INTEREST, claim.interest - claim.paid_of(Component.INTEREST)),
            (Component.PRINCIPAL, claim.principal - claim.paid_of(Component.PRINCIPAL)),
        ),
    )


def overdue(claim: Claim) -> Overdue:
    """What of an instalment bears late interest: fee, interest and principal, less payments.

    Never late interest itself: neither what ran of it nor what was paid of it counts.
    """
    bearing = (Component.FEE, Component.INTEREST, Component.PRINCIPAL)
    paid = sorted((part.on, part.amount) for part in claim.paid if part.component in bearing)
    return Overdue(claim.due, claim.fee + claim.interest + claim.principal, tuple(paid))


def allocate(received: Money, owed: Sequence[Owed]) -> tuple[tuple[Share, ...], Money]:
    """Share a payment over what is due, the oldest first.

    Args:
        received: What came in.
        owed: What is due, in any order.

    Returns:
        The shares, and what is left of the payment when all of it is paid.
    """
    shares: list[Share] = []
    left = received
    for debt in sorted(owed, key=lambda each: (each.due, each.key)):
        for component, amount in debt.parts:
            part = min(left, amount)
            if part.minor > 0:
                shares.append(Share(debt.key, component, part))
                left -= part
    return tuple(shares), left
