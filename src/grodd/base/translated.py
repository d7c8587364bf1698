"""Texts that organisations write themselves, in the languages they have them in."""

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.utils.translation import get_language

Said = Mapping[str, str]
"""Language code to text, such as ``{"sv": "Idé", "fi": "Idea"}``; missing languages are missing."""

FALLBACKS = ("sv", "fi", "en")


class TranslatedField(models.JSONField):
    """A text per language, kept as one JSON object."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Start from an empty object, so that nothing said is a valid state."""
        kwargs.setdefault("default", dict)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)


def said(text: Said | None, language: str | None = None) -> str:
    """``text`` in the reader's language, or in the first language that it has."""
    return (text or {}).get(language_of(text, language), "")


def language_of(text: Said | None, language: str | None = None) -> str:
    """The language that ``said`` gives ``text`` in; the reader's own when there is no text."""
    wished = _of_reader(language)
    known = {code for code, words in (text or {}).items() if words}
    first = next((code for code in (wished, *FALLBACKS) if code in known), None)
    return first or next(iter(sorted(known)), wished)


def said_only(text: Said | None, language: str | None = None) -> str:
    """``text`` in the reader's language, or nothing: easy words in a foreign language are hard."""
    return (text or {}).get(_of_reader(language), "")


def is_said_in(text: Said | None, language: str | None = None) -> bool:
    """Whether ``text`` has been written in the reader's language, or is not there at all."""
    wished = _of_reader(language)
    return not text or bool(text.get(wished))


def _of_reader(language: str | None) -> str:
    return (language or get_language() or "en").split("-")[0]
