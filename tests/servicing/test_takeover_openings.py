"""How a loan begins here: what is late and what is to come, from what a file says of it."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grodd.engines.calendar import MONTHLY, Rhythm, Unit
from grodd.engines.life import Arrear, Contract, Opening, live
from grodd.servicing.taking.comparing import Compared, Rounding, Why, compared, fitting_rate_bp
from grodd.servicing.taking.opening import Figures, Start, instalments_left, start_of
from grodd.servicing.taking.rules import Means, Rules, Status

pytestmark = pytest.mark.once
DAY = date(2018, 6, 30)
GIVEN = Figures(
    reference="L-1", name="", email="", number="", region="", adviser="", product="", status="",
    principal=1_200_000, balance=913_295, paid_out_on=date(2018, 3, 15),
    first_due_on=date(2018, 4, 15), instalments=12, rate_bp=1_200, is_annuity=True,
    instalment=106_619,
)  # fmt: skip
LATE = Rules(statuses={"late": Status(Means.LATE, 46, 31, 60)})
ONCE = Rules(statuses={"late": Status(Means.LATE, 16, 16, 30)})


def begun(start: Start) -> Opening:
    return Opening(
        "opening", DAY, start.balance, start.number, start.instalments, start.next_due,
        start.instalment, tuple(Arrear(*each) for each in start.arrears), start.interest_from,
        start.lost, start.grace,
    )  # fmt: skip


def contract(figures: Figures) -> Contract:
    return Contract(
        "SEK", figures.is_annuity, Fraction(figures.rate_bp, 10_000), figures.first_due_on,
        figures.instalments, rhythm=figures.rhythm,
    )  # fmt: skip


def test_a_loan_that_is_paid_in_time_goes_on_with_its_next_instalment() -> None:
    start = start_of(GIVEN, Rules(), DAY)
    assert (start.outcome, start.balance, start.number) == ("running", 913_295, 4)
    assert (start.instalments, start.next_due) == (9, date(2018, 7, 15))
    assert (start.instalment, start.interest_from) == (106_619, date(2018, 6, 15))
    life = live(contract(GIVEN), (begun(start),), DAY)
    assert [row.amount for row in life.rows[:-1]] == [106_619] * 8
    assert abs(life.rows[-1].amount - 106_619) < 50


def test_before_its_first_instalment_interest_runs_from_when_it_was_paid_out() -> None:
    fresh = replace(GIVEN, balance=1_200_000, paid_out_on=DAY, first_due_on=date(2018, 7, 30))
    start = start_of(fresh, Rules(), DAY)
    assert (start.number, start.next_due, start.interest_from) == (1, date(2018, 7, 30), DAY)


def test_what_is_late_is_derived_month_by_month_from_the_day_it_went_late() -> None:
    start = start_of(replace(GIVEN, status="late"), LATE, DAY)
    # A twelfth of 12 % on 9 132.95, then on what the first of the two leaves.
    assert start.arrears == (
        (date(2018, 5, 15), 0, 0, 9_133, 97_486),
        (date(2018, 6, 15), 0, 0, 8_158, 98_461),
    )
    assert start.balance == 913_295 - 97_486 - 98_461
    assert (start.next_due, start.instalments, start.number) == (date(2018, 7, 15), 7, 6)


def test_the_row_may_say_how_much_is_late_and_since_when() -> None:
    row = replace(
        GIVEN, late_since=date(2018, 5, 15), principal_late=50_000, interest_unpaid=3_000,
        fees_unpaid=6_000, late_interest=250,
    )  # fmt: skip
    start = start_of(row, Rules(), DAY)
    assert start.arrears == ((date(2018, 5, 15), 6_000, 250, 3_000, 50_000),)
    assert start.balance == 863_295


def test_interest_of_the_row_goes_to_the_oldest_instalments_first() -> None:
    less = start_of(replace(GIVEN, status="late", interest_unpaid=10_000), LATE, DAY)
    assert [each[3] for each in less.arrears] == [9_133, 867]
    more = start_of(replace(GIVEN, status="late", interest_unpaid=20_000), LATE, DAY)
    assert [each[3] for each in more.arrears] == [11_842, 8_158]
    running = replace(LATE, interest_is_due=False)
    derived = start_of(replace(GIVEN, status="late", interest_unpaid=10_000), running, DAY)
    assert [each[3] for each in derived.arrears] == [9_133, 8_158]


def test_a_fee_that_is_unpaid_on_a_loan_that_is_not_late_falls_due_on_the_day() -> None:
    assert start_of(replace(GIVEN, fees_unpaid=6_000), Rules(), DAY).arrears == (
        (DAY, 6_000, 0, 0, 0),
    )


def test_where_the_due_day_counts_a_loan_went_late_a_day_later() -> None:
    row = replace(GIVEN, status="late")
    assert start_of(row, ONCE, DAY).arrears[0][0] == date(2018, 6, 14)
    assert start_of(row, ONCE, DAY, due_day_counts=True).arrears[0][0] == date(2018, 6, 15)


def test_a_straight_loan_keeps_its_equal_parts() -> None:
    row = replace(GIVEN, is_annuity=False, instalment=None, balance=900_000, status="late")
    start = start_of(row, ONCE, DAY)
    assert (start.instalment, start.instalments, start.balance) == (100_000, 8, 800_000)
    assert start.arrears == ((date(2018, 6, 14), 0, 0, 9_000, 100_000),)


def test_without_an_instalment_in_the_file_it_is_computed_for_what_the_plan_has_left() -> None:
    start = start_of(replace(GIVEN, instalment=None), Rules(), DAY)
    assert (start.instalment, start.instalments) == (0, 9)


def test_what_is_over_comes_along_as_over() -> None:
    rules = Rules(statuses={"paid": Status(Means.REPAID), "lost": Status(Means.WRITTEN_OFF)})
    paid = start_of(replace(GIVEN, balance=0, status="paid"), rules, DAY)
    assert (paid.outcome, paid.balance, paid.lost) == ("repaid", 0, 0)
    lost = replace(GIVEN, balance=0, paid_principal=200_000, status="lost")
    assert start_of(lost, rules, DAY).lost == 1_000_000
    assert start_of(replace(lost, balance=950_000), rules, DAY).lost == 950_000
    assert start_of(replace(GIVEN, balance=0), Rules(), DAY).outcome == "repaid"


def test_a_small_rest_joins_the_last_instalment() -> None:
    month = Fraction(1, 12)
    assert instalments_left(100_000, 0, 10_000, month) == 10
    assert instalments_left(100_400, 0, 10_000, month) == 10
    assert instalments_left(100_600, 0, 10_000, month) == 11
    assert instalments_left(100_600, 1_200, 10_000, Fraction(0)) == 11


@given(
    months=st.integers(2, 48),
    paid=st.integers(0, 47),
    rate_bp=st.integers(0, 3_000),
    principal=st.integers(100_000, 5_000_000),
    days_late=st.integers(1, 200),
    is_annuity=st.booleans(),
    rhythm=st.sampled_from([MONTHLY, Rhythm(3), Rhythm(2, Unit.WEEKS), Rhythm(1, Unit.YEARS)]),
    grace=st.integers(0, 3),
)
def test_not_a_cent_is_lost_on_the_way_in(
    months: int, paid: int, rate_bp: int, principal: int, days_late: int, grace: int,
    rhythm: Rhythm, *, is_annuity: bool,
) -> None:  # fmt: skip
    balance = max(principal * (months - min(paid, months - 1)) // months, 1)
    row = replace(
        GIVEN, principal=principal, balance=balance, instalments=months, rate_bp=rate_bp,
        is_annuity=is_annuity, instalment=None, status="late", rhythm=rhythm, grace=grace,
    )  # fmt: skip
    rules = Rules(statuses={"late": Status(Means.LATE, days_late, 1, None)})
    start = start_of(row, rules, DAY)
    life = live(contract(row), (begun(start),), DAY)
    assert life.principal == balance
    assert sum(line.owed[3] for line in life.rows) == balance
    assert life.rows[0].due == start.arrears[0][0]
    ahead = [row.due for row in life.rows if row.number >= start.number]
    assert ahead == [rhythm.after(start.next_due, n) for n in range(len(ahead))]


def test_an_instalment_alike_but_for_rounding_says_how_it_was_rounded() -> None:
    # 28 000 at 14.07 % over 60 months is 652.5297 a month.
    row = replace(
        GIVEN, principal=2_800_000, rate_bp=1_407, instalments=60, paid_out_on=date(2018, 3, 1),
        first_due_on=date(2018, 4, 1), instalment=65_253,
    )  # fmt: skip
    assert compared(row) == Compared(65_253, "", frozenset({Rounding.UP, Rounding.NEAREST}))
    assert compared(replace(row, instalment=65_252)) == Compared(
        65_253, "", frozenset({Rounding.DOWN})
    )
    assert compared(replace(row, instalment=65_254)) == Compared(65_253, "", frozenset())


def test_an_instalment_that_differs_says_why() -> None:
    year = replace(GIVEN, paid_out_on=date(2018, 3, 1), first_due_on=date(2018, 4, 15))
    first = compared(year)
    assert first is not None
    assert first.why == Why.FIRST_PERIOD
    longer = compared(replace(GIVEN, instalments=13))
    assert longer is not None
    assert longer.why == Why.TERM
    other = replace(GIVEN, rate_bp=600)
    assert compared(other) is not None
    assert getattr(compared(other), "why", "") == Why.RATE
    assert fitting_rate_bp(other) == 1_200


def test_straight_loans_have_no_equal_payment_to_compare() -> None:
    assert compared(replace(GIVEN, is_annuity=False)) is None
    assert compared(replace(GIVEN, instalment=None)) is None
