"""The documents of a loan as accessible PDF, in the language of who reads them.

Statement of account, plan, payment notice, reminder, collection demand, settlement letter and the
interest of a year. Nothing is sent from here, and nothing is kept: the same loan on the same day
gives the same bytes.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from grodd.agreements.models import Loan, LoanEvent
from grodd.agreements.payment_words import sentence
from grodd.agreements.queries import borrower_on, given_over, loan_seen_by
from grodd.agreements.refusals import LoanIsNotRunning, NothingIsLate
from grodd.agreements.replaying import life_from
from grodd.agreements.servicing import Standing, standing_from
from grodd.base import clock, display
from grodd.base.errors import NotFound
from grodd.engines.allocation import Component, Owed
from grodd.engines.formats.payment_references import finnish, ocr, rf
from grodd.engines.life import Life
from grodd.engines.money import Money
from grodd.payments.payees import written_bankgiro, written_iban
from grodd.payments.queries import treasury_of
from grodd.people.asker import Asker
from grodd.reports.claim_lines import told_by
from grodd.reports.documents import typeset
from grodd.reports.loan_page import settlement_figures
from grodd.reports.loan_tables import (
    eased_words,
    interest_of_year,
    late_table,
    parts_of,
    plan_rows,
    rate_words,
    settlement_table,
    statement_rows,
)

FINNISH_FROM = 1_000
"""Added to the number of a loan, because a Finnish reference has at least three digits."""

DAYS_TO_PAY = 10
"""How long a reminder and a demand give (unit: days); a day of one's own can be asked for."""


class Document(StrEnum):
    """What can be printed."""

    STATEMENT = "statement"
    PLAN = "plan"
    NOTICE = "notice"
    REMINDER = "reminder"
    DEMAND = "demand"
    SETTLEMENT = "settlement"
    INTEREST = "interest"


LOOKS_BACK = frozenset({Document.STATEMENT, Document.PLAN, Document.INTEREST})
"""What someone who gave the loan over can still print, as of the day they did at the latest."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What every document is made from."""

    loan: Loan
    events: list[LoanEvent]
    life: Life
    standing: Standing
    on: date
    borrower: str

    def money(self, minor: int) -> str:
        """An amount of the loan, as the reader writes it."""
        return display.money(Money(minor, self.loan.currency))


def loan_document(
    asker: Asker, *, loan_id: int, document: Document, on: date, language: str = ""
) -> bytes:
    """One document of a loan as PDF/UA, as of a day.

    Args:
        asker: Whoever may see the loan.
        loan_id: Which loan, paid out.
        document: Which document.
        on: As of when; the interest statement is about its year.
        language: ``sv``, ``fi`` or ``en``; the language of the agreement, if not given.

    Raises:
        NotFound: when there is none to see, or the asker gave the loan over and asks for more
            than what was.
        LoanIsNotRunning: It was not paid out by that day.
        NothingIsLate: There is nothing to remind of.
        RuleMissing: Something is late, and no reference rate is recorded.
    """
    facts = facts_of(asker, loan_id=loan_id, document=document, on=on)
    chosen = language or facts.loan.agreement.language
    with override(chosen):
        return typeset("document", {**_frame(facts), **MAKERS[document](facts), "language": chosen})


def facts_of(asker: Asker, *, loan_id: int, document: Document, on: date) -> Facts:
    """What a document of a loan is made from, as of a day; see ``loan_document``."""
    loan = loan_seen_by(asker, loan_id=loan_id)
    ended = given_over(asker, loan)
    until = ended.done_at if ended else None
    if until and document not in LOOKS_BACK:
        raise NotFound
    on = min(on, clock.day_of(until)) if until else on
    if loan.disbursed_on is None or on < loan.disbursed_on:
        raise LoanIsNotRunning(loan=loan.reference)
    events = list(told_by(loan.events, until, "recorded_at").select_related("reversed_by"))
    borrower = ended.old if ended else borrower_on(loan, on)
    life = life_from(loan, events, on)
    return Facts(loan, events, life, standing_from(life, on, loan.currency), on, borrower.name)


