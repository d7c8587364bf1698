"""The portfolio in words, tables and pictures."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext, gettext_lazy, pgettext_lazy

from grodd.base.display import percent
from grodd.engines.money import Money, minor_digits
from grodd.reports.portfolio import MONEY, STEPS, AtRisk, Line, Portfolio
from grodd.web import charts
from grodd.web.components.values import Column

STEP_WORDS = {
    "applied": gettext_lazy("Applied"),
    "screened": gettext_lazy("Passed the first look"),
    "assessed": gettext_lazy("Assessed"),
    "approved": pgettext_lazy("applications", "Approved"),
    "active": gettext_lazy("Under way"),
    "completed": gettext_lazy("Completed"),
}
MONEY_WORDS = {
    "asked": gettext_lazy("Asked for"),
    "approved": pgettext_lazy("money", "Approved"),
    "paid": gettext_lazy("Paid out"),
    "repaid": gettext_lazy("Repaid"),
    "outstanding": gettext_lazy("Still lent"),
}
KIND_WORDS = {
    "": gettext_lazy("A person"),
    "cooperative": gettext_lazy("Cooperative"),
    "wise": gettext_lazy("Work-integrating social enterprise"),
    "association": gettext_lazy("Association"),
    "foundation": gettext_lazy("Foundation"),
    "village_association": gettext_lazy("Village association"),
    "company": gettext_lazy("Company"),
    "sole_trader": gettext_lazy("Sole trader"),
    "public_body": gettext_lazy("Public body"),
    "other": gettext_lazy("Other"),
}
GIVEN = ("asked", "approved")
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
ROUNDS_DRAWN = 8


def funnel(totals: Sequence[Line]) -> dict[str, Any] | None:
    """How many applications came how far, of all currencies together."""
    counts = {step: sum(one.steps[step] for one in totals) for step in STEPS}
    if not counts["applied"]:
        return None
    words = [str(STEP_WORDS[step]) for step in STEPS]
    title = gettext("%(approved)s of %(applied)s applications were approved") % counts
    values = [float(counts[step]) for step in STEPS]
    return {
        "title": title,
        "svg": charts.lying_bars(words, gettext("Applications"), values),
        "columns": [Column(gettext("Step")), Column(gettext("Applications"), kind="number")],
        "rows": [[word, counts[step]] for word, step in zip(words, STEPS, strict=True)],
    }


def money_picture(by_round: Sequence[Line]) -> dict[str, Any] | None:
    """What each round was asked for, approved, paid and got back, in its biggest currency."""
    currencies = [one.currency for one in by_round]
    if not currencies:
        return None
    most = max(sorted(set(currencies)), key=currencies.count)
    drawn = [one for one in by_round if one.currency == most][:ROUNDS_DRAWN]
    names = ("asked", "approved", "paid", "repaid")
    series = {str(MONEY_WORDS[name]): [one.money[name] for one in drawn] for name in names}
    return {
        "title": gettext("Money of the rounds, in %(currency)s") % {"currency": most},
        "svg": charts.bars([one.label for one in drawn], series),
        "columns": [Column(gettext("Round")), *_columns(names)],
        "rows": [[one.label, *(one.money[name] for name in names)] for one in drawn],
    }


def lines_table(
    lines: Sequence[Line], head: str, *, money: Sequence[str] = MONEY
) -> dict[str, Any]:
    """Lines as a table: how many came how far, and their money."""
    counted = [Column(str(STEP_WORDS[step]), kind="number") for step in STEPS]
    return {
        "columns": [Column(head), *counted, *_columns(money)],
        "rows": [
            [one.label or gettext("None"), *one.steps.values(), *(one.money[n] for n in money)]
            for one in lines
        ],
    }


def kinds_table(lines: Sequence[Line]) -> dict[str, Any]:
    """Kinds of applicants; those with few persons are not among them."""
    table = lines_table(lines, gettext("Applicant"), money=GIVEN)
    for row, one in zip(table["rows"], lines, strict=True):
        row[0] = str(KIND_WORDS.get(one.label, one.label))
    return table


def risk_table(lines: Sequence[AtRisk]) -> dict[str, Any] | None:
    """Portfolio at risk: the share of what is still lent that lies in late loans."""
    if not lines:
        return None
    late = [
        Column(gettext("Late %(days)s days or more") % {"days": days}, kind="number")
        for days, _ in lines[0].shares
    ]
    return {
        "columns": [Column(gettext("Currency")), Column(gettext("Loans"), kind="number"),
                    Column(gettext("Still lent"), kind="money"), *late],
        "rows": [
            [one.outstanding.currency, one.loans, one.outstanding,
             *(percent(float(share)) for _, share in one.shares)]
            for one in lines
        ],
    }  # fmt: skip


def flat(found: Portfolio) -> Iterator[list[Any]]:
    """The rounds as rows of a file, a heading first; amounts are plain numbers."""
    yield [
        gettext("Round"), gettext("Currency"), *(str(STEP_WORDS[step]) for step in STEPS),
        *(str(MONEY_WORDS[name]) for name in MONEY),
    ]  # fmt: skip
    for one in found.by_round:
        amounts = [plain(one.money[name]) for name in MONEY]
        yield [harmless(one.label), one.currency, *one.steps.values(), *amounts]


def plain(amount: Money) -> Decimal:
    """An amount as a number that a spreadsheet can add up."""
    return Decimal(amount.minor).scaleb(-minor_digits(amount.currency))


def harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def _columns(names: Sequence[str]) -> list[Column]:
    return [Column(str(MONEY_WORDS[name]), kind="money") for name in names]
