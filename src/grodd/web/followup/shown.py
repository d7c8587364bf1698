"""What the pages of projects show, in words and rows."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from grodd.base import clock, display
from grodd.engines.money import Money
from grodd.engines.return_on_investment import FORMULA
from grodd.people.asker import Asker
from grodd.people.roles import Role
from grodd.reports.money_findings import used_against_plan
from grodd.reports.project_list import SHOWN, Line
from grodd.reports.project_page import Balance, MoneySoFar, ProjectPage, Reached
from grodd.reports.project_words import AMOUNT_WORDS, STATE_WORDS
from grodd.web.components.values import Cell, Column, Event, Step, Tab

STATUS_TONES = {"on_track": "success", "unsure": "warning", "off_track": "danger"}
STATE_TONES = {
    "running": "info",
    "stopped": "neutral",
    "completed": "success",
    "scaled": "success",
}
AGREEMENT_READERS = (
    Role.PROGRAMME_MANAGER,
    Role.FINANCE_OFFICER,
    Role.ADVISER,
    Role.AUDITOR,
)


def status_words(status: str) -> str:
    """How a check-in felt."""
    return {
        "on_track": _("On track"),
        "unsure": _("Unsure"),
        "off_track": _("Not as hoped"),
        "": _("Nothing told yet"),
    }[status]


def state_words(state: str) -> str:
    """How a project goes."""
    return str(STATE_WORDS[state])


def direction_words(direction: str) -> str:
    """Where a gate leads."""
    return {
        "stop": _("Stop"),
        "continue": _("Go on"),
        "scale": _("Scale up"),
        "": _("Sent back"),
    }[direction]


def tabs(chosen: str, programme: str) -> list[Tab]:
    """The choices above the list."""
    words = {
        "running": _("Running"),
        "late": _("Late"),
        "soon": _("Due this week"),
        "gate": _("Waiting for a decision"),
        "help": _("Want help"),
        "unclosed": _("Result or lesson missing"),
        "ended": _("Ended"),
    }
    more = f"&programme={programme}" if programme.isdecimal() else ""
    return [Tab(words[key], f"?show={key}{more}", current=key == chosen) for key in SHOWN]


def empty(chosen: str) -> tuple[str, str]:
    """What to say when the list is empty, and what comes next."""
    words = {
        "running": (
            _("No project runs yet"),
            _("A project begins when both have said yes to its agreement."),
        ),
        "late": (_("Nobody is late"), _("Every check-in that was due has been done.")),
        "soon": (_("Nothing is due this week"), _("Reminders go out by themselves.")),
        "gate": (_("No project waits for a decision"), _("Ask for one on a project's page.")),
        "help": (_("Nobody asks for help"), _("It stands here when a check-in asks for it.")),
        "unclosed": (
            _("Every ended project has told its story"),
            _("Read what they learnt among the lessons."),
        ),
        "ended": (_("No project has ended yet"), _("A good stop counts as much as a good end.")),
    }
    return words[chosen]


def project_table(lines: Iterable[Line]) -> dict[str, Any]:
    """Projects: what, who, when next, how it feels, what waits."""
    columns = [_("Project"), _("Who"), _("Next check-in"), _("How it goes"), _("Waits for")]
    return {"columns": columns, "rows": [_row(line) for line in lines]}


def _row(line: Line) -> list[object]:
    project = line.project
    due = Cell(line.due_on, note=_("late") if line.is_late else "")
    feels = Cell(status_words(line.status), tone=STATUS_TONES.get(line.status, "neutral"))
    if project.state != "running":
        feels = Cell(state_words(project.state), tone=STATE_TONES[project.state])
    return [
        Cell(project.title, url=reverse("followup:detail", args=[project.pk])),
        project.owner.name,
        due,
        feels,
        capfirst(", ".join(_waits(line))),
    ]


def _waits(line: Line) -> list[str]:
    project, found = line.project, []
    if line.at_gate:
        found.append(_("a decision"))
    if line.wants_help and project.state == "running":
        found.append(_("help"))
    if project.state != "running" and project.result.reported_at is None:
        found.append(_("the result"))
    if project.state != "running" and project.lesson_id is None:
        found.append(_("the lesson"))
    return found


def steps(page: ProjectPage) -> list[Step]:
    """The way of the project, and where on it the project is."""
    project, done = page.project, len(page.done)
    told = _("%(done)s of %(all)s") % {"done": done, "all": len(page.check_ins)}
    running = page.is_running
    end = _("Completed") if running else state_words(project.state)
    way = [
        (_("Begun"), True, display.day(project.starts_on)),
        (_("Goals"), bool(page.goals), ""),
        (_("Check-ins"), not running or done == len(page.check_ins), told),
        (_("Result"), project.result.reported_at is not None, ""),
        (_("Lesson"), project.lesson_id is not None, ""),
        (end, not running, display.day(project.ends_on) if running else ""),
    ]
    now = next((place for place, one in enumerate(way) if not one[1]), len(way))
    return [
        Step(label, "done" if is_done else "current" if place == now else "next", note)
        for place, (label, is_done, note) in enumerate(way)
    ]


def goal_words(reached: Reached) -> dict[str, Any]:
    """A goal with how far it has come."""
    goal = reached.goal
    facts = {
        "measure": goal.measure,
        "baseline": display.number(goal.baseline.normalize()),
        "target": display.number(goal.target.normalize()),
        "unit": goal.unit,
        "day": display.day(goal.due_on),
    }
    latest = reached.latest
    return {
        "text": goal.text,
        "percent": reached.percent,
        "label": goal.measure,
        "plan": _("%(measure)s: from %(baseline)s to %(target)s %(unit)s by %(day)s") % facts,
        "note": _("Not measured yet")
        if latest is None
        else _("Now %(value)s %(unit)s")
        % {"value": display.number(latest.normalize()), "unit": goal.unit},
    }


def check_in_words(row: Any, currency: str) -> dict[str, Any]:
    """A check-in that is done, as it is read."""
    used = []
    if row.spent_minor:
        used.append(display.money(Money(row.spent_minor, currency)))
    if row.hours:
        used.append(_("%(hours)s hours") % {"hours": display.number(row.hours)})
    return {
        "pk": row.pk,
        "heading": _("Check-in %(number)s") % {"number": row.number},
        "status": status_words(row.status),
        "tone": STATUS_TONES[row.status],
        "row": row,
        "used": ", ".join(used),
        "remarks": list(row.remarks.all()),
    }


def gate_words(gate: Any) -> dict[str, Any]:
    """A gate: what was proposed, why, and where it led."""
    decided = gate.decided_at is not None
    return {
        "gate": gate,
        "proposed": direction_words(gate.proposed),
        "decided": direction_words(gate.decided) if decided else _("Waits for an answer"),
        "tone": "neutral" if decided else "warning",
        "reasons": gate.matter.reasons if decided else "",
        "url": reverse("decisions:matter", args=[gate.matter_id]),
    }


def money_figures(money: MoneySoFar) -> list[tuple[str, object]]:
    """What was given, paid and used so far."""
    hours = {"told": money.hours_told, "given": money.hours_given}
    return [
        (_("Awarded"), money.given),
        (_("Paid out"), money.paid),
        (_("Used, by receipts and entries"), money.used),
        (_("Used, as told at check-ins"), money.told),
        (_("Hours, as told at check-ins"), _("%(told)s of %(given)s") % hours),
    ]


def agreement_link(page: ProjectPage, asker: Asker) -> str:
    """The way to the agreement, for those who may read it."""
    scope = page.project.scope
    reads = asker.has(*AGREEMENT_READERS, organisation_id=scope.organisation_id, scope_id=scope.pk)
    if not reads and page.project.owner_id != asker.person_id:
        return ""
    return reverse("agreements:detail", args=[page.project.agreement_id])


def balance_table(balance: Balance) -> dict[str, Any]:
    """Projection beside outcome, with the ratio and its formula."""
    columns = [
        "",
        Column(_("As hoped"), kind="number"),
        Column(_("As it came"), kind="number"),
    ]
    rows: list[list[object]] = [
        [str(AMOUNT_WORDS[name]), hoped, came] for name, hoped, came in balance.lines
    ]
    ratios = [
        display.percent(float(ratio)) if ratio is not None else None
        for ratio in (balance.projected_roi, balance.roi)
    ]
    return {"columns": columns, "rows": [*rows, [_("Return (ROI)"), *ratios]], "formula": FORMULA}


def events(page: ProjectPage) -> list[Event]:
    """What happened, the last first."""
    project = page.project
    found = [
        Event(
            one.done_at,
            str(one.done_by),
            f"{_('Check-in')} {one.number}: {status_words(one.status)}",
        )
        for one in page.done
        if one.done_at
    ]
    for gate in page.gates:
        asked = _("Asked: %(direction)s?") % {"direction": direction_words(gate.proposed)}
        found.append(Event(gate.matter.opened_at, "", asked))
        if gate.decided_at:
            answer = _("Decided: %(direction)s") % {"direction": direction_words(gate.decided)}
            found.append(Event(gate.decided_at, "", answer))
    other: list[tuple[datetime | None, str]] = [
        (project.agreement.accepted_at, _("Both said yes to the agreement")),
        (project.result.reported_at, _("Told the result")),
        (project.lesson.written_at if project.lesson else None, _("Wrote the lesson")),
        (project.ended_at, state_words(project.state)),
    ]
    found += [Event(at, "", text) for at, text in other if at is not None]
    return sorted(found, key=lambda event: event.at, reverse=True)


def page_words(page: ProjectPage, asker: Asker) -> dict[str, Any]:
    """Everything that the page of a project shows, as its templates take it."""
    project = page.project
    return {
        "page": page,
        "project": project,
        "state": state_words(project.state),
        "tone": STATE_TONES[project.state],
        "steps": steps(page),
        "goals": [goal_words(one) for one in page.goals],
        "check_ins": [check_in_words(one, project.result.currency) for one in page.done],
        "next": page.next_check_in,
        "gates": [gate_words(gate) for gate in page.gates],
        "figures": money_figures(page.money) if page.money else None,
        "drawn": used_against_plan(
            page.money,
            starts_on=project.starts_on,
            ends_on=project.ends_on,
            on=project.ended_at.date() if project.ended_at else clock.today(),
        )
        if page.money
        else None,
        "agreement": agreement_link(page, asker),
        "balance": balance_table(page.balance) if page.balance else None,
        "events": events(page),
    }