def _frame(facts: Facts) -> dict[str, Any]:
    content = facts.loan.agreement.content
    return {
        "organisation": content["parties"]["provider"],
        "eyebrow": display.day(facts.on),
        "footer": _("Loan %(reference)s") % {"reference": facts.loan.reference},
    }


def _about(facts: Facts, *more: tuple[str, str]) -> list[list[str]]:
    parties = facts.loan.agreement.content["parties"]
    pairs = [
        (_("Lender"), parties["provider"]),
        (_("Borrower"), facts.borrower),
        (_("Loan"), facts.loan.reference),
        *more,
    ]
    return [[label, value] for label, value in pairs if value]


def reference_of(loan: Loan) -> str:
    """What the borrower writes on a payment: OCR in Sweden, a reference number in Finland."""
    country = loan.agreement.scope.organisation.country
    return finnish(FINNISH_FROM + loan.pk) if country == "FI" else ocr(loan.pk)


def _to_pay(facts: Facts, amount: int, by: date) -> dict[str, Any]:
    """How to pay: how much, by when, where to, with which reference."""
    loan = facts.loan
    organisation = loan.agreement.scope.organisation
    treasury = treasury_of(organisation.pk)
    reference = reference_of(loan)
    pairs = [
        [_("To pay"), facts.money(amount)],
        [_("At the latest"), display.day(by)],
        [_("Bankgiro"), written_bankgiro(treasury.bankgiro)],
        [_("To account"), written_iban(treasury.iban)],
        [_("Reference"), reference],
    ]
    if organisation.country == "FI":
        pairs.append([_("International reference"), rf(reference)])
    return {"heading": _("How to pay"), "facts": [pair for pair in pairs if pair[1]]}


def _statement(facts: Facts) -> dict[str, Any]:
    return {
        "title": _("Statement of account"),
        "facts": _about(
            facts,
            (_("Interest"), rate_words(facts.life)),
            (_("Still lent"), facts.money(facts.life.principal)),
            (_("Owed now"), display.money(facts.standing.owed_now)),
            (_("Kept for the borrower"), facts.money(facts.life.kept) if facts.life.kept else ""),
        ),
        "sections": [{"table": statement_rows(facts.loan, facts.life, facts.events, facts.on)}],
    }


def _plan(facts: Facts) -> dict[str, Any]:
    return {
        "title": _("Repayment plan"),
        "facts": _about(
            facts,
            (_("Interest"), rate_words(facts.life)),
            (_("An instalment falls due"), display.rhythm(facts.life.rhythm)),
        ),
        "sections": [
            {"table": plan_rows(facts.life.rows, facts.loan.currency)},
            {
                "heading": _("How payments are counted"),
                "paragraphs": [sentence(facts.loan.rules)],
            },
        ],
    }


def _notice(facts: Facts) -> dict[str, Any]:
    following = facts.standing.next_due
    late = facts.standing.owed_now.minor
    amount, by = (following.total.minor, following.due) if following else (0, facts.on)
    together = late + (amount if following and following.due > facts.on else 0)
    parts = parts_of(_due_by(facts, by), facts.loan.currency)
    return {
        "title": _("Payment notice"),
        "facts": _about(facts, (_("Left after this"), _left_after(facts, by)), *_next(facts)),
        "sections": [{"facts": parts}, _to_pay(facts, together, max(by, facts.on))],
    }


def _next(facts: Facts) -> list[tuple[str, str]]:
    """The instalment that comes, where what is asked for now is due already."""
    comes, asked = facts.standing.following, facts.standing.next_due
    if comes is None or comes == asked:
        return []
    day = _("on %(day)s") % {"day": display.day(comes.due)}
    return [(_("Next to pay"), f"{display.money(comes.total)} {day}")]


def _due_by(facts: Facts, by: date) -> list[Owed]:
    standing = facts.standing
    return [*standing.due, *(owed for owed in standing.coming if owed.due <= by)]


def _left_after(facts: Facts, by: date) -> str:
    paid = sum(owed.of(Component.PRINCIPAL).minor for owed in _due_by(facts, by))
    return facts.money(facts.life.principal - paid)


def _refuse_nothing_late(facts: Facts) -> None:
    if not facts.standing.days_late:
        raise NothingIsLate(loan=facts.loan.reference, day=facts.on)


