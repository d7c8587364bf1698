"""Whether a loan may be offered at all: who may lend to whom, and what it may cost."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from grodd.agreements.models import Loan
from grodd.agreements.refusals import (
    LenderHasNoLicence,
    LendingRuleMissing,
    LoanAboveLimit,
    WhoBorrowsUnknown,
)
from grodd.agreements.terms import REFERENCE_RATE, LoanTerms
from grodd.applications.models import Application
from grodd.base import display, lending, rules
from grodd.engines.effective_rate import Flow, annual_percentage_rate
from grodd.engines.lending_rules import (
    Borrower,
    Cap,
    Finding,
    LicenceRule,
    Measure,
    MissingRule,
    Offer,
    Outcome,
    Yardsticks,
    borrower_of,
    dearest_year,
    findings,
)
from grodd.engines.money import Money
from grodd.engines.rates import MissingRate, RateFrom, half_years
from grodd.engines.schedule import Instalment
from grodd.people.models import Organisation

BP = 10_000
BASE_AMOUNT = "base_amount_minor"
BORROWERS = {
    Borrower.ORGANISATION: Loan.Borrower.ORGANISATION,
    Borrower.BUSINESS_PERSON: Loan.Borrower.BUSINESS_PERSON,
    Borrower.CONSUMER: Loan.Borrower.CONSUMER,
}
MEASURES: dict[Measure, Promise] = {
    Measure.INTEREST_RATE: gettext_lazy("the interest a year"),
    Measure.LATE_RATE: gettext_lazy("the interest when it is late"),
    Measure.TOTAL_COST: gettext_lazy("all that it costs"),
    Measure.ARRANGEMENT_FEE: gettext_lazy("the arrangement fee"),
    Measure.OTHER_COSTS: gettext_lazy("what it costs beside interest"),
    Measure.OTHER_COSTS_OF_A_YEAR: gettext_lazy("what it costs beside interest in one year"),
}
RATES = (Measure.INTEREST_RATE, Measure.LATE_RATE)


@dataclass(frozen=True, slots=True)
class Cost:
    """What an offered loan costs: its yearly rate (basis points), its fee, and its plan."""

    rate_bp: int
    fee: Money
    plan: Sequence[Instalment]


def who_borrows(application: Application, mainly_for_business: bool | None) -> Borrower | None:
    """Who borrows, as the law sees it; None where a natural person has not said what it is for."""
    applicant = application.applicant
    if applicant is None:
        return borrower_of(natural_person=True, mainly_for_business=mainly_for_business)
    alone = applicant.legal_form == Organisation.LegalForm.SOLE_TRADER
    return borrower_of(natural_person=alone, mainly_for_business=True)


def refuse_unlawful(
    application: Application, *, terms: LoanTerms, cost: Cost, signed: date
) -> list[dict[str, Any]]:
    """Raise what forbids the loan; answer with what only warns, as JSON values.

    Raises:
        LendingRuleMissing, RuleMissing: Nobody has entered who may lend, or a figure.
        WhoBorrowsUnknown, LenderHasNoLicence, LoanAboveLimit: The rules forbid it.
    """
    lender = application.round.programme.organisation
    limits = lending.limits_in(lender.country)
    offer = _offer(application, lender=lender, terms=terms, cost=cost, signed=signed)
    licences = lending.licences_in(lender.country)
    sources = {cap.key: source for cap, source in limits}
    # Who may not lend at all need not know what the loan would cost.
    _refuse_first(_found(offer, [], licences), sources, offer)
    found = _found(offer, [cap for cap, _ in limits], licences)
    _refuse_first(found, sources, offer)
    return [_warning(finding, sources) for finding in found]


def _refuse_first(found: Sequence[Finding], sources: dict[str, str], offer: Offer) -> None:
    for finding in found:
        if finding.outcome is Outcome.REFUSE:
            raise _refusal(finding, sources, offer)


def effective_rate_of(principal: Money, paid_on: date, plan: Sequence[Instalment]) -> float:
    """The annual percentage rate of a plan: interest and all compulsory fees (parts of one)."""
    out = [Flow(paid_on, principal.minor)]
    back = [Flow(line.due, -_amount(line)) for line in plan if _amount(line)]
    return annual_percentage_rate([*out, *back])


def cost_of(plan: Sequence[Instalment]) -> int:
    """Interest and fees of a plan together (unit: minor units)."""
    return sum(line.interest.minor + line.fee.minor for line in plan)


def _offer(
    application: Application, *, lender: Organisation, terms: LoanTerms, cost: Cost, signed: date
) -> Offer:  # fmt: skip
    plan, currency = cost.plan, cost.fee.currency
    lent = Money(sum(line.principal.minor for line in plan), currency)
    fees = [(line.due, line.fee.minor) for line in plan if line.fee.minor]
    measures = {
        Measure.INTEREST_RATE: Fraction(cost.rate_bp, BP),
        Measure.TOTAL_COST: Fraction(cost_of(plan)),
        Measure.ARRANGEMENT_FEE: Fraction(cost.fee.minor),
        Measure.OTHER_COSTS: Fraction(sum(minor for _, minor in fees)),
        Measure.OTHER_COSTS_OF_A_YEAR: Fraction(dearest_year(terms.disburse_on, fees)),
    }
    late = _late_rate(lender.country, cost.rate_bp, terms.late_points_bp, signed)
    if late is not None:
        measures[Measure.LATE_RATE] = late
    return Offer(
        country=lender.country,
        signed=signed,
        borrower=who_borrows(application, terms.mainly_for_business),
        licences=frozenset(lender.licences),
        lent=lent,
        days=(plan[-1].due - terms.disburse_on).days,
        measures=measures,
    )


def _late_rate(country: str, rate_bp: int, points_bp: int, signed: date) -> Fraction | None:
    """What a late krona costs a year; None where no reference rate is recorded yet."""
    known = [value for day, value in _reference(country) if day <= signed]
    if not known:
        return None
    return Fraction(max(known[-1] + points_bp, rate_bp), BP)


def _reference(country: str) -> list[tuple[date, int]]:
    return rules.values_of(country=country, key=REFERENCE_RATE)


def _found(
    offer: Offer, caps: Sequence[Cap], licences: Sequence[LicenceRule]
) -> tuple[Finding, ...]:
    """Every rule that it breaks, with the figures of its country at hand."""
    known = _reference(offer.country)
    steps = []
    for first in half_years(offer.signed, offer.signed):
        begun = [value for day, value in known if day <= first]
        steps += [RateFrom(first, Fraction(begun[-1], BP))] if begun else []
    amounts = rules.values_of(country=offer.country, key=BASE_AMOUNT)
    yardsticks = Yardsticks(tuple(steps), {day.year: value for day, value in amounts})
    try:
        return findings(offer, caps, licences, yardsticks)
    except MissingRule as missing:
        if missing.what == "licence":
            raise LendingRuleMissing(country=missing.country, day=missing.day) from None
        raise rules.RuleMissing(key=BASE_AMOUNT, country=missing.country, on=missing.day) from None
    except MissingRate as missing:
        raise rules.RuleMissing(key=REFERENCE_RATE, country=offer.country, on=missing.day) from None


def _refusal(
    finding: Finding, sources: dict[str, str], offer: Offer
) -> WhoBorrowsUnknown | LenderHasNoLicence | LoanAboveLimit:
    if finding.measure is None:
        if offer.borrower is None:
            return WhoBorrowsUnknown()
        return LenderHasNoLicence()
    measure, found, limit = _in_words(finding, offer.lent.currency)
    return LoanAboveLimit(measure=measure, found=found, limit=limit, law=sources[finding.key])


def _in_words(finding: Finding, currency: str) -> tuple[Promise, str, str]:
    measure, found, limit = finding.measure, finding.found, finding.limit
    assert measure is not None, finding
    assert found is not None, finding
    assert limit is not None, finding
    if measure in RATES:
        return MEASURES[measure], display.rate(float(found)), display.rate(float(limit))
    shown = [display.money(Money(int(minor), currency)) for minor in (found, limit)]
    return MEASURES[measure], shown[0], shown[1]


def _warning(finding: Finding, sources: dict[str, str]) -> dict[str, Any]:
    assert finding.measure is not None, finding
    return {
        "measure": finding.measure.name.lower(),
        "found": str(finding.found),
        "limit": str(finding.limit),
        "law": sources[finding.key],
    }


def warnings_of(loan: Loan) -> list[tuple[Promise, str, str, str]]:
    """What only warned when the loan was offered: measure, found, limit, law."""
    return [
        (
            *_in_words(
                Finding(
                    told["law"],
                    Outcome.WARN,
                    Measure[told["measure"].upper()],
                    Fraction(told["found"]),
                    Fraction(told["limit"]),
                ),
                loan.currency,
            ),
            told["law"],
        )
        for told in loan.warnings
    ]


def _amount(line: Instalment) -> int:
    return line.principal.minor + line.interest.minor + line.fee.minor
