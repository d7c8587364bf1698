"""Who looks after a loan of the demo, and what was said and promised about it."""

from datetime import date, datetime, timedelta
from typing import Any

from grodd.agreements.models import Loan, ScheduleLine
from grodd.agreements.servicing import lines_of
from grodd.base import clock
from grodd.engines.money import Money
from grodd.processes.demo.stage import Action, Space
from grodd.servicing.usecases.keep_card import CardFacts, keep_card
from grodd.servicing.usecases.record_promise import Word, record_promise
from grodd.servicing.usecases.write_note import write_note

ADVISER = "adde"
DAYS_BEFORE = 5
"""A promise is given so many days before the instalment falls due, and is for that day."""


class Caring:
    """The card of one loan, its promises, and a note after the last of them."""

    def __init__(self, space: Space, loan: Loan, told: dict[str, Any]) -> None:
        """Nothing is planned yet."""
        self.space, self.loan, self.told = space, loan, told

    def plan(self, *, after: datetime) -> None:
        """The card the next day; a promise before each instalment that is told of."""
        self._on(clock.day_of(after) + timedelta(1), self.keep)
        lines = {line.number: line for line in lines_of(self.loan)}
        for number in self.told["promises"]:
            line = lines[number]
            self._on(line.due_on - timedelta(DAYS_BEFORE), self._promise(line))
            if "note" in self.told:
                self._on(line.due_on + timedelta(DAYS_BEFORE), self.note)

    def _on(self, day: date, action: Action) -> None:
        self.space.timeline.plan(clock.at_hour(day, 13), action)

    def keep(self, at: datetime) -> None:
        """Say who looks after it, and when next."""
        review_on = self.space.timeline.day + timedelta(self.told["review"])
        facts = CardFacts(self.space.people[ADVISER].pk, self.told["region"], review_on)
        by = self.space.asker("petra", at)
        keep_card(by=by, loan_id=self.loan.pk, facts=facts, at=at)

    def note(self, at: datetime) -> None:
        """Write what was said."""
        by = self.space.asker(ADVISER, at)
        write_note(by=by, loan_id=self.loan.pk, text=self.told["note"], key="demo", at=at)

    def _promise(self, line: ScheduleLine) -> Action:
        def promise(at: datetime) -> None:
            owed = line.principal_minor + line.interest_minor + line.fee_minor
            word = Word(
                key=f"demo:{line.number}",
                amount=Money(owed, self.loan.currency),
                promised_on=clock.day_of(at),
                pay_on=line.due_on,
            )
            by = self.space.asker(ADVISER, at)
            record_promise(by=by, loan_id=self.loan.pk, word=word, at=at)

        return promise
