"""Principal that is no longer counted on, and what comes back of it."""

from datetime import date

from grodd.engines.life.debt import Debt
from grodd.engines.life.events import WriteOff
from grodd.engines.life.journal import INCOME, Journal
from grodd.engines.life.line import LATE, PRINCIPAL
from grodd.engines.life.values import Side
from grodd.engines.waterfall import State
from grodd.engines.waterfall.values import INDEX


class Losses:
    """What was written off of a loan and can still be claimed.

    Attributes:
        left: What did not come back of each part, by ``ORDER`` (unit: minor units).
    """

    def __init__(self, debt: Debt, journal: Journal) -> None:
        """Nothing is lost."""
        self.debt = debt
        self.journal = journal
        self.left = [0, 0, 0, 0]

    @property
    def lost(self) -> int:
        """Principal that did not come back."""
        return self.left[PRINCIPAL]

    @property
    def claims(self) -> int:
        """Interest, late interest and fees that went with it."""
        return sum(self.left) - self.left[PRINCIPAL]

    def write_off(self, loss: WriteOff) -> bool:
        """The last principal first; say whether all of it went."""
        principal = sum(line.left(PRINCIPAL) for line in self.debt.all())
        amount = min(loss.amount, principal)
        self.left[PRINCIPAL] += amount
        self.journal.move(loss.key, loss.day, Side.LOSS, Side.PRINCIPAL, amount)
        if not amount:
            return False
        if amount == principal:
            self._all(loss)
        else:
            self._some(loss, amount)
        return amount == principal

    def recover(self, key: str, day: date, money: int, source: Side) -> int:
        """What comes in makes up for what was lost, as agreed; the answer is what is left of it."""
        order = self.debt.contract.rules[State.WRITTEN_OFF].order
        for part in dict.fromkeys(INDEX[component] for _, component in order):
            amount = min(money, self.left[part])
            if amount:
                self.left[part] -= amount
                money -= amount
                self.journal.beside(
                    key, day, amount, debit=source, credit=Side.RECOVERED, part=part
                )
        return money

    def _all(self, loss: WriteOff) -> None:
        debt, journal = self.debt, self.journal
        debt.call(debt.next_open(loss.day), loss.day)
        journal.fall_due(debt.lines, loss.day)
        for line in debt.all():
            for part, amount in enumerate(debt.unpaid_on(line, loss.day)):
                if not amount:
                    continue
                self.left[part] += amount if part != PRINCIPAL else 0
                line.owed[LATE] += amount if part == LATE else 0
                journal.give_up(loss.key, loss.day, line, part, amount)
                if part in INCOME:
                    journal.move(loss.key, loss.day, Side.LOSS, Side.DUE, amount)
            line.close()

    def _some(self, loss: WriteOff, amount: int) -> None:
        debt = self.debt
        ahead = min(amount, debt.ahead(debt.next_open(loss.day)))
        if ahead:
            debt.lower(loss.day, ahead)
            self.journal.beside(loss.key, loss.day, ahead, debit=None, credit=Side.PRINCIPAL)
        left = amount - ahead
        for line in reversed(debt.due_on(loss.day)):
            part = min(left, line.left(PRINCIPAL))
            if part:
                self.journal.give_up(loss.key, loss.day, line, PRINCIPAL, part)
                left -= part
