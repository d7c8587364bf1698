"""Claims that lapse soon."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Min
from django.utils.translation import gettext, gettext_lazy

from grodd.agreements.limitation import (
    CONSUMER_YEARS,
    YEARS,
    Limitation,
    limitation_of,
    silent_since,
)
from grodd.agreements.models import Loan
from grodd.agreements.queries import claims_seen_by
from grodd.base.models import DatedRule
from grodd.engines.calendar import add_months
from grodd.people.asker import Asker
from grodd.reports.lending.names import STATES
from grodd.reports.sheets import Sheet

MONTHS_AHEAD = 12
INTERRUPTIONS = {
    "draw": gettext_lazy("the day the money came"),
    "payment": gettext_lazy("the last payment"),
    "letter": gettext_lazy("the last letter"),
    "demand": gettext_lazy("a demand"),
    "acknowledgement": gettext_lazy("an acknowledgement by the borrower"),
    "court": gettext_lazy("a step in court"),
}


@dataclass(frozen=True, slots=True)
class Lapsing:
    """A loan whose claim lapses soon, or has lapsed."""

    loan: Loan
    limitation: Limitation


def lapsing_claims(asker: Asker, *, on: date) -> list[Lapsing]:
    """What is owed where the asker works and lapses within a year, the soonest first (two queries).

    Raises:
        NotFound: The asker works with no loans here.
    """
    loans = claims_seen_by(asker)
    rules = DatedRule.objects.filter(key__in=(YEARS, CONSUMER_YEARS), valid_from__lte=on)
    fewest = rules.aggregate(least=Min("value"))["least"]
    if fewest is None:
        return []
    horizon = add_months(on, MONTHS_AHEAD)
    silent = silent_since(loans, add_months(horizon, -12 * fewest), on=on)
    found = [(loan, limitation_of(loan)) for loan in silent]
    soon = [Lapsing(loan, one) for loan, one in found if one and one.lapses <= horizon]
    return sorted(soon, key=lambda each: (each.limitation.lapses, each.loan.pk))


def lapsing_sheet(asker: Asker, *, on: date) -> Sheet:
    """The same claims as a file, with the years and what they are counted from.

    Raises:
        NotFound: The asker works with no loans here.
    """
    found = lapsing_claims(asker, on=on)
    heads = [
        gettext("Loan"), gettext("Title"), gettext("Borrower"), gettext("State"),
        gettext("The claim lapses on"), gettext("Has lapsed"), gettext("Years"),
        gettext("Counted from"), gettext("What happened then"),
    ]  # fmt: skip
    rows = (_row(one, on) for one in found)
    return Sheet("lapsing", gettext("Claims that lapse within a year"), heads, rows, len(found))


def _row(one: Lapsing, on: date) -> list[Any]:
    loan, limitation = one.loan, one.limitation
    return [
        loan.reference, loan.agreement.title, loan.agreement.recipient.name,
        str(STATES[loan.state]), limitation.lapses, int(limitation.lapses < on),
        limitation.years, limitation.last, str(INTERRUPTIONS[limitation.why]),
    ]  # fmt: skip
