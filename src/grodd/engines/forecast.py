"""What a portfolio will pay and when, and what it returns.

Two forecasts stand side by side: what is agreed, and what is expected once each class of lateness
pays its share after its delay. Shares and delays are rows that the lender sets from its own
history. Not one minor unit is lost between them: expected money and expected loss add up to what
is agreed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from grodd.engines.calendar import add_months, month_days
from grodd.engines.effective_rate import Flow, effective_rate
from grodd.engines.rounding import rounded

_YEAR_DAYS = 365


@dataclass(frozen=True, slots=True)
class DueRow:
    """An instalment with what is unpaid of it.

    Attributes:
        due: The day it is to be paid.
        principal: Unpaid principal (unit: minor units).
        interest: Unpaid interest (unit: minor units).
        fee: Unpaid fees and late interest (unit: minor units).
    """

    due: date
    principal: int
    interest: int
    fee: int = 0


@dataclass(frozen=True, slots=True)
class Running:
    """A loan that runs.

    Attributes:
        bucket: The key of its class of lateness.
        rows: Its open instalments, rising by due date.
    """

    bucket: str
    rows: tuple[DueRow, ...]


@dataclass(frozen=True, slots=True)
class Expectation:
    """What loans of one class have paid before, and how late.

    Attributes:
        paid_share: Of what is due (0 to 1).
        delay_days: After the due date, or after today where that has passed.
    """

    paid_share: Fraction = Fraction(1)
    delay_days: int = 0

    def __post_init__(self) -> None:
        """Assert what the forecast relies on."""
        assert 0 <= self.paid_share <= 1, self.paid_share
        assert self.delay_days >= 0, self.delay_days


@dataclass(frozen=True, slots=True)
class Month:
    """The money of one month (unit: minor units).

    Attributes:
        first: Its first day.
        principal: Expected principal.
        interest: Expected interest.
        fee: Expected fees and late interest.
        lost: What was agreed to come this month, delay counted, and is not expected to.
    """

    first: date
    principal: int
    interest: int
    fee: int
    lost: int

    @property
    def total(self) -> int:
        """All that is expected (unit: minor units)."""
        return self.principal + self.interest + self.fee


AS_AGREED = Expectation()


def forecast(
    loans: Sequence[Running], on: date, expected: Mapping[str, Expectation] | None = None
) -> tuple[Month, ...]:
    """The money of each month from that of ``on`` to the last with any; no month is left out.

    Args:
        loans: The loans.
        on: The first day of the forecast; what was due before is expected from then.
        expected: By class; without it everything comes as agreed.

    Returns:
        Months in order; none at all if nothing is unpaid.
    """
    sums: dict[date, list[int]] = {}
    for loan in loans:
        how = AS_AGREED if expected is None else expected[loan.bucket]
        owed = paid = 0
        for row in loan.rows:
            day = max(row.due, on) + timedelta(how.delay_days)
            month = sums.setdefault(day.replace(day=1), [0, 0, 0, 0])
            for place, minor in enumerate((row.principal, row.interest, row.fee)):
                # Rounded as a running sum, so that a loan as a whole pays its share.
                owed += minor
                part = min(rounded(owed * how.paid_share) - paid, minor)
                paid += part
                month[place] += part
                month[3] += minor - part
    if not any(any(column) for column in sums.values()):
        return ()
    nothing = [0, 0, 0, 0]
    return tuple(Month(first, *sums.get(first, nothing)) for first in _months(on, max(sums)))


def effective_return(flows: Sequence[Flow], closing_minor: int, on: date) -> float | None:
    """The yearly rate at which the lender's money grew, defaults and idle days counted.

    The rate that makes all payouts worth as much as all payments with what the portfolio is worth
    at the end. Days count over 365. It is no money and is never booked, so it is a float.

    Args:
        flows: Payouts above zero, payments below (unit: minor units), none after ``on``.
        closing_minor: What the portfolio is worth on ``on``: unpaid principal less provisions.
        on: The last day.

    Returns:
        A share of one a year; -1.0 if all was lost, None if nothing was paid out or no day passed.
    """
    assert closing_minor >= 0, closing_minor
    assert all(flow.day <= on for flow in flows), on
    first = min((flow.day for flow in flows), default=on)
    if first == on or not any(flow.minor > 0 for flow in flows):
        return None
    whole = (*flows, Flow(on, -closing_minor))
    if not any(flow.minor < 0 for flow in whole):
        return -1.0
    return effective_rate([((flow.day - first).days / _YEAR_DAYS, flow.minor) for flow in whole])


def expected_return(lent_minor: int, on: date, months: Sequence[Month]) -> float | None:
    """The yearly rate a forecast returns on what is lent today, each month paid at its end.

    Args:
        lent_minor: Unpaid principal, or what a buyer would pay (unit: minor units).
        on: The day of the forecast.
        months: The forecast.

    Returns:
        A share of one a year; -1.0 if nothing will come, None if nothing is lent.
    """
    flows = [Flow(max(_last_day(month.first), on), -month.total) for month in months]
    end = max((flow.day for flow in flows), default=on + timedelta(1))
    return effective_return([Flow(on, lent_minor), *flows], 0, end) if lent_minor else None


def _months(start: date, last: date) -> tuple[date, ...]:
    """The first days of all months from that of ``start`` to that of ``last``."""
    count = 12 * (last.year - start.year) + last.month - start.month
    return tuple(add_months(start.replace(day=1), month) for month in range(count + 1))


def _last_day(first: date) -> date:
    return first.replace(day=month_days(first.year, first.month))
