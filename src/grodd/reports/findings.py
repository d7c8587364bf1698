"""What a picture of figures has to say: a title that is the finding, the picture, the figures.

The page hands a finding to the ``chart`` component; a document prints it with ``on_paper``. Both
draw from the same rows, so that picture and table cannot tell different things.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from grodd.base import display
from grodd.engines.money import Money
from grodd.reports.charts import Picture, printed

NUMERIC = frozenset({"number", "money"})


@dataclass(frozen=True, slots=True)
class Finding:
    """A chart with its table.

    Attributes:
        title: The finding in a sentence.
        picture: What pygal drew.
        columns: ``label`` and ``kind`` of each column, as tables take them.
        rows: The same figures.
        note: Where the figures come from, when it needs saying.
    """

    title: str
    picture: Picture
    columns: tuple[dict[str, str], ...]
    rows: tuple[tuple[Any, ...], ...]
    note: str = ""


def column(label: object, kind: str = "text") -> dict[str, str]:
    """A column of a table, on a page or on paper."""
    return {"label": str(label), "kind": kind}


def on_paper(finding: Finding, *, level: int = 3) -> dict[str, Any]:
    """The finding as ``typst/house.typ`` takes a chart: drawing, alternative text and table."""
    return {
        "title": finding.title,
        "level": level,
        "svg": printed(finding.picture),
        "alt": finding.title,
        "note": finding.note,
        "table": table_on_paper(finding.columns, finding.rows),
    }


def table_on_paper(
    columns: Sequence[dict[str, str]], rows: Sequence[Sequence[Any]]
) -> dict[str, Any]:
    """A table as a document takes it: every value as its reader writes it."""
    numbers = [place for place, one in enumerate(columns) if one["kind"] in NUMERIC]
    return {
        "columns": [one["label"] for one in columns],
        "numbers": numbers,
        "stretch": 0,
        "rows": [[_written(value) for value in row] for row in rows],
    }


def _written(value: Any) -> str:
    if value is None or value == "":
        return "\N{EN DASH}"
    if isinstance(value, Money):
        return display.money(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return display.number(value)
    return str(display.shown(value))
