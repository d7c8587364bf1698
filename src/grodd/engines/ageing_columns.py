"""Ageing and provisions of a whole portfolio at once, in columns of 64-bit whole numbers.

A twin of the scalar engine, equal to it on every loan. The nightly count of a large book is a few
passes over its open instalments, whatever the number of loans.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from grodd.engines.ageing import NO_TOLERANCE, Arrears, Bucket, DueDay, Tolerance
from grodd.engines.provisioning import ProvisionRate

Column = npt.NDArray[np.int64]

_NOT_LATE = np.iinfo(np.int64).max
_PRODUCT_MAX = 1 << 62


@dataclass(frozen=True, slots=True)
class OpenColumns:
    """The open instalments of many loans, one entry for each instalment.

    Attributes:
        loan: Which loan, counted from 0; in any order.
        due: The day it is to be paid, as its proleptic Gregorian ordinal.
        principal: Unpaid principal, not negative (unit: minor units).
        other: Unpaid interest, fees and penalties, not negative (unit: minor units).
    """

    loan: Column
    due: Column
    principal: Column
    other: Column

    def __post_init__(self) -> None:
        """Assert that the columns are of one length."""
        lengths = {len(self.loan), len(self.due), len(self.principal), len(self.other)}
        assert len(lengths) == 1, lengths


@dataclass(frozen=True, slots=True)
class ArrearsColumns:
    """How late each loan is; every column has one entry for each loan.

    Attributes:
        days_past_due: As in ``Arrears``.
        amount: As in ``Arrears`` (unit: minor units).
        principal: As in ``Arrears`` (unit: minor units).
        outstanding_principal: As in ``Arrears`` (unit: minor units).
    """

    days_past_due: Column
    amount: Column
    principal: Column
    outstanding_principal: Column

    def loan(self, number: int) -> Arrears:
        """One loan of them, as the scalar engine gives it."""
        return Arrears(
            int(self.days_past_due[number]),
            int(self.amount[number]),
            int(self.principal[number]),
            int(self.outstanding_principal[number]),
        )


def arrears_of_all(
    rows: OpenColumns,
    loans: int,
    on: date,
    convention: DueDay,
    tolerance: Tolerance = NO_TOLERANCE,
) -> ArrearsColumns:
    """How late each loan is at the end of a day.

    Args:
        rows: The open instalments.
        loans: How many loans there are; one without open instalments is not late.
        on: The day.
        convention: Whether the due date itself counts.
        tolerance: How little does not count.
    """
    unpaid = rows.principal + rows.other
    counted = 1 if convention is DueDay.COUNTED else 0
    late = (unpaid != 0) & (rows.due < on.toordinal() + counted)
    amount = _sums(rows.loan[late], unpaid[late], loans)
    oldest = np.full(loans, _NOT_LATE, dtype=np.int64)
    np.minimum.at(oldest, rows.loan[late], rows.due[late])
    days = np.where(oldest == _NOT_LATE, 0, on.toordinal() + counted - oldest)
    days[(amount <= tolerance.minor) | (days <= tolerance.days)] = 0
    return ArrearsColumns(
        days_past_due=days,
        amount=amount,
        principal=_sums(rows.loan[late], rows.principal[late], loans),
        outstanding_principal=_sums(rows.loan, rows.principal, loans),
    )


def principal_at_risk(loans: ArrearsColumns, thresholds: Sequence[int]) -> tuple[int, ...]:
    """Unpaid principal of loans later than each of ``thresholds`` (unit: minor units)."""
    return tuple(
        int(loans.outstanding_principal[loans.days_past_due > days].sum()) for days in thresholds
    )


def classes(loans: ArrearsColumns, buckets: Sequence[Bucket]) -> Column:
    """The class of each loan, as a place in ``buckets``.

    Args:
        loans: How late each loan is.
        buckets: Rising by their first day; the lowest begins at 0 days.
    """
    assert buckets, "the lowest class begins at 0 days"
    assert buckets[0].from_days == 0, buckets[0]
    assert all(a.from_days < b.from_days for a, b in pairwise(buckets)), buckets
    firsts = np.array([bucket.from_days for bucket in buckets], dtype=np.int64)
    return np.searchsorted(firsts, loans.days_past_due, side="right").astype(np.int64) - 1


def provisions_of_all(
    loans: ArrearsColumns,
    covered: Column,
    restructured: npt.NDArray[np.bool_],
    table: Sequence[ProvisionRate],
) -> Column:
    """The management provision of each loan, rounded half to even (unit: minor units).

    Args:
        loans: How late each loan is.
        covered: What somebody else would pay; shape (loans,), unit: minor units.
        restructured: Whose plan was changed because of trouble; shape (loans,).
        table: Rising by the first day of its classes.
    """
    places = classes(loans, [rate.bucket for rate in table])
    shares = [(rate.share, rate.restructured_share) for rate in table]
    above = np.array([[share.numerator for share in pair] for pair in shares], dtype=np.int64)
    below = np.array([[share.denominator for share in pair] for pair in shares], dtype=np.int64)
    base = np.maximum(0, loans.outstanding_principal - covered)
    assert int(base.max(initial=0)) * int(above.max()) < _PRODUCT_MAX, "beyond 64 bits"
    column = restructured.astype(np.int64)
    return _half_even(base * above[places, column], below[places, column])


def _sums(loan: Column, amounts: Column, loans: int) -> Column:
    sums = np.zeros(loans, dtype=np.int64)
    np.add.at(sums, loan, amounts)
    return sums


def _half_even(above: Column, below: Column) -> Column:
    """``above`` over ``below``, a tie to the even neighbour; ``above`` is not negative."""
    whole, rest = np.divmod(above, below)
    twice = 2 * rest
    nearest: Column = whole + ((twice > below) | ((twice == below) & (whole % 2 == 1)))
    return nearest
