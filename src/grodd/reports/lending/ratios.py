"""The figures that lenders are compared by, each with what stands above and below the line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction

from django.db.models import Sum

from grodd.agreements.models import LoanEvent
from grodd.agreements.queries import READERS
from grodd.engines import provisioning
from grodd.engines.ageing import PAR_DAYS
from grodd.engines.calendar import add_months
from grodd.engines.money import Money
from grodd.ledger.models import Account
from grodd.ledger.queries import result_between
from grodd.payments.models import Treasury
from grodd.people.asker import Asker
from grodd.reports.lending.returns import grown
from grodd.reports.lending.risk import month_ends, summed
from grodd.reports.lending.seen import Lender, lender_of, loans_of
from grodd.reports.result import COSTS, Part, parts_of
from grodd.servicing.models import PortfolioDay
from grodd.servicing.queries import RUNNING

RISK_DAYS = 30
MONTH_ENDS_MIN = 2


class Key(StrEnum):
    """Which ratio."""

    COVERAGE = "coverage"
    WRITE_OFF = "write_off"
    YIELD = "yield"
    SELF_SUFFICIENCY = "self_sufficiency"
    RETURN = "return"


@dataclass(frozen=True, slots=True)
class Ratio:
    """One figure.

    Attributes:
        key: Which.
        value: Its value (1 = 100 %), or None where something is missing.
        above, below: The amounts it was computed from, where they are known.
    """

    key: Key
    value: Fraction | None
    above: Money | None = None
    below: Money | None = None


@dataclass(frozen=True, slots=True)
class Ratios:
    """The ratios of a year.

    Attributes:
        first, last: The first and last day that were counted.
        found: The ratios that the asker may see.
        months: How many month ends the average portfolio was made of.
        costs: What the self-sufficiency holds the income against, by kind.
    """

    first: date
    last: date
    found: tuple[Ratio, ...]
    months: int
    costs: Mapping[str, Money]


def ratios(asker: Asker, *, on: date) -> Ratios:
    """The ratios of the twelve whole months before a day (nine queries).

    What comes from the books is of the whole organisation, so only those who read all of its loans
    see it.

    Raises:
        NotFound: They hold no role here that reads loans.
    """
    lender = lender_of(asker, on=on)
    last = on.replace(day=1) - timedelta(1)
    first = add_months(on.replace(day=1), -12)
    reserve, risky, worth, currency = _now(lender)
    ends = _month_ends(lender, currency)
    found = [
        _ratio(Key.COVERAGE, provisioning.risk_coverage(reserve, risky), reserve, risky, currency)
    ]
    lost = _written_off(lender, first, last, currency)
    mean = round(provisioning.average(ends)) if len(ends) >= MONTH_ENDS_MIN else 0
    share = provisioning.write_off_ratio(lost, ends) if mean else None
    found.append(_ratio(Key.WRITE_OFF, share, lost, mean, currency))
    paid = grown(lender, currency, worth=worth, on=on)
    rate = None if paid.rate is None else Fraction(paid.rate)
    found.append(_ratio(Key.RETURN, rate, paid.came, paid.went, currency))
    costs: dict[str, int] = {}
    if asker.organisation_id in asker.organisations_where(*READERS):
        lines = [one for one in _result(asker, first, last) if one[0].currency == currency]
        earned = _sum_of(lines, Part.EARNED)
        days = (last - first).days + 1
        brought = provisioning.portfolio_yield(earned, 0, ends, days) if mean else None
        found.append(_ratio(Key.YIELD, brought, earned, mean, currency))
        revenue = _sum_of(lines, Part.REVENUE)
        costs = {part.value: _sum_of(lines, part) for part in COSTS}
        whole = provisioning.operational_self_sufficiency(revenue, costs)
        found.append(_ratio(Key.SELF_SUFFICIENCY, whole, revenue, sum(costs.values()), currency))
    shown = {name: Money(minor, currency) for name, minor in costs.items()} if currency else {}
    return Ratios(first, last, tuple(found), len(ends), shown)


def _ratio(key: Key, value: Fraction | None, above: int, below: int, currency: str) -> Ratio:
    if not currency:
        return Ratio(key, None)
    return Ratio(key, value, Money(above, currency), Money(below, currency))


def _now(lender: Lender) -> tuple[int, int, int, str]:
    """What is set aside, at risk, and what is lent less what is set aside or kept for borrowers.

    Today, in the currency of most loans.
    """
    rows = summed(loans_of(lender).filter(state__in=RUNNING), lender.rule, ())
    if not rows:
        return 0, 0, 0, ""
    most = max(rows, key=lambda row: (row["n"], row["currency"]))
    assert RISK_DAYS in PAR_DAYS
    worth = max(most["lent"] - most["aside"] - most["kept"], 0)
    return most["aside"], most[f"par_{RISK_DAYS}"], worth, most["currency"]


def _month_ends(lender: Lender, currency: str) -> list[int]:
    """All that was lent at the last thirteen month ends, as many as were seen (minor units)."""
    rows = PortfolioDay.objects.filter(
        scope_id__in=list(lender.names), day__in=month_ends(lender.rule.on), currency=currency
    )
    sums = rows.order_by().values("day").annotate(lent=Sum("principal_minor")).order_by("day")
    return [row["lent"] for row in sums]


def _written_off(lender: Lender, first: date, last: date, currency: str) -> int:
    events = LoanEvent.objects.filter(
        loan__agreement__scope_id__in=list(lender.names),
        loan__currency=currency,
        kind=LoanEvent.Kind.WRITE_OFF,
        reversed_by__isnull=True,
        day__gte=first,
        day__lte=last,
    )
    found: int = events.aggregate(sum=Sum("amount_minor", default=0))["sum"]
    return found


def _result(asker: Asker, first: date, last: date) -> list[tuple[Account, Money]]:
    treasury = Treasury.objects.filter(organisation_id=asker.organisation_id or 0).first()
    return result_between(treasury.book_id, first, last) if treasury else []


def _sum_of(lines: Sequence[tuple[Account, Money]], part: Part) -> int:
    """What a figure counts of the accounts of a period (minor units)."""
    return sum(money.minor for account, money in lines if part in parts_of(account))
