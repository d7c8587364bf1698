"""Takeovers as tables. Every count leads to the rows behind it."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy, ngettext

from grodd.base import display
from grodd.engines.calendar import Rhythm
from grodd.engines.money import Money
from grodd.servicing.taking.columns import MEANINGS
from grodd.servicing.taking.comparing import Rounding, Why
from grodd.servicing.taking.rows import DATES, OWED, PAID
from grodd.servicing.taking.seen import (
    by_status_and_class,
    instalments_compared,
    roundings_of,
    rows_of,
)
from grodd.servicing.taking.totals import LABELS, totals_of
from grodd.web.components.values import Cell, Column

FIRST_ROWS = 10
ERRORS_SHOWN = 50
DIFFERING_SHOWN = 50
AMOUNTS = frozenset((*OWED, *PAID))
KEYS = {"rate": "rate_bp", "kind": "is_annuity", "interval": "rhythm"}
"""Figures that are kept under another name than the meaning of their column has."""
OUTCOMES: Mapping[str, Promise] = {
    "running": gettext_lazy("Running"),
    "repaid": gettext_lazy("Repaid"),
    "written_off": gettext_lazy("Written off"),
    "wrong": gettext_lazy("Not taken"),
}
ROUNDINGS: Mapping[str, Promise] = {
    Rounding.UP: gettext_lazy("always up"),
    Rounding.DOWN: gettext_lazy("always down"),
    Rounding.NEAREST: gettext_lazy("to the nearest"),
}


def money_of(takeover: Any, minor: int | None) -> Money | str:
    """An amount of its file; nothing where there is none."""
    return "" if minor is None else Money(minor, takeover.currency)


def rate(bp: int) -> str:
    """A yearly rate to the basis point; a percent to one decimal would hide a difference."""
    return f"{display.number(Decimal(bp) / 100)}\N{NO-BREAK SPACE}%"


def class_name(from_days: int) -> str:
    """A class of lateness, by its lowest day."""
    return gettext("From day %(days)s") % {"days": from_days} if from_days else gettext("In time")


def rows_url(takeover: Any, **cut: object) -> str:
    """The address of the rows behind a number."""
    address = reverse("takeovers:rows", kwargs={"takeover_id": takeover.pk})
    return f"{address}?{urlencode(cut)}" if cut else address


def figures(takeover: Any) -> list[tuple[str, object, str]]:
    """What the rows that can be taken sum to: label, value, note."""
    found, wrong = takeover.found, takeover.rows_wrong
    said = ngettext("%(count)s row to mend", "%(count)s rows to mend", wrong)
    note = said % {"count": display.number(wrong)} if wrong else ""
    return [
        (gettext("Loans"), found.get("rows", 0), note),
        (gettext("Balance of principal"), money_of(takeover, found.get("balance", 0)), ""),
    ]


def first_rows(takeover: Any) -> dict[str, Any]:
    """The first loans, as they will be."""
    rows = takeover.rows.exclude(outcome="wrong")[:FIRST_ROWS]
    return {
        "columns": [
            Column(gettext("Reference")), Column(gettext("Borrower")),
            Column(gettext("Becomes")), Column(gettext("Balance of principal"), kind="money"),
            Column(gettext("Interest"), kind="number"), Column(gettext("Late"), kind="money"),
            Column(gettext("Instalments left"), kind="number"),
            Column(gettext("Next due day"), kind="day"),
        ],
        "rows": [_first(takeover, row) for row in rows],
    }  # fmt: skip


def _first(takeover: Any, row: Any) -> list[Any]:
    runs = row.outcome == "running"
    return [
        row.reference,
        row.figures.get("name", ""),
        str(OUTCOMES[row.outcome]),
        money_of(takeover, row.balance_minor),
        rate(row.figures["rate_bp"]),
        money_of(takeover, row.late_minor) if row.late_minor else "",
        row.opening["instalments"] if runs else "",
        date.fromisoformat(row.opening["next_due"]) if runs else "",
    ]


def errors(takeover: Any) -> list[list[Any]]:
    """The first cells to mend."""
    wrong = takeover.rows.filter(outcome="wrong")[:ERRORS_SHOWN]
    return [[row.row, e["column"], e["value"], e["text"]] for row in wrong for e in row.errors]


def totals(takeover: Any) -> dict[str, Any]:
    """The old system beside the rows."""
    return {
        "columns": [
            Column(gettext("What")), Column(gettext("Old system"), kind="money"),
            Column(gettext("The rows"), kind="money"), Column(gettext("Difference"), kind="money"),
        ],
        "rows": [
            [
                str(LABELS[one.key]),
                "" if one.typed is None else one.shown(one.typed, takeover.currency),
                one.shown(one.found, takeover.currency),
                _difference(one, takeover.currency),
            ]
            for one in totals_of(takeover)
        ],
    }  # fmt: skip


def _difference(total: Any, currency: str) -> Cell | str:
    if total.typed is None:
        return ""
    text = total.shown(total.difference, currency)
    return Cell(text, tone="danger" if total.difference else "success")


def statuses(takeover: Any) -> dict[str, Any]:
    """What the file calls each loan beside what we call it."""
    found = by_status_and_class(takeover)
    return {
        "columns": [
            Column(gettext("Status in the file")), Column(gettext("Becomes")),
            Column(gettext("Loans"), kind="number"), Column(gettext("Amount lent"), kind="money"),
            Column(gettext("Balance of principal"), kind="money"),
            Column(gettext("Due and unpaid"), kind="money"), Column(gettext("Agrees")),
        ],
        "rows": [_status(takeover, one) for one in found],
    }  # fmt: skip


def _status(takeover: Any, one: Mapping[str, Any]) -> list[Any]:
    cut = {key: one[key] for key in ("status", "outcome", "from_days")}
    unlike = one["loans"] - one["alike"]
    agrees = Cell(gettext("Yes"), tone="success")
    if unlike:
        said = gettext("%(count)s do not") % {"count": display.number(unlike)}
        agrees = Cell(said, url=rows_url(takeover, **cut, is_alike="no"))
    runs = one["outcome"] == "running"
    return [
        one["status"] or gettext("None"),
        Cell(str(OUTCOMES[one["outcome"]]), note=class_name(one["from_days"]) if runs else ""),
        Cell(one["loans"], url=rows_url(takeover, **cut)),
        money_of(takeover, one["principal"]),
        Cell(money_of(takeover, one["balance"]), note=_claim(takeover, one["claim"])),
        money_of(takeover, one["late"] or None),
        agrees,
    ]


def _claim(takeover: Any, minor: int) -> str:
    """What is still owed on what was written off, below the balance that it is no part of."""
    said = gettext("%(amount)s can still be claimed")
    amount = display.money(Money(minor, takeover.currency))
    return said % {"amount": amount} if minor else ""


def compared(takeover: Any) -> dict[str, Any]:
    """The file's instalments beside ours."""
    found = instalments_compared(takeover)
    all_, alike = found["compared"], found["alike"]
    ways = roundings_of(takeover)
    best = max(ways, key=lambda way: ways[way], default="")
    return {
        "all": all_,
        "alike": alike,
        "share": display.percent(alike / all_) if all_ else "",
        "facts": [
            (gettext("Compared"), Cell(all_, url=rows_url(takeover, compared="yes"))),
            (
                gettext("Alike within 0.01"),
                Cell(alike, url=rows_url(takeover, compared="yes", why="")),
            ),
            (gettext("Exactly as we round"), found["exactly"]),
            (gettext("Differ"), Cell(all_ - alike, url=rows_url(takeover, why="any"))),
        ],
        "rounding": str(ROUNDINGS.get(best, "")),
        "rounded": ways[best] if best else 0,
    }


