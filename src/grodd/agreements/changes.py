"""Changes of terms: whether they fit the loan, and how they are written down."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from grodd.agreements.models import Loan, LoanEvent
from grodd.agreements.refusals import (
    DueDayDoesNotFit,
    NothingIsLate,
    PlanEndsTooLate,
    RepaymentBeforeMoney,
    RhythmNotAllowed,
    SameRhythm,
    TermsCannotChange,
    TooFewInstalments,
)
from grodd.agreements.replaying import BP, life_of
from grodd.agreements.servicing import Standing, standing_from
from grodd.agreements.telling import Told
from grodd.engines.calendar import YEAR_MAX, Rhythm
from grodd.engines.life import (
    Aside,
    Change,
    Extension,
    Holiday,
    Life,
    NewDueDay,
    NewRhythm,
    RateChange,
    Row,
    ToBalance,
    earliest,
    next_row,
)
from grodd.engines.schedule import INSTALMENT_COUNT_MAX
from grodd.programmes.queries import frame_of

MONTHS_OF_YEAR = 12
Kind = LoanEvent.Kind
KINDS: dict[type[Change], LoanEvent.Kind] = {
    RateChange: Kind.RATE,
    Holiday: Kind.HOLIDAY,
    NewDueDay: Kind.DUE_DAY,
    NewRhythm: Kind.RHYTHM,
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
    if isinstance(change, NewRhythm):
        return {
            "rhythm": change.rhythm.code,
            "first_due": change.first_due.isoformat(),
            "instalments": change.instalments,
        }
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
    if isinstance(change, NewRhythm):
        _refuse_rhythm(loan, change, standing.life)
    _refuse_count(change, standing, left=len(coming))
    if isinstance(change, NewDueDay | NewRhythm):
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


def allowed_rhythms(loan: Loan) -> tuple[Rhythm, ...]:
    """How often the programme of a loan lets loans be repaid now."""
    return frame_of(loan.agreement.application.round.programme).rhythms


def most_instalments(rows: Sequence[Row], day: date) -> int:
    """How many instalments a plan can have from the next one on: their numbers end somewhere."""
    following = next_row(rows, day)
    return INSTALMENT_COUNT_MAX - (following.number - 1 if following else 0)


def refuse_too_late(first_due: date, rhythm: Rhythm, instalments: int) -> None:
    """Raise PlanEndsTooLate if so many instalments would go on longer than calendars are known."""
    if first_due.year + rhythm.months(instalments) // MONTHS_OF_YEAR > YEAR_MAX:
        raise PlanEndsTooLate(latest=date(YEAR_MAX, 12, 31))


def _refuse_rhythm(loan: Loan, change: NewRhythm, life: Life) -> None:
    if next_row(life.rows, change.day) is None:
        raise TooFewInstalments(left=0, after=0, most=INSTALMENT_COUNT_MAX)
    if change.rhythm.is_as_often_as(life.rhythm):
        raise SameRhythm(loan=loan.reference, rhythm=life.rhythm)
    allowed = allowed_rhythms(loan)
    if change.rhythm not in allowed:
        raise RhythmNotAllowed(wished=change.rhythm, allowed=allowed)


def _refuse_count(change: Change, standing: Standing, *, left: int) -> None:
    after = _left_after(change, left)
    most = most_instalments(standing.life.rows, change.day)
    if not 1 <= after <= most:
        raise TooFewInstalments(left=left, after=after, most=most)
    rhythm = change.rhythm if isinstance(change, NewRhythm) else standing.life.rhythm
    first = change.first_due if isinstance(change, NewDueDay | NewRhythm) else change.day
    refuse_too_late(first, rhythm, after)


def _left_after(change: Change, left: int) -> int:
    """How many instalments are to come after a change."""
    if isinstance(change, NewRhythm):
        return change.instalments
    if isinstance(change, Extension | ToBalance):
        return left + change.instalments
    if isinstance(change, Holiday):
        return left if change.longer and left else left - change.instalments
    return left


def _refuse_due_day(change: NewDueDay | NewRhythm, standing: Standing) -> None:
    after = earliest(standing.life.rows, change.day)
    if change.first_due <= after:
        raise DueDayDoesNotFit(after=after, wished=change.first_due)
