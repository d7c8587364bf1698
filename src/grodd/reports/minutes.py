"""The minutes of a meeting, in the reader's language, on the page and as PDF."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import get_language, gettext, gettext_lazy

from grodd.base import display
from grodd.decisions.models import Meeting, Minutes
from grodd.decisions.queries import meeting_seen_by, minutes_content, minutes_of
from grodd.engines.money import Money
from grodd.people.asker import Asker
from grodd.reports.documents import typeset

OUTCOMES = {
    "approved": gettext_lazy("Approved"),
    "rejected": gettext_lazy("Not approved"),
    "returned": gettext_lazy("Sent back"),
    "": gettext_lazy("Not decided"),
}


@dataclass(frozen=True, slots=True)
class MinutesPage:
    """The minutes as they are read.

    Attributes:
        meeting: The meeting.
        signed: The signed minutes, or None while it is a draft.
        document: Title, facts and sections, as ``documents.typeset`` takes them.
    """

    meeting: Meeting
    signed: Minutes | None
    document: dict[str, Any]


def minutes_page(asker: Asker, *, meeting_id: int) -> MinutesPage:
    """The signed minutes, word for word; before that a draft of what they will say."""
    meeting = meeting_seen_by(asker, meeting_id=meeting_id)
    signed = minutes_of(meeting)
    content = minutes_content(meeting) if signed is None else signed.content
    return MinutesPage(meeting, signed, _document(content, signed))


def minutes_pdf(asker: Asker, *, meeting_id: int) -> bytes:
    """The same as PDF/UA."""
    return typeset("document", minutes_page(asker, meeting_id=meeting_id).document)


def _document(content: Mapping[str, Any], signed: Minutes | None) -> dict[str, Any]:
    facts = [
        (gettext("Opened"), _moment(content["opened_at"])),
        (gettext("Closed"), _moment(content["closed_at"])),
        (gettext("Place"), content["place"]),
        (gettext("Chair"), content["chair"]),
        (gettext("Present"), ", ".join(content["present"])),
        (gettext("Absent"), ", ".join(content["absent"])),
    ]
    said = gettext("Minutes, %(body)s, no. %(number)s")
    return {
        "title": said % {"body": content["body"], "number": content["number"]},
        "language": (get_language() or "sv").split("-")[0],
        "organisation": content["organisation"],
        "eyebrow": gettext("Decision by circulation") if content["kind"] == "circulation" else "",
        "facts": [pair for pair in facts if pair[1]],
        "sections": [_section(matter) for matter in content["matters"]],
        "signatures": _signatures(signed),
        "seal": f"SHA-256 {signed.content_sha256}" if signed else "",
        "footer": gettext("Signed") if signed else gettext("Draft, not signed"),
    }


def _section(matter: Mapping[str, Any]) -> dict[str, Any]:
    votes = gettext("%(yes)s yes, %(no)s no, %(abstain)s abstained") % matter["votes"]
    recused = "; ".join(f"{one['name']} ({one['reason']})" for one in matter["recused"])
    facts = [
        (gettext("Proposed"), _given(matter, "amount_minor", "hours")),
        (gettext("Takes no part"), recused),
        (gettext("Votes"), votes),
        (gettext("Decision"), str(OUTCOMES[matter["outcome"]])),
        (gettext("Given"), _given(matter, "amount_decided_minor", "hours_decided")),
        (gettext("Reasons"), matter["reasons"]),
        (gettext("Conditions"), matter["conditions"]),
        (gettext("Next step"), matter["next_step"]),
    ]
    return {
        "heading": f"{matter['number']}. {matter['title']}",
        "paragraphs": [matter["proposal"]] if matter["proposal"] else [],
        "facts": [pair for pair in facts if pair[1]],
    }


def _given(matter: Mapping[str, Any], minor_key: str, hours_key: str) -> str:
    minor, hours = matter[minor_key], matter[hours_key]
    parts = [] if minor is None else [display.money(Money(minor, matter["currency"]))]
    if hours:
        parts.append(gettext("%(hours)s hours") % {"hours": hours})
    return ", ".join(parts)


def _signatures(signed: Minutes | None) -> list[dict[str, str]]:
    if signed is None:
        return []
    said = gettext("Signed %(when)s") % {"when": display.moment(signed.signed_at)}
    return [{"name": signed.signed_by.name, "note": said}]


def _moment(written: str) -> str:
    return display.moment(datetime.fromisoformat(written)) if written else ""
