"""Small marks: icons, badges, persons, key figures."""

from typing import Any

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from grodd.web.components.registry import register

TURNING = frozenset({"back", "forward"})
TONES = frozenset({"neutral", "info", "success", "warning", "danger"})


@register.simple_tag
def icon(name: str, *, size: str = "") -> SafeString:
    """A picture from our sprite; it says nothing to a screen reader, the text beside it does."""
    turns = " icon--turns" if name in TURNING else ""
    return format_html(
        '<svg class="icon{}{}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        f" icon--{size}" if size else "",
        turns,
        static("img/icons.svg"),
        name,
    )


@register.inclusion_tag("ui/badge.html")
def badge(text: str, tone: str = "neutral") -> dict[str, Any]:
    """A state in a word or two; see ``ui/badge.html`` for the contract."""
    assert tone in TONES, tone
    return {"text": text, "tone": tone}


@register.inclusion_tag("ui/key_figure.html")
def key_figure(label: str, value: object, note: str = "", *, tone: str = "") -> dict[str, Any]:
    """One figure that matters; see ``ui/key_figure.html`` for the contract."""
    return {"label": label, "value": value, "note": note, "tone": tone}


def initials(name: str) -> str:
    """The first letters of the first and the last word of a name, at most two."""
    words = [word for word in name.split() if word[0].isalnum()]
    if not words:
        return "?"
    chosen = words[:1] if len(words) == 1 else [words[0], words[-1]]
    return "".join(word[0].upper() for word in chosen)


@register.inclusion_tag("ui/person_chip.html")
def person_chip(name: str, note: str = "", *, url: str = "") -> dict[str, Any]:
    """A person by name; see ``ui/person_chip.html`` for the contract."""
    return {"name": str(name), "note": note, "url": url, "initials": initials(str(name))}
