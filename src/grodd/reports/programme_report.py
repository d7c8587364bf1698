"""The report of a programme as accessible PDF: what came in, what was decided, what it became.

Five to ten pages with charts. Each chart's title is its finding, and the figures behind it stand
below it. Nobody who applied is named: projects are, and what was learnt, in its author's words.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import get_language, gettext, ngettext

from grodd.applications.models import Application
from grodd.base import display
from grodd.base.translated import said
from grodd.engines.money import Money
from grodd.people.asker import Asker
from grodd.programmes.queries import money_left, programme_seen_by
from grodd.reports import portfolio_findings as findings
from grodd.reports.documents import typeset
from grodd.reports.findings import Finding, column, on_paper, table_on_paper
from grodd.reports.portfolio import Line, Portfolio
from grodd.reports.portfolio_words import KIND_WORDS, MONEY_WORDS, STEP_WORDS
from grodd.reports.programme_facts import ProgrammeFacts, programme_facts
from grodd.reports.programme_results import results_section

LESSONS_MAX = 12
"""How many lessons are told whole; the rest are counted, and can be read in the library."""

Section = dict[str, Any]


def programme_report(asker: Asker, *, programme_id: int, year: int | None, at: datetime) -> bytes:
    """The report as PDF/UA in the reader's language.

    Args:
        asker: Whoever sees the programme from inside.
        programme_id: Which programme.
        year: Only what was applied for in this year; None for all years.
        at: The moment that the figures hold for.

    Raises:
        NotFound: when there is no such programme to see.
    """
    facts = programme_facts(asker, programme_id=programme_id, year=year, at=at)
    return typeset("document", report_document(facts))


def report_size(asker: Asker, *, programme_id: int) -> tuple[str, int]:
    """The programme's name, and how many applications its report counts at most.

    Raises:
        NotFound: when there is no such programme to see.
    """
    programme = programme_seen_by(asker, programme_id=programme_id)
    count = Application.objects.filter(round__programme=programme).count()
    return str(programme), count


def report_document(facts: ProgrammeFacts) -> dict[str, Any]:
    """The report as data for ``documents.typeset("document", …)``."""
    found = facts.found
    sections = [
        _summary(facts),
        _applied(found),
        _decided(facts),
        _paid(found),
        _at_risk(found),
        results_section(facts),
        *_lessons(facts),
        _counting(),
    ]
    return {
        "title": str(facts.programme),
        "language": (get_language() or "sv").split("-")[0],
        "organisation": facts.programme.organisation.name,
        "eyebrow": _eyebrow(facts),
        "lead": said(facts.programme.purpose),
        "figures": _key_figures(found),
        "sections": [one for one in sections if one],
        "footer": gettext("Made %(when)s") % {"when": display.moment(facts.at)},
    }


def _eyebrow(facts: ProgrammeFacts) -> str:
    if facts.year:
        return gettext("Programme report: applications of %(year)s") % {"year": facts.year}
    return gettext("Programme report: all applications so far")


def _key_figures(found: Portfolio) -> list[dict[str, str]]:
    applied = sum(one.steps["applied"] for one in found.totals)
    approved = sum(one.steps["approved"] for one in found.totals)
    figures = [
        _figure(gettext("Applications"), display.number(applied),
                gettext("%(count)s approved") % {"count": approved}),
    ]  # fmt: skip
    for one in found.totals:
        note = gettext("of %(amount)s approved") % {"amount": display.money(one.money["approved"])}
        figures.append(_figure(str(MONEY_WORDS["paid"]), display.money(one.money["paid"]), note))
        if one.money["outstanding"] or one.money["repaid"]:
            lent = gettext("%(amount)s still lent")
            note = lent % {"amount": display.money(one.money["outstanding"])}
            figures.append(_figure(str(MONEY_WORDS["repaid"]), display.money(one.money["repaid"]),
                                   note))  # fmt: skip
    if found.waits.median is not None:
        days = display.number(round(found.waits.median))
        slow = {"days": display.number(round(found.waits.p90 or 0))}
        note = gettext("nine of ten within %(days)s") % slow
        figures.append(_figure(gettext("Days to a decision"), days, note))
    return figures


def _figure(label: str, value: str, note: str) -> dict[str, str]:
    return {"label": label, "value": value, "note": note}


def _summary(facts: ProgrammeFacts) -> Section:
    """The findings of the report, each in a sentence."""
    found = facts.found
    told = [
        findings.funnel(found.totals),
        findings.money_of_rounds(found.by_round),
        findings.over_time(found.flows),
        findings.risk(found.at_risk),
    ]
    points = [one.title for one in told if one]
    if not points:
        points = [gettext("Nothing has been applied for yet.")]
    return {"heading": gettext("In short"), "points": points}


def _charts(*told: Finding | None) -> list[dict[str, Any]]:
    return [on_paper(one) for one in told if one]


def _applied(found: Portfolio) -> Section:
    if not found.totals:
        return {}
    hidden = ngettext(
        "%(count)s application is left out of the last table, so that nobody is recognised.",
        "%(count)s applications are left out of the last table, so that nobody is recognised.",
        found.hidden,
    ) % {"count": found.hidden}
    tables = [
        _table(gettext("By theme"), gettext("Theme"), found.by_theme),
        _table(gettext("By applicant"), gettext("Applicant"), found.by_kind, KIND_WORDS),
    ]
    return {
        "heading": gettext("What was applied for"),
        "charts": [*_charts(findings.funnel(found.totals)), *(one for one in tables if one)],
        "after": [hidden] if found.hidden else [],
    }


def _table(title: str, head: str, lines: Sequence[Line], words: Any = None) -> Section | None:
    """Lines as a table without a picture: how many came how far, and their money."""
    if not lines:
        return None
    steps, names = ("applied", "approved", "completed"), ("asked", "approved")
    columns = [
        column(head),
        *(column(STEP_WORDS[step], "number") for step in steps),
        *(column(MONEY_WORDS[name], "money") for name in names),
    ]
    rows = [
        [str((words or {}).get(one.label, one.label)) or gettext("None"),
         *(one.steps[step] for step in steps), *(one.money[name] for name in names)]
        for one in lines
    ]  # fmt: skip
    return {"title": title, "table": table_on_paper(columns, rows)}


def _decided(facts: ProgrammeFacts) -> Section:
    chart = findings.money_of_rounds(facts.found.by_round)
    if not facts.rounds:
        return {}
    columns = [
        column(gettext("Round")),
        column(gettext("Budget"), "money"),
        column(gettext("Promised"), "money"),
        column(gettext("Left"), "money"),
    ]
    rows = [
        [str(one), Money(one.budget_minor, one.currency),
         Money(one.committed_minor, one.currency), money_left(one)]
        for one in reversed(facts.rounds)
    ]  # fmt: skip
    budgets = {"title": gettext("The budget of each round"), "table": table_on_paper(columns, rows)}
    return {
        "heading": gettext("What was decided"),
        "charts": [*_charts(chart), budgets],
        "paragraphs": _waits(facts.found),
    }


def _waits(found: Portfolio) -> list[str]:
    waits = found.waits
    if waits.median is None or waits.p90 is None:
        return []
    facts = {
        "count": waits.decided,
        "middle": display.number(round(waits.median)),
        "slow": display.number(round(waits.p90)),
    }
    text = ngettext(
        "%(count)s application was decided. It waited %(middle)s days for its answer.",
        "%(count)s applications were decided. Half of them got their answer within %(middle)s "
        "days, nine of ten within %(slow)s.",
        waits.decided,
    )
    return [text % facts]


def _paid(found: Portfolio) -> Section:
    chart = findings.over_time(found.flows)
    if chart is None:
        return {}
    return {
        "heading": gettext("What was paid and repaid"),
        "charts": _charts(chart),
    }


def _at_risk(found: Portfolio) -> Section:
    chart = findings.risk(found.at_risk)
    if chart is None:
        return {}
    text = gettext(
        "A loan that is late is not lost. Most come back when someone calls early and a plan "
        "that holds is made together."
    )
    return {"heading": gettext("What is at risk"), "paragraphs": [text], "charts": _charts(chart)}


def _lessons(facts: ProgrammeFacts) -> list[Section]:
    """What was learnt: each lesson with what happened and what to do next time."""
    if not facts.lessons:
        return []
    shown, more = facts.lessons[:LESSONS_MAX], len(facts.lessons) - LESSONS_MAX
    head = ngettext(
        "%(count)s lesson was shared. It stands as its author wrote it.",
        "%(count)s lessons were shared. They stand as their authors wrote them.",
        len(facts.lessons),
    )
    sections: list[Section] = [
        {
            "heading": gettext("What was learnt"),
            "paragraphs": [head % {"count": len(facts.lessons)}],
        }
    ]
    for one in shown:
        pairs = [
            [gettext("What was tried"), one.tried],
            [gettext("What happened"), one.happened],
            [gettext("Next time"), one.next_time],
        ]
        sections.append({"heading": one.title, "level": 3, "language": one.language,
                         "facts": [pair for pair in pairs if pair[1]]})  # fmt: skip
    if more > 0:
        rest = ngettext(
            "%(count)s more can be read in the library.",
            "%(count)s more can be read in the library.",
            more,
        )
        sections.append({"paragraphs": [rest % {"count": more}]})
    return sections


def _counting() -> Section:
    return {
        "heading": gettext("How it is counted"),
        "points": [
            gettext("An application counts from the day it is submitted; drafts do not."),
            gettext(
                "Approved is what was decided, paid out is what has left the bank account, and "
                "repaid is principal that came back, without interest and fees."
            ),
            gettext("Groups with fewer than five persons are not shown by themselves."),
        ],
    }
