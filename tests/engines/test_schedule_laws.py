"""Laws that hold for any loan, and the quick engine against the slow ones."""

from dataclasses import fields, replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grodd.engines.calendar import Moving, Unit, is_banking_day
from grodd.engines.daycount import DayCount
from grodd.engines.money import Money
from grodd.engines.rounding import Rounding
from grodd.engines.schedule import Amortisation, LoanTerms, PeriodLength, conventions, plan
from grodd.engines.schedule.general import general_plan
from grodd.engines.schedule.quick import plans_for
from tests.engines.book import by_the_book, random_loans
from tests.engines.loans import any_loans, loan, plain_loans, rows


@given(any_loans())
def test_not_an_ore_is_lost_in_any_loan(terms: LoanTerms) -> None:
    made = plan(terms)
    lent = terms.principal.minor + sum(draw.amount.minor for draw in terms.draws)
    assert sum(made.principal) == lent
    assert made.balance_after[-1] == 0
    assert min(made.principal) >= 0
    assert min(made.interest) >= 0
    assert min(made.balance_after) >= 0
    assert list(made.dues) == sorted(made.dues)
    assert min(made.dues) >= terms.disbursed
    if terms.moving is not Moving.NONE:
        payouts = {terms.disbursed, *(draw.day for draw in terms.draws)}
        down = payouts if terms.down_payment_percent else set()
        regular = [due for due in made.dues if due not in down]
        assert all(is_banking_day(due, terms.banking_days) for due in regular)


@pytest.mark.parametrize(
    ("moving", "disbursed", "first_due"),
    [
        (Moving.PRECEDING, "2026-02-07", "2026-02-09"),
        (Moving.MODIFIED_FOLLOWING, "2026-01-30", "2026-02-02"),
    ],
)
def test_a_due_date_is_never_moved_back_to_the_day_of_the_payout(
    moving: Moving, disbursed: str, first_due: str
) -> None:
    terms = loan("1000", "5", disbursed, 2, unit=Unit.DAYS, moving=moving)
    assert plan(terms).dues[0].isoformat() == first_due


def test_a_down_payment_is_never_more_than_was_paid_out() -> None:
    terms = loan(
        "1", "0", "2005-01-01", 1,
        down_payment_percent=Fraction(1), instalment_multiple=500,
        instalment_rounding=Rounding.UP,
    )  # fmt: skip
    assert rows(plan(terms)) == [("2005-01-01", "1.00", "0.00"), ("2005-02-01", "0.00", "0.00")]


@given(any_loans())
def test_a_loan_without_a_rate_costs_nothing(terms: LoanTerms) -> None:
    free = replace(terms, annual_rate=Fraction(0), rate_steps=())
    assert plan(free).cost == Money.zero("SEK")


@given(any_loans())
def test_two_equal_set_ups_give_one_plan_and_one_line(terms: LoanTerms) -> None:
    twin = replace(terms)
    assert plan(terms) == plan(twin)
    assert conventions(terms) == conventions(twin)
    assert "\n" not in conventions(terms)


@given(plain_loans())
def test_the_quick_way_gives_the_rows_of_the_general_way(terms: LoanTerms) -> None:
    assert plan(terms) == general_plan(terms)


@given(plain_loans(), st.integers(1, 10**9))
def test_a_maker_of_plans_gives_the_plan_of_each_size(terms: LoanTerms, principal: int) -> None:
    sized = replace(terms, principal=Money(principal, "SEK"))
    assert plans_for(terms)(principal) == general_plan(sized)


@given(any_loans())
def test_rows_as_values_say_the_same_as_the_columns(terms: LoanTerms) -> None:
    made = plan(terms)
    values = made.instalments()
    assert [value.amount.minor for value in values] == list(made.amounts())
    assert [value.balance_after.minor for value in values] == list(made.balance_after)


def test_the_line_for_the_contract_says_every_convention() -> None:
    assert conventions(loan("1000", "9.9", "2026-01-31", 12, grace_principal=3)) == (
        "annuity; 12 x 1 months; disbursed 2026-01-31; "
        "first due 2026-02-28, then day 31 or the last of the month; 9.9 % a year; "
        "interest by the day; 30E/360; dates not moved; grace on principal 3; "
        "rounding half-even; exact fractions; the last instalment takes the rest"
    )


FIELDS = tuple(x.name for x in fields(LoanTerms) if x.name not in {"principal", "own_plan"})


@given(any_loans(), any_loans(), st.sampled_from(FIELDS))
def test_two_set_ups_that_print_the_same_line_give_the_same_plan(
    terms: LoanTerms, other: LoanTerms, field: str
) -> None:
    try:
        changed = replace(terms, **{field: getattr(other, field)})
    except AssertionError:
        return
    if conventions(changed) == conventions(terms):
        assert plan(changed) == plan(terms)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ({"first_due": date(2026, 2, 28)}, {}),
        ({"annual_rate": Fraction(1, 12)}, {"annual_rate": Fraction("0.08333333")}),
        ({"day_count": DayCount.THIRTY_365}, {"day_count": DayCount.THIRTY_E_360}),
        ({"instalment_rounding": Rounding.DOWN}, {}),
    ],
)
def test_what_makes_another_plan_prints_another_line(
    one: dict[str, object], two: dict[str, object]
) -> None:
    whole = loan("123456789", "5", "2026-01-31", 12, period_length=PeriodLength.WHOLE_PERIODS)
    first, second = replace(whole, **one), replace(whole, **two)  # type: ignore[arg-type]  # any field
    assert plan(first) != plan(second)
    assert conventions(first) != conventions(second)


@pytest.mark.slow
def test_random_loans_agree_with_the_book() -> None:
    """Two thousand here; `python -m benchmarks.lending` runs ten thousand."""
    for terms in random_loans(20260101, 2_000, rows_max=12):
        made = plan(terms)
        rows = list(zip(made.dues, made.principal, made.interest, strict=True))
        assert rows == by_the_book(terms), terms


@pytest.mark.parametrize(
    "wrong",
    [
        {"instalments": 0},
        {"grace_principal": 12},
        {"grace_interest": -1},
        {"first_due": date(2026, 1, 1)},
        {"down_payment_percent": Fraction(100)},
        {"own_plan": (Money(1000_00, "SEK"),)},
        {"amortisation": Amortisation.OWN_PLAN, "own_plan": (Money(1, "SEK"),) * 12},
    ],
)
def test_a_set_up_that_makes_no_sense_is_a_mistake(wrong: dict[str, object]) -> None:
    with pytest.raises(AssertionError):
        replace(loan("1000", "5", "2026-01-01", 12), **wrong)  # type: ignore[arg-type]  # any field
