"""Plans against figures that were computed elsewhere or by hand."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import mortgagemath
import pytest
import repaykit
from hypothesis import given
from hypothesis import strategies as st

from grodd.engines.calendar import Moving, Unit
from grodd.engines.daycount import DayCount
from grodd.engines.money import Money
from grodd.engines.rates import RateFrom
from grodd.engines.rounding import Rounding
from grodd.engines.schedule import Amortisation, Draw, FirstPeriod, PeriodLength, plan
from tests.engines.loans import DECEMBER, PROGRESSIVE, WHOLE, loan, minor, rows

MONTHS: dict[str, Any] = {"period_length": PeriodLength.WHOLE_PERIODS}
A365: dict[str, Any] = {"day_count": DayCount.ACTUAL_365}


def sek(amount: str) -> Money:
    return Money(minor(amount), "SEK")


def test_six_months_at_seven_percent() -> None:
    assert [(p, i) for _, p, i in rows(plan(loan("100", "7", "2024-01-01", 6, **WHOLE)))] == [
        ("16.43", "0.58"), ("16.52", "0.49"), ("16.62", "0.39"),
        ("16.72", "0.29"), ("16.81", "0.20"), ("16.90", "0.10"),
    ]  # fmt: skip


def test_a_year_that_is_cut_at_31_december() -> None:
    made = plan(loan("10000", "12", "2023-12-12", 6, **DECEMBER))
    assert [i / 100 for i in made.interest] == [101.81, 85.14, 64.05, 51.58, 33.45, 17.36]
    assert made.amounts() == (1725_56,) * 5 + (1725_59,)


def test_smoothing_moves_the_instalment_by_a_cent() -> None:
    made = plan(loan("331.77", "10.65", "2023-12-12", 5, **DECEMBER))
    assert made.amounts() == (68_14, 68_14, 68_14, 68_14, 68_12)


def test_month_ends_hold_from_the_origin() -> None:
    made = plan(loan("2450", "9.99", "2023-10-31", 6, **DECEMBER))
    assert [due.isoformat() for due in made.dues] == [
        "2023-11-30", "2023-12-31", "2024-01-31", "2024-02-29", "2024-03-31", "2024-04-30",
    ]  # fmt: skip
    assert made.amounts() == (420_28,) * 5 + (420_30,)


def test_flat_interest_never_falls() -> None:
    made = plan(loan("1000", "12", "2024-06-01", 3, amortisation=Amortisation.FLAT, **WHOLE))
    assert rows(made) == [
        ("2024-07-01", "333.33", "10.00"), ("2024-08-01", "333.33", "10.00"),
        ("2024-09-01", "333.34", "10.00"),
    ]  # fmt: skip


def test_flat_twelve_thousand_over_four_months() -> None:
    made = plan(loan("12000", "10", "2024-10-01", 4, amortisation=Amortisation.FLAT, **WHOLE))
    assert made.amounts() == (3100_00,) * 4


def test_an_agreed_instalment_of_280_000() -> None:
    made = plan(loan("280000", "8.4", "2025-01-27", 20, fixed_payment=sek("15052"), **MONTHS))
    assert made.interest_total == sek("21034.06")
    assert round(made.principal[3] / 100) == 13_369
    assert round(made.balance_after[3] / 100) == 227_080
    assert round(made.amounts()[-1] / 100) == 14_941 + 105


def test_a_smaller_agreed_instalment_takes_22_months() -> None:
    made = plan(loan("280000", "8.4", "2025-01-27", 60, fixed_payment=sek("14000"), **MONTHS))
    assert len(made) == 22
    assert round(made.interest_total.minor / 100) == 22_712


@pytest.mark.parametrize(
    ("start", "payment", "count", "interest"),
    [
        ("2025-01-27", "15052", 20, "20969.62"),
        ("2020-10-01", "14000", 22, "22707.63"),
    ],
)
def test_the_same_loans_by_the_day(start: str, payment: str, count: int, interest: str) -> None:
    made = plan(loan("280000", "8.4", start, 60, fixed_payment=sek(payment), **A365))
    assert len(made) == count
    assert made.interest_total == sek(interest)


BROKEN: dict[str, Any] = A365 | {
    "first_due": date(2023, 12, 5),
    "fixed_payment": sek("9003"),
    "rounding": Rounding.HALF_UP,
}


def test_broken_days_shared_by_all_instalments() -> None:
    made = plan(loan("100000", "14.5", "2023-11-03", 12, first_period=FirstPeriod.SPREAD, **BROKEN))
    assert made.interest[:2] == (minor("1198.40") + 1, minor("1141.93"))
    # 79.45 over twelve is 6.62 eleven times and 6.63 once: the first row carries the öre.


def test_broken_days_on_top_of_the_first_instalment() -> None:
    how = FirstPeriod.ADDED_TO_FIRST
    made = plan(loan("100000", "14.5", "2023-11-03", 12, first_period=how, **BROKEN))
    assert made.interest[0] == minor("1271.23")
    assert made.amounts()[0] == minor("9082.45")


def test_broken_days_paid_at_once() -> None:
    made = plan(
        loan("100000", "14.5", "2023-11-03", 12, first_period=FirstPeriod.UPFRONT, **BROKEN)
    )
    assert rows(made)[0] == ("2023-11-05", "0.00", "79.45")
    assert rows(made)[1][2] == "1191.78"


def test_a_long_first_period_is_charged_by_its_length() -> None:
    made = plan(loan("12000", "12", "2026-01-16", 3, first_due=date(2026, 3, 1)))
    assert made.interest[0] == minor("180")


def test_a_bullet_pays_all_at_the_end_and_interest_only_pays_it_on_the_way() -> None:
    bullet = plan(loan("1000", "12", "2026-01-01", 3, amortisation=Amortisation.BULLET))
    assert bullet.amounts() == (0, 0, 1030_00)
    only = plan(loan("1000", "12", "2026-01-01", 3, amortisation=Amortisation.INTEREST_ONLY))
    assert only.amounts() == (10_00, 10_00, 1010_00)


def test_an_own_plan_is_followed() -> None:
    own = (sek("100"), sek("0"), sek("900"))
    made = plan(
        loan("1000", "12", "2026-01-01", 3, amortisation=Amortisation.OWN_PLAN, own_plan=own)
    )
    assert rows(made) == [
        ("2026-02-01", "100.00", "10.00"), ("2026-03-01", "0.00", "9.00"),
        ("2026-04-01", "900.00", "9.00"),
    ]  # fmt: skip


def test_a_stepped_rate_sets_the_instalment_anew() -> None:
    steps = (RateFrom(date(2026, 3, 1), Fraction(24, 100)),)
    made = plan(loan("1000", "12", "2026-01-01", 4, rate_steps=steps))
    assert made.interest[:3] == (10_00, minor("7.54"), minor("10.10"))
    assert made.amounts() == (minor("256.28"), minor("256.28"), minor("260.09"), minor("260.09"))


def test_a_rate_that_changes_inside_a_period_is_split_there() -> None:
    steps = (RateFrom(date(2026, 1, 16), Fraction(24, 100)),)
    made = plan(loan("1000", "12", "2026-01-01", 2, rate_steps=steps))
    assert made.interest[0] == 15_00


def test_a_second_payout_bears_interest_from_its_day() -> None:
    draws = (Draw(date(2026, 1, 16), sek("1000")),)
    terms = loan("1000", "12", "2026-01-01", 4, draws=draws, amortisation=Amortisation.STRAIGHT)
    assert rows(plan(terms)) == [
        ("2026-02-01", "500.00", "15.00"), ("2026-03-01", "500.00", "15.00"),
        ("2026-04-01", "500.00", "10.00"), ("2026-05-01", "500.00", "5.00"),
    ]  # fmt: skip


def test_interest_that_waits_is_paid_after_the_grace() -> None:
    terms = loan("900", "12", "2026-01-01", 3, grace_interest=2, amortisation=Amortisation.STRAIGHT)
    assert rows(plan(terms)) == [
        ("2026-02-01", "300.00", "0.00"), ("2026-03-01", "300.00", "0.00"),
        ("2026-04-01", "300.00", "18.00"),
    ]  # fmt: skip


def test_a_quarter_is_paid_back_at_once() -> None:
    made = plan(loan("1000", "0", "2026-01-01", 3, down_payment_percent=Fraction(25)))
    assert rows(made)[0] == ("2026-01-01", "250.00", "0.00")
    assert made.balance_after == (750_00, 500_00, 250_00, 0)


def test_instalments_are_a_multiple_and_the_last_takes_the_rest() -> None:
    made = plan(loan("10000", "9", "2026-01-01", 12, instalment_multiple=10_00))
    assert set(made.amounts()[:-1]) == {870_00}
    assert sum(made.principal) == 10_000_00


def test_a_moved_due_date_moves_the_interest_only_where_agreed() -> None:
    moving: dict[str, Any] = {"moving": Moving.FOLLOWING, "day_count": DayCount.ACTUAL_360}
    still = plan(loan("36000", "10", "2026-01-01", 2, **moving))
    follows = plan(loan("36000", "10", "2026-01-01", 2, interest_follows_move=True, **moving))
    assert still.dues == follows.dues == (date(2026, 2, 2), date(2026, 3, 2))
    assert (still.interest[0], follows.interest[0]) == (310_00, 320_00)


def test_a_daily_plan_of_270_rows() -> None:
    terms = loan(
        "200003", "27", "2024-01-01", 270, unit=Unit.DAYS, fixed_payment=sek("818"), **A365
    )
    made = plan(terms)
    assert 0 < made.amounts()[-1] <= 818_00


ORACLE_LOANS = (st.integers(500_00, 5_000_000_00), st.integers(1, 3_600), st.integers(2, 72))


@given(*ORACLE_LOANS)
def test_mortgagemath_gives_the_same_rows(principal: int, rate_bp: int, months: int) -> None:
    """The oracle takes 30/360, half-even everywhere, and names no dates."""
    half_even = mortgagemath.PaymentRounding.ROUND_HALF_EVEN
    theirs = mortgagemath.amortization_schedule(
        mortgagemath.LoanParams(
            principal=Decimal(principal).scaleb(-2),
            annual_rate=Decimal(rate_bp).scaleb(-2),
            term_months=months,
            payment_rounding=half_even,
            interest_rounding=half_even,
        )
    )
    ours = plan(
        loan(f"{principal / 100:.2f}", str(Fraction(rate_bp, 100)), "2026-01-01", months, **MONTHS)
    )
    wanted = [(x.principal, x.interest) for x in theirs if x.number]
    columns = zip(ours.principal, ours.interest, strict=True)
    assert [(Decimal(p).scaleb(-2), Decimal(i).scaleb(-2)) for p, i in columns] == wanted


@given(*ORACLE_LOANS)
def test_repaykit_gives_the_same_rows_and_dates(principal: int, rate_bp: int, months: int) -> None:
    theirs = repaykit.Loan.create(
        amount=Decimal(principal).scaleb(-2),
        annual_rate=Decimal(rate_bp).scaleb(-4),
        term=f"{months} months",
        payment_frequency="monthly",
        method="reducing_balance",
        start_date=date(2026, 1, 1),
    ).schedule()
    amount, percent = f"{principal / 100:.2f}", str(Fraction(rate_bp, 100))
    half_up = MONTHS | {"rounding": Rounding.HALF_UP}
    ours = plan(loan(amount, percent, "2026-01-01", months, **half_up))
    assert list(ours.dues) == [row.due_date for row in theirs]
    assert list(ours.principal) == [row.principal.scaleb(2) for row in theirs]
    assert list(ours.interest) == [row.profit.scaleb(2) for row in theirs]


def test_progressive_conventions_differ_from_ours_only_at_a_tie() -> None:
    """6.00 x 7 %/12 is 0.035: exact fractions see the tie, 19 digits fall just below it."""
    tie = ("6", "7", "2024-01-01", 1)
    assert plan(loan(*tie, **MONTHS)).interest == (4,)
    assert plan(loan(*tie, **(PROGRESSIVE | MONTHS))).interest == (3,)
