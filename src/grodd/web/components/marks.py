"""Small marks: icons, badges, persons, key figures."""

import re
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from grodd.web.components.registry import register

TURNING = frozenset({"back", "forward"})
SYMBOL = re.compile(r'<symbol id="([a-z]+)" viewBox="0 0 24 24">(.*?)</symbol>', re.DOTALL)
TONES = frozenset({"neutral", "info", "success", "warning", "danger"})


@cache
def _drawings() -> dict[str, SafeString]:
    """What each picture is drawn of, by name; a page asks for no file before it shows them."""
    sprite = (Path(__file__).parent.parent / "static/img/icons.svg").read_text(encoding="utf-8")
    drawings = SYMBOL.findall(sprite)
    return {name: mark_safe(drawn) for name, drawn in drawings}  # noqa: S308 - our own file


@register.simple_tag
def icon(name: str, *, size: str = "") -> SafeString:
    """A picture of ours; it says nothing to a screen reader, the text beside it does."""
    return format_html(
        '<svg class="icon{}{}" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{}</svg>',
        f" icon--{size}" if size else "",
        " icon--turns" if name in TURNING else "",
        _drawings()[name],
    )


@register.inclusion_tag("ui/badge.html")
def badge(text: str, tone: str = "neutral") -> dict[str, Any]:
    """A state in a word or two; see ``ui/badge.html`` for the contract."""
    assert tone in TONES, tone
    return {"text": text, "tone": tone}


@register.inclusion_tag("ui/key_figure.html")
def key_figure(
    label: str, value: object, note: str = "", *, tone: str = "", url: str = ""
) -> dict[str, Any]:
    """One figure that matters; see ``ui/key_figure.html`` for the contract."""
    return {"label": label, "value": value, "note": note, "tone": tone, "url": url}


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
