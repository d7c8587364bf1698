"""Letters: a text with merge fields like ``{{ title }}``, filled in for one reader. Pure."""

import re
from collections.abc import Mapping

from grodd.base.translated import Said, said

FIELD = re.compile(r"\{\{\s*([a-z_]+)\s*\}\}")
LEFTOVER = re.compile(r"\{\{([^{}]*)\}\}|\{\{|\}\}")

FIELDS = (
    "name", "title", "programme", "round", "reference", "amount", "hours", "months", "reasons",
    "conditions", "next_step", "day", "link",
)  # fmt: skip
"""Every merge field. Each letter uses those that it needs."""


def merged(text: str, facts: Mapping[str, str]) -> str:
    """``text`` with its fields filled in; a field without a fact becomes a dash."""
    return FIELD.sub(lambda found: str(facts.get(found.group(1), "") or "\N{EN DASH}"), text)


def written(
    subject: Said, body: Said, *, facts: Mapping[str, str], language: str
) -> tuple[str, str]:
    """Subject and body of a letter in the reader's language, filled in."""
    return merged(said(subject, language), facts), merged(said(body, language), facts)


def unknown_fields(text: str) -> list[str]:
    """What stands in double braces in ``text`` and is no merge field, in order."""
    left = FIELD.sub(lambda found: "" if found.group(1) in FIELDS else found.group(0), text)
    return [found.group(0) for found in LEFTOVER.finditer(left)]
