from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grodd.base.typed import read_day, read_money, read_number, read_whole, written_money
from grodd.engines.money import Money


@pytest.mark.parametrize(
    ("typed", "minor"),
    [
        ("20 000,50", 2_000_050),
        ("20\u00a0000", 2_000_000),
        ("20\u202f000,50", 2_000_050),
        ("20\u2009000,50", 2_000_050),
        ("20'000.50", 2_000_050),
        ("20\u2019000,50", 2_000_050),
        ("20000,50", 2_000_050),
        ("20000.50", 2_000_050),
        ("20,000.50", 2_000_050),
        ("20.000,50", 2_000_050),
        ("20,000", 2_000_000),
        ("1.500", 150_000),
        ("1,500,000", 150_000_000),
        ("20 000 SEK", 2_000_000),
        ("\u2212300", -30_000),
        ("20000.5", 2_000_050),
        ("1 500 kr", 150_000),
        ("15:-", 1_500),
    ],
)
def test_amounts_are_read_as_people_here_write_them(typed: str, minor: int) -> None:
    assert read_money(typed, "SEK") == Money(minor, "SEK")


@pytest.mark.parametrize(
    "typed",
    ["", "many", "1,2,3", "0,001", "1e9", "NaN", "20,00,000", "20.000.50", "1,234,5"],
)
def test_what_is_no_amount_is_not_guessed_at(typed: str) -> None:
    assert read_money(typed, "SEK") is None


def test_three_decimals_are_decimals_where_a_currency_has_them() -> None:
    assert read_money("1,500", "KWD") == Money(1_500, "KWD")
    assert read_money("1,500", "SEK") == Money(150_000, "SEK")


@settings(max_examples=50)
@given(st.integers(0, 10**12), st.sampled_from(["SEK", "EUR", "JPY", "KWD"]))
def test_a_written_amount_reads_back_as_itself(minor: int, currency: str) -> None:
    amount = Money(minor, currency)
    assert read_money(written_money(amount), currency) == amount


def test_a_day_is_a_day_that_exists() -> None:
    assert read_day("2026-03-02") == date(2026, 3, 2)
    assert read_day("2026-02-30") is None
    assert read_day("9999-12-31") is None
    assert read_day("2 March") is None


def test_a_whole_number_has_no_decimals() -> None:
    assert read_whole("1 200") == 1200
    assert read_whole("1,5") is None
    assert read_number("1,5") == Decimal("1.5")
