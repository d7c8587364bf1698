"""The size of an equal instalment."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from grodd.engines.rounding import rounded, rounded_to_multiple
from grodd.engines.schedule.simple import annuity_factor
from grodd.engines.schedule.terms import Ending, LoanTerms

_SMOOTHING_ROUNDS_MAX = 3


@dataclass(frozen=True, slots=True)
class Remaining:
    """What is left of a loan when its instalment is set.

    Attributes:
        balance: Principal owed (unit: minor units).
        carried: Interest that waits to be paid (unit: minor units).
        factors: Rate times length of each remaining row.
        grace_principal: How many of them pay no principal.
        grace_interest: How many of them pay no interest.
    """

    balance: int
    carried: int
    factors: tuple[Fraction, ...]
    grace_principal: int
    grace_interest: int


def split_payment(owed: int, balance: int, payment: int) -> tuple[int, int]:
    """Interest first, principal with the rest; interest above the payment waits.

    Args:
        owed: Interest owed (unit: minor units).
        balance: Principal owed.
        payment: The instalment.

    Returns:
        Interest and principal paid (unit: minor units).
    """
    interest = min(owed, payment)
    return interest, min(payment - interest, balance)


def annuity_payment(terms: LoanTerms, left: Remaining) -> int:
    """The equal instalment for what is left (unit: minor units), smoothed if so agreed."""
    if terms.fixed_payment is not None:
        return terms.fixed_payment.minor
    shown = [Fraction(0)] * left.grace_interest + list(left.factors[left.grace_interest :])
    exact = left.balance * annuity_factor(shown[left.grace_principal :])
    payment = to_multiple(terms, exact)
    return _smoothed(terms, left, payment) if terms.ending is Ending.SMOOTHED else payment


def flat_payment(terms: LoanTerms, left: Remaining, base: int) -> int:
    """The equal instalment of a flat loan: interest never falls, as if nothing were repaid."""
    if terms.fixed_payment is not None:
        return terms.fixed_payment.minor
    factors = left.factors[left.grace_principal :]
    interest = sum(rounded(base * factor, terms.rounding) for factor in factors)
    return to_multiple(terms, Fraction(left.balance + interest, len(factors)))


def to_multiple(terms: LoanTerms, exact: Fraction) -> int:
    """Round to minor units, then to the multiple agreed."""
    rounding = terms.instalment_rounding or terms.rounding
    minor = Fraction(rounded(exact, rounding))
    return rounded_to_multiple(minor, terms.instalment_multiple, rounding)


def _smoothed(terms: LoanTerms, left: Remaining, payment: int) -> int:
    """Move the instalment while that brings the last one nearer to the one before it.

    A rest of up to half a minor unit per row is left alone; at most three rounds.
    """
    count = len(left.factors) - left.grace_principal
    threshold = count // 2
    difference = _last_against_the_one_before(terms, left, payment)
    for _ in range(_SMOOTHING_ROUNDS_MAX):
        if threshold == 0 or abs(difference) <= threshold:
            break
        shift = rounded(Fraction(difference, count), terms.rounding)
        trial = to_multiple(terms, Fraction(payment + shift))
        if trial == payment:
            break
        result = _last_against_the_one_before(terms, left, trial)
        if abs(result) >= abs(difference):
            break
        payment, difference = trial, result
    return payment


def _last_against_the_one_before(terms: LoanTerms, left: Remaining, payment: int) -> int:
    amounts = _roll(terms, left, payment)
    return amounts[-1] - amounts[-2] if len(amounts) > 1 else 0


def _roll(terms: LoanTerms, left: Remaining, payment: int) -> Sequence[int]:
    """The amount of every remaining row, if nothing changes on the way."""
    balance, carried = left.balance, left.carried
    amounts: list[int] = []
    last = len(left.factors) - 1
    for i, factor in enumerate(left.factors):
        owed = carried + rounded(balance * factor, terms.rounding)
        if i == last:
            interest, principal = owed, balance
        elif i < left.grace_principal:
            interest, principal = (0 if i < left.grace_interest else owed), 0
        elif i < left.grace_interest:
            interest, principal = 0, min(payment, balance)
        else:
            interest, principal = split_payment(owed, balance, payment)
        carried = owed - interest
        balance -= principal
        amounts.append(interest + principal)
    return amounts
