"""What a step is told, and what it answers."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from grodd.base.audit import SYSTEM, Stamp
from grodd.base.display import shown
from grodd.base.errors import Refusal


@dataclass(frozen=True, slots=True)
class Task:
    """One step of a night.

    Attributes:
        day: The night's day.
        since: What fell due after this day, up to ``day``, is to be raised.
        told_since: Up to which day borrowers were written to; None: nobody is written to.
        at: The moment that everything of this night carries, also when it goes on later.
        after: The range of loans begins after this id.
        until: And ends with this one.
        careful: Whether what one lender is refused leaves what was done for the others. It costs
            SQLite a fifth, so a step is only done this way when it was refused something.
        seen: What ``Work.looks`` saw, where the work looks before it writes.
    """

    day: date
    since: date
    told_since: date | None
    at: datetime
    after: int = 0
    until: int = 0
    careful: bool = True
    seen: Any = None

    @property
    def days(self) -> list[date]:
        """Each day that came, up to ``day``; named one by one, an index finds their loans."""
        return [self.since + timedelta(each + 1) for each in range((self.day - self.since).days)]

    def stamp(self, organisation_id: int | None = None) -> Stamp:
        """When and by whom: by nobody, in the rooms of an organisation."""
        return Stamp(self.at, SYSTEM, organisation_id)


@dataclass(slots=True)
class Done:
    """What came of a step.

    Attributes:
        counts: How many, by organisation.
        refused: What could not be done.
    """

    counts: Counter[int] = field(default_factory=Counter)
    refused: list[dict[str, Any]] = field(default_factory=list)

    def refuse(self, organisation_id: int, refusal: Refusal, *, reference: str = "") -> None:
        """Keep a refusal as plain values; its sentence is put together when it is shown."""
        facts = {name: str(shown(fact)) for name, fact in refusal.facts.items()}
        self.refused.append(
            {
                "organisation": organisation_id,
                "reference": reference,
                "code": refusal.code,
                "facts": facts,
            }
        )
