"""What pages hand to components. Dictionaries with the same keys are taken as well."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    Attributes:
        label: What the column holds; on a phone it stands before each value.
        sort: The key that the page sorts by, or nothing when the column cannot be sorted.
        kind: ``text``, ``day``, ``number`` or ``money`` (both aligned by their end), or
            ``actions`` (no label shown).
    """

    label: str
    sort: str = ""
    kind: str = "text"


@dataclass(frozen=True, slots=True)
class Cell:
    """A value in a table that is more than its text.

    Attributes:
        text: Text, money, a day, a number: shown in the reader's way.
        url: Where a click leads.
        tone: When given, the text is shown as a badge of this tone.
        note: A second, quieter line.
    """

    text: object
    url: str = ""
    tone: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """A step on a way.

    Attributes:
        label: What happens in it.
        state: ``done``, ``current`` or ``next``.
        note: When it happened, or when it should.
    """

    label: str
    state: str = "next"
    note: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened, and who did it."""

    at: datetime
    who: str
    text: str


@dataclass(frozen=True, slots=True)
class Tab:
    """A link to a part of the same thing; ``count`` is shown after the label."""

    label: str
    url: str
    current: bool = False
    count: int | None = None
