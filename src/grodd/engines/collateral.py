"""What a pledge lets a lender lend, and what is missing once its price has fallen."""

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Pledge:
    """Something a borrower has pledged.

    Attributes:
        quantity: How many of it.
        price: What one is worth today (unit: minor units).
        haircut: The share of its value that does not count (0 to 1).
    """

    quantity: int
    price: int
    haircut: Fraction

    def __post_init__(self) -> None:
        """Assert what the sums below rely on."""
        assert self.quantity >= 0, self.quantity
        assert self.price >= 0, self.price
        assert 0 <= self.haircut <= 1, self.haircut

    @property
    def lendable(self) -> Fraction:
        """What counts of its value (unit: minor units, exact)."""
        return self.quantity * self.price * (1 - self.haircut)


def lendable(pledges: tuple[Pledge, ...]) -> int:
    """The largest loan that the pledges cover (unit: minor units, rounded down)."""
    return int(sum((pledge.lendable for pledge in pledges), Fraction(0)))


def shortfall(owed: int, pledges: tuple[Pledge, ...]) -> int:
    """How much of a debt the pledges do not cover today (unit: minor units)."""
    return max(0, owed - lendable(pledges))
