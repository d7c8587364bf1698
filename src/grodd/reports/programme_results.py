"""What the projects of a programme became: how they ended, what they used, what they brought."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext, ngettext

from grodd.base import display
from grodd.engines.money import Money
from grodd.engines.return_on_investment import return_on_investment
from grodd.followup.models import Project, Result
from grodd.followup.usecases.report_result import AMOUNTS
from grodd.reports import charts
from grodd.reports.findings import Finding, column, on_paper, table_on_paper
from grodd.reports.portfolio_findings import most_used
from grodd.reports.programme_facts import GoalsReached, ProgrammeFacts
from grodd.reports.project_words import AMOUNT_WORDS, STATE_WORDS

PROJECTS_MAX = 40
"""How many projects stand in the table; the rest are counted below it."""


def results_section(facts: ProgrammeFacts) -> dict[str, Any]:
    """How the projects go and went, their money, and what came beside what was hoped."""
    if not facts.projects:
        return {}
    told = [_states(facts.projects), used_of_given(facts.projects)]
    tables = [_projects_table(facts.projects), _balance(facts.projects)]
    return {
        "heading": gettext("What it became"),
        "new-page": True,
        "paragraphs": _goals(facts.goals),
        "charts": [
            *(on_paper(one) for one in told if one),
            *(one for one in tables if one),
        ],
    }


def _states(projects: Sequence[Project]) -> Finding:
    """How many projects run, and how the others ended."""
    counts = Counter(one.state for one in projects)
    ended = len(projects) - counts["running"]
    title = ngettext(
        "%(ended)s of %(all)s project has ended",
        "%(ended)s of %(all)s projects have ended",
        len(projects),
    )
    words = [str(one) for one in STATE_WORDS.values()]
    values = [counts[state] for state in STATE_WORDS]
    return Finding(
        title % {"ended": ended, "all": len(projects)},
        charts.lying_bars(words, gettext("Projects"), [float(one) for one in values]),
        (column(gettext("How it goes")), column(gettext("Projects"), "number")),
        tuple(zip(words, values, strict=True)),
    )


def used_of_given(projects: Sequence[Project]) -> Finding | None:
    """Money used against what was given, of the awards in their biggest currency."""
    given = [one for one in projects if hasattr(one.agreement, "award")]
    if not given:
        return None
    most = most_used([one.agreement.award.currency for one in given])
    mine = [one for one in given if one.agreement.award.currency == most]
    sums = [
        Money(sum(one.agreement.award.amount_minor for one in mine), most),
        Money(sum(vars(one)["paid"] or 0 for one in mine), most),
        Money(sum(vars(one)["used"] or 0 for one in mine), most),
    ]
    words = [gettext("Given"), gettext("Paid out"), gettext("Used")]
    facts = {"used": display.money(sums[2]), "given": display.money(sums[0])}
    return Finding(
        gettext("%(used)s of the %(given)s that was given has been used") % facts,
        charts.lying_bars(words, gettext("Money"), sums),
        (column(gettext("Money")), column(gettext("Amount"), "money")),
        tuple(zip(words, sums, strict=True)),
    )


def _projects_table(projects: Sequence[Project]) -> dict[str, Any]:
    columns = [
        column(gettext("Project")),
        column(gettext("How it goes")),
        column(gettext("Given"), "money"),
        column(gettext("Used"), "money"),
    ]
    rows = [
        [one.title, str(STATE_WORDS[one.state]), _given(one), _used(one)]
        for one in projects[:PROJECTS_MAX]
    ]
    more = len(projects) - PROJECTS_MAX
    note = ngettext("%(count)s more project", "%(count)s more projects", more) % {"count": more}
    return {
        "title": gettext("The projects"),
        "note": note if more > 0 else "",
        "table": table_on_paper(columns, rows),
    }


def _given(project: Project) -> Money | None:
    for kind, name in (("award", "amount_minor"), ("loan", "principal_minor")):
        if held := getattr(project.agreement, kind, None):
            return Money(getattr(held, name), held.currency)
    return None


def _used(project: Project) -> Money | None:
    award = getattr(project.agreement, "award", None)
    return Money(vars(project)["used"] or 0, award.currency) if award else None


def _balance(projects: Sequence[Project]) -> dict[str, Any] | None:
    """Projection beside outcome, of those that have told their result."""
    results = [one.result for one in projects if _has_told(one)]
    if not results:
        return None
    most = most_used([one.currency for one in results])
    mine = [one for one in results if one.currency == most]
    hoped, came = _sums(mine, "_projected_minor"), _sums(mine, "_minor")
    rows: list[list[Any]] = [
        [str(AMOUNT_WORDS[name]), Money(hoped[name], most), Money(came[name], most)]
        for name in AMOUNTS
    ]
    rows.append([gettext("Return on the money"), _roi(hoped), _roi(came)])
    columns = [
        column(gettext("Result")),
        column(gettext("Hoped for"), "money"),
        column(gettext("Came"), "money"),
    ]
    title = ngettext(
        "What %(count)s project that told its result brought",
        "What the %(count)s projects that told their results brought",
        len(mine),
    )
    return {"title": title % {"count": len(mine)}, "table": table_on_paper(columns, rows)}


def _has_told(project: Project) -> bool:
    result = getattr(project, "result", None)
    return result is not None and result.reported_at is not None


def _sums(results: Sequence[Result], ending: str) -> dict[str, int]:
    return {name: sum(getattr(one, f"{name}{ending}") or 0 for one in results) for name in AMOUNTS}


def _roi(sums: dict[str, int]) -> str:
    share = return_on_investment(**sums)
    return "" if share is None else display.percent(float(share))


def _goals(goals: GoalsReached) -> list[str]:
    if not goals.total:
        return []
    facts = {"total": goals.total, "measured": goals.measured, "reached": goals.reached}
    text = ngettext("%(total)s goal was set.", "%(total)s goals were set.", goals.total) % facts
    if not goals.measured:
        return [text]
    more = ngettext(
        "%(reached)s of the %(measured)s that have been measured is reached.",
        "%(reached)s of the %(measured)s that have been measured are reached.",
        goals.reached,
    )
    return [f"{text} {more % facts}"]