def differing(takeover: Any) -> dict[str, Any]:
    """The loans whose instalment is another than ours, and why."""
    rows = rows_of(takeover, {"why": "any"})[:DIFFERING_SHOWN]
    return {
        "columns": [
            Column(gettext("Reference")), Column(gettext("In the file"), kind="money"),
            Column(gettext("Ours"), kind="money"), Column(gettext("Why")),
        ],
        "rows": [
            [_reference(row), money_of(takeover, row.instalment_minor),
             money_of(takeover, row.ours_minor), why(row)]
            for row in rows
        ],
    }  # fmt: skip


def why(row: Any) -> str:
    """Why an instalment differs, in a sentence."""
    if row.why == Why.FIRST_PERIOD:
        return gettext("It fits a first period that is as long as the others; this one is not.")
    if row.why == Why.TERM:
        return gettext("It fits another number of instalments.")
    if row.why == Why.RATE:
        said = gettext("It fits a rate of %(fits)s a year; the file says %(rate)s.")
        return said % {
            "fits": rate(row.figures["fits_bp"]),
            "rate": rate(row.figures["rate_bp"]),
        }
    return ""


def listed(takeover: Any, rows: Iterable[Any]) -> dict[str, Any]:
    """Rows with what they say and what we make of them."""
    return {
        "columns": [
            Column(gettext("Row"), kind="number"), Column(gettext("Reference")),
            Column(gettext("Status in the file")), Column(gettext("Becomes")),
            Column(gettext("Balance of principal"), kind="money"),
            Column(gettext("In the file"), kind="money"), Column(gettext("Ours"), kind="money"),
            Column(gettext("Days late"), kind="number"),
        ],
        "rows": [
            [
                _row(row), _reference(row), row.status, str(OUTCOMES[row.outcome]),
                money_of(takeover, row.balance_minor), money_of(takeover, row.instalment_minor),
                money_of(takeover, row.ours_minor), row.days_late,
            ]
            for row in rows
        ],
    }  # fmt: skip


