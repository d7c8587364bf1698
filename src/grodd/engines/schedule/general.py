"""The whole schedule engine: every convention of the terms, row by row."""

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from itertools import accumulate

from grodd.engines.money import Money
from grodd.engines.rates import RateFrom, rate_on
from grodd.engines.schedule.interest import full_factor, interest, rate_path, slices_of
from grodd.engines.schedule.level import (
    Remaining,
    annuity_payment,
    flat_payment,
    split_payment,
    to_multiple,
)
from grodd.engines.schedule.periods import Period, broken_period, periods
from grodd.engines.schedule.plan import Plan
from grodd.engines.schedule.terms import Amortisation, FirstPeriod, LoanTerms

_LEVEL = {Amortisation.ANNUITY, Amortisation.FLAT}


@dataclass(slots=True)
class _Walk:
    """Where the walk through the rows stands. Lives inside one call and is never seen."""

    balance: int = 0
    lent: int = 0
    carried: int = 0
    payment: int = 0
    rate: Fraction = Fraction(-1)
    parts: tuple[int, ...] = ()
    rows: list[tuple[date, int, int, int]] = field(default_factory=list)

    def add(self, due: date, principal: int, interest_paid: int, fee: int) -> None:
        """Write one row; the debt falls by its principal."""
        self.balance -= principal
        self.rows.append((due, principal, interest_paid, fee))


def general_plan(terms: LoanTerms) -> Plan:
    """The plan of any loan, by the book: slow, exact, and the measure of the quick one."""
    rates = rate_path(terms)
    draws = _payouts(terms)
    walk = _Walk()
    broken = broken_period(terms)
    extra = _pay_first_rows(terms, walk, draws, broken, rates)
    on_top = _on_top(terms, extra)
    rows = periods(terms)
    assert draws[-1][0] < rows[-1].end, "money paid out after the last due date has no plan"
    for i, period in enumerate(rows):
        inside = [x for x in draws if _inside(x[0], period, first=i == 0 and broken is None)]
        _relevel(terms, walk, rows[i:], inside, rate_on(rates, period.start))
        slices = slices_of(period, _bearing(terms, walk), inside)
        walk.balance += sum(amount for _, amount in inside)
        walk.lent += sum(amount for _, amount in inside)
        owed = walk.carried + interest(terms, period, slices, rates)
        _pay_row(terms, walk, i, period.due, (owed, on_top[i]))
    assert walk.balance == 0, walk.balance
    assert walk.carried == 0, walk.carried
    return _plan(terms, walk)


def _payouts(terms: LoanTerms) -> list[tuple[date, int]]:
    """Every payout with its day, less the down payment that goes back at once."""
    payouts = [(terms.disbursed, terms.principal.minor)]
    payouts += [(draw.day, draw.amount.minor) for draw in terms.draws]
    return sorted(
        ((day, amount - _down_payment(terms, amount)) for day, amount in payouts),
        key=lambda payout: payout[0],
    )


def _down_payment(terms: LoanTerms, amount: int) -> int:
    # Rounded up to a whole multiple it could be more than was paid out.
    return min(to_multiple(terms, amount * terms.down_payment_percent / 100), amount)


def _pay_first_rows(
    terms: LoanTerms,
    walk: _Walk,
    draws: list[tuple[date, int]],
    broken: Period | None,
    rates: tuple[RateFrom, ...],
) -> int:
    """Write the down payments and the broken period; return the interest charged apart."""
    for day, amount in _gross(terms):
        down = _down_payment(terms, amount)
        if down:
            walk.rows.append((day, down, 0, 0))
    if broken is None:
        return 0
    inside = [payout for payout in draws if _inside(payout[0], broken, first=True)]
    extra = interest(terms, broken, slices_of(broken, 0, inside), rates)
    walk.balance += sum(amount for _, amount in inside)
    walk.lent = walk.balance
    if terms.first_period is FirstPeriod.UPFRONT:
        walk.add(broken.due, 0, extra, 0)
    return extra


def _gross(terms: LoanTerms) -> list[tuple[date, int]]:
    later = [(draw.day, draw.amount.minor) for draw in terms.draws]
    return [(terms.disbursed, terms.principal.minor), *later]


def _on_top(terms: LoanTerms, extra: int) -> tuple[int, ...]:
    """What each instalment carries of the broken period, beside its own interest."""
    if terms.first_period is FirstPeriod.SPREAD:
        shares = Money(extra, terms.currency).split([1] * terms.instalments)
        return tuple(share.minor for share in shares)
    first = extra if terms.first_period is FirstPeriod.ADDED_TO_FIRST else 0
    return (first, *(0 for _ in range(terms.instalments - 1)))


