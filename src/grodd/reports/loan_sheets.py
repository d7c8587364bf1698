"""The plan and the statement of a loan as tables to take along."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from grodd.base.errors import NotFound
from grodd.engines.money import Money
from grodd.people.asker import Asker
from grodd.reports.loan_documents import Document, Facts, facts_of
from grodd.reports.loan_tables import movements, statement_heads
from grodd.reports.sheets import Sheet


def loan_sheet(asker: Asker, *, loan_id: int, what: str, on: date) -> Sheet:
    """The plan with what was paid, or every movement, as of a day.

    Raises:
        NotFound: when there is none to see, or no such table.
        LoanIsNotRunning: It was not paid out by that day.
        RuleMissing: Something is late, and no reference rate is recorded.
    """
    if what not in SHEETS:
        raise NotFound
    return SHEETS[what](facts_of(asker, loan_id=loan_id, document=Document(what), on=on))


def _plan(facts: Facts) -> Sheet:
    heads = [
        _("No."), _("Due"), _("To pay"), _("Paid"), _("Principal"), _("Interest"), _("Fees"),
        _("Left"),
    ]  # fmt: skip
    name = f"plan-{facts.loan.reference}"
    return Sheet(name, _("Repayment plan"), heads, _plan_rows(facts), len(facts.life.rows))


def _plan_rows(facts: Facts) -> Iterator[list[Any]]:
    for row in facts.life.rows:
        fee, late, interest, principal = row.owed
        amounts = (row.amount, sum(row.paid), principal, interest, fee + late, row.balance_after)
        yield [row.number, row.due, *(Money(minor, facts.loan.currency) for minor in amounts)]


def _statement(facts: Facts) -> Sheet:
    moved = movements(facts.life, facts.events, facts.on)
    rows = (
        [each.day, each.what, *(Money(minor, facts.loan.currency) for minor in each[2:])]
        for each in moved
    )
    name = f"statement-{facts.loan.reference}"
    return Sheet(name, _("Statement of account"), statement_heads(), rows, len(moved))


SHEETS: Mapping[str, Callable[[Facts], Sheet]] = {
    Document.PLAN.value: _plan,
    Document.STATEMENT.value: _statement,
}
