"""Tables as files: CSV that is sent as it is read, and a workbook."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from tempfile import TemporaryFile
from typing import Any

from django.http import FileResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.translation import get_language, override
from openpyxl import Workbook

from grodd.engines.money import Money
from grodd.web.components.layout import query_with
from grodd.web.http import Request
from grodd.web.portfolio.shown import harmless, plain

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"
"""With it, spreadsheets read the letters as they are."""

Rows = Iterable[Sequence[Any]]


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, line: str) -> str:
        """The line itself."""
        return line


def wanted(request: Request) -> str:
    """The kind of file that the address asks for; empty for the page."""
    kind = request.GET.get("as", "")
    return kind if kind in {"csv", "xlsx"} else ""


def links(request: Request) -> list[dict[str, str]]:
    """Where the same table is had as a file, with all its filters."""
    context = {"request": request}
    return [
        {"label": kind.upper(), "url": query_with(context, **{"as": kind, "page": None})}
        for kind in ("csv", "xlsx")
    ]


def as_file(request: Request, name: str, heads: Sequence[str], rows: Rows) -> HttpResponseBase:
    """The table as the kind of file that is asked for; amounts are plain numbers."""
    if wanted(request) == "xlsx":
        return _workbook(name, heads, rows)
    lines = _lines([[str(head) for head in heads]], rows, get_language())
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def _lines(heads: Rows, rows: Rows, language: str | None) -> Iterator[str]:
    # The lines are read when the view is long gone, and its language with it.
    writer = csv.writer(_Echo())
    yield BOM
    with override(language):
        for group in (heads, rows):
            for row in group:
                yield writer.writerow([_text(value) for value in row])


def _workbook(name: str, heads: Sequence[str], rows: Rows) -> FileResponse:
    book = Workbook(write_only=True)
    sheet = book.create_sheet(name[:31])
    sheet.append([str(head) for head in heads])
    for row in rows:
        sheet.append([_value(value) for value in row])
    file = TemporaryFile()  # noqa: SIM115 - the response closes it
    book.save(file)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX)


def _value(value: Any) -> Any:
    """A value as a cell of a workbook takes it."""
    if isinstance(value, Money):
        return plain(value)
    if value is None or isinstance(value, (int, float, date)):
        return value
    return harmless(str(value))


def _text(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return _value(value)
