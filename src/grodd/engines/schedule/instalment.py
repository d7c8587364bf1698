"""One line of a plan."""

from dataclasses import dataclass
from datetime import date

from grodd.engines.money import Money

INSTALMENT_COUNT_MAX = 1_200
"""The longest plan: 100 years of months."""


@dataclass(frozen=True, slots=True)
class Instalment:
    """What is to be paid on one day.

    Attributes:
        due: The day it is to be paid.
        principal: The part that lowers the debt.
        interest: The price of the time since the instalment before.
        balance_after: Principal still owed once this instalment is paid.
        fee: Fees that fall due with it, often nothing.
    """

    due: date
    principal: Money
    interest: Money
    balance_after: Money
    fee: Money

    @property
    def amount(self) -> Money:
        """All that is to be paid that day."""
        return self.principal + self.interest + self.fee
