"""See each loan at the end of a month: what is lent, late, accrued, and to be set aside for it.

Most loans are counted in columns. A loan whose running period is not as planned (its rate changed,
it paused, it was paid ahead) lives through its own events instead, and both ways agree.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

import numpy as np
from django.db.models import F

from grodd.agreements.models import Loan, LoanEvent, ScheduleLine
from grodd.agreements.replaying import life_of
from grodd.base import bulk
from grodd.base.errors import Refusal
from grodd.engines.late_columns import days_30e_360, running_interest_of_all
from grodd.processes.nightly.late import late_of_all
from grodd.processes.nightly.setting_aside import Aside, set_aside
from grodd.processes.nightly.steps import Done, Task
from grodd.servicing.models import MonthEnd

Kind = LoanEvent.Kind
COLUMNS = (
    "day", "loan_id", "state", "principal_minor", "overdue_minor", "days_late", "accrued_minor",
    "late_minor", "provision_minor", "is_restructured",
)  # fmt: skip
LOANS = f"""
SELECT s.organisation_id, loan.id, loan.reference, loan.state, loan.annual_rate_bp,
       loan.late_points_bp, p.principal_minor, p.due_principal_minor + p.due_other_minor,
       p.oldest_due_on, p.is_restructured, p.is_paid_from_end, p.next_due_minor,
       n.starts_on, n.due_on, n.principal_minor, n.interest_minor, n.balance_after_minor,
       n.fee_minor + n.late_interest_minor + n.interest_minor + n.principal_minor
FROM agreements_loan loan
JOIN agreements_loanposition p ON p.loan_id = loan.id
JOIN agreements_agreement a ON a.id = loan.agreement_id
JOIN people_scope s ON s.id = a.scope_id
LEFT JOIN agreements_scheduleline n
  ON n.loan_id = loan.id AND n.version = loan.schedule_version AND n.number = p.next_number
WHERE loan.id > %s AND loan.id <= %s
  AND loan.state IN ('{Loan.State.REPAYING.value}', '{Loan.State.TERMINATED.value}')
