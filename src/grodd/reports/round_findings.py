"""What the ranking of a round shows: how far reviewers are apart, how far the money goes."""

from collections.abc import Sequence

from django.utils.translation import gettext, ngettext

from grodd.base import display
from grodd.engines.money import Money
from grodd.reports import charts
from grodd.reports.findings import Finding, column
from grodd.reports.ranking_table import RankedRow, RankingTable

CASES_DRAWN = 12
TITLE_LETTERS = 28
"""A longer title is cut in the picture; the table has it whole."""
CLOSE = 0.1
"""Reviewers this near each other agree (unit: share of the scale)."""


def ranking_findings(table: RankingTable) -> list[Finding]:
    """What there is to draw of a ranking."""
    told = (reach_of_budget(table), spread_of_scores(table.rows))
    return [one for one in told if one]


def spread_of_scores(rows: Sequence[RankedRow]) -> Finding | None:
    """How far the reviewers lie on either side of their mean, best first."""
    known = [
        (row, row.mean, row.spread)
        for row in rows
        if row.mean is not None and row.spread is not None and row.reviews > 1
    ]
    if not known:
        return None
    drawn = known[:CASES_DRAWN]
    lows = [max(0.0, mean - spread) for _, mean, spread in drawn]
    spans = [
        min(1.0, mean + spread) - low for (_, mean, spread), low in zip(drawn, lows, strict=True)
    ]
    return Finding(
        _furthest(known),
        charts.lying_ranges(
            [_short(row.application.title) for row, _, _ in drawn],
            {gettext("All give this"): lows, gettext("They differ here"): spans},
            scale=display.percent,
        ),
        (
            column(gettext("Application")),
            column(gettext("Score"), "number"),
            column(gettext("Spread"), "number"),
            column(gettext("Reviews"), "number"),
        ),
        tuple(
            (row.application.title, display.percent(mean), display.percent(spread), row.reviews)
            for row, mean, spread in known
        ),
        gettext(
            "Scores as a share of the best possible. Applications with one review are left out."
        ),
    )


def _furthest(known: Sequence[tuple[RankedRow, float, float]]) -> str:
    row, _, spread = max(known, key=lambda one: one[2])
    if spread < CLOSE:
        return gettext("The reviewers agree about all applications")
    return gettext("The reviewers are furthest apart about “%(title)s”") % {
        "title": row.application.title
    }


def reach_of_budget(table: RankingTable) -> Finding | None:
    """What the ranked applications ask for together, and where the money ends."""
    ranked = [row for row in table.rows if row.number is not None]
    if not ranked or not table.money_left.minor:
        return None
    if any(row.ask.currency != table.money_left.currency for row in ranked):
        return None
    fits = sum(row.fits for row in ranked)
    facts = {
        "money": display.money(table.money_left),
        "hours": display.number(table.hours_left),
        "fits": fits,
        "count": len(ranked),
    }
    drawn = ranked[:CASES_DRAWN]
    total, rows = Money.zero(table.money_left.currency), []
    for row in ranked:
        total += row.ask
        fit = gettext("Yes") if row.fits else gettext("No")
        rows.append((row.application.title, row.ask, total, fit))
    return Finding(
        _reach(len(ranked), in_hours=table.hours_left > 0) % facts,
        charts.budget_line(
            [str(row.number) for row in drawn], [row.ask for row in drawn], table.money_left
        ),
        (
            column(gettext("Application")),
            column(gettext("Asks for"), "money"),
            column(gettext("Together"), "money"),
            column(gettext("Fits")),
        ),
        tuple(rows),
        gettext("Each bar is what the applications down to that place ask for together."),
    )


def _reach(count: int, *, in_hours: bool) -> str:
    if in_hours:
        return ngettext(
            "%(money)s and %(hours)s hours are enough for %(fits)s of %(count)s application",
            "%(money)s and %(hours)s hours are enough for %(fits)s of %(count)s applications",
            count,
        )
    return ngettext(
        "%(money)s is enough for %(fits)s of %(count)s application",
        "%(money)s is enough for %(fits)s of %(count)s applications",
        count,
    )


def _short(title: str) -> str:
    return title if len(title) <= TITLE_LETTERS else f"{title[: TITLE_LETTERS - 1].rstrip()}…"
