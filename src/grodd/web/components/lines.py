"""The lines of a table, drawn without a template.

A list draws hundreds of cells, and a template that asks of each whether it is a link or a badge
costs as much as all the rest of the page.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from django.template.loader import render_to_string
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

from grodd.base.display import locale
from grodd.engines.money import Money
from grodd.web.components.marks import TONES
from grodd.web.components.show import shown
from grodd.web.components.values import Cell, Column

BADGES_KEPT = HEADS_KEPT = 500
WRITTEN_KEPT = 4_096

WRITTEN = (Money, date, int)
"""What is written and escaped alike each time in a language; kept, for a list has hundreds."""


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
    ends = ["</div></th>", *("</div></td>" for _ in named[1:])]
    where = locale()
    return SafeString("".join(_line(starts, ends, row, where) for row in rows))


@lru_cache(HEADS_KEPT)
def plain_head(label: str, kind: str) -> SafeString:
    """The head of a column that nobody sorts by."""
    return head_of({"column": Column(label, kind=kind)})


def head_of(given: dict[str, Any]) -> SafeString:
    """The head of a column; see ``ui/table_head.html`` for the contract."""
    return SafeString(render_to_string("ui/table_head.html", {"head": given}).strip())


def _attributes(column: Column) -> str:
    kind, label = conditional_escape(column.kind), conditional_escape(column.label)
    return f' data-kind="{kind}" data-label="{label}"><div class="table__value">'


def _line(starts: Sequence[str], ends: Sequence[str], row: Sequence[Any], where: str) -> str:
    parts = zip(starts, row, ends, strict=True)
    cells = [f"{start}{_value(given, where)}{end}" for start, given, end in parts]
    return f"<tr>{''.join(cells)}</tr>"


def _value(given: object, where: str) -> str:
    if not isinstance(given, (Cell, dict)):
        return _text(given, where)
    cell = cell_of(given)
    text = _text(cell.text, where)
    if cell.tone:
        text = _badge(text, cell.tone)
    elif cell.url:
        text = SafeString(f'<a class="ds-link" href="{conditional_escape(cell.url)}">{text}</a>')
    if cell.note:
        return f'{text}<span class="table__note">{conditional_escape(cell.note)}</span>'
    return text


def _text(value: Any, where: str) -> SafeString:
    return _written(value, where) if type(value) in WRITTEN else conditional_escape(shown(value))


@lru_cache(WRITTEN_KEPT, typed=True)
def _written(value: Money | date | int, _where: str) -> SafeString:
    return conditional_escape(shown(value))


@lru_cache(BADGES_KEPT)
def _badge(text: SafeString, tone: str) -> SafeString:
    assert tone in TONES, tone
    return SafeString(render_to_string("ui/badge.html", {"text": text, "tone": tone}).strip())