def _row(row: Any) -> Cell:
    url = reverse("takeovers:row", kwargs={"takeover_id": row.takeover_id, "row": row.row})
    return Cell(row.row, url=url)


def one_row(takeover: Any, row: Any) -> dict[str, Any]:
    """All that a row says, what it becomes, and the payments that came with it."""
    pairs = [
        (str(meaning.label), _value(takeover, key, row.figures[key]))
        for key, meaning in ((KEYS.get(one.key, one.key), one) for one in MEANINGS)
        if key in row.figures
    ]
    payments = [[date.fromisoformat(day), money_of(takeover, minor)] for day, minor in row.payments]
    return {
        "says": pairs,
        "becomes": [
            (gettext("Becomes"), str(OUTCOMES[row.outcome])),
            (gettext("Reference"), _reference(row)),
            (gettext("Our class"), class_name(row.from_days)),
            (gettext("Written off and still owed"), money_of(takeover, row.claim_minor)),
            *([(gettext("Instalment as we compute it"), money_of(takeover, row.ours_minor)),
               (gettext("Why"), why(row) or gettext("It is alike within 0.01."))]
              if row.ours_minor is not None else []),
        ],
        "errors": [[row.row, one["column"], one["value"], one["text"]] for one in row.errors],
        "payments": {
            "columns": [
                Column(gettext("Day"), kind="day"), Column(gettext("Amount"), kind="money"),
            ],
            "rows": payments,
        },
    }  # fmt: skip


def _value(takeover: Any, key: str, value: Any) -> object:
    """A figure as one reads it."""
    if key == "rate_bp":
        return rate(value)
    if key == "is_annuity":
        return gettext("Annuity") if value else gettext("Straight")
    if key == "rhythm":
        return display.rhythm(Rhythm.read(value))
    if key in AMOUNTS:
        return money_of(takeover, value)
    return date.fromisoformat(value) if key in DATES else value


def _reference(row: Any) -> Cell | str:
    if row.loan_id is None:
        return str(row.reference)
    url = reverse("agreements:repayments", kwargs={"loan_id": row.loan_id})
    return Cell(row.reference, url=url)
