"""Tables as files: CSV that is sent as it is read, and a workbook. Amounts are plain numbers."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import IO, Any

from django.utils.translation import override
from openpyxl import Workbook

from grodd.base.progress import Heard, unheard
from grodd.engines.money import Money, minor_digits

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"
"""With it, spreadsheets read the letters as they are."""
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
TITLE_LENGTH_MAX = 31
"""What a workbook takes as the name of a sheet."""

Rows = Iterable[Sequence[Any]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table on its way to a file.

    Attributes:
        name: Of the file, without its ending.
        title: What a reader calls it.
        heads: Of the columns.
        rows: Read when they are written, once.
        count: How many they are.
    """

    name: str
    title: str
    heads: Sequence[str]
    rows: Rows
    count: int


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, line: str) -> str:
        """The line itself."""
        return line


def csv_lines(heads: Sequence[str], rows: Rows, *, language: str | None) -> Iterator[str]:
    """The table line by line. They may be read when the one who asked is long gone."""
    writer = csv.writer(_Echo())
    yield BOM
    with override(language):
        for group in ([heads], rows):
            for row in group:
                yield writer.writerow([_text(value) for value in row])


def write_workbook(name: str, heads: Sequence[str], rows: Rows, into: IO[bytes]) -> None:
    """The table as the only sheet of a workbook."""
    book = Workbook(write_only=True)
    page = book.create_sheet(name[:TITLE_LENGTH_MAX])
    page.append([str(head) for head in heads])
    for row in rows:
        page.append([_value(value) for value in row])
    book.save(into)


def write_sheet(
    sheet: Sheet, into: IO[bytes], *, ending: str, language: str, heard: Heard = unheard
) -> None:
    """A table as the kind of file that ``ending`` says, telling how many rows are written."""
    rows = _told(list(sheet.rows), heard)
    if ending == "xlsx":
        write_workbook(sheet.name, sheet.heads, rows, into)
    else:
        into.writelines(line.encode() for line in csv_lines(sheet.heads, rows, language=language))


def _told(rows: Sequence[Sequence[Any]], heard: Heard) -> Iterator[Sequence[Any]]:
    """They are all read before: whoever still reads cannot write down how far it is."""
    for number, row in enumerate(rows):
        heard(number, len(rows))
        yield row
    heard(len(rows), len(rows))


def plain(amount: Money) -> Decimal:
    """An amount as a number that a spreadsheet can add up."""
    return Decimal(amount.minor).scaleb(-minor_digits(amount.currency))


def harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def _value(value: Any) -> Any:
    """A value as a cell of a workbook takes it."""
    if isinstance(value, Money):
        return plain(value)
    if value is None or isinstance(value, (int, float, date, Decimal)):
        return value
    return harmless(str(value))


def _text(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return _value(value)
