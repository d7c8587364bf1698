"""Importing applications in the browser."""

import csv
from dataclasses import asdict
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from grodd.applications.importing import Reading, targets
from grodd.applications.queries import import_managed_by, imports_of, table_of
from grodd.applications.usecases.begin_import import begin_import
from grodd.applications.usecases.map_import import map_import
from grodd.base import clock
from grodd.base.errors import Refusal
from grodd.processes.import_applications import import_applications
from grodd.processes.import_later import import_later
from grodd.programmes.queries import round_managed_by
from grodd.web.components.values import Column
from grodd.web.forming import is_done, status_of
from grodd.web.http import Request, page_or_part
from grodd.web.imports.forms import FileForm, MappingForm

ROWS_SHOWN = 10
ROWS_AT_ONCE_MAX = 500
"""More than a person should wait for; a worker takes them, and a page tells how far it is."""
ERRORS_SHOWN = 100
ERROR_COLUMNS = tuple(
    {"label": label}
    for label in (
        gettext_lazy("Row"),
        gettext_lazy("Column"),
        gettext_lazy("What stands there"),
        gettext_lazy("What is wrong, and what helps"),
    )
)
FORMULA = ("=", "+", "@", "\t", "\r")


@require_http_methods(["GET", "POST"])
@login_required
def begin(request: Request, round_id: int) -> HttpResponse:
    """Hand in a file, or go on with an earlier one."""
    held = round_managed_by(request.asker, round_id=round_id)
    form = FileForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        name, content = form.content()
        try:
            run = begin_import(
                round_id=held.pk, name=name, content=content, by=request.asker, at=clock.now()
            )
        except Refusal as refusal:
            form.add_error("file", str(refusal))
        else:
            return redirect("imports:show", run_id=run.pk)
    runs = imports_of(request.asker, round_id=held.pk)
    context = {"round": held, "form": form, "runs": runs}
    status = 422 if form.errors else 200
    return page_or_part(request, "imports", "begin", context, status=status)


@require_http_methods(["GET", "POST"])
@login_required
def show(request: Request, run_id: int) -> HttpResponse:
    """The columns and the first rows before it is taken; the report after."""
    run = import_managed_by(request.asker, run_id=run_id)
    if run.ended_at:
        return page_or_part(request, "imports", "report", _report(run))
    form = _mapping_form(request, run)
    kept: dict[str, Any] = {"run_id": run.pk, "by": request.asker, "at": clock.now()}
    if is_done(form, lambda: map_import(**kept, mapping=form.cleaned_data)):
        return redirect("imports:show", run_id=run.pk)
    context: dict[str, Any] = _preview(run) | {"form": form}
    return page_or_part(request, "imports", "show", context, status=status_of(form))


@require_POST
@login_required
def take(request: Request, run_id: int) -> HttpResponse:
    """Import it: every row, or with ``partly`` those that can be taken."""
    run = import_managed_by(request.asker, run_id=run_id)
    partly = request.POST.get("partly") == "yes"
    asked: dict[str, Any] = {"run_id": run.pk, "by": request.asker, "at": clock.now()}
    asked["partly"] = partly
    try:
        if run.rows_count > ROWS_AT_ONCE_MAX:
            task = import_later(**asked, url=reverse("imports:show", kwargs={"run_id": run.pk}))
            return redirect("progress:show", key=task.key)
        import_applications(**asked)
    except Refusal as refusal:
        if run.ended_at:
            return redirect("imports:show", run_id=run.pk)
        context = _preview(run) | {"form": _mapping_form(None, run), "refusal": refusal}
        return page_or_part(request, "imports", "show", context, status=422)
    return redirect("imports:show", run_id=run.pk)


@require_GET
@login_required
def refused(request: Request, run_id: int) -> HttpResponse:
    """The rows that were not taken, as they came, each with what is wrong; to mend and send."""
    run = import_managed_by(request.asker, run_id=run_id)
    table = table_of(run)
    why: dict[int, list[str]] = {}
    for one in run.errors:
        why.setdefault(one["row"], []).append(f"{one['column']}: {one['text']}")
    answer = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="refused-{run.pk}.csv"'
    writer = csv.writer(answer)
    writer.writerow([_harmless(one) for one in (*table.headings, "?")])
    for number, cells in table.rows:
        if number in why:
            writer.writerow([_harmless(one) for one in (*cells, " ".join(why[number]))])
    return answer


def _harmless(cell: str) -> str:
    """A cell that no spreadsheet program takes for a formula."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def _mapping_form(request: Request | None, run: Any) -> MappingForm:
    data = request.POST if request and request.method == "POST" else None
    return MappingForm(
        data, targets=targets(run.round), headings=table_of(run).headings, mapping=run.mapping
    )


def _preview(run: Any) -> dict[str, Any]:
    """What every row says; the first of them cell by cell."""
    table = table_of(run)
    rows = Reading(run.round, run.mapping).rows(table)
    errors = [error for row in rows for error in row.errors]
    return {
        "run": run,
        "columns": [Column("#"), *(Column(one) for one in table.headings)],
        "rows": [[number, *cells] for number, cells in table.rows[:ROWS_SHOWN]],
        "errors": _shown([asdict(one) for one in errors]),
        "error_columns": ERROR_COLUMNS,
        "errors_count": len(errors),
        "good": sum(not row.errors for row in rows),
    }


def _shown(errors: list[dict[str, Any]]) -> list[list[Any]]:
    return [[one["row"], one["column"], one["value"], one["text"]] for one in errors[:ERRORS_SHOWN]]


def _report(run: Any) -> dict[str, Any]:
    return {
        "run": run,
        "errors": _shown(run.errors),
        "error_columns": ERROR_COLUMNS,
        "errors_count": len(run.errors),
        "rows_refused": len({one["row"] for one in run.errors}),
    }