def _inside(day: date, period: Period, *, first: bool) -> bool:
    """Whether a payout belongs to the period: one on a due date belongs to the next."""
    return (period.start <= day or first) and day < period.end


def _bearing(terms: LoanTerms, walk: _Walk) -> int:
    """What bears interest: the debt, or in a flat loan all that was ever lent."""
    return walk.lent if terms.amortisation is Amortisation.FLAT else walk.balance


def _relevel(
    terms: LoanTerms,
    walk: _Walk,
    rows: tuple[Period, ...],
    inside: list[tuple[date, int]],
    rate: Fraction,
) -> None:
    """Set the instalment anew where money was paid out or the rate changed."""
    if not inside and rate == walk.rate:
        return
    walk.rate = rate
    drawn = sum(amount for _, amount in inside)
    done = terms.instalments - len(rows)
    left = Remaining(
        balance=walk.balance + drawn,
        carried=walk.carried,
        factors=tuple(full_factor(terms, period, rate) for period in rows),
        grace_principal=max(0, terms.grace_principal - done),
        grace_interest=max(0, terms.grace_interest - done),
    )
    if terms.amortisation is Amortisation.ANNUITY:
        walk.payment = annuity_payment(terms, left)
    elif terms.amortisation is Amortisation.FLAT:
        walk.payment = flat_payment(terms, left, walk.lent + drawn)
    else:
        walk.parts = (0,) * done + _parts(terms, left)


def _parts(terms: LoanTerms, left: Remaining) -> tuple[int, ...]:
    """The principal of each remaining row where it does not depend on interest."""
    count = len(left.factors)
    if terms.amortisation is Amortisation.OWN_PLAN:
        return tuple(part.minor for part in terms.own_plan[-count:])
    if terms.amortisation is not Amortisation.STRAIGHT:
        return (0,) * count
    free = count - left.grace_principal
    if terms.fixed_payment is not None:
        each = (terms.fixed_payment.minor,) * free
    elif terms.instalment_multiple > 1:
        each = (to_multiple(terms, Fraction(left.balance, free)),) * free
    else:
        shares = Money(left.balance, terms.currency).split([1] * free)
        each = tuple(share.minor for share in shares)
    return (0,) * left.grace_principal + each


def _pay_row(terms: LoanTerms, walk: _Walk, i: int, due: date, owes: tuple[int, int]) -> None:
    """Write row ``i``: what is owed in interest, with a part that is charged on top of it."""
    owed, on_top = owes
    if i == terms.instalments - 1:
        interest_paid, principal = owed, walk.balance
    elif i < terms.grace_interest or terms.amortisation is Amortisation.BULLET:
        interest_paid, principal = 0, _principal(terms, walk, i, 0)
    elif terms.amortisation in _LEVEL and i >= terms.grace_principal:
        interest_paid, principal = split_payment(owed, walk.balance, walk.payment)
    else:
        interest_paid, principal = owed, _principal(terms, walk, i, owed)
    walk.carried = owed - interest_paid
    fee = terms.fee_each.minor if terms.fee_each else 0
    walk.add(due, principal, interest_paid + on_top, fee)


def _principal(terms: LoanTerms, walk: _Walk, i: int, owed: int) -> int:
    if terms.amortisation in _LEVEL:
        free = i >= terms.grace_principal
        return min(max(walk.payment - owed, 0), walk.balance) if free else 0
    return min(walk.parts[i], walk.balance)


def _plan(terms: LoanTerms, walk: _Walk) -> Plan:
    """The rows as columns; rows after the debt is gone say nothing and are left out."""
    rows = sorted(walk.rows, key=lambda row: row[0])
    while len(rows) > 1 and rows[-1][1:3] == (0, 0) and terms.fixed_payment is not None:
        rows.pop()
    repaid = accumulate(row[1] for row in rows)
    lent = (sum(amount for day, amount in _gross(terms) if day <= row[0]) for row in rows)
    return Plan(
        currency=terms.currency,
        dues=tuple(row[0] for row in rows),
        principal=tuple(row[1] for row in rows),
        interest=tuple(row[2] for row in rows),
        fee=tuple(row[3] for row in rows),
        balance_after=tuple(out - back for out, back in zip(lent, repaid, strict=True)),
    )
