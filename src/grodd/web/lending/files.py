"""Tables as files: at once where they are short, by a worker where they are long."""

from collections.abc import Sequence
from tempfile import TemporaryFile

from django.http import FileResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language

from grodd.reports.later.makers import TABLES, is_long
from grodd.reports.sheets import CSV, XLSX, Rows, Sheet, csv_lines, write_workbook
from grodd.web.components.layout import query_with
from grodd.web.http import Request
from grodd.web.progress.making import later


def wanted(request: Request) -> str:
    """The kind of file that the address asks for; empty for the page."""
    kind = request.GET.get("as", "")
    return kind if kind in TABLES else ""


def links(request: Request) -> list[dict[str, str]]:
    """Where the same table is had as a file, with all its filters."""
    context = {"request": request}
    return [
        {"label": kind.upper(), "url": query_with(context, **{"as": kind, "page": None})}
        for kind in sorted(TABLES)
    ]


def long_or_short(request: Request, what: str, sheet: Sheet, **facts: str) -> HttpResponseBase:
    """The table as the kind of file that is asked for; a long one is offered to be made later.

    Args:
        request: With the kind of file and the filters.
        what: The key that the table is made by.
        sheet: The table.
        facts: What else it is made from than what stands behind the ``?``.
    """
    if is_long(sheet):
        return redirect(later(what, {**request.GET.dict(), **facts}, back=request.path))
    return as_file(request, sheet.name, sheet.heads, sheet.rows)


def as_file(request: Request, name: str, heads: Sequence[str], rows: Rows) -> HttpResponseBase:
    """The table as the kind of file that is asked for."""
    if wanted(request) == "xlsx":
        file = TemporaryFile()  # noqa: SIM115 - the response closes it
        write_workbook(name, heads, rows, file)
        file.seek(0)
        return FileResponse(file, as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX)
    lines = csv_lines(heads, rows, language=get_language())
    response = StreamingHttpResponse(lines, content_type=CSV)
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response
