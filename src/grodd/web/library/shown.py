"""What the pages of the library show."""

import re
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from grodd.engines.text_keys import marked
from grodd.web.components.values import Tab
from grodd.web.followup.words import OUTCOME_WORDS

OUTCOME_TONES = {"stopped": "neutral", "completed": "success", "scaled": "success"}
SENTENCE = re.compile(r"(?<=[.!?])\s+")
EXCERPT_LENGTH_MAX = 240
READ_IN = ("happened", "next_time", "tried", "expected")

Pieces = list[tuple[str, bool]]


def outcome_asked(text: str) -> str:
    """The outcome that is asked for, or nothing."""
    return text if text in OUTCOME_WORDS else ""


def excerpt(lesson: Any, keys: AbstractSet[str]) -> Pieces:
    """The first sentence with a word that was asked for, or how it went."""
    for part in READ_IN:
        for sentence in SENTENCE.split(getattr(lesson, part)):
            pieces = list(marked(sentence, lesson.language, keys))
            if any(found for _text, found in pieces):
                return _cut(pieces)
    return _cut([(lesson.happened, False)])


def _cut(pieces: Pieces) -> Pieces:
    """No longer than an excerpt, cut inside the last piece that fits."""
    left, cut = EXCERPT_LENGTH_MAX, []
    for text, found in pieces:
        if left <= 0:
            break
        cut.append((text if len(text) <= left else f"{text[:left].rstrip()}…", found))
        left -= len(text)
    return cut


def found_lesson(lesson: Any, keys: AbstractSet[str]) -> dict[str, Any]:
    """A lesson among others."""
    author = lesson.written_by.name if lesson.names_author else ""
    return {
        "title": lesson.title,
        "url": reverse("library:lesson", args=[lesson.pk]),
        "eyebrow": lesson.theme,
        "note": " · ".join(filter(None, [author, lesson.organisation.name])),
        "outcome": str(OUTCOME_WORDS[lesson.outcome]),
        "tone": OUTCOME_TONES[lesson.outcome],
        "pieces": excerpt(lesson, keys),
    }


def outcome_tabs(asked: Mapping[str, str]) -> list[Tab]:
    """All, or those that ended in one way."""
    choices = [("", _("All")), *((key, str(words)) for key, words in OUTCOME_WORDS.items())]
    return _tabs(asked, "outcome", choices)


def theme_tabs(asked: Mapping[str, str], themes: Sequence[str]) -> list[Tab]:
    """All, or those of one theme; none when there is nothing to choose between."""
    if len(themes) <= 1:
        return []
    return _tabs(asked, "theme", [("", _("All themes")), *((each, each) for each in themes)])


def _tabs(asked: Mapping[str, str], name: str, choices: Sequence[tuple[str, str]]) -> list[Tab]:
    return [
        Tab(label, f"?{urlencode({**asked, name: key})}", current=asked[name] == key)
        for key, label in choices
    ]


def lesson_words(lesson: Any, *, mine: bool) -> dict[str, Any]:
    """What the page of a lesson shows besides its row."""
    headings = {
        "tried": _("What we tried"),
        "expected": _("What we expected"),
        "happened": _("What happened"),
        "next_time": _("What we would do next time"),
        "for_whom": _("Who should know this"),
    }
    parts = [
        {"id": part.replace("_", "-"), "heading": heading, "text": getattr(lesson, part)}
        for part, heading in headings.items()
        if getattr(lesson, part)
    ]
    about, _colon, number = lesson.subject.partition(":")
    from_project = mine and about == "project" and number.isdecimal()
    return {
        "parts": parts,
        "eyebrow": lesson.theme,
        "outcome": str(OUTCOME_WORDS[lesson.outcome]),
        "tone": OUTCOME_TONES[lesson.outcome],
        "author": lesson.written_by.name if lesson.names_author or mine else "",
        "shared": _shared(lesson),
        "project": reverse("followup:detail", args=[int(number)]) if from_project else "",
    }


def _shared(lesson: Any) -> tuple[str, str]:
    """Who reads it now, and the tone of that."""
    if lesson.published_at is None:
        return _("Only you, and those who manage the programme"), "neutral"
    if lesson.reach == "everyone":
        return _("Everyone here, also in other organisations"), "success"
    return _("Everyone in your organisation"), "success"
