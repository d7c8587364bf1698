"""What one loan or project shows: how it is to be repaid, and what it used of what it was given."""

from collections.abc import Callable, Sequence
from datetime import date

from django.utils.translation import gettext, ngettext

from grodd.base import display
from grodd.engines.life import Row
from grodd.engines.money import Money
from grodd.reports import charts
from grodd.reports.findings import Finding, column
from grodd.reports.project_page import MoneySoFar

BARS_MAX = 24
"""More instalments than this are drawn by year."""


def repayment_plan(rows: Sequence[Row], currency: str) -> Finding | None:
    """Principal and the rest of each instalment, as planned."""
    due = [row for row in rows if row.amount]
    if not due:
        return None
    bars = _by_year(due) if len(due) > BARS_MAX else _each(due)
    principal = [Money(sum(row.owed[3] for row in rows), currency) for _, rows in bars]
    rest = [Money(sum(sum(row.owed[:3]) for row in rows), currency) for _, rows in bars]
    labels = [label for label, _ in bars]
    title = ngettext(
        "%(principal)s is repaid in %(count)s instalment until %(day)s, with %(rest)s of interest "
        "and fees",
        "%(principal)s is repaid in %(count)s instalments until %(day)s, with %(rest)s of interest "
        "and fees",
        len(due),
    )
    facts = {
        "principal": display.money(Money(sum(one.minor for one in principal), currency)),
        "rest": display.money(Money(sum(one.minor for one in rest), currency)),
        "count": len(due),
        "day": display.day(due[-1].due),
    }
    return Finding(
        title % facts,
        charts.stacked_bars(
            labels, {gettext("Principal"): principal, gettext("Interest and fees"): rest}
        ),
        (
            column(gettext("Due")),
            column(gettext("Principal"), "money"),
            column(gettext("Interest and fees"), "money"),
        ),
        tuple(zip(labels, principal, rest, strict=True)),
    )


def _each(rows: Sequence[Row]) -> list[tuple[str, list[Row]]]:
    """By month, or by day where a month has several due days: no two bars have one label."""
    days = {row.due for row in rows}
    in_months = len({(day.year, day.month) for day in days}) == len(days)
    return _by(rows, display.month if in_months else display.day)


def _by_year(rows: Sequence[Row]) -> list[tuple[str, list[Row]]]:
    return _by(rows, lambda day: str(day.year))


def _by(rows: Sequence[Row], name: Callable[[date], str]) -> list[tuple[str, list[Row]]]:
    bars: dict[str, list[Row]] = {}
    for row in rows:
        bars.setdefault(name(row.due), []).append(row)
    return list(bars.items())


def used_against_plan(
    money: MoneySoFar, *, starts_on: date, ends_on: date, on: date
) -> Finding | None:
    """What was used beside what an even pace would have used by a day.

    Args:
        money: What was given, paid and used.
        starts_on: When the project began.
        ends_on: When it is to end, after ``starts_on``.
        on: The day; before and after the project, its first and last.
    """
    if not money.given.minor:
        return None
    whole = (ends_on - starts_on).days
    gone = min(max((on - starts_on).days, 0), whole)
    even = Money(money.given.minor * gone // whole, money.given.currency)
    words = [gettext("Awarded"), gettext("At an even pace until now"), gettext("Used")]
    amounts = [money.given, even, money.used]
    facts = {
        "used": display.percent(money.used.minor / money.given.minor),
        "time": display.percent(gone / whole),
    }
    return Finding(
        gettext("%(used)s of the money is used, and %(time)s of the time has passed") % facts,
        charts.lying_bars(words, gettext("Money"), amounts),
        (column(gettext("Money")), column(gettext("Amount"), "money")),
        tuple(zip(words, amounts, strict=True)),
        gettext("Used is what receipts and entries say."),
    )
