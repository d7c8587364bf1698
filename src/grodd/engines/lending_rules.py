"""What a loan may cost and who may lend it, as dated rules for each kind of borrower.

No figure of law stands here: every cap, base amount and licence is a row that the caller brings,
with the country and the days for which it holds. A rule that is missing stops the loan; nothing is
guessed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from itertools import accumulate, pairwise

from grodd.engines.calendar import add_months
from grodd.engines.money import Money
from grodd.engines.rates import RateFrom, decided_throughout, rate_on


class Borrower(StrEnum):
    """Who borrows, as the consumer acts see it."""

    CONSUMER = "a natural person, mainly outside business"
    BUSINESS_PERSON = "a natural person, mainly for business"
    ORGANISATION = "an organisation"


class Measure(StrEnum):
    """What a cap limits. Rates are parts of one a year, costs are minor units."""

    INTEREST_RATE = "interest rate"
    LATE_RATE = "late interest rate"
    TOTAL_COST = "interest, fees, late interest and collection costs"
    ARRANGEMENT_FEE = "arrangement fee"
    OTHER_COSTS = "costs other than interest"
    OTHER_COSTS_OF_A_YEAR = "costs other than interest in the dearest year"
    EARLY_REPAYMENT_FEE = "compensation for early repayment"
    EXTENSIONS = "extensions of the term"


class Basis(StrEnum):
    """What the figure of a cap is a share of, or is added to."""

    PLAIN = "as it stands"
    REFERENCE = "added to the reference rate"
    LENT = "of the amount lent"
    LENT_A_DAY = "of the amount lent for each day of the term"
    BASE_AMOUNT = "of the base amount of the year"


class Outcome(StrEnum):
    """What a broken rule does."""

    REFUSE = "refuse"
    WARN = "warn"


@dataclass(frozen=True, slots=True)
class Cap:
    """One limit of one country, for some days and some borrowers.

    Attributes:
        key: Names it to the caller, who has the words and the source of law.
        country: ISO 3166 code of two letters.
        valid_from: First day of signing it holds for.
        valid_until: First day it no longer holds for; None while it stands.
        borrowers: Whom it protects.
        measure: What it limits.
        figure: The limit, as ``basis`` reads it (unit: parts of one, or minor units if plain).
        basis: How the figure becomes a limit.
        floor: The limit is never below this (unit: minor units) ...
        floor_days: ... where the loan runs for so many days at least.
        outcome: What it does when it is broken.
    """

    key: str
    country: str
    valid_from: date
    valid_until: date | None
    borrowers: frozenset[Borrower]
    measure: Measure
    figure: Fraction
    basis: Basis = Basis.PLAIN
    floor: int = 0
    floor_days: int = 0
    outcome: Outcome = Outcome.REFUSE


@dataclass(frozen=True, slots=True)
class LicenceRule:
    """Who may lend to whom in a country, for some days.

    Attributes:
        key: Names it to the caller.
        country: ISO 3166 code of two letters.
        valid_from: First day of signing it holds for.
        valid_until: First day it no longer holds for; None while it stands.
        borrowers: To whom only a lender with the licence may lend; may be nobody.
        licence: The licence it takes, by the caller's own name, such as ``bank``.
    """

    key: str
    country: str
    valid_from: date
    valid_until: date | None
    borrowers: frozenset[Borrower]
    licence: str


@dataclass(frozen=True, slots=True)
class Yardsticks:
    """The dated figures that caps are counted from.

    Attributes:
        reference: Reference rates, rising by day, one for each half-year.
        base_amounts: Year to base amount (unit: minor units).
    """

    reference: tuple[RateFrom, ...] = ()
    base_amounts: Mapping[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """A loan about to be signed, or one that runs, as the rules see it.

    Attributes:
        country: Whose law.
        signed: The day whose rules hold.
        borrower: Who borrows; None where nobody has said so yet.
        licences: What the lender is licensed to do, by the caller's own names.
        lent: The amount lent.
        days: The term (unit: days).
        measures: What it costs, by measure; a measure that is left out is not looked at.
    """

    country: str
    signed: date
    borrower: Borrower | None
    licences: frozenset[str]
    lent: Money
    days: int
    measures: Mapping[Measure, Fraction]


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that is broken.

    Attributes:
        key: The rule; ``borrower_unknown`` where nobody has said who borrows and for what.
        outcome: Whether it refuses or warns.
        measure: What was looked at; None for a licence.
        found: What the loan has.
        limit: What the rule allows.
    """

    key: str
    outcome: Outcome
    measure: Measure | None = None
    found: Fraction | None = None
    limit: Fraction | None = None


