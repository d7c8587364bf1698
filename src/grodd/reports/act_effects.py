"""What an act on a loan would do, before anybody does it. Nothing is written."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from grodd.agreements.acts import (
    charge,
    easing,
    refuse_easing,
    refuse_termination,
    refuse_waiver,
    refuse_write_off,
    termination,
    waiver,
)
from grodd.agreements.models import Loan, LoanEvent
from grodd.agreements.planning import difference_in_what_is_left
from grodd.agreements.queries import loan_seen_by
from grodd.agreements.replaying import life_from
from grodd.agreements.servicing import Standing, standing_from
from grodd.agreements.telling import Told, unsaved
from grodd.engines.allocation import Component
from grodd.engines.life import Eased, Row
from grodd.engines.money import Money
from grodd.people.asker import Asker
from grodd.reports.plan_words import Difference


@dataclass(frozen=True, slots=True)
class Effect:
    """How a loan would stand with an act and without it, on the same day.

    Attributes:
        before: Without it.
        after: With it.
        difference: What is different in the plan from that day on.
        rows: The plan with it.
    """

    before: Standing
    after: Standing
    difference: Difference
    rows: Sequence[Row]

    @property
    def sentence(self) -> str:
        """What is different in the plan; nothing where nothing is, or nothing is to come."""
        facts = self.difference.facts
        is_same = facts["before"] == facts["after"]
        return "" if is_same or not self.after.following else self.difference.sentence


def waiver_effect(
    asker: Asker, *, loan_id: int, component: Component, amount: Money, day: date
) -> Effect:
    """What giving up a fee or interest would do.

    Raises:
        NotFound: when there is no such loan to see.
        Refusal: as ``waive_debt``; see there.
    """
    loan = loan_seen_by(asker, loan_id=loan_id)
    told = waiver(component, amount, day, "")
    refuse_waiver(loan, told)
    return effect(loan, told, on=day)


def easing_effect(asker: Asker, *, loan_id: int, eased: Eased, today: date) -> Effect:
    """What lower late interest would spare who pays nothing more until it ends.

    Raises:
        NotFound: when there is no such loan to see.
        Refusal: as ``ease_late_interest``; see there.
    """
    loan = loan_seen_by(asker, loan_id=loan_id)
    refuse_easing(loan, eased, today=today)
    return effect(loan, easing(eased, ""), on=max(today, eased.until))


def fee_effect(asker: Asker, *, loan_id: int, fee: str, day: date) -> Effect:
    """What charging a fee would do; raises as ``charge_fee``."""
    loan = loan_seen_by(asker, loan_id=loan_id)
    return effect(loan, charge(loan, fee, day), on=day)


def termination_effect(
    asker: Asker, *, loan_id: int, due_on: date, for_arrears: bool, today: date
) -> Effect:
    """What is owed on the day all of it falls due, if nothing comes until then.

    Raises:
        NotFound: when there is no such loan to see.
        Refusal: as ``terminate_loan``; see there.
    """
    loan = loan_seen_by(asker, loan_id=loan_id)
    told = termination(due_on, "", for_arrears=for_arrears)
    refuse_termination(loan, told, today=today)
    return effect(loan, told, on=due_on)


def write_off_effect(asker: Asker, *, loan_id: int, amount: Money, today: date) -> Effect:
    """What a write-off of this much would do, should the body say yes today.

    Raises:
        NotFound: when there is no such loan to see.
        NothingToWriteOff: More than is still lent.
    """
    loan = loan_seen_by(asker, loan_id=loan_id)
    refuse_write_off(loan, amount)
    told = Told(kind=LoanEvent.Kind.WRITE_OFF, day=today, key="preview", amount_minor=amount.minor)
    return effect(loan, told, on=today)


def effect(loan: Loan, told: Told, *, on: date) -> Effect:
    """The loan with an event and without it. The caller has seen the loan."""
    events = list(loan.events.all())
    last = max([on, *(event.day for event in events if event.kind == LoanEvent.Kind.PAYMENT)])
    before = life_from(loan, events, last)
    after = life_from(loan, [*events, unsaved(loan, told)], last)
    facts = difference_in_what_is_left(before.rows, after.rows, last)
    return Effect(
        before=standing_from(before, last, loan.currency),
        after=standing_from(after, last, loan.currency),
        difference=Difference(facts, loan.currency),
        rows=after.rows,
    )
