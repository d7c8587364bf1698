"""Vintages: of what was paid out in a quarter, how much went bad within so many months."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import count, takewhile

from django.db.models import Count, F, Max, Min, Sum
from django.db.models.functions import ExtractQuarter, ExtractYear

from grodd.agreements.models import Loan
from grodd.engines.calendar import add_months
from grodd.engines.money import Money
from grodd.people.asker import Asker
from grodd.reports.lending.seen import LENT, bad_month_ends, lender_of
from grodd.servicing.models import MonthEnd

STEP = 3
"""The table has a column for every third month."""


@dataclass(frozen=True, slots=True)
class Vintage:
    """The loans paid out in one quarter.

    Attributes:
        key: As ``2025Q1``.
        loans: How many.
        paid_out: Their principal.
        bad: By months since the payout: the principal that had gone bad by then. A month that not
            every loan of the quarter has lived to its end is left out.
    """

    key: str
    loans: int
    paid_out: Money
    bad: Mapping[int, Money]

    def share(self, months: int) -> Fraction | None:
        """What had gone bad within so many months (1 = all); None where nobody knows yet."""
        bad = self.bad.get(months)
        return None if bad is None else Fraction(bad.minor, self.paid_out.minor)


@dataclass(frozen=True, slots=True)
class VintageTable:
    """The table in one currency, the oldest quarter first; ``seen`` is the last month end."""

    currency: str
    months: tuple[int, ...]
    vintages: tuple[Vintage, ...]
    seen: date | None


def vintage_tables(asker: Asker, *, on: date) -> tuple[VintageTable, ...]:
    """The vintages, by currency (four queries).

    Raises:
        NotFound: They hold no role here that reads loans.
    """
    lender = lender_of(asker, on=on)
    here = {"agreement__scope_id__in": list(lender.names)}
    seen = MonthEnd.objects.aggregate(last=Max("day"))["last"]
    paid = (
        Loan.objects.filter(**here, state__in=LENT, disbursed_on__isnull=False)
        .order_by()
        .values(
            "currency", year=ExtractYear("disbursed_on"), quarter=ExtractQuarter("disbursed_on")
        )
        .annotate(n=Count("pk"), whole=Sum("principal_minor"))
        .order_by("currency", "year", "quarter")
    )
    bad = _bad(list(lender.names))
    found: dict[str, list[Vintage]] = {}
    for row in paid:
        quarter = (row["year"], row["quarter"])
        minors = bad.get((row["currency"], *quarter), {})
        lived = _lived(quarter, seen)
        sums = {
            months: Money(sum(m for at, m in minors.items() if at <= months), row["currency"])
            for months in lived
        }
        whole = Money(row["whole"], row["currency"])
        key = f"{quarter[0]}Q{quarter[1]}"
        found.setdefault(row["currency"], []).append(Vintage(key, row["n"], whole, sums))
    return tuple(_table(currency, rows, seen) for currency, rows in found.items())


def _table(currency: str, rows: list[Vintage], seen: date | None) -> VintageTable:
    months = sorted({month for row in rows for month in row.bad})
    return VintageTable(currency, tuple(months), tuple(rows), seen)


def _lived(quarter: tuple[int, int], seen: date | None) -> list[int]:
    """The columns that the youngest loan of a quarter has lived through by the last month end."""
    if seen is None:
        return []
    last = date(quarter[0], 3 * quarter[1], 1)
    ends = ((n * STEP, add_months(last, n * STEP + 1) - timedelta(1)) for n in count(1))
    return [months for months, _ in takewhile(lambda one: one[1] <= seen, ends)]


def _bad(scopes: list[int]) -> dict[tuple[str, int, int], dict[int, int]]:
    """Principal that went bad, by quarter of the payout and months since then (minor units)."""
    rows = (
        bad_month_ends()
        .filter(loan__agreement__scope_id__in=scopes, loan__disbursed_on__isnull=False)
        .values("loan_id")
        .annotate(
            first=Min("day"),
            paid=F("loan__disbursed_on"),
            currency=F("loan__currency"),
            minor=F("loan__principal_minor"),
        )
        .values_list("first", "paid", "currency", "minor")
    )
    found: dict[tuple[str, int, int], dict[int, int]] = {}
    for first, paid, currency, minor in rows:
        quarter = found.setdefault((currency, paid.year, (paid.month + 2) // 3), {})
        months = 12 * (first.year - paid.year) + first.month - paid.month
        quarter[months] = quarter.get(months, 0) + minor
    return found
