"""The waterfall: which part of the debt a payment pays, as a pure function of dated events."""

from grodd.engines.allocation import Component
from grodd.engines.waterfall.replay import allocate
from grodd.engines.waterfall.result import Allocation, Settled, Share, Shift, difference
from grodd.engines.waterfall.values import (
    Ahead,
    Charge,
    Event,
    OwedRow,
    Payment,
    Reach,
    Reversal,
    Rule,
    State,
    StateChange,
    Waiver,
    When,
    same_order,
)

__all__ = [
    "Ahead",
    "Allocation",
    "Charge",
    "Component",
    "Event",
    "OwedRow",
    "Payment",
    "Reach",
    "Reversal",
    "Rule",
    "Settled",
    "Share",
    "Shift",
    "State",
    "StateChange",
    "Waiver",
    "When",
    "allocate",
    "difference",
    "same_order",
]
