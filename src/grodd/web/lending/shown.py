"""What the pages about all loans show: tasks, risk, months, ratios."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext

from grodd.base import display
from grodd.engines.ageing import PAR_DAYS
from grodd.engines.money import Money
from grodd.reports.lending.names import PARTS
from grodd.reports.lending.ratios import RISK_DAYS, Key, Ratio, Ratios
from grodd.reports.lending.risk import Risk, RiskReport
from grodd.reports.lending.seen import EVERY, MINE, Filter
from grodd.reports.lending.sheets import amounts_then
from grodd.reports.lending.work import Part as WorkPart
from grodd.reports.lending.work import Task, Work
from grodd.reports.result import Part
from grodd.servicing.standing import Lateness
from grodd.web.agreements.loan_words import STATES
from grodd.web.books.forms import PARTS as RESULT_PARTS
from grodd.web.books.result import result_url
from grodd.web.components.values import Cell, Column, Tab
from grodd.web.lending import tables
from grodd.web.lending.words import beyond, class_words, loans_url


def special(wanted: Filter) -> str:
    """What else the list is filtered by, in words: what was clicked on elsewhere."""
    if wanted.vintage and wanted.bad_by:
        facts = {"quarter": wanted.vintage, "months": wanted.bad_by}
        return gettext("Paid out in %(quarter)s and bad within %(months)s months") % facts
    if wanted.vintage:
        return gettext("Paid out in %(quarter)s") % {"quarter": wanted.vintage}
    return gettext("Only loans whose plan was eased") if wanted.restructured else ""


def work(found: Work, late: str) -> dict[str, Any]:
    """The work of a day: its parts, whose it is, and the tasks of one part."""
    return {
        "found": found,
        "label": PARTS[found.part],
        "parts": part_tabs(found),
        "late": late_tabs(found, late),
        "whose": whose_tabs(found),
        "tasks": [task(found.rule, one) for one in found.page],
    }


def part_tabs(found: Work) -> list[Tab]:
    """The parts of the work with how much is in each."""
    return [
        Tab(str(PARTS[part]), f"?{urlencode({'part': part, 'whose': found.whose})}",
            part == found.part, found.counts[part])
        for part in WorkPart
    ]  # fmt: skip


def late_tabs(found: Work, chosen: str) -> list[Tab]:
    """The classes of the late ones; nothing in the other parts."""
    if found.part != WorkPart.LATE:
        return []
    query = {"part": found.part.value, "whose": found.whose}
    every = Tab(gettext("All"), f"?{urlencode(query)}", not chosen, found.counts[WorkPart.LATE])
    return [every] + [
        Tab(class_words(found.rule, one), f"?{urlencode({**query, 'late': one.from_days})}",
            str(one.from_days) == chosen, count)
        for one, count in found.late
    ]  # fmt: skip


def whose_tabs(found: Work) -> list[Tab]:
    """Mine or all."""
    labels = ((MINE, gettext("My loans")), (EVERY, gettext("All loans")))
    return [
        Tab(label, f"?{urlencode({'whose': key})}", key == found.whose) for key, label in labels
    ]


def task(rule: Lateness, one: Task) -> dict[str, Any]:
    """A task as the page shows it."""
    loan = one.loan
    return {
        "pk": loan.pk,
        "loan": loan,
        "url": reverse("agreements:repayments", args=[loan.pk]),
        "standing": tables.standing_cell(rule, loan),
        "phone": one.phone,
        "email": one.email,
        "review_on": one.review_on,
        "said": one.said,
        "word": one.word,
    }


def risk_now(found: Risk, report: RiskReport) -> dict[str, Any]:
    """What is at risk today in one currency."""
    return {
        "currency": found.currency,
        "figures": [
            {
                "label": beyond(days),
                "value": tables.share(minor, found.whole.principal),
                "note": display.money(found.money(minor)),
            }
            for days, minor in zip(PAR_DAYS, found.whole.risky, strict=True)
        ],
        "classes": tables.class_table(found, report.rule),
        "cut": tables.cut_table(found, report.cut, report.programmes),
    }


def risk_heads(cut: str) -> list[str]:
    """The heads of the report as a file: the classes first, then the parts."""
    shares = [beyond(days) for days in PAR_DAYS]
    heads = {
        "programme": gettext("Programme"), "adviser": gettext("Adviser"),
        "region": gettext("Region"), "product": gettext("Product"),
    }  # fmt: skip
    return [
        gettext("Class"), heads[cut], gettext("Currency"), gettext("Loans"), gettext("Still lent"),
        gettext("Due and unpaid"), gettext("Set aside by class"), gettext("Booked"),
        gettext("Difference"), *shares,
    ]  # fmt: skip


def risk_lines(report: RiskReport) -> Iterator[list[Any]]:
    """The classes and the parts of every currency, then both figures of each programme."""
    for found in report.now:
        for one in found.classes:
            yield [class_words(report.rule, one.label), "", *_sums(found, one.sums)]
        for one in found.parts:
            name = tables.part_words(one, report.cut, report.programmes)
            yield ["", name, *_sums(found, one.sums)]
    label = gettext("Set aside for losses, by programme")
    for both in report.aside:
        figures = [both.by_class, both.booked, both.difference]
        yield [label, both.name, both.by_class.currency, *[""] * 3, *figures, *[""] * len(PAR_DAYS)]


def _sums(found: Risk, sums: Any) -> list[Any]:
    amounts = [found.money(minor) for minor in (sums.principal, sums.due, sums.provision)]
    risky = [found.money(minor) for minor in sums.risky]
    return [found.currency, sums.loans, *amounts, "", "", *risky]


def rule_words(rule: Lateness) -> list[str]:
    """How lateness is counted, said beside the figures."""
    counted = (
        gettext("The due day itself is the first day late.")
        if rule.due_day_counts
        else gettext("The day after the due day is the first day late.")
    )
    eased = (
        gettext("Loans whose plan was eased count as at risk, however late they are.")
        if rule.restructured_at_risk
        else gettext("Loans whose plan was eased count by their own days.")
    )
    whole = gettext(
        "The whole of what is still lent on a late loan is at risk, not only what is due."
    )
    aside = gettext(
        "What is set aside is the share of each class, of what is still lent; guarantees are not "
        "taken off."
    )
    return [whole, counted, eased, aside]


def then_columns() -> list[Column]:
    """The columns of a month end."""
    return [
        Column(gettext("Loan")), Column(gettext("Status")),
        Column(gettext("Days late"), kind="number"), Column(gettext("Still lent"), kind="money"),
        Column(gettext("Due and unpaid"), kind="money"),
        Column(gettext("Interest not due yet"), kind="money"),
        Column(gettext("Provision"), kind="money"),
    ]  # fmt: skip


def then_row(one: dict[str, Any]) -> list[Any]:
    """A loan at a month end."""
    url = reverse("agreements:repayments", args=[one["loan_id"]])
    loan = Cell(one["loan__reference"], url=url, note=one["loan__agreement__title"])
    eased = gettext("Eased") if one["is_restructured"] else ""
    state = Cell(str(STATES[one["state"]][0]), note=eased)
    return [loan, state, one["days_late"], *amounts_then(one)]


def ratio_rows(found: Ratios, *, reads_books: bool) -> list[list[Any]]:
    """Each ratio with its amounts and how it is computed.

    What comes from the books leads to its accounts, for those who read them.
    """
    names = {
        Key.COVERAGE: gettext("Risk coverage"),
        Key.WRITE_OFF: gettext("Write-off ratio"),
        Key.YIELD: gettext("Portfolio yield"),
        Key.SELF_SUFFICIENCY: gettext("Operational self-sufficiency"),
        Key.RETURN: gettext("Effective return"),
    }
    how = {
        Key.COVERAGE: gettext(
            "What the table of classes sets aside today, over what is lent in loans at risk beyond "
            "30 days."
        ),
        Key.WRITE_OFF: gettext(
            "Principal written off in the twelve months, over the average of what was lent at the "
            "month ends."
        ),
        Key.YIELD: gettext(
            "Interest, late interest and fees in the books in the twelve months, over the average "
            "of what was lent at the month ends, for a year of 365 days."
        ),
        Key.SELF_SUFFICIENCY: gettext(
            "What lending earned in the books in the twelve months (interest, fees, recovered "
            "claims), over financial costs, loan losses and operating costs. Gifts received and "
            "awards given are not counted."
        ),
        Key.RETURN: gettext(
            "The yearly rate at which all that was ever paid out is worth as much as all that came "
            "back and what is lent today, less what is set aside. Losses and idle days count; the "
            "two amounts are what came back and what went out."
        ),
    }
    booked = found if reads_books else None
    return [
        [names[one.key], _ratio_value(one), *_ratio_amounts(one, booked), how[one.key]]
        for one in found.found
    ]


def _ratio_amounts(one: Ratio, booked: Ratios | None) -> tuple[object, object]:
    """The amounts of a ratio; those that stand on another page lead there.

    Args:
        one: The ratio.
        booked: All of them, where the reader reads the books.
    """
    if one.above is None or one.below is None:
        return one.above, one.below
    ways = {
        Key.COVERAGE: (reverse("lending:risk"), loans_url(risk=RISK_DAYS)),
        Key.WRITE_OFF: (loans_url(status="all", sort="reference"), reverse("lending:risk")),
        Key.YIELD: (_booked(booked, Part.EARNED, one.above), reverse("lending:risk")),
        Key.SELF_SUFFICIENCY: (_booked(booked, Part.REVENUE, one.above), "#costs"),
        Key.RETURN: (reverse("lending:cash"), loans_url(status="all", sort="reference")),
    }
    above, below = ways[one.key]
    return Cell(one.above, url=above), Cell(one.below, url=below)


def _booked(found: Ratios | None, part: str, amount: Money) -> str:
    """The accounts of an amount from the books; behind nought lie none."""
    return result_url(found.first, found.last, part) if found and amount.minor else ""


def _ratio_value(one: Ratio) -> object:
    if one.value is None:
        return Cell(None, note=gettext("Figures are missing"))
    return display.percent(float(one.value))


def cost_words(found: Ratios, *, reads_books: bool) -> list[tuple[object, Cell]]:
    """The costs that the self-sufficiency counts, by kind, each with the way to its accounts."""
    booked = found if reads_books else None
    return [
        (RESULT_PARTS[Part(key)], Cell(money, url=_booked(booked, key, money)))
        for key, money in found.costs.items()
    ]
