"""How often a running loan could be repaid instead, and what ends it about when it ends now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from grodd.agreements.changes import allowed_rhythms, refuse_too_late
from grodd.agreements.queries import loan_seen_by
from grodd.agreements.replaying import life_of
from grodd.engines.calendar import Rhythm
from grodd.engines.life import Fit, Row, fit
from grodd.engines.schedule import INSTALMENT_COUNT_MAX
from grodd.people.asker import Asker

NOTHING_TO_COME = 1
"""How many instalments are proposed where none is left; the change says that it does not fit."""


@dataclass(frozen=True, slots=True)
class RhythmChoices:
    """What can be chosen.

    Attributes:
        day: From which day on.
        rows: The plan in force.
        now: How often an instalment falls due.
        allowed: How often the programme lets one.
    """

    day: date
    rows: Sequence[Row]
    now: Rhythm
    allowed: tuple[Rhythm, ...]

    def fit(self, rhythm: Rhythm, first_due: date | None = None) -> Fit:
        """What ends the loan about when it ends now, perhaps with another first due day.

        Raises:
            PlanEndsTooLate: That is too far away.
        """
        refuse_too_late(first_due or self.day, rhythm, 1)
        found = fit(self.rows, rhythm, self.day, first_due=first_due, most=INSTALMENT_COUNT_MAX)
        return found or Fit(rhythm.after(first_due or self.day, 1), NOTHING_TO_COME)

    @property
    def offers(self) -> Mapping[Rhythm, Fit]:
        """For each other rhythm that the programme allows, what ends the loan about then."""
        others = (each for each in self.allowed if not each.is_as_often_as(self.now))
        return {rhythm: self.fit(rhythm) for rhythm in others}


def rhythm_choices(asker: Asker, *, loan_id: int, on: date) -> RhythmChoices:
    """What the loan can be changed to from a day on.

    Raises:
        NotFound: when there is no such loan to see.
        RuleMissing: Something is late, and no reference rate is recorded.
    """
    loan = loan_seen_by(asker, loan_id=loan_id)
    life = life_of(loan, on)
    return RhythmChoices(on, life.rows, life.rhythm, allowed_rhythms(loan))
