"""Who may lend, and what it may cost. The figures are rows of a test, not of the code."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grodd.engines.lending_rules import (
    UNKNOWN,
    Basis,
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
    cost_room,
    dearest_year,
    findings,
    refused,
)
from grodd.engines.money import Money
from grodd.engines.rates import MissingRate, RateFrom

CONSUMERS = frozenset({Borrower.CONSUMER})
EVERYBODY = frozenset(Borrower)
CLOSED = date(2025, 7, 1)

LICENCES = (
    LicenceRule("before_2025_07", "SE", date(2014, 7, 1), CLOSED, frozenset(), "bank"),
    LicenceRule("consumers_from_banks", "SE", CLOSED, None, CONSUMERS, "bank"),
    LicenceRule("open", "FI", date(2020, 1, 1), None, frozenset(), "bank"),
)
SWEDEN = (
    Cap("rate", "SE", date(2018, 9, 1), None, CONSUMERS, Measure.INTEREST_RATE,
        Fraction(20, 100), Basis.REFERENCE),
    Cap("cost", "SE", date(2018, 9, 1), None, CONSUMERS, Measure.TOTAL_COST,
        Fraction(1), Basis.LENT),
    Cap("arrangement", "SE", date(2025, 1, 1), None, CONSUMERS, Measure.ARRANGEMENT_FEE,
        Fraction(1, 100), Basis.BASE_AMOUNT),
    Cap("dear_for_a_fund", "SE", date(2020, 1, 1), date(2026, 7, 1), EVERYBODY,
        Measure.INTEREST_RATE, Fraction(10, 100), outcome=Outcome.WARN),
)  # fmt: skip
FINLAND = (
    Cap("rate", "FI", date(2023, 10, 1), None, CONSUMERS, Measure.INTEREST_RATE,
        Fraction(15, 100), Basis.REFERENCE),
    Cap("rate_at_most", "FI", date(2023, 10, 1), None, CONSUMERS, Measure.INTEREST_RATE,
        Fraction(20, 100)),
    Cap("costs_a_day", "FI", date(2023, 10, 1), None, CONSUMERS, Measure.OTHER_COSTS,
        Fraction(1, 10_000), Basis.LENT_A_DAY, floor=5_00, floor_days=30),
    Cap("costs_a_year", "FI", date(2023, 10, 1), None, CONSUMERS,
        Measure.OTHER_COSTS_OF_A_YEAR, Fraction(150_00)),
)  # fmt: skip
CAPS = SWEDEN + FINLAND
YARDSTICKS = Yardsticks((RateFrom(date(2026, 1, 1), Fraction(2, 100)),), {2026: 59_200_00})
SIGNED = date(2026, 3, 2)
FINNISH = Yardsticks((RateFrom(date(2026, 1, 1), Fraction(25, 1000)),))


def offer(
    country: str, borrower: Borrower | None, *, licences: str = "bank", lent: int = 50_000_00,
    days: int = 365, **measures: Fraction | int,
) -> Offer:  # fmt: skip
    costs = {Measure[name.upper()]: Fraction(value) for name, value in measures.items()}
    currency = {"SE": "SEK", "FI": "EUR"}[country]
    words = frozenset(licences.split())
    return Offer(country, SIGNED, borrower, words, Money(lent, currency), days, costs)


def broken(loan: Offer, yardsticks: Yardsticks = YARDSTICKS) -> list[str]:
    return [finding.key for finding in findings(loan, CAPS, LICENCES, yardsticks)]


def test_a_consumer_borrows_from_a_bank_only() -> None:
    fund = offer("SE", Borrower.CONSUMER, licences="registered")
    (found,) = findings(fund, CAPS, LICENCES, YARDSTICKS)
    assert found == Finding("consumers_from_banks", Outcome.REFUSE)
    assert refused([found])
    assert broken(offer("SE", Borrower.CONSUMER)) == []


def test_business_is_open_to_a_fund_and_so_were_consumers_before_the_day() -> None:
    for borrower in (Borrower.BUSINESS_PERSON, Borrower.ORGANISATION):
        assert broken(offer("SE", borrower, licences="registered")) == []
    before = offer("SE", Borrower.CONSUMER, licences="")
    assert broken(replace(before, signed=CLOSED - timedelta(1))) == []
    assert broken(replace(before, signed=CLOSED)) == ["consumers_from_banks"]


def test_a_person_who_has_not_said_what_for_is_refused() -> None:
    assert borrower_of(natural_person=False, mainly_for_business=None) is Borrower.ORGANISATION
    assert borrower_of(natural_person=True, mainly_for_business=True) is Borrower.BUSINESS_PERSON
    assert borrower_of(natural_person=True, mainly_for_business=False) is Borrower.CONSUMER
    unsaid = borrower_of(natural_person=True, mainly_for_business=None)
    assert findings(offer("SE", unsaid), CAPS, LICENCES, YARDSTICKS) == (UNKNOWN,)
    assert refused([UNKNOWN])


def test_a_country_without_a_licence_rule_is_refused() -> None:
    early = replace(offer("FI", Borrower.ORGANISATION), signed=date(2019, 12, 31))
    with pytest.raises(MissingRule, match="no licence rule holds in FI on 2019-12-31") as caught:
        findings(early, CAPS, LICENCES, YARDSTICKS)
    assert (caught.value.what, caught.value.country) == ("licence", "FI")


def test_the_rate_may_be_the_reference_rate_and_twenty_points() -> None:
    at = offer("SE", Borrower.CONSUMER, interest_rate=Fraction(22, 100))
    over = replace(at, measures={Measure.INTEREST_RATE: Fraction(2201, 10_000)})
    assert broken(at) == ["dear_for_a_fund"]
    found = findings(over, CAPS, LICENCES, YARDSTICKS)
    assert found[0] == Finding(
        "rate", Outcome.REFUSE, Measure.INTEREST_RATE, Fraction(2201, 10_000), Fraction(22, 100)
    )


def test_a_warning_alone_refuses_nothing_and_ends_on_its_day() -> None:
    loan = offer("SE", Borrower.ORGANISATION, interest_rate=Fraction(11, 100))
    found = findings(loan, CAPS, LICENCES, YARDSTICKS)
    assert [finding.key for finding in found] == ["dear_for_a_fund"]
    assert not refused(found)
    assert broken(replace(loan, signed=date(2026, 7, 1))) == []


def test_a_loan_costs_as_much_as_was_lent_at_most() -> None:
    assert broken(offer("SE", Borrower.CONSUMER, total_cost=50_000_00)) == []
    assert broken(offer("SE", Borrower.CONSUMER, total_cost=50_000_01)) == ["cost"]
    assert broken(offer("SE", Borrower.ORGANISATION, total_cost=50_000_01)) == []


def test_the_arrangement_fee_is_a_share_of_the_base_amount_of_the_year() -> None:
    assert broken(offer("SE", Borrower.CONSUMER, arrangement_fee=592_00)) == []
    assert broken(offer("SE", Borrower.CONSUMER, arrangement_fee=592_01)) == ["arrangement"]
    with pytest.raises(MissingRule, match="base amount"):
        broken(offer("SE", Borrower.CONSUMER, arrangement_fee=1), Yardsticks())


def test_a_cap_without_its_reference_rate_is_refused() -> None:
    loan = offer("SE", Borrower.CONSUMER, interest_rate=Fraction(1, 100))
    with pytest.raises(MissingRate):
        broken(replace(loan, signed=date(2026, 7, 1)))


def test_finnish_costs_are_counted_by_the_day_and_by_the_year() -> None:
    """2 000 euro for 180 days: 36 euro, as the Finnish government's bill counts."""
    at = offer("FI", Borrower.CONSUMER, other_costs=36_00, lent=2_000_00, days=180)
    assert broken(at, FINNISH) == []
    over = replace(at, measures={Measure.OTHER_COSTS: Fraction(36_01)})
    assert broken(over, FINNISH) == ["costs_a_day"]
    small = offer("FI", Borrower.CONSUMER, other_costs=5_00, lent=100_00, days=30)
    assert broken(small, FINNISH) == []
    assert broken(replace(small, days=29), FINNISH) == ["costs_a_day"]
    year = offer("FI", Borrower.CONSUMER, other_costs_of_a_year=150_01)
    assert broken(year, FINNISH) == ["costs_a_year"]


