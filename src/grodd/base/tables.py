"""Tables that people have in files: CSV in any of the usual shapes, and XLSX. Read, never run."""

import codecs
import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import PurePath
from typing import Any
from xml.etree.ElementTree import ParseError

from django.utils.translation import gettext_lazy
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from grodd.base.errors import Refusal

MEGABYTE = 1024 * 1024
SIZE_MAX_MB = 10
UNPACKED_MAX_MB = 200
ROWS_MAX = 20_000
COLUMNS_MAX = 200
CELL_LENGTH_MAX = 32_767
DELIMITERS = (",", ";", "\t")
SNIFFED_LINES = 20
MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
MIDNIGHT = time(0)
BROKEN = (
    zipfile.BadZipFile, InvalidFileException, ParseError, EOFError, RuntimeError, KeyError,
    ValueError, IndexError, TypeError,
)  # fmt: skip
"""What a sheet that is none, or half of one, makes its reader raise."""


class TableTooLarge(Refusal):
    """More than a table may be."""

    code = "table_too_large"
    sentence = gettext_lazy(
        "“%(name)s” has %(found)s %(unit)s, and at most %(most)s fit. "
        "Split it into several files and import them one after the other."
    )


class TableUnreadable(Refusal):
    """Not a table, whatever its name says."""

    code = "table_unreadable"
    sentence = gettext_lazy(
        "“%(name)s” could not be read as a table. "
        "Save it as CSV (UTF-8) or XLSX in your spreadsheet program and try again."
    )


class TableEmpty(Refusal):
    """No headings, or nothing below them."""

    code = "table_empty"
    sentence = gettext_lazy(
        "“%(name)s” has no rows to read. The first row must hold the headings, "
        "and each row after it one application."
    )


class RowTooLong(Refusal):
    """A row with more cells than there are headings."""

    code = "row_too_long"
    sentence = gettext_lazy(
        "Row %(row)s has more cells than there are headings, so it is not clear what is what. "
        "Perhaps a text with a comma or semicolon in it needs quotation marks around it."
    )


@dataclass(frozen=True, slots=True)
class Table:
    """A table as it was written.

    Attributes:
        headings: Of the columns; each only once, an empty one gets a number.
        rows: The number of the row in the file (the headings are row 1), and its cells, as many
            as there are headings.
    """

    headings: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]


def read_table(name: str, content: bytes) -> Table:
    """Read a CSV or XLSX file; which of them is told from its first bytes.

    Raises:
        TableTooLarge, TableUnreadable, TableEmpty, RowTooLong: and nothing of it was believed.
    """
    _limit(name, -(-len(content) // MEGABYTE), SIZE_MAX_MB, "MB")
    lines = _xlsx(name, content) if content.startswith(b"PK\x03\x04") else _csv(name, content)
    return _table(PurePath(name).name, lines)


def _limit(name: str, found: int, most: int, unit: str) -> None:
    if found > most:
        raise TableTooLarge(name=PurePath(name).name, found=found, most=most, unit=unit)


def _table(name: str, lines: Iterable[Sequence[str]]) -> Table:
    headings: tuple[str, ...] = ()
    rows: list[tuple[int, tuple[str, ...]]] = []
    for number, line in enumerate(lines, start=1):
        cells = [cell.strip() for cell in line]
        if not any(cells):
            continue
        _limit(name, len(cells), COLUMNS_MAX, "columns")
        _limit(name, max(map(len, cells)), CELL_LENGTH_MAX, "characters in one cell")
        if not headings:
            headings = _once(cells)
            continue
        if any(cells[len(headings) :]):
            raise RowTooLong(row=number)
        padded = (*cells, *[""] * (len(headings) - len(cells)))
        rows.append((number, tuple(padded[: len(headings)])))
        _limit(name, len(rows), ROWS_MAX, "rows")
    if not rows:
        raise TableEmpty(name=name)
    return Table(headings, tuple(rows))


def _once(cells: Sequence[str]) -> tuple[str, ...]:
    """The headings, told apart: the second of two gets a number after it."""
    while cells and not cells[-1]:
        cells = cells[:-1]
    made: list[str] = []
    for number, cell in enumerate(cells, start=1):
        heading = cell or f"({number})"
        made.append(heading if heading not in made else f"{heading} ({number})")
    return tuple(made)


def _csv(name: str, content: bytes) -> Iterator[list[str]]:
    text = _text(name, content)
    if "\0" in text:
        raise TableUnreadable(name=PurePath(name).name)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    except csv.Error as wrong:
        raise TableUnreadable(name=PurePath(name).name) from wrong


def _text(name: str, content: bytes) -> str:
    """A mark at the beginning decides; then UTF-8 if it is that; then what Windows writes."""
    for mark, encoding in MARKS.items():
        if content.startswith(mark):
            try:
                return content.decode(encoding)
            except UnicodeDecodeError as wrong:
                raise TableUnreadable(name=PurePath(name).name) from wrong
    for encoding in ("utf-8", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("latin-1")


def _delimiter(text: str) -> str:
    """The sign that cuts the first lines into the most columns, equally many in each."""

    def agreement(delimiter: str) -> tuple[int, int]:
        lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        widths = [len(line) for line, _ in zip(lines, range(SNIFFED_LINES), strict=False) if line]
        width = widths[0] if widths else 0
        return (widths.count(width) if width > 1 else 0, width)

    return max(DELIMITERS, key=agreement)


def _xlsx(name: str, content: bytes) -> Iterator[list[str]]:
    """The first sheet. What it would unpack to is asked before anything is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            unpacked = sum(part.file_size for part in packed.infolist())
        _limit(name, -(-unpacked // MEGABYTE), UNPACKED_MAX_MB, "MB")
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        try:
            for row in book.worksheets[0].iter_rows(values_only=True):
                yield [_cell(value) for value in row]
        finally:
            book.close()
    except BROKEN as wrong:
        raise TableUnreadable(name=PurePath(name).name) from wrong


def _cell(value: Any) -> str:
    """A cell of a sheet as one would type it."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        at_midnight = value.time() == MIDNIGHT
        return value.date().isoformat() if at_midnight else value.isoformat(sep=" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
