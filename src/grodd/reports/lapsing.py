"""Claims that lapse soon."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Min

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

MONTHS_AHEAD = 12


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
