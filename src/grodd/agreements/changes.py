"""Changes of terms: whether they fit the loan, and how they are written down."""

from datetime import date
from typing import Any

from grodd.agreements.models import Loan, LoanEvent
from grodd.agreements.refusals import (
    DueDayDoesNotFit,
    NothingIsLate,
    RepaymentBeforeMoney,
    TermsCannotChange,
    TooFewInstalments,
)
from grodd.agreements.replaying import BP, life_of
from grodd.agreements.servicing import Standing, standing_from
from grodd.agreements.telling import Told
from grodd.engines.life import (
    Aside,
    Change,
    Extension,
    Holiday,
    NewDueDay,
    RateChange,
    ToBalance,
)
from grodd.engines.schedule import INSTALMENT_COUNT_MAX

Kind = LoanEvent.Kind
KINDS: dict[type[Change], LoanEvent.Kind] = {
    RateChange: Kind.RATE,
    Holiday: Kind.HOLIDAY,
    NewDueDay: Kind.DUE_DAY,
    Extension: Kind.EXTENSION,
    ToBalance: Kind.TO_BALANCE,
    Aside: Kind.ASIDE,
}


def told_of(change: Change, reason: str) -> Told:
    """The change as a row of the loan."""
    return Told(
        kind=KINDS[type(change)],
        day=change.day,
        key=change.key,
        terms=_terms(change),
        reason=reason,
    )


def _terms(change: Change) -> dict[str, Any]:
    if isinstance(change, RateChange):
        return {"annual_rate_bp": round(change.annual_rate * BP)}
    if isinstance(change, Holiday):
        return {
            "instalments": change.instalments,
            "pays_interest": change.pays_interest,
            "longer": change.longer,
        }
    if isinstance(change, NewDueDay):
        return {"first_due": change.first_due.isoformat()}
    if isinstance(change, Extension | ToBalance):
        return {"instalments": change.instalments}
    return {}


def refuse_unfit(loan: Loan, change: Change) -> None:
    """Raise the refusal that says why a change does not fit the loan as it stands that day."""
    refuse_unless_repaying(loan)
    if loan.disbursed_on is None or change.day < loan.disbursed_on:
        paid_on = loan.disbursed_on or loan.disburse_on
        raise RepaymentBeforeMoney(day=change.day, paid_on=paid_on)
    standing = standing_from(life_of(loan, change.day), change.day, loan.currency)
    coming = [owed for owed in standing.coming if owed.key <= INSTALMENT_COUNT_MAX]
    _refuse_count(change, left=len(coming))
    if isinstance(change, NewDueDay):
        _refuse_due_day(change, standing)
    if isinstance(change, ToBalance | Aside):
        refuse_unless_late(loan, standing)
    if isinstance(change, Aside) and not coming:
        raise TooFewInstalments(left=0, after=0, most=INSTALMENT_COUNT_MAX)


def refuse_unless_repaying(loan: Loan) -> None:
    """Raise TermsCannotChange unless the loan is being repaid."""
    if loan.state != Loan.State.REPAYING:
        raise TermsCannotChange(loan=loan.reference)


def refuse_unless_late(loan: Loan, standing: Standing) -> None:
    """Raise NothingIsLate unless something was due before the day and is unpaid."""
    if not standing.days_late:
        raise NothingIsLate(loan=loan.reference, day=standing.day)


def _refuse_count(change: Change, *, left: int) -> None:
    after = left
    if isinstance(change, Extension | ToBalance):
        after = left + change.instalments
    elif isinstance(change, Holiday):
        after = left if change.longer and left else left - change.instalments
    if not 1 <= after <= INSTALMENT_COUNT_MAX:
        raise TooFewInstalments(left=left, after=after, most=INSTALMENT_COUNT_MAX)


def _refuse_due_day(change: NewDueDay, standing: Standing) -> None:
    numbers = [owed.key for owed in standing.coming if owed.total]
    rows = standing.life.rows
    before = [row.due for row in rows if numbers and row.number < numbers[0]]
    after: date = max([change.day, *before])
    if change.first_due <= after:
        raise DueDayDoesNotFit(after=after, wished=change.first_due)
