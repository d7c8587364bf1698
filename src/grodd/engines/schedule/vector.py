"""The same plans for whole portfolios at once, in columns of 64-bit whole numbers.

A twin of the quick way, equal to it on every row of every loan. Loans of one product and day
share their dates and prices, so a portfolio is a few groups. Numbers too large for 64 bits, and
the rare loan whose rows need the general way, are computed one by one.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import gcd

import numpy as np
import numpy.typing as npt

from grodd.engines.rounding import Rounding, rounded
from grodd.engines.schedule.plan import Plan
from grodd.engines.schedule.quick import (
    FACTOR_BITS,
    Grid,
    GridKey,
    grid_key,
    grid_of,
    is_plain,
    plan,
    plans_for,
)
from grodd.engines.schedule.terms import Amortisation, LoanTerms

Column = npt.NDArray[np.int64]

_LIMB_BITS = 18
_LIMB_MASK = (1 << _LIMB_BITS) - 1
_LIMBS = 4
_UNSURE = 4
"""How far the factor in limbs may be off (unit: parts of a minor unit, 2 to the -18)."""

_PRINCIPAL_BITS_MAX = 42
_PRODUCT_MAX = 1 << 62


@dataclass(frozen=True, slots=True)
class Columns:
    """The plans of many loans that share their dates.

    Attributes:
        dues: When each row is paid.
        principal: What lowers the debt; shape (rows, loans), unit: minor units.
        interest: What the time costs; same shape and unit.
        balance_after: Principal still owed; same shape and unit.
    """

    dues: tuple[date, ...]
    principal: Column
    interest: Column
    balance_after: Column

    def plan(self, terms: LoanTerms, loan: int) -> Plan:
        """One loan of them, as the scalar engine gives it."""
        fee = terms.fee_each.minor if terms.fee_each else 0
        return Plan(
            terms.currency,
            self.dues,
            tuple(self.principal[:, loan].tolist()),
            tuple(self.interest[:, loan].tolist()),
            (fee,) * len(self.dues),
            tuple(self.balance_after[:, loan].tolist()),
        )


def columns_for(terms: LoanTerms, principals: Column) -> Columns:
    """The plans of loans that differ only in the principal.

    Args:
        terms: The set-up they share; its own principal plays no part.
        principals: What each loan lends, more than nothing; shape (loans,), unit: minor units.
    """
    assert is_plain(terms), "only a plain loan is the same in every size"
    grid = grid_of(terms)
    if not _fits(grid, principals):
        return _one_by_one(terms, grid, principals)
    if terms.amortisation is Amortisation.STRAIGHT:
        return _straight(terms, grid, principals)
    columns = _annuities(terms, grid, principals)
    wrong = (columns.principal.min(axis=0) < 0) | (columns.balance_after.min(axis=0) < 0)
    made = plans_for(terms)
    for loan in np.flatnonzero(wrong):
        exact = made(int(principals[loan]))
        columns.principal[:, loan] = exact.principal
        columns.interest[:, loan] = exact.interest
        columns.balance_after[:, loan] = exact.balance_after
    return columns


def portfolio(loans: Sequence[LoanTerms]) -> tuple[Plan, ...]:
    """The plan of each loan, in the order given, computed group by group."""
    groups: Mapping[tuple[GridKey, Amortisation, Rounding] | int, list[int]] = defaultdict(list)
    for i, terms in enumerate(loans):
        plain = is_plain(terms)
        key = (grid_key(terms), terms.amortisation, terms.rounding) if plain else i
        groups[key].append(i)
    plans: dict[int, Plan] = {}
    for members in groups.values():
        if len(members) == 1:
            plans[members[0]] = plan(loans[members[0]])
            continue
        principals = np.array([loans[i].principal.minor for i in members], dtype=np.int64)
        columns = columns_for(loans[members[0]], principals)
        plans |= {i: columns.plan(loans[i], place) for place, i in enumerate(members)}
    return tuple(plans[i] for i in range(len(loans)))


def _fits(grid: Grid, principals: Column) -> bool:
    """Whether no product on the way can pass 64 bits."""
    largest = int(principals.max(initial=0))
    product = largest * max(grid.doubled) + 2 * grid.denominator
    whole = grid.scaled >> FACTOR_BITS
    return (
        product < _PRODUCT_MAX
        and largest.bit_length() <= _PRINCIPAL_BITS_MAX
        and (largest * (whole + 1)) << _LIMB_BITS < _PRODUCT_MAX
    )


def _one_by_one(terms: LoanTerms, grid: Grid, principals: Column) -> Columns:
    made = plans_for(terms)
    plans = [made(int(principal)) for principal in principals]
    return Columns(
        grid.dues,
        np.array([each.principal for each in plans], dtype=np.int64).T,
        np.array([each.interest for each in plans], dtype=np.int64).T,
        np.array([each.balance_after for each in plans], dtype=np.int64).T,
    )


def _annuities(terms: LoanTerms, grid: Grid, principals: Column) -> Columns:
    shape = (len(grid.dues), len(principals))
    parts, interest, balances = (np.empty(shape, dtype=np.int64) for _ in range(3))
    payment = _payments(terms, grid, principals)
    even = terms.rounding is Rounding.HALF_EVEN
    balance = principals
    for row, numerator in enumerate(grid.doubled):
        owed, part, after = interest[row], parts[row], balances[row]
        _interest(balance, numerator, grid.denominator, owed, even=even)
        np.subtract(payment, owed, out=part)
        np.subtract(balance, part, out=after)
        balance = after
    parts[-1] += balance
    balance[:] = 0
    return Columns(grid.dues, parts, interest, balances)


def _straight(terms: LoanTerms, grid: Grid, principals: Column) -> Columns:
    count = len(grid.dues)
    each, rest = np.divmod(principals, count)
    parts = each + (np.arange(count)[:, None] < rest)
    balances = principals - np.cumsum(parts, axis=0)
    interest = np.empty_like(parts)
    even = terms.rounding is Rounding.HALF_EVEN
    before = principals
    for row, numerator in enumerate(grid.doubled):
        _interest(before, numerator, grid.denominator, interest[row], even=even)
        before = balances[row]
    return Columns(grid.dues, parts, interest, balances)


def _interest(
    balance: Column, numerator: int, denominator: int, out: Column, *, even: bool
) -> None:
    """Interest of one row for all loans, written to ``out``."""
    doubled = 2 * denominator
    above = balance * numerator
    above += denominator
    np.floor_divide(above, doubled, out=out)
    # A tie needs a whole number of halves; most rates and periods never meet one.
    if even and denominator % gcd(numerator, doubled) == 0:
        out -= (out & 1) & (out * doubled == above)


def _payments(terms: LoanTerms, grid: Grid, principals: Column) -> Column:
    """The equal instalment of each loan; what the limbs cannot decide, the exact factor does."""
    limbs = [
        (grid.scaled >> (FACTOR_BITS - _LIMB_BITS * i)) & _LIMB_MASK for i in range(1, _LIMBS + 1)
    ]
    above = np.zeros_like(principals)
    for limb in reversed(limbs):
        above >>= _LIMB_BITS
        above += principals * limb
    above += principals * (grid.scaled >> FACTOR_BITS << _LIMB_BITS)
    above += 1 << (_LIMB_BITS - 1)
    beyond = above & _LIMB_MASK
    payment = above >> _LIMB_BITS
    for loan in np.flatnonzero((beyond == 0) | (beyond > _LIMB_MASK - _UNSURE)):
        payment[loan] = rounded(int(principals[loan]) * grid.factor, terms.rounding)
    return payment
