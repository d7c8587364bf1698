"""How often a running loan could be repaid instead, and what ends it about when it ends now."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from grodd.agreements.changes import allowed_rhythms, refuse_too_late
from grodd.agreements.models import Loan
from grodd.agreements.queries import loan_seen_by
from grodd.agreements.replaying import life_of
from grodd.engines.calendar import Rhythm
from grodd.engines.life import Fit, fit
from grodd.engines.schedule import INSTALMENT_COUNT_MAX
from grodd.people.asker import Asker

NOTHING_TO_COME = 1
"""How many instalments are proposed where none is left; the change says that it does not fit."""


@dataclass(frozen=True, slots=True)
class RhythmChoices:
    """What can be chosen.

    Attributes:
        loan: The loan.
        now: How often an instalment falls due.
        allowed: How often the programme lets one.
        offers: For each other rhythm that it allows, what ends the loan about when it ends now.
    """

    loan: Loan
    now: Rhythm
    allowed: tuple[Rhythm, ...]
    offers: Mapping[Rhythm, Fit]

    def fit(self, rhythm: Rhythm, day: date, *, first_due: date | None) -> Fit:
        """What ends the loan about when it ends now, from another day on (two queries).

        Raises:
            PlanEndsTooLate: The first due day is too far away.
            RuleMissing: Something is late, and no reference rate is recorded.
        """
        if first_due:
            refuse_too_late(first_due, rhythm, 1)
        return _fit(self.loan, rhythm, day, first_due)


def rhythm_choices(asker: Asker, *, loan_id: int, on: date) -> RhythmChoices:
    """What the loan can be changed to, as of a day.

    Raises:
        NotFound: when there is no such loan to see.
        RuleMissing: Something is late, and no reference rate is recorded.
    """
    loan = loan_seen_by(asker, loan_id=loan_id)
    life, allowed = life_of(loan, on), allowed_rhythms(loan)
    offers = {
        rhythm: fit(life.rows, rhythm, on, most=INSTALMENT_COUNT_MAX) or _none(rhythm, on)
        for rhythm in allowed
        if not rhythm.is_as_often_as(life.rhythm)
    }
    return RhythmChoices(loan, life.rhythm, allowed, offers)


def _fit(loan: Loan, rhythm: Rhythm, day: date, first_due: date | None) -> Fit:
    rows = life_of(loan, day).rows
    found = fit(rows, rhythm, day, first_due=first_due, most=INSTALMENT_COUNT_MAX)
    return found or _none(rhythm, first_due or day)


def _none(rhythm: Rhythm, day: date) -> Fit:
    return Fit(rhythm.after(day, 1), NOTHING_TO_COME)
