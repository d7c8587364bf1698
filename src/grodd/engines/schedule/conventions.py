"""All conventions of a loan in one line, for the contract."""

from grodd.engines.calendar import Moving, Unit
from grodd.engines.daycount import DayCount
from grodd.engines.money import Money, plain
from grodd.engines.rates import percent
from grodd.engines.schedule.periods import first_due
from grodd.engines.schedule.terms import Amortisation, FirstPeriod, LoanTerms, PeriodLength

_COUNTED_IN_DAYS = {Unit.DAYS, Unit.WEEKS}

_SCALED_MONTHS = {DayCount.THIRTY_364, DayCount.THIRTY_365, DayCount.THIRTY_ACTUAL}
"""Day counts that change the length of a whole month too."""


def conventions(terms: LoanTerms) -> str:
    """Say in one line everything the plan depends on.

    Two set-ups that print the same line and lend the same amount on the same day give the
    same plan. The line is technical and the same in every language.
    """
    parts = [
        terms.amortisation.value,
        f"{terms.instalments} x {terms.every} {terms.unit.value}",
        f"disbursed {terms.disbursed.isoformat()}",
        _first_due(terms),
        *_rates(terms),
        *_lengths(terms),
        *_dates(terms),
        *_extras(terms),
        *_roundings(terms),
        terms.working.value,
        terms.ending.value,
    ]
    return "; ".join(parts)


def _first_due(terms: LoanTerms) -> str:
    """The first due date, and the day of the later ones where a short month hides it."""
    first = first_due(terms)
    anchor = terms.first_due or terms.disbursed
    hidden = terms.unit not in _COUNTED_IN_DAYS and anchor.day != first.day
    later = f", then day {anchor.day} or the last of the month" if hidden else ""
    return f"first due {first.isoformat()}{later}"


def _roundings(terms: LoanTerms) -> list[str]:
    parts = [f"rounding {terms.rounding.value}"]
    if terms.instalment_rounding not in {None, terms.rounding}:
        parts.append(f"instalment rounded {terms.instalment_rounding}")
    return parts


def _rates(terms: LoanTerms) -> list[str]:
    steps = [
        f"{percent(step.annual_rate)} from {step.valid_from.isoformat()}"
        for step in terms.rate_steps
    ]
    return [", ".join([f"{percent(terms.annual_rate)} a year", *steps])]


def _lengths(terms: LoanTerms) -> list[str]:
    parts = [terms.period_length.value]
    if terms.period_length is PeriodLength.BY_DAYS or terms.day_count in _SCALED_MONTHS:
        parts.append(terms.day_count.value)
    if terms.first_period is not FirstPeriod.BY_LENGTH:
        parts.append(f"broken first period {terms.first_period.value}")
    return parts


def _dates(terms: LoanTerms) -> list[str]:
    if terms.moving is Moving.NONE:
        return ["dates not moved"]
    interest = "with" if terms.interest_follows_move else "without"
    where = f"banking days of {terms.banking_days.value}"
    return [f"dates moved {terms.moving.value}, {where}, {interest} interest"]


def _extras(terms: LoanTerms) -> list[str]:
    amounts = {
        "fixed instalment": terms.fixed_payment.minor if terms.fixed_payment else 0,
        "instalment a multiple of": terms.instalment_multiple,
        "fee each": terms.fee_each.minor if terms.fee_each else 0,
    }
    counts = {
        "grace on principal": terms.grace_principal,
        "grace on interest": terms.grace_interest,
    }
    parts = [
        f"{name} {plain(Money(minor, terms.currency))}" for name, minor in amounts.items() if minor
    ]
    parts += [f"{name} {count}" for name, count in counts.items() if count]
    if terms.down_payment_percent:
        parts.append(f"down payment {percent(terms.down_payment_percent / 100)}")
    parts += [f"draw {plain(draw.amount)} on {draw.day.isoformat()}" for draw in terms.draws]
    if terms.amortisation is Amortisation.OWN_PLAN:
        parts.append("principal " + " ".join(plain(x) for x in terms.own_plan))
    return parts
