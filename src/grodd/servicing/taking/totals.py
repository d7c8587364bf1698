"""The totals of the old system beside those of the rows."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from grodd.base import display
from grodd.engines.money import Money
from grodd.servicing.models import PortfolioTakeover
from grodd.servicing.taking.refusals import TotalsDiffer, TotalsMissing

ROWS = "rows"
SUMS = ("principal", "balance", "interest_unpaid", "fees_unpaid", "late_interest")
LABELS: Mapping[str, str | Promise] = {
    ROWS: _("Loans"),
    "principal": _("Amount lent"),
    "balance": _("Balance of principal"),
    "interest_unpaid": _("Interest unpaid"),
    "fees_unpaid": _("Fees unpaid"),
    "late_interest": _("Late interest"),
}
NEEDED = (ROWS, "balance")


@dataclass(frozen=True, slots=True)
class Total:
    """One total.

    Attributes:
        key: Which.
        found: As the rows make it (minor units, or a count).
        typed: As the old system says; None where nobody has said.
    """

    key: str
    found: int
    typed: int | None

    @property
    def difference(self) -> int:
        """How much more the rows make."""
        return 0 if self.typed is None else self.found - self.typed

    def shown(self, minor: int, currency: str) -> str:
        """A total as one reads it."""
        return display.number(minor) if self.key == ROWS else display.money(Money(minor, currency))


def totals_of(takeover: PortfolioTakeover) -> list[Total]:
    """Every total, in order."""
    return [
        Total(key, takeover.found.get(key, 0), takeover.typed.get(key)) for key in (ROWS, *SUMS)
    ]


def refuse_unreconciled(takeover: PortfolioTakeover) -> None:
    """Stop unless the old system's totals are those of the rows, or somebody said why not.

    Raises:
        TotalsMissing: Nobody has typed how many loans there are and what is owed on them.
        TotalsDiffer: One of them differs.
    """
    if any(takeover.typed.get(key) is None for key in NEEDED):
        raise TotalsMissing
    for total in totals_of(takeover):
        if total.difference and not takeover.explanation.strip():
            raise TotalsDiffer(
                label=str(LABELS[total.key]),
                typed=total.shown(total.typed or 0, takeover.currency),
                found=total.shown(total.found, takeover.currency),
            )
