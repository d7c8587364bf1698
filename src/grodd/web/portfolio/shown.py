"""The portfolio in words, tables and pictures."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext

from grodd.base.display import percent
from grodd.reports.portfolio import MONEY, STEPS, AtRisk, Line, Portfolio
from grodd.reports.portfolio_words import KIND_WORDS, MONEY_WORDS, STEP_WORDS
from grodd.reports.sheets import harmless, plain
from grodd.web.components.values import Column

GIVEN = ("asked", "approved")


def lines_table(
    lines: Sequence[Line], head: str, *, steps: Sequence[str] = STEPS, money: Sequence[str] = ()
) -> dict[str, Any]:
    """Lines as a table: how many came how far, and their money."""
    counted = [Column(str(STEP_WORDS[step]), kind="number") for step in steps]
    return {
        "columns": [Column(head), *counted, *_columns(money)],
        "rows": [
            [one.label or gettext("None"), *(one.steps[step] for step in steps),
             *(one.money[name] for name in money)]
            for one in lines
        ],
    }  # fmt: skip


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


def _columns(names: Sequence[str]) -> list[Column]:
    return [Column(str(MONEY_WORDS[name]), kind="money") for name in names]