class MissingRule(LookupError):
    """No row says who may lend in a country on a day, or what the base amount of a year is.

    Attributes:
        what: ``licence`` or ``base amount``.
        country: Which country.
        day: Which day.
    """

    def __init__(self, what: str, country: str, day: date) -> None:
        super().__init__(f"no {what} rule holds in {country} on {day.isoformat()}")
        self.what = what
        self.country = country
        self.day = day


UNKNOWN = Finding("borrower_unknown", Outcome.REFUSE)
"""A lender that does not know whether somebody is a consumer cannot know which law holds."""


def borrower_of(*, natural_person: bool, mainly_for_business: bool | None) -> Borrower | None:
    """Who borrows; None where a natural person has not said what the money is for."""
    if not natural_person:
        return Borrower.ORGANISATION
    if mainly_for_business is None:
        return None
    return Borrower.BUSINESS_PERSON if mainly_for_business else Borrower.CONSUMER


def findings(
    offer: Offer,
    caps: Sequence[Cap],
    licences: Sequence[LicenceRule],
    yardsticks: Yardsticks,
) -> tuple[Finding, ...]:
    """Every rule that the loan breaks: licences first, then caps in the order given.

    Args:
        offer: The loan.
        caps: Limits of any country and time; those that hold are applied.
        licences: Rules on who may lend; one at least must hold in the country that day.
        yardsticks: What the limits are counted from.

    Returns:
        None of them if the loan may be made as it is.

    Raises:
        MissingRule: No licence rule holds, or a limit needs a base amount nobody has entered.
        grodd.engines.rates.MissingRate: A limit needs a reference rate nobody has entered.
    """
    holding = [rule for rule in licences if _holds(rule, offer)]
    if not holding:
        raise MissingRule("licence", offer.country, offer.signed)
    if offer.borrower is None:
        return (UNKNOWN,)
    found = [
        Finding(rule.key, Outcome.REFUSE)
        for rule in holding
        if offer.borrower in rule.borrowers and rule.licence not in offer.licences
    ]
    for cap in caps:
        if not _holds(cap, offer) or offer.borrower not in cap.borrowers:
            continue
        if cap.measure in offer.measures:
            limit, measured = limit_of(cap, offer, yardsticks), offer.measures[cap.measure]
            if measured > limit:
                found.append(Finding(cap.key, cap.outcome, cap.measure, measured, limit))
    return tuple(found)


def refused(found: Sequence[Finding]) -> bool:
    """Whether any finding stops the loan; warnings alone do not."""
    return any(finding.outcome is Outcome.REFUSE for finding in found)


def limit_of(cap: Cap, offer: Offer, yardsticks: Yardsticks) -> Fraction:
    """What a cap allows for a loan (unit: that of its measure, exact).

    Raises:
        MissingRule: It needs the base amount of a year that has none.
        grodd.engines.rates.MissingRate: It needs a reference rate that is missing.
    """
    limit = cap.figure
    if cap.basis is Basis.REFERENCE:
        day = offer.signed
        decided_throughout(yardsticks.reference, day, day + timedelta(1))
        limit += rate_on(yardsticks.reference, day)
    elif cap.basis is Basis.LENT:
        limit *= offer.lent.minor
    elif cap.basis is Basis.LENT_A_DAY:
        limit *= offer.lent.minor * offer.days
    elif cap.basis is Basis.BASE_AMOUNT:
        limit *= _base_amount(offer, yardsticks)
    return max(limit, Fraction(cap.floor)) if offer.days >= cap.floor_days else limit


def dearest_year(start: date, costs: Sequence[tuple[date, int]]) -> int:
    """The largest sum of costs within one year of the loan (unit: minor units).

    Years are counted from ``start``: the second begins on the same day one year later.

    Args:
        start: The day the loan is paid out.
        costs: Day and amount of each cost, none before ``start``.
    """
    years = {0: 0}
    for day, minor in costs:
        assert day >= start, (day, start)
        year = day.year - start.year
        year -= add_months(start, 12 * year) > day
        years[year] = years.get(year, 0) + minor
    return max(years.values())


def cost_room(limit: int, costs: Sequence[int]) -> tuple[int, ...]:
    """What of each cost can be charged, in order, until ``limit`` is reached (minor units)."""
    assert all(cost >= 0 for cost in costs), costs
    reached = [min(limit, total) for total in accumulate(costs, initial=0)]
    return tuple(after - before for before, after in pairwise(reached))


def _holds(rule: Cap | LicenceRule, offer: Offer) -> bool:
    ended = rule.valid_until is not None and offer.signed >= rule.valid_until
    return rule.country == offer.country and rule.valid_from <= offer.signed and not ended


def _base_amount(offer: Offer, yardsticks: Yardsticks) -> int:
    amounts = yardsticks.base_amounts or {}
    if offer.signed.year not in amounts:
        raise MissingRule("base amount", offer.country, offer.signed)
    return amounts[offer.signed.year]
