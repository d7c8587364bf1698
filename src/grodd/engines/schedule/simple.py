"""The two everyday plans, for given due dates: equal principal, and equal payments."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from grodd.engines.daycount import DayCount, year_fraction
from grodd.engines.money import Money
from grodd.engines.schedule.instalment import INSTALMENT_COUNT_MAX, Instalment

RATE_BP_MAX = 10_000


def straight_schedule(
    *,
    principal: Money,
    annual_rate_bp: int,
    disbursed: date,
    due_dates: Sequence[date],
    grace_principal: int = 0,
    fee_each: Money | None = None,
    day_count: DayCount = DayCount.THIRTY_E_360,
) -> tuple[Instalment, ...]:
    """Equal principal each time, interest on what is still owed ("rak amortering").

    Args:
        principal: What is lent, more than nothing.
        annual_rate_bp: Nominal rate (unit: hundredths of a percent a year).
        disbursed: The day the money is paid out; interest runs from it.
        due_dates: Rising, all after ``disbursed``.
        grace_principal: How many of the first instalments are interest only.
        fee_each: A fee on every instalment, in the currency of the loan.
        day_count: How the time between two due dates is counted.
    """
    _check(principal, annual_rate_bp, due_dates, grace_principal)
    factors = _factors(annual_rate_bp, disbursed, due_dates, day_count)
    free = len(due_dates) - grace_principal
    parts = (Money.zero(principal.currency),) * grace_principal + principal.split([1] * free)
    fee = fee_each or Money.zero(principal.currency)
    balance = principal
    lines: list[Instalment] = []
    for due, part, factor in zip(due_dates, parts, factors, strict=True):
        interest = balance.times(factor)
        balance -= part
        lines.append(Instalment(due, part, interest, balance, fee))
    assert balance.minor == 0, balance
    return tuple(lines)


def annuity_schedule(
    *,
    principal: Money,
    annual_rate_bp: int,
    disbursed: date,
    due_dates: Sequence[date],
    grace_principal: int = 0,
    fee_each: Money | None = None,
    day_count: DayCount = DayCount.THIRTY_E_360,
) -> tuple[Instalment, ...]:
    """The same amount each time; the last instalment takes the rest ("annuitet").

    Interest that a long first period makes larger than the payment is carried to the next
    instalment, so that the debt never grows.

    Args:
        principal: What is lent, more than nothing.
        annual_rate_bp: Nominal rate (unit: hundredths of a percent a year).
        disbursed: The day the money is paid out; interest runs from it.
        due_dates: Rising, all after ``disbursed``.
        grace_principal: How many of the first instalments are interest only.
        fee_each: A fee on every instalment, in the currency of the loan.
        day_count: How the time between two due dates is counted.
    """
    _check(principal, annual_rate_bp, due_dates, grace_principal)
    factors = _factors(annual_rate_bp, disbursed, due_dates, day_count)
    payment = principal.times(annuity_factor(factors[grace_principal:]))
    nothing = Money.zero(principal.currency)
    fee = fee_each or nothing
    last = len(due_dates) - 1
    balance, carried = principal, nothing
    lines: list[Instalment] = []
    for i, (due, factor) in enumerate(zip(due_dates, factors, strict=True)):
        owed = carried + balance.times(factor)
        if i == last:
            interest, part = owed, balance
        elif i < grace_principal:
            interest, part = owed, nothing
        else:
            interest = min(owed, payment)
            part = min(payment - interest, balance)
        carried = owed - interest
        balance -= part
        lines.append(Instalment(due, part, interest, balance, fee))
    assert balance.minor == 0, balance
    assert carried.minor == 0, carried
    return tuple(lines)


def annuity_factor(factors: Sequence[Fraction]) -> Fraction:
    """The equal payment that repays a debt of 1, for the rate factor of each period.

    It is 1 over the sum of the discount factors, exact.

    Args:
        factors: Rate times length of each period, at least one.
    """
    assert factors, "a plan has at least one instalment"
    growth = Fraction(1)
    paid = Fraction(0)
    for factor in factors:
        growth *= 1 + factor
        paid = 1 + paid * (1 + factor)
    return growth / paid


def _check(
    principal: Money, annual_rate_bp: int, due_dates: Sequence[date], grace_principal: int
) -> None:
    assert principal.minor > 0, principal
    assert 0 <= annual_rate_bp <= RATE_BP_MAX, annual_rate_bp
    assert 1 <= len(due_dates) <= INSTALMENT_COUNT_MAX, len(due_dates)
    assert 0 <= grace_principal < len(due_dates), grace_principal


def _factors(
    annual_rate_bp: int, disbursed: date, due_dates: Sequence[date], day_count: DayCount
) -> list[Fraction]:
    rate = Fraction(annual_rate_bp, 10_000)
    starts = (disbursed, *due_dates[:-1])
    for start, end in zip(starts, due_dates, strict=True):
        assert start < end, (start, end)
    return [
        rate * year_fraction(day_count, start, end)
        for start, end in zip(starts, due_dates, strict=True)
    ]
