"""The document that the parties sign: frozen words and figures, and the hash over them."""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from grodd.agreements.lawful import cost_of, effective_rate_of
from grodd.agreements.payment_words import sentence
from grodd.agreements.terms import AwardTerms, LoanTerms, grace_of
from grodd.applications.models import Application
from grodd.base import display
from grodd.base.translated import said
from grodd.engines.life import PaymentRules
from grodd.engines.money import Money
from grodd.engines.schedule import Instalment
from grodd.programmes.models import Frame, Letter

FIELD = re.compile(r"\{\{\s*(\w+)\s*\}\}")


def sha256_of(content: Mapping[str, Any]) -> str:
    """The hash that the parties say yes to (hex, 64 characters)."""
    written = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def merged(text: str, fields: Mapping[str, str]) -> str:
    """``text`` with its merge fields filled; a field that is not known is left as it stands."""
    return FIELD.sub(lambda found: fields.get(found[1], found[0]), text)


def written(
    application: Application,
    letter: Letter,
    *,
    frame: Frame,
    terms: AwardTerms | LoanTerms,
    plan: Sequence[Instalment],
    rate_bp: int = 0,
    conventions: str = "",
) -> dict[str, Any]:
    """The whole document in the language of the application, as JSON values.

    ``conventions`` is the line that says everything its plan depends on, in any language the same.
    """
    with override(application.language):
        fields = _fields(application, terms)
        return {
            "language": application.language,
            "title": merged(said(letter.subject, application.language), fields),
            "body": merged(said(letter.body, application.language), fields),
            "letter": [letter.kind, letter.version],
            "parties": {
                "recipient": application.owner.name,
                "applicant": str(application.applicant or ""),
                "provider": application.round.programme.organisation.name,
            },
            "terms": [
                *(list(pair) for pair in _terms(application, frame, terms, plan, rate_bp)),
                *([[_("Conventions"), conventions]] if conventions else []),
            ],
            "conditions": application.matter.conditions if application.matter else "",
            "currency": application.currency,
            "schedule": [_row(number, line) for number, line in enumerate(plan, start=1)],
        }


def amount_of(application: Application) -> Money:
    """What was decided."""
    assert application.matter is not None, application.pk
    return Money(application.matter.amount_decided_minor or 0, application.currency)


def _fields(application: Application, terms: AwardTerms | LoanTerms) -> dict[str, str]:
    matter = application.matter
    assert matter is not None, application.pk
    starts_on = terms.starts_on if isinstance(terms, AwardTerms) else terms.disburse_on
    return {
        "name": application.owner.name,
        "title": application.title,
        "programme": str(application.round.programme),
        "round": str(application.round),
        "reference": str(application),
        "amount": display.money(amount_of(application)),
        "hours": display.number(matter.hours_decided or 0),
        "months": display.number(terms.months),
        "day": display.day(starts_on),
        "conditions": matter.conditions or _("no special ones"),
        "reasons": matter.reasons,
        "next_step": matter.next_step,
        "link": "",
    }


def _terms(
    application: Application,
    frame: Frame,
    terms: AwardTerms | LoanTerms,
    plan: Sequence[Instalment],
    rate_bp: int,
) -> list[tuple[str, str]]:
    amount = display.money(amount_of(application))
    if isinstance(terms, AwardTerms):
        hours = application.matter.hours_decided if application.matter else 0
        limit = Money(frame.receipt_above_minor, frame.currency)
        return [
            (_("Award"), amount),
            (_("Hours"), display.number(hours or 0)),
            (_("Months"), display.number(terms.months)),
            (_("From"), display.day(terms.starts_on)),
            (_("Paid in parts"), display.number(terms.instalments)),
            (_("Receipts needed above"), display.money(limit)),
        ]
    lent = amount_of(application)
    cost = Money(cost_of(plan), lent.currency)
    effective = effective_rate_of(lent, terms.disburse_on, plan)
    return [
        (_("Loan"), amount),
        (_("Interest a year"), _interest(frame, rate_bp)),
        (_("Effective interest a year, with all fees"), display.rate(effective)),
        (_("Interest and fees in all"), display.money(cost)),
        (_("To repay in all"), display.money(lent + cost)),
        (_("Repayment"), _repaid(frame, terms)),
        (_("Instalments"), display.number(terms.instalments)),
        (_("Instalments of interest only"), display.number(_grace(frame, terms))),
        (_("Paid out"), display.day(terms.disburse_on)),
        (_("First due day"), display.day(terms.first_due_on)),
        (_("Fee"), display.money(Money(frame.loan_fee_minor, frame.currency))),
        (
            _("Interest when late, above the reference rate"),
            display.rate(terms.late_points_bp / 10_000),
        ),
        (_("How payments are counted"), sentence(PaymentRules.read(frame.payment_rules))),
    ]


def _repaid(frame: Frame, terms: LoanTerms) -> str:
    often = {"often": display.rhythm(terms.rhythm)}
    if frame.loan_schedule == Frame.Schedule.ANNUITY:
        return _("The same amount %(often)s") % often
    if frame.loan_schedule == Frame.Schedule.BULLET:
        return _("All of the loan at the end, and interest %(often)s") % often
    return _("The same part of the loan %(often)s, and interest on what is left") % often


def _interest(frame: Frame, rate_bp: int) -> str:
    rate = display.rate(rate_bp / 10_000)
    if not frame.loan_rate_follows:
        return rate
    margin = display.rate(frame.loan_rate_bp / 10_000)
    return _("%(rate)s now: the reference rate of each half-year and %(margin)s") % {
        "rate": rate, "margin": margin,
    }  # fmt: skip


def _grace(frame: Frame, terms: LoanTerms) -> int:
    return grace_of(frame.loan_schedule, terms.instalments, terms.grace)


def _row(number: int, line: Instalment) -> dict[str, Any]:
    return {
        "number": number,
        "due": line.due.isoformat(),
        "principal": line.principal.minor,
        "interest": line.interest.minor,
        "fee": line.fee.minor,
        "balance_after": line.balance_after.minor,
    }
