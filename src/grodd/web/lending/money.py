"""The tables of money over time: cash flow and vintages."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from grodd.base import display
from grodd.engines.money import Money
from grodd.reports import charts
from grodd.reports.lending.cash import CashFlow, Coming, Past
from grodd.reports.lending.cash_rows import Behind
from grodd.reports.lending.sheets import parts_behind
from grodd.reports.lending.vintages import Vintage, VintageTable
from grodd.web.components.values import Cell, Column
from grodd.web.lending.words import loans_url, month_words


def flow(found: CashFlow) -> dict[str, Any]:
    """A currency: a picture of it, the months that have begun, and those to come."""
    return {
        "currency": found.currency,
        "picture": _picture(found),
        "past_columns": [
            Column(gettext("Month")), Column(gettext("Expected"), kind="money"),
            Column(gettext("Came in"), kind="money"), Column(gettext("Difference"), kind="money"),
            Column(gettext("Share"), kind="number"),
        ],
        "past": [_past(one) for one in reversed(found.past)],
        "coming_columns": [
            Column(gettext("Month")), Column(gettext("Principal"), kind="money"),
            Column(gettext("Interest and fees"), kind="money"),
            Column(gettext("As agreed"), kind="money"),
            Column(gettext("Expected to come"), kind="money"),
        ],
        "coming": [_coming(one) for one in found.coming],
        "later": found.later,
    }  # fmt: skip


def rows_url(month: Any, which: Behind) -> str:
    """The rows behind a figure of a month."""
    return reverse("lending:cash_rows", args=[f"{month:%Y-%m}", which.value])


def _past(one: Past) -> list[Any]:
    expected = Cell(one.expected, url=rows_url(one.first, Behind.EXPECTED))
    came = Cell(one.came, url=rows_url(one.first, Behind.CAME))
    share = None if one.share is None else display.percent(float(one.share))
    return [month_words(one.first), expected, came, one.came - one.expected, share]


def _coming(one: Coming) -> list[Any]:
    agreed = Cell(one.principal + one.other, url=rows_url(one.first, Behind.AHEAD))
    return [month_words(one.first), one.principal, one.other, agreed, one.expected]


def _picture(found: CashFlow) -> dict[str, Any] | None:
    """What was expected and what came, of the months that have ended."""
    ended = [one for one in found.past[:-1] if one.expected.minor or one.came.minor]
    if not ended:
        return None
    expected = sum(one.expected.minor for one in ended)
    came = sum(one.came.minor for one in ended)
    labels = [display.month(one.first) for one in ended]
    series: dict[str, list[charts.Value]] = {
        gettext("Expected"): [one.expected for one in ended],
        gettext("Came in"): [one.came for one in ended],
    }
    share = display.percent(came / expected) if expected else "–"  # noqa: RUF001 - nothing
    return {
        "title": gettext("%(share)s of what was expected came in") % {"share": share},
        "svg": charts.bars(labels, series),
        "columns": [Column(gettext("Month")), Column(gettext("Expected"), kind="money"),
                    Column(gettext("Came in"), kind="money")],
        "rows": [[month_words(one.first), one.expected, one.came] for one in ended],
    }  # fmt: skip


def flow_heads() -> list[str]:
    """The heads of the cash flow as a file."""
    return [
        gettext("Month"), gettext("Currency"), gettext("Expected principal"),
        gettext("Expected interest and fees"), gettext("Principal that came in"),
        gettext("Interest and fees that came in"), gettext("Expected to come"),
    ]  # fmt: skip


def flow_lines(found: Iterable[CashFlow]) -> Iterator[list[Any]]:
    """The months of every currency; those to come say what is still to come of them."""
    for one in found:
        for past in one.past:
            yield [
                f"{past.first:%Y-%m}", one.currency, past.principal, past.other,
                past.came_principal, past.came_other, None,
            ]  # fmt: skip
        for coming in one.coming:
            yield [
                f"{coming.first:%Y-%m}", one.currency, coming.principal, coming.other, None, None,
                coming.expected,
            ]  # fmt: skip


def behind_columns() -> list[Column]:
    """The columns of the rows behind a figure."""
    return [
        Column(gettext("Loan")), Column(gettext("Day"), kind="day"),
        Column(gettext("Principal"), kind="money"),
        Column(gettext("Interest and fees"), kind="money"), Column(gettext("Sum"), kind="money"),
    ]  # fmt: skip


def behind_row(one: dict[str, Any]) -> list[Any]:
    """An instalment or a payment as a line of the page."""
    pk, reference, title, day, currency = parts_behind(one)
    loan = Cell(reference, url=reverse("agreements:repayments", args=[pk]), note=title)
    principal, other = Money(one["principal"], currency), Money(one["other"], currency)
    return [loan, day, principal, other, principal + other]


def vintage_table(found: VintageTable) -> dict[str, Any]:
    """The vintages of a currency; each share leads to its loans."""
    named = [gettext("%(months)s mon.") % {"months": months} for months in found.months]
    return {
        "currency": found.currency,
        "seen": found.seen,
        "columns": [
            Column(gettext("Paid out in")), Column(gettext("Loans"), kind="number"),
            Column(gettext("Lent"), kind="money"), *(Column(name, kind="number") for name in named),
        ],
        "rows": [_vintage(one, found.months) for one in found.vintages],
    }  # fmt: skip


def _vintage(one: Vintage, months: Iterable[int]) -> list[Any]:
    url = loans_url(status="all", vintage=one.key, sort="reference")
    return [Cell(one.key, url=url), one.loans, one.paid_out, *(_share(one, m) for m in months)]


def _share(one: Vintage, months: int) -> object:
    share = one.share(months)
    if share is None:
        return Cell("")
    url = loans_url(status="all", vintage=one.key, bad_by=months, sort="reference")
    return Cell(display.percent(float(share)), url=url)


def vintage_lines(found: Iterable[VintageTable]) -> Iterator[list[Any]]:
    """A line for each quarter and month."""
    for table in found:
        for one in table.vintages:
            for months, bad in one.bad.items():
                share = float(one.share(months) or 0)
                yield [one.key, table.currency, one.loans, one.paid_out, months, bad, share]
