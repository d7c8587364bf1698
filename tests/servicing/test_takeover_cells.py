"""What stands in the cells of another system's file, as values."""

from datetime import date

import pytest

from grodd.servicing.taking import cells
from grodd.servicing.taking.columns import guessed
from grodd.servicing.taking.rules import Means, Rules, Status, with_statuses

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("typed", "minor"),
    [
        ("20 000,50", 2_000_050),
        ("20000.50", 2_000_050),
        ("20\N{NO-BREAK SPACE}000", 2_000_000),
        ("20,000.50", 2_000_050),
        ("20.000,50", 2_000_050),
        ("1,234,567.00", 123_456_700),
        ("12 500 kr", 1_250_000),
        ("0.0", 0),
        ("20,000", None),
        ("12.345", None),
        ("1.2345", None),
        ("about ten", None),
    ],
)
def test_amounts_are_read_where_they_are_clear(typed: str, minor: int | None) -> None:
    assert cells.read_amount(typed, "SEK") == minor


def test_sums_that_are_only_kept_may_be_finer_than_a_cent() -> None:
    assert cells.read_amount("5202.6426724643", "SEK", is_rounded=True) == 520_264
    assert cells.read_amount("204.205", "SEK", is_rounded=True) == 20_421


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2018-03-15", date(2018, 3, 15)),
        ("2018-03-15 00:00:00", date(2018, 3, 15)),
        ("20180315", date(2018, 3, 15)),
        ("15.3.2018", date(2018, 3, 15)),
        ("15/3/2018", date(2018, 3, 15)),
        ("15 Mar 2018", date(2018, 3, 15)),
        ("15 maaliskuuta 2018", date(2018, 3, 15)),
        ("Mar-2018", date(2018, 3, 1)),
        ("mars 2018", date(2018, 3, 1)),
        ("marraskuu 2018", date(2018, 11, 1)),
        ("03/2018", date(2018, 3, 1)),
        ("2018-03", date(2018, 3, 1)),
        ("31.2.2018", None),
        ("3/15/2018", None),
        ("soon", None),
    ],
)
def test_days_are_read_in_the_usual_forms(typed: str, day: date | None) -> None:
    assert cells.read_date(typed) == day


def test_a_month_alone_can_be_its_last_day() -> None:
    assert cells.read_date("Feb-2018", is_last_of_month=True) == date(2018, 2, 28)
    assert cells.read_date("2018-02-03", is_last_of_month=True) == date(2018, 2, 3)


def test_rates_are_in_percent_or_in_basis_points() -> None:
    assert cells.read_rate_bp("14.07", is_percent=True) == 1_407
    assert cells.read_rate_bp("14,07 %", is_percent=True) == 1_407
    assert cells.read_rate_bp("1407", is_percent=False) == 1_407
    assert cells.read_rate_bp("14.125", is_percent=True) is None
    assert cells.read_rate_bp("-1", is_percent=True) is None


@pytest.mark.parametrize(
    ("headings", "found"),
    [
        (
            ("Lånenummer", "Låntagare", "Lånebelopp", "Utbetald", "Löptid", "Ränta", "Restskuld"),
            ("reference", "name", "principal", "paid_out_on", "instalments", "rate", "balance"),
        ),
        (
            ("Lainanumero", "Nimi", "Lainasumma", "Maksettu ulos", "Laina-aika", "Korko", "Tila"),
            ("reference", "name", "principal", "paid_out_on", "instalments", "rate", "status"),
        ),
        (
            ("loan_amount", "term", "interest_rate", "installment", "issue_month", "state"),
            ("principal", "instalments", "rate", "instalment", "paid_out_on", "region"),
        ),
    ],
)
def test_columns_are_guessed_in_three_languages(
    headings: tuple[str, ...], found: tuple[str, ...]
) -> None:
    assert guessed(headings) == dict(zip(found, headings, strict=True))


def test_the_words_of_a_status_say_how_late_it_is() -> None:
    words = ["Current", "In Grace Period", "Late (16-30 days)", "Förfallen över 90", "Slutbetald"]
    statuses = with_statuses(Rules(), [*words, "Avskrivet", ""]).statuses
    assert statuses["Current"] == Status(Means.AS_PLANNED)
    assert statuses["In Grace Period"] == Status(Means.LATE, 1, 1, 15)
    assert statuses["Late (16-30 days)"] == Status(Means.LATE, 16, 16, 30)
    assert statuses["Förfallen över 90"] == Status(Means.LATE, 91, 91, None)
    assert statuses["Slutbetald"].means is Means.REPAID
    assert statuses["Avskrivet"].means is Means.WRITTEN_OFF
    assert statuses["In Grace Period"].covers(15)
    assert not statuses["In Grace Period"].covers(16)
    assert "" not in statuses


def test_what_somebody_said_of_a_status_is_not_guessed_again() -> None:
    said = Status(Means.LATE, 5, 1, None)
    assert with_statuses(Rules(statuses={"Odd": said}), ["Odd"]).statuses["Odd"] == said
