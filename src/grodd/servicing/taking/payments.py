"""A second file with the payments of the loans: those before the day are kept, later ones told."""

from collections.abc import Collection
from datetime import date

from django.utils.translation import gettext

from grodd.base import files
from grodd.base.tables import Table, read_table
from grodd.servicing.models import PortfolioTakeover
from grodd.servicing.taking import cells
from grodd.servicing.taking.columns import guessed_payments
from grodd.servicing.taking.refusals import PaymentsUnclear

NEEDED = ("reference", "day", "amount")


def payments_of(
    takeover: PortfolioTakeover, references: Collection[str]
) -> dict[str, list[list[object]]]:
    """Day (ISO) and amount (minor units) of each payment by the loan's reference, in their order.

    Raises:
        PaymentsUnclear: A row says not whose it is, when it came, or how much it was.
    """
    if takeover.payments is None:
        return {}
    table = read_table(takeover.payments.name, files.read(takeover.payments))
    return read_payments(table, takeover.currency, references)


def read_payments(
    table: Table, currency: str, references: Collection[str]
) -> dict[str, list[list[object]]]:
    """The same from a table; every payment must be of a loan that is known."""
    mapping = guessed_payments(table.headings)
    if len(mapping) < len(NEEDED):
        raise PaymentsUnclear(row=1, text=gettext("A heading is missing."))
    whose, when, much = (table.headings.index(mapping[key]) for key in NEEDED)
    found: dict[str, list[list[object]]] = {}
    for row, line in table.rows:
        day, minor = cells.read_date(line[when]), cells.read_amount(line[much], currency)
        if line[whose] not in references:
            raise PaymentsUnclear(row=row, text=gettext("No loan has this reference."))
        if day is None or minor is None or minor <= 0:
            raise PaymentsUnclear(row=row, text=gettext("The day or the amount is not clear."))
        found.setdefault(line[whose], []).append([day.isoformat(), minor])
    return {reference: sorted(each, key=_by_day) for reference, each in found.items()}


def later_than(payments: list[list[object]], day: date) -> list[tuple[date, int]]:
    """The payments after a day."""
    found = [(date.fromisoformat(str(on)), int(str(minor))) for on, minor in payments]
    return [(on, minor) for on, minor in found if on > day]


def _by_day(payment: list[object]) -> str:
    return str(payment[0])