def test_two_finnish_rate_caps_hold_together() -> None:
    loan = offer("FI", Borrower.CONSUMER, interest_rate=Fraction(18, 100))
    assert broken(loan, FINNISH) == ["rate"]
    high = Yardsticks((RateFrom(date(2026, 1, 1), Fraction(7, 100)),))
    over = replace(loan, measures={Measure.INTEREST_RATE: Fraction(21, 100)})
    assert broken(loan, high) == []
    assert broken(over, high) == ["rate_at_most"]


def test_the_dearest_year_of_a_loan_begins_on_its_day() -> None:
    start = date(2024, 2, 29)
    costs = [(start, 10), (date(2025, 2, 27), 20), (date(2025, 2, 28), 25), (date(2026, 3, 1), 4)]
    assert dearest_year(start, costs) == 30
    assert dearest_year(start, []) == 0


@settings(max_examples=40)
@given(st.integers(0, 10**6), st.lists(st.integers(0, 10**6), max_size=8))
def test_costs_stop_at_the_limit_and_the_first_go_first(limit: int, costs: list[int]) -> None:
    room = cost_room(limit, costs)
    assert sum(room) == min(limit, sum(costs))
    assert all(0 <= part <= cost for part, cost in zip(room, costs, strict=True))
    cut = [i for i, (part, cost) in enumerate(zip(room, costs, strict=True)) if part < cost]
    assert not any(room[i] for i in range(cut[0] + 1, len(room))) if cut else True


@settings(max_examples=40)
@given(st.integers(0, 10**8), st.integers(0, 10**8))
def test_a_dearer_loan_never_breaks_less(one: int, two: int) -> None:
    less, more = sorted([one, two])
    lesser = broken(offer("SE", Borrower.CONSUMER, total_cost=less))
    assert set(lesser) <= set(broken(offer("SE", Borrower.CONSUMER, total_cost=more)))
