"""How a loan begins here: what is late, what is to come, and from when interest runs.

A file says how much is owed and how late it is; seldom which instalments. Those are derived from
the agreed instalment, one after the other as often as they come. Amounts in minor units.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache
from typing import Any

from grodd.engines.calendar import MONTHLY, Rhythm, dates_from
from grodd.engines.daycount import thirty_e_360
from grodd.engines.schedule.periods import UNIT_YEARS
from grodd.engines.schedule.simple import annuity_factor
from grodd.servicing.taking.rules import Means, Rules, Status

BP = 10_000
INSTALMENTS_MAX = 600
SMALL = 20
"""What is left after the last instalment and is less than one part in so many of it, joins it."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What a row says of a loan, as values. Amounts in minor units; see ``columns.MEANINGS``."""

    reference: str
    name: str
    email: str
    number: str
    region: str
    adviser: str
    product: str
    status: str
    principal: int
    balance: int
    paid_out_on: date
    first_due_on: date
    instalments: int
    rate_bp: int
    is_annuity: bool
    instalment: int | None = None
    principal_late: int | None = None
    interest_unpaid: int | None = None
    fees_unpaid: int = 0
    late_interest: int = 0
    late_since: date | None = None
    next_due_on: date | None = None
    paid_principal: int | None = None
    paid_interest: int | None = None
    paid_fees: int | None = None
    last_paid_on: date | None = None
    rhythm: Rhythm = MONTHLY
    grace: int = 0

    @property
    def years(self) -> Fraction:
        """How long a whole period is (unit: years)."""
        return self.rhythm.every * UNIT_YEARS[self.rhythm.unit]

    def written(self) -> dict[str, Any]:
        """What is known, as JSON values."""
        known = {name: getattr(self, name) for name in self.__slots__}
        return {
            name: _plain(value)
            for name, value in known.items()
            if value not in {None, "", MONTHLY} and (name != "grace" or value)
        }


def _plain(value: Any) -> Any:
    if isinstance(value, Rhythm):
        return value.code
    return value.isoformat() if isinstance(value, date) else value


@dataclass(frozen=True, slots=True)
class Start:
    """How a loan begins here; the names are those of ``engines.life.Opening``.

    Attributes:
        outcome: ``running``, ``repaid`` or ``written_off``.
        balance: Principal that is not due yet.
        number: Of the first instalment to come.
        instalments: How many are to come.
        next_due: When the first of them falls due.
        instalment: What they are, as agreed; 0: computed.
        interest_from: From when interest runs.
        arrears: Due day, fee, late interest, interest and principal of what is late.
        lost: Principal that was written off and is still owed.
    """

    outcome: str
    balance: int
    number: int
    instalments: int
    next_due: date
    instalment: int
    interest_from: date
    arrears: tuple[tuple[date, int, int, int, int], ...] = ()
    lost: int = 0
    grace: int = 0

    def written(self) -> dict[str, Any]:
        """As the terms of an event: JSON values, without what is nothing in most loans."""
        terms: dict[str, Any] = {
            "balance": self.balance,
            "number": self.number,
            "instalments": self.instalments,
            "next_due": self.next_due.isoformat(),
            "instalment": self.instalment,
            "interest_from": self.interest_from.isoformat(),
            "arrears": [[due.isoformat(), *parts] for due, *parts in self.arrears],
        }
        unusual = {"lost": self.lost, "grace": self.grace}
        return terms | {name: value for name, value in unusual.items() if value}


def start_of(given: Figures, rules: Rules, day: date, *, due_day_counts: bool = False) -> Start:
    """How the loan of a row begins here.

    Args:
        given: What the row says.
        rules: What the file leaves unsaid.
        day: The day the figures are for.
        due_day_counts: Whether the due day is the first day past due, as the lender counts.
    """
    status = rules.of(given.status)
    if status.means in {Means.REPAID, Means.WRITTEN_OFF} or not given.balance:
        return _over(given, status, day)
    since = _since(given, status, day, due_day_counts=due_day_counts)
    arrears = _arrears(given, rules, since, day)
    ahead = given.balance - sum(arrear[4] for arrear in arrears)
    next_due = given.next_due_on or given.rhythm.next_after(since or given.first_due_on, day)
    size, grace = _size(given), given.grace if ahead else 0
    if size:
        years = given.years if given.is_annuity else Fraction(0)
        left = grace + instalments_left(ahead, given.rate_bp, size, years)
    else:
        left = max(_planned_after(given, day), grace + 1)
    return Start(
        outcome="running",
        balance=ahead,
        number=max(given.instalments - left, len(arrears)) + 1,
        instalments=left,
        next_due=next_due,
        instalment=size,
        interest_from=_interest_from(given, next_due, day),
        arrears=arrears,
        grace=grace,
    )


