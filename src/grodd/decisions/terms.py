"""What a body says when it decides: plain values that travel into the use cases."""

from dataclasses import dataclass

from grodd.engines.money import Money


@dataclass(frozen=True, slots=True)
class Terms:
    """The words and figures of a decision.

    Attributes:
        reasons: Why. Needed for a no, welcome for a yes.
        next_step: What whoever applied can do now. Needed for a no.
        conditions: What a yes depends on.
        amount: Money given; None gives what was proposed.
        hours: Working time given (unit: hours); None gives what was proposed.
    """

    reasons: str = ""
    next_step: str = ""
    conditions: str = ""
    amount: Money | None = None
    hours: int | None = None