ORDER BY loan.id"""  # noqa: S608 - constants of ours

BEND_THE_PLAN = (
    Kind.RATE, Kind.HOLIDAY, Kind.TO_BALANCE, Kind.ASIDE, Kind.WRITE_OFF, Kind.OPENING,
)  # fmt: skip
"""After these the running period may not be what the row alone says."""


class Seen(NamedTuple):
    """A loan, how it stands, and the row that runs (amounts in minor units)."""

    organisation_id: int
    loan_id: int
    reference: str
    state: str
    annual_rate_bp: int
    late_points_bp: int
    principal: int
    overdue: int
    oldest: date | None
    is_restructured: bool
    is_paid_from_end: bool
    next_minor: int
    starts_on: date | None
    due_on: date | None
    row_principal: int | None
    row_interest: int | None
    balance_after: int | None
    row_total: int | None

    @property
    def bears(self) -> int:
        """What bears interest in the row that runs."""
        return (self.balance_after or 0) + (self.row_principal or 0)


def see_month_end(task: Task) -> Done:
    """Write how each loan of a range stands at the end of the month."""
    done = Done()
    loans = [Seen(*row) for row in bulk.rows_of(LOANS, [task.after, task.until])]
    ran, late, by_itself = _interest(loans, task.day)
    for loan in loans:
        if loan.loan_id in by_itself:
            _live(loan, task.day, ran, late, done)
    counted = [loan for loan in loans if loan.loan_id in ran]
    asides = set_aside([_aside(loan) for loan in counted], task.day)
    bulk.insert(
        MonthEnd,
        COLUMNS,
        (
            (task.day.isoformat(), loan.loan_id, loan.state, loan.principal, loan.overdue,
             found.days_late, ran[loan.loan_id], late[loan.loan_id], found.minor,
             bulk.flag(loan.is_restructured))
            for loan, found in zip(counted, asides, strict=True)
        ),
    )  # fmt: skip
    for loan in counted:
        done.counts[loan.organisation_id] += 1
    return done


def _aside(loan: Seen) -> Aside:
    return Aside(
        loan.organisation_id, loan.principal, loan.overdue, loan.oldest, loan.is_restructured
    )


def _interest(
    loans: Sequence[Seen], day: date
) -> tuple[dict[int, int], dict[int, int], frozenset[int]]:
    """Interest that ran, and late interest, by loan; and the loans that live by themselves."""
    bent = _bent(loans) | _paid_ahead(loans, day)
    late, unclear = late_of_all([loan.loan_id for loan in loans if loan.oldest], day)
    by_itself = bent | unclear
    by_itself |= {each.loan_id for each in loans
                  if each.state == Loan.State.TERMINATED and not each.oldest}  # fmt: skip
    plain = [each for each in loans if each.due_on and each.loan_id not in by_itself]
    ran = dict.fromkeys((each.loan_id for each in loans if each.loan_id not in by_itself), 0)
    if plain:
        figures, agreed = _running(plain, day)
        ran.update(figures)
        by_itself |= agreed
        for loan_id in agreed:
            del ran[loan_id]
    return ran, defaultdict(int, late), frozenset(by_itself)


def _paid_ahead(loans: Sequence[Seen], day: date) -> set[int]:
    """The loans whose next unpaid row has not begun: interest runs in one that was paid ahead."""
    found = {loan.loan_id for loan in loans if loan.starts_on and loan.starts_on > day}
    wholly = [loan.loan_id for loan in loans if loan.due_on is None]
    for part in bulk.parts(wholly, 5_000):
        coming = ScheduleLine.objects.filter(
            loan__in=part, version=F("loan__schedule_version"), due_on__gt=day
        )
        found.update(coming.order_by().values_list("loan_id", flat=True))
    return found


def _running(loans: Sequence[Seen], day: date) -> tuple[dict[int, int], set[int]]:
    """Interest that ran in each row; and the loans whose row is not what it would give whole."""
    bears = np.array([loan.bears for loan in loans], dtype=np.int64)
    rate = np.array([loan.annual_rate_bp for loan in loans], dtype=np.int64)
    starts = [(d.year, d.month, d.day) for loan in loans if (d := loan.starts_on)]
    ran = running_interest_of_all(
        bears, rate, np.maximum(days_30e_360(starts, (day.year, day.month, day.day)), 0)
    )
    whole = _whole(loans, bears, rate, starts)
    planned = np.array([loan.row_interest or 0 for loan in loans], dtype=np.int64)
    other = {loan.loan_id for loan, same in zip(loans, whole == planned, strict=True) if not same}
    return {loan.loan_id: int(minor) for loan, minor in zip(loans, ran, strict=True)}, other


def _whole(
    loans: Sequence[Seen],
    bears: np.ndarray[tuple[int], np.dtype[np.int64]],
    rate: np.ndarray[tuple[int], np.dtype[np.int64]],
    starts: list[tuple[int, int, int]],
) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """What each row asks for if its whole period runs at the rate of the loan."""
    dues = np.array([(d.year, d.month, min(d.day, 30)) for loan in loans if (d := loan.due_on)])
    begun = np.array([(year, month, min(day, 30)) for year, month, day in starts])
    days = (dues - begun) @ np.array([360, 30, 1], dtype=np.int64)
    return running_interest_of_all(bears, rate, days)


def _bent(loans: Iterable[Seen]) -> set[int]:
    """The loans whose running row cannot be told from the row alone."""
    loans = list(loans)
    starts = {loan.loan_id: loan.starts_on for loan in loans}
    found = {loan.loan_id for loan in loans if loan.is_paid_from_end
             or (loan.due_on and loan.next_minor != loan.row_total)}  # fmt: skip
    for part in bulk.parts(list(starts), 5_000):
        events = LoanEvent.objects.filter(loan__in=part).exclude(
            kind__in=(Kind.PAYMENT, Kind.CHARGE, Kind.WAIVER, Kind.EASED, Kind.REVERSAL)
        )
        ahead = LoanEvent.objects.filter(loan__in=part, allocations__number__isnull=True).filter(
            kind=Kind.PAYMENT
        )
        for rows in (events, ahead):
            for loan_id, kind, day in rows.order_by().values_list("loan_id", "kind", "day"):
                start = starts[loan_id]
                if kind in BEND_THE_PLAN or (start and day > start):
                    found.add(loan_id)
    return found


def _live(loan: Seen, day: date, ran: dict[int, int], late: dict[int, int], done: Done) -> None:
    """Let one loan live through its events; where a rate is missing, it is left out and told."""
    rows = Loan.objects.select_related("agreement__scope__organisation")
    try:
        life = life_of(rows.get(pk=loan.loan_id), day)
    except Refusal as refusal:
        done.refuse(loan.organisation_id, refusal, reference=loan.reference)
        return
    ran[loan.loan_id], late[loan.loan_id] = life.ran, sum(life.late.values())
