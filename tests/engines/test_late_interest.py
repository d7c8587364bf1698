"""Late interest: the acts' own figures, and laws that hold for any claim."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grodd.engines.daycount import DayCount
from grodd.engines.late_interest import (
    NO_LATE_INTEREST,
    Grace,
    LateTerms,
    Overdue,
    Relief,
    late_conventions,
    late_interest,
    runs_from,
)
from grodd.engines.money import Money
from grodd.engines.rates import MissingRate, RateFrom
from tests.engines.loans import minor

RATES = (
    RateFrom(date(2023, 7, 1), Fraction(4, 100)),
    RateFrom(date(2024, 1, 1), Fraction(4, 100)),
    RateFrom(date(2024, 7, 1), Fraction(7, 200)),
    RateFrom(date(2025, 1, 1), Fraction(3, 100)),
)
EIGHT, SEVEN = Fraction(8, 100), Fraction(7, 100)
TERMS = LateTerms(RATES, EIGHT, day_count=DayCount.ACTUAL_365)


def sek(minor: int) -> Money:
    return Money(minor, "SEK")


def test_the_rate_is_the_reference_rate_and_eight_points() -> None:
    result = late_interest(Overdue(date(2024, 2, 1), sek(10_000_00)), date(2024, 3, 2), TERMS)
    assert result.amount == sek(98_63)
    assert [part.annual_rate for part in result.parts] == [Fraction(12, 100)]


def test_the_time_is_split_where_the_half_year_changes() -> None:
    result = late_interest(Overdue(date(2024, 6, 21), sek(36_500_00)), date(2024, 7, 11), TERMS)
    assert [(part.start, part.annual_rate) for part in result.parts] == [
        (date(2024, 6, 21), Fraction(12, 100)),
        (date(2024, 7, 1), Fraction(115, 1000)),
    ]
    assert result.amount == sek(120_00 + 115_00)


def test_the_rate_of_the_loan_goes_on_where_it_is_higher() -> None:
    terms = LateTerms(RATES, EIGHT, contract_rate=Fraction(20, 100), day_count=DayCount.ACTUAL_365)
    result = late_interest(Overdue(date(2024, 2, 1), sek(36_500_00)), date(2024, 2, 2), terms)
    assert result.amount == sek(20_00)


def test_finnish_consumers_pay_seven_points() -> None:
    rates = (RateFrom(date(2024, 7, 1), Fraction(45, 1000)),)
    terms = LateTerms(rates, SEVEN, day_count=DayCount.ACTUAL_365)
    claim = Overdue(date(2024, 8, 1), Money(365_00, "EUR"))
    (part,) = late_interest(claim, date(2024, 8, 11), terms).parts
    assert part.annual_rate == Fraction(115, 1000)


def test_part_payments_lower_the_base_from_their_day() -> None:
    claim = Overdue(date(2024, 2, 1), sek(36_500_00), ((date(2024, 2, 11), sek(18_250_00)),))
    assert late_interest(claim, date(2024, 2, 21), TERMS).amount == sek(120_00 + 60_00)


def test_hardship_lowers_the_rate_while_it_lasts() -> None:
    relief = (Relief(date(2024, 2, 11), date(2024, 2, 21), Fraction(1, 2)),)
    claim = Overdue(date(2024, 2, 1), sek(36_500_00))
    assert late_interest(claim, date(2024, 2, 21), TERMS, relief).amount == sek(120_00 + 60_00)


def test_a_payment_within_the_days_of_grace_costs_nothing() -> None:
    terms = replace(TERMS, grace_days=5)
    claim = Overdue(date(2024, 2, 1), sek(36_500_00))
    assert late_interest(claim, date(2024, 2, 6), terms).amount == sek(0)
    assert late_interest(claim, date(2024, 2, 7), terms).amount == sek(72_00)
    counted_after = replace(terms, grace=Grace.FROM_END)
    assert late_interest(claim, date(2024, 2, 7), counted_after).amount == sek(12_00)


@pytest.mark.parametrize("grace", Grace)
def test_what_was_paid_within_the_days_of_grace_costs_nothing_later_either(grace: Grace) -> None:
    terms = replace(TERMS, grace_days=5, grace=grace)
    in_grace, due = date(2024, 2, 5), date(2024, 2, 1)
    whole = Overdue(due, sek(36_500_00), ((in_grace, sek(36_500_00)),))
    assert late_interest(whole, date(2024, 3, 1), terms).parts == ()
    half = Overdue(due, sek(36_500_00), ((in_grace, sek(18_250_00)),))
    rest = Overdue(due, sek(18_250_00))
    until = date(2024, 3, 1)
    assert late_interest(half, until, terms).amount == late_interest(rest, until, terms).amount


@pytest.mark.parametrize(
    ("amount", "due", "until", "grace_days", "expected"),
    [
        ("11095.89", "2024-01-01", "2024-01-11", 5, "38.00"),
        ("5547.95", "2024-01-01", "2024-01-27", 0, "98.80"),
    ],
)
def test_an_agreed_penalty_needs_no_reference_rate(
    amount: str, due: str, until: str, grace_days: int, expected: str
) -> None:
    """Published figures of a lending system: 25 % a year on what was unpaid."""
    terms = LateTerms(
        None, Fraction(0), Fraction(25, 100), DayCount.ACTUAL_365,
        grace_days=grace_days, grace=Grace.FROM_END,
    )  # fmt: skip
    claim = Overdue(date.fromisoformat(due), sek(minor(amount)))
    assert late_interest(claim, date.fromisoformat(until), terms).amount == sek(minor(expected))


def test_a_lender_that_counts_the_due_day_counts_to_the_day_after() -> None:
    """47 523 unpaid from 5 May, 5 June and 5 July, seen on 6 July: 63, 32 and 2 days."""
    terms = LateTerms(None, Fraction(0), Fraction(25, 100), DayCount.ACTUAL_365)
    claims = [Overdue(date(2024, month, 5), sek(47_523_00)) for month in (5, 6, 7)]

    def shown(until: date) -> Fraction:
        costs = [late_interest(claim, until, terms) for claim in claims]
        return sum((part.exact for cost in costs for part in cost.parts), Fraction(0))

    assert round(shown(date(2024, 7, 7))) == minor("3157.35")
    assert round(shown(date(2024, 7, 6))) == minor("3059.70")


def test_where_nothing_is_agreed_nothing_runs_and_no_rate_is_missed() -> None:
    claim = Overdue(date(1999, 1, 1), sek(100_00))
    assert late_interest(claim, date(2026, 1, 1), NO_LATE_INTEREST).amount == sek(0)


def test_no_rate_is_missed_when_nothing_is_unpaid() -> None:
    claim = Overdue(date(1999, 1, 1), sek(100_00), ((date(1999, 1, 1), sek(100_00)),))
    assert late_interest(claim, date(2026, 1, 1), TERMS).parts == ()


def test_it_runs_from_the_due_date_or_some_days_after_a_demand() -> None:
    due, demanded = date(2024, 2, 1), date(2024, 3, 1)
    assert runs_from(due=due, demanded=demanded, days_after_demand=30) == due
    assert runs_from(due=None, demanded=demanded, days_after_demand=30) == date(2024, 3, 31)
    assert runs_from(due=None, demanded=None, days_after_demand=30) is None


def test_the_line_for_the_contract_says_what_paying_late_costs() -> None:
    terms = replace(TERMS, contract_rate=Fraction(9, 100), grace_days=5)
    assert late_conventions(terms) == (
        "late interest at the reference rate of each half-year + 8 %, at least 9 %; actual/365; "
        "5 days of grace, then from the due date; rounding half-even, once for each instalment; "
        "never on late interest"
    )
    agreed = LateTerms(None, Fraction(0), Fraction(25, 100))
    assert late_conventions(agreed).startswith("late interest 25 % a year; actual/actual ISDA; ")


@pytest.mark.parametrize("due", [date(2023, 6, 1), date(2025, 6, 30)])
def test_a_half_year_without_a_rate_is_refused_and_named(due: date) -> None:
    with pytest.raises(MissingRate) as caught:
        late_interest(Overdue(due, sek(100_00)), due + timedelta(40), TERMS)
    assert caught.value.day in {due, date(2025, 7, 1)}


def test_a_rate_missing_in_the_middle_is_refused_too() -> None:
    gap = replace(TERMS, reference=(RATES[0], RATES[3]))
    with pytest.raises(MissingRate) as caught:
        late_interest(Overdue(date(2023, 12, 1), sek(100_00)), date(2025, 2, 1), gap)
    assert caught.value.day == date(2024, 1, 1)


DUES = st.dates(date(2023, 7, 1), date(2025, 5, 1))


@given(DUES, st.integers(1, 10**9), st.integers(0, 60), st.integers(0, 60))
def test_late_interest_is_never_charged_on_late_interest(
    due: date, amount: int, first: int, second: int
) -> None:
    until = min(due + timedelta(first + second), date(2025, 6, 30))
    middle = min(due + timedelta(first), until)
    whole = late_interest(Overdue(due, sek(amount)), until, TERMS)
    before = late_interest(Overdue(due, sek(amount)), middle, TERMS)
    after = late_interest(Overdue(middle, sek(amount)), until, TERMS)
    parts = sum((part.exact for part in (*before.parts, *after.parts)), Fraction(0))
    assert sum(part.exact for part in whole.parts) == parts
    assert abs(whole.amount.minor - parts) <= Fraction(1, 2)


@given(DUES, st.integers(1, 10**9), st.integers(1, 10**9))
def test_a_larger_claim_never_costs_less(due: date, a: int, b: int) -> None:
    until = min(due + timedelta(100), date(2025, 6, 30))
    small, large = sorted([a, b])
    costs = [late_interest(Overdue(due, sek(x)), until, TERMS).amount for x in (small, large)]
    assert costs[0] <= costs[1]