def _reminder(facts: Facts) -> dict[str, Any]:
    _refuse_nothing_late(facts)
    by = facts.on + timedelta(DAYS_TO_PAY)
    return {
        "title": _("Reminder"),
        "facts": _about(facts),
        "sections": [
            {
                "paragraphs": [
                    _(
                        "We have not seen your payment. Perhaps it crossed this letter; then all "
                        "is well. If it is hard to pay just now, call us, and we will look for a "
                        "way together."
                    )
                ],
                "table": late_table(facts.standing, facts.loan.currency),
            },
            _to_pay(facts, facts.standing.owed_now.minor, by),
        ],
    }


def _demand(facts: Facts) -> dict[str, Any]:
    """Creditor, ground, principal, interest and costs apart, the rate, and time to pay or object.

    Source: Swedish debt recovery act 1974:182, section 5.
    """
    _refuse_nothing_late(facts)
    by = facts.on + timedelta(DAYS_TO_PAY)
    agreed = facts.loan.agreement.accepted_at
    ground = _("Loan %(loan)s, agreed on %(day)s") % {
        "loan": facts.loan.reference,
        "day": display.day(agreed.date()) if agreed else "",
    }
    points = facts.loan.late_points_bp / 10_000
    late = _(
        "Late interest runs on unpaid fees, interest and principal from each due day: the "
        "reference rate of each half-year and %(points)s, never below %(rate)s."
    ) % {"points": display.percent(points), "rate": rate_words(facts.life)}
    return {
        "title": _("Collection demand"),
        "facts": _about(facts, (_("Ground"), ground)),
        "sections": [
            {
                "heading": _("What is claimed"),
                "facts": parts_of(facts.standing.due, facts.loan.currency),
                "table": late_table(facts.standing, facts.loan.currency),
                "paragraphs": [late, *_eased(facts)] if facts.loan.late_points_bp else [],
            },
            _to_pay(facts, facts.standing.owed_now.minor, by),
            {
                "paragraphs": [
                    _(
                        "If you do not agree, tell us in writing by the same day and say why. If "
                        "it is neither paid nor objected to by then, we may ask a court to decide."
                    )
                ]
            },
        ],
    }


def _eased(facts: Facts) -> list[str]:
    """The times of hardship since the oldest claim fell due, as sentences."""
    since = facts.standing.due[0].due
    return [
        f"{eased_words(row)}."
        for row in facts.events
        if row.kind == LoanEvent.Kind.EASED
        and not hasattr(row, "reversed_by")
        and row.day < facts.on
        and row.terms["until"] > since.isoformat()
    ]


def _settlement(facts: Facts) -> dict[str, Any]:
    figures = settlement_figures(facts.loan, facts.on)
    return {
        "title": _("What ends the loan"),
        "facts": _about(facts, (_("Reference"), reference_of(facts.loan))),
        "sections": [
            {
                "paragraphs": [
                    _(
                        "Pay exactly the amount of the day that the money reaches us, and the "
                        "loan is over. Interest counts only up to that day."
                    )
                ],
                "table": settlement_table(figures),
            }
        ],
    }


def _interest(facts: Facts) -> dict[str, Any]:
    year = facts.on.year
    paid = interest_of_year(facts.life, year)
    pairs = [
        (_("Interest paid"), facts.money(paid[Component.INTEREST])),
        (_("Late interest paid"), facts.money(paid[Component.LATE_INTEREST])),
        (_("Fees paid"), facts.money(paid[Component.FEE])),
        (_("Principal paid"), facts.money(paid[Component.PRINCIPAL])),
        (
            _("Still lent on %(day)s") % {"day": display.day(facts.on)},
            facts.money(facts.life.principal),
        ),
    ]
    return {
        "title": _("Interest of the year %(year)s") % {"year": year},
        "facts": _about(facts, *pairs),
    }


MAKERS: Mapping[Document, Callable[[Facts], dict[str, Any]]] = {
    Document.STATEMENT: _statement,
    Document.PLAN: _plan,
    Document.NOTICE: _notice,
    Document.REMINDER: _reminder,
    Document.DEMAND: _demand,
    Document.SETTLEMENT: _settlement,
    Document.INTEREST: _interest,
}
