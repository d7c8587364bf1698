"""The tables of the loans together: on a page, and in files."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from grodd.base import display
from grodd.engines.ageing import PAR_DAYS
from grodd.reports import charts
from grodd.reports.lending.listing import Row, Totals
from grodd.reports.lending.risk import Part, Risk, RiskReport, Sums
from grodd.servicing.standing import Lateness
from grodd.web.agreements.loan_words import STATES
from grodd.web.components.values import Cell, Column
from grodd.web.lending.words import (
    beyond,
    class_tone,
    class_words,
    loans_url,
    or_more,
    product_words,
    so_late,
)

PERCENT = 100


def share(part: int, whole: int) -> str:
    """A share as per cent; a dash where there is no whole."""
    return display.percent(part / whole) if whole else "–"  # noqa: RUF001 - nothing


def list_columns() -> list[Column]:
    """The columns of the list."""
    return [
        Column(gettext("Loan"), "reference"),
        Column(gettext("Borrower"), "borrower"),
        Column(gettext("Class"), "late"),
        Column(gettext("Still lent"), "principal", "money"),
        Column(gettext("Due and unpaid"), "due", "money"),
        Column(gettext("Next due"), "next", "day"),
        Column(gettext("Adviser"), "adviser"),
    ]


def list_rows(rule: Lateness, rows: Iterable[Row]) -> list[list[Any]]:
    """Loans as lines of the list."""
    # To ask for the address of each of fifty loans costs as much as a query.
    address = reverse("agreements:repayments", args=[0])
    return [
        [
            Cell(one.reference, url=address.replace("/0/", f"/{one.pk}/"), note=one.title),
            one.borrower,
            standing_cell(rule, one),
            one.principal,
            one.due if one.due.minor else None,
            one.next_due_on,
            Cell(one.adviser or None, note=one.region),
        ]
        for one in rows
    ]


def standing_cell(rule: Lateness, one: Row) -> Cell:
    """How late a loan is, or how far it has come."""
    if one.late_class is None:
        word, tone = STATES[one.state]
        return Cell(str(word), tone=tone)
    notes = [gettext("Eased")] if one.is_restructured else []
    if one.days_late:
        notes.insert(0, so_late(one.days_late))
    tone = class_tone(one.late_class)
    return Cell(class_words(rule, one.late_class), tone=tone, note=" · ".join(notes))


def total_figures(totals: Sequence[Totals]) -> list[dict[str, Any]]:
    """The figures above the list, of all that is found in it."""
    found: list[dict[str, Any]] = []
    for one in totals[:2]:
        risky = gettext("%(amount)s in loans at risk") % {"amount": display.money(one.at_risk)}
        count = ngettext("%(count)s loan", "%(count)s loans", one.loans) % {
            "count": display.number(one.loans)
        }
        found += [
            {"label": gettext("Still lent"), "value": one.principal, "note": count},
            {"label": gettext("Due and unpaid"), "value": one.due},
            {
                "label": gettext("At risk beyond 30 days"),
                "value": share(one.at_risk.minor, one.principal.minor),
                "note": risky,
            },
        ]
    return found


def _sums_columns() -> list[Column]:
    return [
        Column(gettext("Loans"), kind="number"),
        Column(gettext("Still lent"), kind="money"),
        Column(gettext("Share"), kind="number"),
        Column(gettext("Due and unpaid"), kind="money"),
        Column(gettext("Provision"), kind="money"),
    ]


def class_table(found: Risk, rule: Lateness) -> dict[str, Any]:
    """The classes of lateness; each figure leads to its loans."""

    def line(label: str, sums: Sums, **filters: object) -> list[Any]:
        url = loans_url(**filters)
        return [
            Cell(label, url=url), Cell(sums.loans, url=url), found.money(sums.principal),
            share(sums.principal, found.whole.principal), found.money(sums.due),
            found.money(sums.provision),
        ]  # fmt: skip

    return {
        "columns": [Column(gettext("Class")), *_sums_columns()],
        "rows": [line(class_words(rule, one.label), one.sums, late=one.key)
                 for one in found.classes],
        "foot": line(gettext("All"), found.whole, status="running"),
        "eased": line(gettext("Eased"), found.eased, restructured=1),
    }  # fmt: skip


def par_columns(head: str) -> list[Column]:
    """A head, what is lent, and the shares at risk."""
    named = [beyond(days) for days in PAR_DAYS]
    return [
        Column(head), Column(gettext("Loans"), kind="number"),
        Column(gettext("Still lent"), kind="money"),
        *(Column(name, kind="number") for name in named),
    ]  # fmt: skip


def cut_table(found: Risk, cut: str, names: Mapping[str, str]) -> dict[str, Any]:
    """The same loans by programme, adviser, region or product, with what is at risk of each."""
    heads = {
        "programme": gettext("Programme"), "adviser": gettext("Adviser"),
        "region": gettext("Region"), "product": gettext("Product"),
    }  # fmt: skip
    rows = [
        _par_line(part_words(one, cut, names), one.sums, found, **{cut: one.key})
        for one in found.parts
    ]
    foot = _par_line(gettext("All"), found.whole, found)
    return {"columns": par_columns(heads[cut]), "rows": rows, "foot": foot}


def part_words(one: Part, cut: str, names: Mapping[str, str]) -> str:
    """What a part is called."""
    if cut == "product":
        scope, kind, rate = one.label
        return product_words(scope, kind, rate, names)
    return str(one.label) or gettext("None")


def _par_line(label: str, sums: Sums, found: Risk, **filters: object) -> list[Any]:
    risky = [
        Cell(share(minor, sums.principal), url=loans_url(risk=days, **filters),
             note=display.money(found.money(minor)))
        for days, minor in zip(PAR_DAYS, sums.risky, strict=True)
    ]  # fmt: skip
    url = loans_url(status="running", **filters)
    return [Cell(label, url=url), sums.loans, found.money(sums.principal), *risky]


def history(report: RiskReport) -> dict[str, Any] | None:
    """The shares at risk at the month ends: a picture and its figures."""
    if len(report.history) < 2:  # noqa: PLR2004 - a line has two ends
        return None
    labels = [display.month(one.day) for one in report.history]
    names = [or_more(days) for days in report.history_days]
    series: dict[str, list[charts.Value]] = {
        name: [float(one.shares[place]) * PERCENT for one in report.history]
        for place, name in enumerate(names)
    }
    place = min(1, len(names) - 1)
    return {
        "title": _finding(report, place),
        "svg": charts.lines(labels, dict(series), scale=lambda value: f"{value:.0f} %"),
        "columns": [
            Column(gettext("Month end"), kind="day"), Column(gettext("Still lent"), kind="money"),
            *(Column(name, kind="number") for name in names),
            Column(gettext("Provision"), kind="money"),
        ],
        "rows": [
            [
                Cell(one.day, url=reverse("lending:then", args=[one.day.isoformat()])),
                one.principal,
                *(
                    Cell(display.percent(float(part)), note=display.money(late),
                         url=f"{reverse('lending:then', args=[one.day.isoformat()])}?late={days}")
                    for part, late, days in zip(
                        one.shares, one.late, report.history_days, strict=True
                    )
                ),
                one.provision,
            ]
            for one in reversed(report.history)
        ],
    }  # fmt: skip


def _finding(report: RiskReport, place: int) -> str:
    first, last = (one.shares[place] for one in (report.history[0], report.history[-1]))
    facts = {
        "days": report.history_days[place],
        "before": display.percent(float(first)),
        "now": display.percent(float(last)),
    }
    if last > first:
        return (
            gettext("More is at risk: %(days)s days late rose from %(before)s to %(now)s") % facts
        )
    if last < first:
        return (
            gettext("Less is at risk: %(days)s days late fell from %(before)s to %(now)s") % facts
        )
    return gettext("As much is at risk as before: %(now)s is %(days)s days late or more") % facts
