"""What tells a person how things stand: alerts, steps, events, progress, dialogs."""

from collections.abc import Sequence
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from grodd.web.components.marks import TONES, initials
from grodd.web.components.registry import register
from grodd.web.components.values import Event, Step

AUTOSAVE_STATES = frozenset({"idle", "saving", "saved", "failed", "offline"})
STEP_STATES = frozenset({"done", "current", "next"})


@register.simple_block_tag
def alert(content: str, tone: str = "info", heading: str = "", live: bool = False) -> SafeString:
    """A message about the page; see ``ui/alert.html`` for the contract."""
    assert tone in TONES, tone
    return render_to_string(
        "ui/alert.html", {"content": content, "tone": tone, "heading": heading, "live": live}
    )


@register.inclusion_tag("ui/empty_state.html")
def empty_state(
    heading: str, text: str = "", url: str = "", label: str = "", *, level: int = 3
) -> dict[str, Any]:
    """Nothing here yet, and what to do about it; see ``ui/empty_state.html`` for the contract."""
    return {"heading": heading, "text": text, "url": url, "label": label, "level": level}


@register.inclusion_tag("ui/stepper.html")
def stepper(steps: Sequence[Step | dict[str, Any]], label: str = "") -> dict[str, Any]:
    """The way of a thing, and where it is; see ``ui/stepper.html`` for the contract."""
    return {"steps": steps, "label": label}


@register.inclusion_tag("ui/timeline.html")
def timeline(events: Sequence[Event | dict[str, Any]]) -> dict[str, Any]:
    """What happened and who did it; see ``ui/timeline.html`` for the contract."""
    return {"events": events}


@register.simple_block_tag
def remark(content: str, who: str, at: object = None, note: str = "") -> SafeString:
    """What a person wrote; see ``ui/remark.html`` for the contract.

    It is the comment of the design. Django keeps the word ``comment`` for itself.
    """
    return render_to_string(
        "ui/remark.html",
        {"content": content, "who": who, "at": at, "note": note, "initials": initials(str(who))},
    )


@register.inclusion_tag("ui/progress.html")
def progress(
    value: int, maximum: int, label: str, *, note: str = "", tone: str = ""
) -> dict[str, Any]:
    """How far something has come; see ``ui/progress.html`` for the contract."""
    assert maximum >= 0, maximum
    share = min(100, max(0, round(100 * value / maximum))) if maximum else 0
    return {
        "value": min(value, maximum), "maximum": maximum or 1, "label": label, "note": note,
        "share": share, "tone": tone,
    }  # fmt: skip


@register.inclusion_tag("ui/skeleton.html")
def skeleton(lines: int = 3) -> dict[str, Any]:
    """A place held while its content is fetched; see ``ui/skeleton.html`` for the contract."""
    return {"lines": range(lines)}


@register.inclusion_tag("ui/listen.html")
def listen(target: str) -> dict[str, Any]:
    """A control that reads part of the page aloud; see ``ui/listen.html`` for the contract."""
    return {"target": target}


@register.inclusion_tag("ui/autosave_note.html")
def autosave_note(state: str = "idle", *, at: object = None) -> dict[str, Any]:
    """Whether what was written is safe; see ``ui/autosave_note.html`` for the contract."""
    assert state in AUTOSAVE_STATES, state
    return {"state": state, "at": at}


@register.simple_block_tag
def dialog(
    content: str,
    id: str,  # noqa: A002 - the word of HTML
    heading: str,
    label: str = "",
    variant: str = "secondary",
) -> SafeString:
    """A question over the page; see ``ui/dialog.html`` for the contract."""
    return render_to_string(
        "ui/dialog.html",
        {"content": content, "id": id, "heading": heading, "label": label, "variant": variant},
    )


@register.simple_block_tag
def confirmation(
    content: str,
    heading: str,
    consequences: Sequence[str] = (),
    tone: str = "warning",
    level: int = 2,
) -> SafeString:
    """What will happen, before it does; see ``ui/confirmation.html`` for the contract."""
    assert tone in TONES, tone
    listed = [consequences] if isinstance(consequences, str) else list(consequences)
    return render_to_string(
        "ui/confirmation.html",
        {
            "content": content,
            "heading": heading,
            "lead": gettext("This is what happens:"),
            "consequences": listed,
            "tone": tone,
            "level": level,
        },
    )
