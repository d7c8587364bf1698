"""From the rows of a loan to its life: what the engine is told, and what it answers."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple

from grodd.agreements.models import Loan, LoanEvent
from grodd.base import rules
from grodd.engines import life as engine
from grodd.engines.allocation import Component
from grodd.engines.calendar import Rhythm
from grodd.engines.daycount import DayCount
from grodd.engines.late_interest import NO_LATE_INTEREST, LateTerms
from grodd.engines.life import Contract, Event, Life
from grodd.engines.rates import MissingRate, RateFrom, half_years

REFERENCE_RATE = "reference_rate_bp"
BP = 10_000
ANNUITY, BULLET = "annuity", "bullet"
AHEAD = {each.value: each for each in engine.Ahead}
Kind = LoanEvent.Kind


class EventRow(NamedTuple):
    """What the engine needs of a ``LoanEvent``, without the cost of one."""

    pk: int
    key: str
    kind: str
    day: date
    amount_minor: int
    terms: Mapping[str, Any]


Told = LoanEvent | EventRow


def rows_of(loan: Loan) -> list[EventRow]:
    """All that was told of a loan (one query)."""
    return [EventRow(*row) for row in loan.events.order_by().values_list(*EventRow._fields)]


def life_of(loan: Loan, on: date, *, more: Iterable[Told] = ()) -> Life:
    """How the loan stands on a day, from all that was told of it (two queries).

    Args:
        loan: With its agreement's scope and organisation.
        on: The day.
        more: Events that are not saved yet, for a look ahead.

    Raises:
        RuleMissing: Something is late, and no reference rate is recorded for a half-year.
    """
    return life_from(loan, [*rows_of(loan), *more], on)


def life_from(loan: Loan, told: Sequence[Told], on: date) -> Life:
    """The same from events at hand."""
    last = max([on, *(event.day for event in told)])
    try:
        return engine.live(contract_of(loan, last), [event_of(each) for each in told], on)
    except MissingRate as missing:
        country = loan.agreement.scope.organisation.country
        raise rules.RuleMissing(key=REFERENCE_RATE, country=country, on=missing.day) from None


def contract_of(loan: Loan, until: date) -> Contract:
    """What was agreed, with the reference rates up to a day."""
    return Contract(
        currency=loan.currency,
        annuity=loan.schedule_kind == ANNUITY,
        annual_rate=Fraction(loan.annual_rate_bp, BP),
        first_due=loan.first_due_on,
        instalments=loan.instalments,
        grace=loan.grace,
        fee=loan.fee_minor,
        late=late_terms(loan, until),
        rules=loan.rules.by_state(),
        bullet=loan.schedule_kind == BULLET,
        rhythm=loan.rhythm,
    )


def late_terms(loan: Loan, until: date) -> LateTerms:
    """The late rate of each half-year: the reference rate and the points agreed, or the loan's."""
    if not loan.late_points_bp:
        return NO_LATE_INTEREST
    country = loan.agreement.scope.organisation.country
    known = rules.values_of(country=country, key=REFERENCE_RATE)
    reference = []
    for first in half_years(loan.disbursed_on or loan.disburse_on, until):
        begun = [value for valid_from, value in known if valid_from <= first]
        if begun:
            reference.append(RateFrom(first, Fraction(begun[-1], BP)))
    return LateTerms(
        tuple(reference),
        Fraction(loan.late_points_bp, BP),
        contract_rate=Fraction(loan.annual_rate_bp, BP),
        day_count=DayCount.ACTUAL_365,
    )


def event_of(row: Told) -> Event:
    """One row as the engine takes it."""
    return MAKERS[row.kind](row)


def _day(row: Told, name: str) -> date:
    return date.fromisoformat(row.terms[name])


def _opening(row: Told) -> engine.Opening:
    return engine.Opening(
        row.key,
        row.day,
        balance=row.amount_minor,
        number=row.terms["number"],
        instalments=row.terms["instalments"],
        next_due=_day(row, "next_due"),
        instalment=row.terms["instalment"],
        arrears=tuple(
            engine.Arrear(date.fromisoformat(due), *parts) for due, *parts in row.terms["arrears"]
        ),
        interest_from=_day(row, "interest_from") if row.terms.get("interest_from") else None,
        lost=row.terms.get("lost", 0),
        grace=row.terms.get("grace", 0),
    )


def opening_terms(opening: engine.Opening) -> dict[str, Any]:
    """The terms of the row that tells of it; ``amount_minor`` is its balance."""
    more: dict[str, Any] = {"lost": opening.lost} if opening.lost else {}
    if opening.interest_from:
        more["interest_from"] = opening.interest_from.isoformat()
    return more | {
        "number": opening.number,
        "instalments": opening.instalments,
        "next_due": opening.next_due.isoformat(),
        "instalment": opening.instalment,
        "arrears": [[arrear.due.isoformat(), *arrear[1:]] for arrear in opening.late],
        "grace": opening.grace,
    }


MAKERS: dict[str, Callable[[Told], Event]] = {
    Kind.OPENING: _opening,
    Kind.DRAW: lambda row: engine.Draw(row.key, row.day, row.amount_minor),
    Kind.PAYMENT: lambda row: engine.Payment(
        row.key, row.day, row.amount_minor, AHEAD[row.terms["ahead"]]
    ),
    Kind.WAIVER: lambda row: engine.Waiver(
        row.key, row.day, Component(row.terms["component"]), row.amount_minor
    ),
    Kind.EASED: lambda row: engine.Eased(
        row.key, row.day, _day(row, "until"), Fraction(row.terms["share_bp"], BP)
    ),
    Kind.CHARGE: lambda row: engine.Charge(row.key, row.day, row.amount_minor),
    Kind.RATE: lambda row: engine.RateChange(
        row.key, row.day, Fraction(row.terms["annual_rate_bp"], BP)
    ),
    Kind.HOLIDAY: lambda row: engine.Holiday(
        row.key,
        row.day,
        row.terms["instalments"],
        pays_interest=row.terms["pays_interest"],
        longer=row.terms["longer"],
    ),
    Kind.DUE_DAY: lambda row: engine.NewDueDay(row.key, row.day, _day(row, "first_due")),
    Kind.RHYTHM: lambda row: engine.NewRhythm(
        row.key,
        row.day,
        Rhythm.read(row.terms["rhythm"]),
        _day(row, "first_due"),
        row.terms["instalments"],
    ),
    Kind.EXTENSION: lambda row: engine.Extension(row.key, row.day, row.terms["instalments"]),
    Kind.TO_BALANCE: lambda row: engine.ToBalance(row.key, row.day, row.terms["instalments"]),
    Kind.ASIDE: lambda row: engine.Aside(row.key, row.day),
    Kind.TERMINATION: lambda row: engine.Termination(
        row.key, row.day, for_arrears=row.terms["for_arrears"]
    ),
    Kind.WRITE_OFF: lambda row: engine.WriteOff(row.key, row.day, row.amount_minor),
    Kind.RETURN: lambda row: engine.Return(row.key, row.day, row.amount_minor),
    Kind.REVERSAL: lambda row: engine.Reversal(row.key, row.day, row.terms["of"]),
}
