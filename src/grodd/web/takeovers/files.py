"""Takeovers as files."""

import csv
from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.views.decorators.http import require_GET

from grodd.engines.money import Money
from grodd.reports.sheets import harmless, plain
from grodd.servicing.taking.seen import rows_of, takeover_seen_by, wrong_rows
from grodd.servicing.taking.staging import table_of
from grodd.web.components.values import Cell
from grodd.web.http import Request
from grodd.web.takeovers import shown


@require_GET
@login_required
def wrong(request: Request, takeover_id: int) -> HttpResponse:
    """The rows that cannot be taken, as they came, each with what is wrong; to mend and send."""
    takeover = takeover_seen_by(request.asker, takeover_id=takeover_id)
    table = table_of(takeover)
    why = {
        row.row: " ".join(f"{one['column']}: {one['text']}" for one in row.errors)
        for row in wrong_rows(takeover)
    }
    lines = [[*cells, why[number]] for number, cells in table.rows if number in why]
    return _file(f"mend-{takeover.pk}", [[*table.headings, "?"], *lines])


@require_GET
@login_required
def rows(request: Request, takeover_id: int) -> HttpResponse:
    """The rows behind a number, with what we make of each."""
    takeover = takeover_seen_by(request.asker, takeover_id=takeover_id)
    found = shown.listed(takeover, rows_of(takeover, request.GET.dict()))
    heads = [str(one.label) for one in found["columns"]]
    return _file(f"takeover-{takeover.pk}", [heads, *found["rows"]])


def _file(name: str, lines: Iterable[Sequence[Any]]) -> HttpResponse:
    answer = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    csv.writer(answer).writerows([_plain(cell) for cell in line] for line in lines)
    return answer


def _plain(cell: Any) -> Any:
    """An amount as a number, and a text that no spreadsheet takes for a formula."""
    value = cell.text if isinstance(cell, Cell) else cell
    if isinstance(value, Money):
        return plain(value)
    return harmless(value) if isinstance(value, str) else value
