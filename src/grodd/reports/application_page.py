"""One application as its own page shows it: where it stands, what was answered, what happened."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext, gettext_lazy

from grodd.applications.answers import Asked
from grodd.applications.models import Application, Attachment, CoOwner, Submission
from grodd.applications.queries import (
    amount_of,
    application_seen_by,
    co_owners_of,
    is_editable,
    is_owner,
    phase_told,
    shown_answers,
)
from grodd.assessment.queries import READERS as READ_CASES
from grodd.base import display
from grodd.base.lifecycle import steps_open
from grodd.base.models import AuditEvent, Phase, PhaseKind
from grodd.decisions.models import Matter
from grodd.decisions.queries import READERS as READ_BODIES
from grodd.engines.money import Money
from grodd.people.asker import Asker
from grodd.people.queries import names_by_key
from grodd.programmes.queries import may_manage
from grodd.reports.letters import decision_letter_of

EVENTS_MAX = 100
WAY = (
    PhaseKind.DRAFT,
    PhaseKind.SCREENING,
    PhaseKind.ASSESSMENT,
    PhaseKind.DECISION,
    PhaseKind.AGREEMENT,
    PhaseKind.ACTIVE,
    PhaseKind.COMPLETED,
)
"""The way of one that goes well; other ends take the place of what does not come."""

TOLD = {
    "application.started": gettext_lazy("Began to write"),
    "application.imported": gettext_lazy("Imported"),
    "application.submit": gettext_lazy("Submitted"),
    "application.withdraw": gettext_lazy("Took it back"),
    "application.return": gettext_lazy("Sent it back for completion"),
    "application.pass": gettext_lazy("Passed it on to assessment"),
    "application.reject": gettext_lazy("Turned it down at the first look"),
    "application.propose": gettext_lazy("Brought it to the committee"),
    "application.approve": gettext_lazy("Approved"),
    "application.decline": gettext_lazy("Declined"),
    "application.reconsider": gettext_lazy("Sent back to assessment"),
    "application.activate": gettext_lazy("Started"),
    "application.cancel": gettext_lazy("Cancelled the agreement"),
    "application.turn_down": gettext_lazy("Turned the agreement down"),
    "application.complete": gettext_lazy("Completed"),
    "application.stop": gettext_lazy("Stopped"),
    "application.file_attached": gettext_lazy("Attached a file"),
    "application.file_removed": gettext_lazy("Took a file away"),
    "application.co_owner_invited": gettext_lazy("Invited a co-owner"),
    "application.co_owner_accepted": gettext_lazy("Became co-owner"),
    "application.co_owner_removed": gettext_lazy("Removed a co-owner"),
    "application.opened_late": gettext_lazy("Opened it after the deadline"),
}
HIDDEN_FROM_APPLICANT = {"application.approve", "application.decline", "application.reconsider"}
"""A decision is told by its letter when it is released, not by the trail."""


@dataclass(frozen=True, slots=True)
class Happening:
    """Something in the trail: when, who, what."""

    at: datetime
    who: str
    text: str


@dataclass(frozen=True, slots=True)
class Way:
    """A step of the way: its label, and whether it is done, current or next."""

    label: str
    state: str


@dataclass(frozen=True, slots=True)
class ApplicationPage:
    """Everything that the page of one application shows."""

    application: Application
    phase: Phase
    """Where it stands, as far as the reader is told."""
    decision: Matter | None
    """The decision, once it is released."""
    amount: Money | None
    answers: list[tuple[Asked, Any]]
    steps: list[Way]
    events: list[Happening]
    co_owners: list[CoOwner]
    submission: Submission | None
    has_letter: bool
    """Whether a letter told what was decided."""
    is_mine: bool
    """Whether the reader owns it or has a part in it."""
    is_owner: bool
    may_write: bool
    may_open_late: bool
    may_withdraw: bool
    links: list[tuple[str, str, int]]
    """Ways to the other rooms: key, label, id. The web turns keys into addresses."""


def application_page(asker: Asker, *, application_id: int, at: datetime) -> ApplicationPage:
    """The page of an application that the asker may see; raises ``NotFound`` otherwise."""
    application = application_seen_by(asker, application_id=application_id)
    co_owners = co_owners_of(application)
    owner = is_owner(asker, application)
    mine = owner or any(one.accepted_at and one.person_id == asker.person_id for one in co_owners)
    manages = may_manage(asker, application.round.programme)
    phase = phase_told(application) if mine and not manages else application.phase
    matter = application.matter
    open_steps = steps_open(application.phase, frozenset({"owner"})) if owner else []
    return ApplicationPage(
        application=application,
        phase=phase,
        decision=matter if matter and matter.released_at else None,
        amount=amount_of(application),
        answers=shown_answers(application),
        steps=_steps(application, phase),
        events=_events(application, hide_decision=mine and not manages),
        co_owners=co_owners,
        submission=application.submissions.order_by("-number").first(),
        has_letter=decision_letter_of(asker, application) is not None,
        is_mine=mine,
        is_owner=owner,
        may_write=mine and is_editable(application, at=at),
        may_open_late=manages and application.phase.kind == PhaseKind.DRAFT,
        may_withdraw=any(step.key == "withdraw" for step in open_steps),
        links=_links(asker, application),
    )


def _steps(application: Application, here: Phase) -> list[Way]:
    phases = list(application.round.programme.lifecycle.phases.all())
    by_kind: dict[str, Phase] = {}
    for phase in phases:
        by_kind.setdefault(phase.kind, phase)
    way: list[Phase] = [by_kind[kind] for kind in WAY if kind in by_kind]
    if here.kind not in WAY:
        return [Way(str(way[0]), "done"), Way(str(here), "current")]
    place = next(index for index, phase in enumerate(way) if phase.kind == here.kind)
    states = ["done"] * place + ["current"] + ["next"] * (len(way) - place - 1)
    return [Way(str(phase), state) for phase, state in zip(way, states, strict=True)]


def _events(application: Application, *, hide_decision: bool) -> list[Happening]:
    rows = list(
        AuditEvent.objects.filter(subject=f"application:{application.pk}").order_by("-number")[
            :EVENTS_MAX
        ]
    )
    who = names_by_key(row.actor for row in rows)
    return [
        Happening(row.at, who.get(row.actor, gettext("Grodd")), _told(row))
        for row in rows
        if row.action in TOLD and not (hide_decision and row.action in HIDDEN_FROM_APPLICANT)
    ]


def _told(row: AuditEvent) -> str:
    reason = row.facts.get("reason")
    return f"{TOLD[row.action]}: {reason}" if reason else str(TOLD[row.action])


def _links(asker: Asker, application: Application) -> list[tuple[str, str, int]]:
    """The rooms that the application has come to, and that the asker may enter."""
    programme = application.round.programme
    held = asker.roles(organisation_id=programme.organisation_id, scope_id=programme.scope_id)
    found: list[tuple[str, str, int]] = []
    if application.case_id and held.intersection(READ_CASES):
        found.append(("case", gettext("Assessment"), application.case_id))
    if application.matter_id and held.intersection(READ_BODIES):
        found.append(("matter", gettext("Decision"), application.matter_id))
    return found


def text_copy(page: ApplicationPage) -> str:
    """The application as plain text, to keep or to read aloud."""
    application = page.application
    lines = [application.title or gettext("Untitled draft"), str(application), ""]
    lines += [f"{label}: {value}" for label, value in _facts(page)]
    for asked, answer in page.answers:
        lines += ["", asked.label, *_paragraphs(answer)]
    return "\n".join(lines) + "\n"


def document(page: ApplicationPage, *, language: str) -> dict[str, Any]:
    """The application as data for ``documents.typeset("document", …)``."""
    application = page.application
    return {
        "title": application.title or gettext("Untitled draft"),
        "language": language,
        "organisation": application.round.programme.organisation.name,
        "eyebrow": f"{application.round} · {application}",
        "facts": _facts(page),
        "sections": [
            {"heading": asked.label, "paragraphs": _paragraphs(answer)}
            for asked, answer in page.answers
        ],
        "seal": f"SHA-256 {page.submission.content_sha256}" if page.submission else "",
        "footer": str(application),
    }


def _facts(page: ApplicationPage) -> list[tuple[str, str]]:
    application = page.application
    facts = [
        (gettext("Applicant"), application.owner.name),
        (gettext("Round"), str(application.round)),
        (gettext("Phase"), str(page.phase)),
    ]
    if application.submitted_at:
        facts.append((gettext("Submitted"), display.moment(application.submitted_at)))
    return facts


def _paragraphs(answer: Any) -> list[str]:
    if answer in ("", None, []):
        return ["\N{EN DASH}"]
    if isinstance(answer, list):
        return [
            str(one.file) if isinstance(one, Attachment) else f"{one[0]}: {display.money(one[1])}"
            for one in answer
        ]
    return str(display.shown(answer)).split("\n")
