"""In which order money pays a loan: orders by name, and the choice that was agreed."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache

from grodd.engines.allocation import Component
from grodd.engines.life.events import Ahead
from grodd.engines.waterfall import Reach, Rule, State, same_order

ORDERS: Mapping[str, tuple[Component, ...]] = {
    "costs_first": (
        Component.FEE, Component.LATE_INTEREST, Component.INTEREST, Component.PRINCIPAL,
    ),
    "interest_first": (
        Component.INTEREST, Component.LATE_INTEREST, Component.FEE, Component.PRINCIPAL,
    ),
    "instalment_first": (
        Component.INTEREST, Component.PRINCIPAL, Component.LATE_INTEREST, Component.FEE,
    ),
    "principal_first": (
        Component.PRINCIPAL, Component.INTEREST, Component.LATE_INTEREST, Component.FEE,
    ),
}  # fmt: skip
"""Orders by name. The first is the one of law and custom: costs and interest before principal.

Source:
    Swedish commercial code (1736:0123 2) 9:5, interest before principal; costs come before both
    by custom in Sweden and in Finland.
"""

USUAL = "costs_first"
DEAREST_FIRST = "principal_first"


@dataclass(frozen=True, slots=True)
class PaymentRules:
    """How the payments of a loan are counted, as agreed.

    Attributes:
        ordinary: The order of a loan that runs, by name.
        terminated: Of one that was called in.
        written_off: In which order what comes back makes up for what was lost.
        reach: One instalment whole before the next, or one part of all before the next.
        ahead: What is left when nothing is due does this, unless a payment says otherwise.
    """

    ordinary: str = USUAL
    terminated: str = DEAREST_FIRST
    written_off: str = DEAREST_FIRST
    reach: Reach = Reach.HORIZONTAL
    ahead: Ahead = Ahead.NEXT_THEN_LOWER

    def __post_init__(self) -> None:
        """Assert that the orders are known."""
        assert {self.ordinary, self.terminated, self.written_off} <= set(ORDERS), self

    def by_state(self) -> Mapping[State, Rule]:
        """The rule of each state."""
        return _rules(self.ordinary, self.terminated, self.written_off, self.reach)

    def written(self) -> dict[str, str]:
        """As JSON values."""
        return {name: str(value) for name, value in asdict(self).items()}

    @classmethod
    def read(cls, written: Mapping[str, str]) -> "PaymentRules":
        """From JSON values."""
        return cls(
            written["ordinary"],
            written["terminated"],
            written["written_off"],
            Reach(written["reach"]),
            Ahead(written["ahead"]),
        )


USUAL_RULES = PaymentRules()
"""What law and custom say, and what holds where nobody chose."""


@lru_cache(maxsize=128)
def _rules(ordinary: str, terminated: str, written_off: str, reach: Reach) -> Mapping[State, Rule]:
    names = {
        State.ORDINARY: ordinary,
        State.TERMINATED: terminated,
        State.WRITTEN_OFF: written_off,
    }
    return {state: same_order(ORDERS[name], reach=reach) for state, name in names.items()}
