"""The lines of a table, drawn without a template.

A list draws hundreds of cells, and a template that asks of each whether it is a link or a badge
costs as much as all the rest of the page.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from django.template.loader import render_to_string
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

from grodd.web.components.marks import TONES
from grodd.web.components.show import shown
from grodd.web.components.values import Cell, Column

BADGES_KEPT = 500


def cell_of(given: object) -> Cell:
    """A cell, however short the page wrote it."""
    if isinstance(given, Cell):
        return given
    return Cell(**given) if isinstance(given, dict) else Cell(given)


def lines(columns: Sequence[Column], rows: Iterable[Sequence[Any]]) -> SafeString:
    """Every row as a ``<tr>``; the first value of each is its head.

    Args:
        columns: What each column holds.
        rows: Each a sequence of values or ``Cell``, as many as there are columns.

    Raises:
        ValueError: A row has more or fewer values than there are columns.
    """
    named = [_attributes(column) for column in columns]
    starts = [f'<th scope="row"{named[0]}', *(f"<td{each}" for each in named[1:])] if named else []
    ends = ["</th>", *("</td>" for _ in named[1:])]
    return SafeString("".join(_line(starts, ends, row) for row in rows))


def _attributes(column: Column) -> str:
    kind, label = conditional_escape(column.kind), conditional_escape(column.label)
    return f' data-kind="{kind}" data-label="{label}"><div class="table__value">'


def _line(starts: Sequence[str], ends: Sequence[str], row: Sequence[Any]) -> str:
    parts = zip(starts, row, ends, strict=True)
    cells = (f"{start}{_value(cell_of(given))}</div>{end}" for start, given, end in parts)
    return f"<tr>{''.join(cells)}</tr>"


def _value(cell: Cell) -> str:
    text = conditional_escape(shown(cell.text))
    if cell.tone:
        text = _badge(text, cell.tone)
    elif cell.url:
        text = SafeString(f'<a class="ds-link" href="{conditional_escape(cell.url)}">{text}</a>')
    if cell.note:
        return f'{text}<span class="table__note">{conditional_escape(cell.note)}</span>'
    return text


@lru_cache(BADGES_KEPT)
def _badge(text: SafeString, tone: str) -> SafeString:
    assert tone in TONES, tone
    return SafeString(render_to_string("ui/badge.html", {"text": text, "tone": tone}).strip())