def ours(given: Figures) -> Fraction:
    """The equal payment as we compute it from what was agreed, before it is rounded."""
    days = (given.paid_out_on, given.first_due_on)
    return given.principal * payment_factor(given.rate_bp, days, given.instalments, given.rhythm)


@lru_cache(maxsize=4_096)
def payment_factor(
    rate_bp: int, days: tuple[date, date], count: int, rhythm: Rhythm = MONTHLY
) -> Fraction:
    """The equal payment that repays a debt of 1, exact. Many loans of a file share it.

    ``days``: when it was paid out, and when it first falls due.
    """
    paid_out_on, first_due_on = days
    dues = dates_from(first_due_on, count, every=rhythm.every, unit=rhythm.unit)
    starts = [paid_out_on, *dues[:-1]]
    rate = Fraction(rate_bp, BP)
    return annuity_factor(
        [rate * thirty_e_360(start, due) for start, due in zip(starts, dues, strict=True)]
    )


def covers_interest(given: Figures) -> bool:
    """Whether the instalment is more than a period's interest, so that the debt ever ends."""
    run = _interest(given.balance, given.rate_bp, given.years)
    return given.instalment is None or given.instalment > run


def instalments_left(balance: int, rate_bp: int, size: int, years: Fraction) -> int:
    """How many instalments of a size repay a balance; the last one takes the rest.

    ``years`` is how long a period is for the interest in an instalment; 0 where there is none.
    """
    count, left = 0, balance
    while left > 0 and count < INSTALMENTS_MAX:
        owed = left + _interest(left, rate_bp, years)
        if count and owed * SMALL < size:
            break
        count, left = count + 1, owed - size
    return count


def _over(given: Figures, status: Status, day: date) -> Start:
    lost = 0
    if status.means is Means.WRITTEN_OFF:
        lost = given.balance or given.principal - (given.paid_principal or 0)
    return Start(
        outcome="written_off" if status.means is Means.WRITTEN_OFF else "repaid",
        balance=0,
        number=given.instalments + 1,
        instalments=0,
        next_due=day,
        instalment=0,
        interest_from=day,
        lost=lost,
    )


def _since(given: Figures, status: Status, day: date, *, due_day_counts: bool) -> date | None:
    """The oldest due day that is unpaid: as the row says, or as its status does."""
    if given.late_since:
        return given.late_since
    if status.means is Means.LATE:
        return day - timedelta(days=max(status.days - due_day_counts, 0))
    return None


def _arrears(
    given: Figures, rules: Rules, since: date | None, day: date
) -> tuple[tuple[date, int, int, int, int], ...]:
    """What is late, instalment by instalment; in one where the row says how much it is."""
    interest = given.interest_unpaid if rules.interest_is_due else None
    fee, late = given.fees_unpaid, given.late_interest
    if since is None:
        only = (day, fee, late, interest or 0, 0)
        return (only,) if any(only[1:]) else ()
    if given.principal_late is not None:
        return ((since, fee, late, interest or 0, given.principal_late),)
    dues, interests, parts = [], [], []
    left, due = given.balance, since
    while due <= day and left > 0:
        run = _interest(left, given.rate_bp, given.years)
        part = min(max(_payment(given) - run, 0), left) if given.is_annuity else _part(given, left)
        dues.append(due)
        interests.append(run)
        parts.append(part)
        left -= part
        due = given.rhythm.after(since, len(dues))
    if interest is not None:
        interests = _shared(interests, interest)
    none = [0] * (len(dues) - 1)
    return tuple(zip(dues, [fee, *none], [late, *none], interests, parts, strict=True))


def _shared(derived: Sequence[int], interest: int) -> list[int]:
    """The interest that the row gives: the oldest instalments first, the rest in the oldest."""
    shares: list[int] = []
    left = interest
    for run in derived:
        shares.append(min(run, left))
        left -= shares[-1]
    return [shares[0] + left, *shares[1:]]


def _size(given: Figures) -> int:
    """What the instalments to come are, as agreed; 0 where the file does not say."""
    if not given.is_annuity:
        return _part(given, given.principal)
    return given.instalment or 0


def _payment(given: Figures) -> int:
    return given.instalment or round(ours(given))


def _part(given: Figures, left: int) -> int:
    """The equal part of a straight loan, or what is left of it."""
    return min(-(-given.principal // given.instalments), left)


def _interest(balance: int, rate_bp: int, years: Fraction) -> int:
    """The interest of a whole period; that of a month is a twelfth of a year's, as in 30E/360."""
    return round(balance * rate_bp * years / BP)


def _planned_after(given: Figures, day: date) -> int:
    """How many instalments of the first plan fall due after a day; at least one."""
    dues = (given.rhythm.after(given.first_due_on, n) for n in range(given.instalments))
    return max(sum(due > day for due in dues), 1)


def _interest_from(given: Figures, next_due: date, day: date) -> date:
    if next_due <= given.first_due_on:
        return min(given.paid_out_on, day)
    return min(given.rhythm.after(next_due, -1), day)
