"""A whole plan, as columns of whole numbers: small, quick, and exact."""

from dataclasses import dataclass
from datetime import date

from grodd.engines.money import Money
from grodd.engines.schedule.instalment import Instalment


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be paid when. Every column has one entry per row.

    Attributes:
        currency: ISO 4217 code of every amount.
        dues: The days, never falling; a down payment comes first.
        principal: What lowers the debt (unit: minor units).
        interest: What the time costs (unit: minor units).
        fee: What falls due with the row (unit: minor units).
        balance_after: Principal still owed after the row (unit: minor units).
    """

    currency: str
    dues: tuple[date, ...]
    principal: tuple[int, ...]
    interest: tuple[int, ...]
    fee: tuple[int, ...]
    balance_after: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.dues)

    @property
    def interest_total(self) -> Money:
        """All interest of the plan."""
        return Money(sum(self.interest), self.currency)

    @property
    def cost(self) -> Money:
        """All interest and fees of the plan."""
        return Money(sum(self.interest) + sum(self.fee), self.currency)

    def amounts(self) -> tuple[int, ...]:
        """What is to be paid on each row (unit: minor units)."""
        columns = zip(self.principal, self.interest, self.fee, strict=True)
        return tuple(sum(row) for row in columns)

    def instalments(self) -> tuple[Instalment, ...]:
        """The rows as values with money in them, for pages and documents."""
        columns = zip(
            self.dues, self.principal, self.interest, self.balance_after, self.fee, strict=True
        )
        return tuple(
            Instalment(
                due,
                Money(principal, self.currency),
                Money(interest, self.currency),
                Money(balance, self.currency),
                Money(fee, self.currency),
            )
            for due, principal, interest, balance, fee in columns
        )
