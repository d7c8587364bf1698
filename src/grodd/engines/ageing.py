"""Days past due, arrears, classes, and what of a portfolio is at risk."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction


class DueDay(StrEnum):
    """Whether the due date itself counts as a day past due once it ends unpaid."""

    NOT_COUNTED = "the day after the due date is the first day past due"
    COUNTED = "the due date is the first day past due"


@dataclass(frozen=True, slots=True)
class OpenRow:
    """An instalment with what is unpaid of it.

    Attributes:
        due: The day it is to be paid.
        principal: Unpaid principal (unit: minor units).
        other: Unpaid interest, fees and penalties (unit: minor units).
    """

    due: date
    principal: int
    other: int

    @property
    def unpaid(self) -> int:
        """All that is unpaid of it (unit: minor units)."""
        return self.principal + self.other


@dataclass(frozen=True, slots=True)
class Tolerance:
    """How little may be unpaid before a loan counts as late.

    Attributes:
        minor: An amount that does not make a loan late (unit: minor units).
        days: A delay that does not make a loan late (unit: days).
    """

    minor: int = 0
    days: int = 0


@dataclass(frozen=True, slots=True)
class Arrears:
    """How late a loan is.

    Attributes:
        days_past_due: Since the oldest instalment that is unpaid and matters; 0 = not late.
        amount: All that was to be paid before and is not (unit: minor units).
        principal: The principal of it (unit: minor units).
        outstanding_principal: All unpaid principal, due or not (unit: minor units).
    """

    days_past_due: int
    amount: int
    principal: int
    outstanding_principal: int


@dataclass(frozen=True, slots=True, order=True)
class Bucket:
    """A class of lateness; the bucket with the highest threshold reached holds.

    Attributes:
        from_days: Days past due from which it holds; the lowest is 0.
        key: Its name.
    """

    from_days: int
    key: str


class Rescheduled(StrEnum):
    """How loans count whose plan was changed because of trouble. A table must say which."""

    BY_DAYS = "rescheduled loans count by their own days"
    AT_RISK = "rescheduled loans count as at risk"


@dataclass(frozen=True, slots=True)
class RiskLine:
    """A line of the table of portfolio at risk.

    Attributes:
        more_than_days: Loans later than so many days.
        principal: All their unpaid principal (unit: minor units).
        share: Of all unpaid principal (0 to 1).
    """

    more_than_days: int
    principal: int
    share: Fraction


NO_TOLERANCE = Tolerance()

PAR_DAYS = (1, 30, 60, 90, 180)
"""The lines lenders show one another. Source: CGAP, Microfinance Consensus Guidelines (2003)."""


def days_past_due(due: date, on: date, convention: DueDay) -> int:
    """How many days an instalment due on ``due`` and unpaid at the end of ``on`` is late."""
    days = (on - due).days
    return max(0, days + 1 if convention is DueDay.COUNTED else days)


def arrears(
    rows: Sequence[OpenRow],
    on: date,
    convention: DueDay,
    tolerance: Tolerance = NO_TOLERANCE,
) -> Arrears:
    """How late a loan is at the end of a day.

    Args:
        rows: Its instalments, rising by due date, with what is unpaid of each.
        on: The day.
        convention: Whether the due date itself counts.
        tolerance: How little does not count.
    """
    late = [row for row in rows if row.unpaid and days_past_due(row.due, on, convention)]
    amount = sum(row.unpaid for row in late)
    days = days_past_due(late[0].due, on, convention) if late else 0
    if amount <= tolerance.minor or days <= tolerance.days:
        days = 0
    return Arrears(
        days_past_due=days,
        amount=amount,
        principal=sum(row.principal for row in late),
        outstanding_principal=sum(row.principal for row in rows),
    )


def bucket_of(days: int, buckets: Sequence[Bucket]) -> Bucket:
    """The class of a loan that is ``days`` late."""
    reached = [bucket for bucket in buckets if bucket.from_days <= days]
    assert reached, "the lowest class begins at 0 days"
    return max(reached)


def worst_of(arrears_by_customer: Mapping[str, Sequence[Arrears]]) -> Mapping[str, int]:
    """The days past due of each customer: those of the worst of their loans (unit: days).

    For lenders that class all loans of a customer with the worst one.
    """
    return {
        customer: max((loan.days_past_due for loan in loans), default=0)
        for customer, loans in arrears_by_customer.items()
    }


def risk_table(
    loans: Sequence[Arrears],
    rescheduled: Sequence[bool],
    counting: Rescheduled,
    thresholds: Sequence[int] = PAR_DAYS,
) -> tuple[RiskLine, ...]:
    """Portfolio at risk for each threshold.

    Args:
        loans: How late each loan is.
        rescheduled: Of each loan, whether its plan was changed because of trouble.
        counting: How those count.
        thresholds: Days, e.g. 30 for loans more than 30 days late.
    """
    portfolio = sum(loan.outstanding_principal for loan in loans)
    lines: list[RiskLine] = []
    for days in thresholds:
        principal = sum(
            loan.outstanding_principal
            for loan, changed in zip(loans, rescheduled, strict=True)
            if loan.days_past_due > days or (changed and counting is Rescheduled.AT_RISK)
        )
        share = Fraction(principal, portfolio) if portfolio else Fraction(0)
        lines.append(RiskLine(days, principal, share))
    return tuple(lines)


def at_risk(loans: Sequence[Arrears], more_than_days: int) -> Fraction:
    """PAR: the share of all unpaid principal that lies in loans later than so many days.

    The whole unpaid principal of such a loan counts, not only what is late of it.

    Source:
        CGAP, Microfinance Consensus Guidelines (2003), portfolio at risk.
    """
    portfolio = sum(loan.outstanding_principal for loan in loans)
    risky = sum(loan.outstanding_principal for loan in loans if loan.days_past_due > more_than_days)
    return Fraction(risky, portfolio) if portfolio else Fraction(0)


def by_bucket(loans: Sequence[Arrears], buckets: Sequence[Bucket]) -> Mapping[str, int]:
    """Unpaid principal of each class (unit: minor units); a class without loans is 0."""
    sums = {bucket.key: 0 for bucket in buckets}
    for loan in loans:
        sums[bucket_of(loan.days_past_due, buckets).key] += loan.outstanding_principal
    return sums
