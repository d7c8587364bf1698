"""Taking over loans in the browser."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from grodd.base import clock
from grodd.base.errors import Refusal
from grodd.processes.take_over_later import take_over_later
from grodd.processes.take_over_portfolio import take_over_portfolio
from grodd.servicing.taking.rules import rules_of
from grodd.servicing.taking.seen import (
    programme_taken_into,
    row_of,
    rows_of,
    takeover_seen_by,
    takeovers_of,
)
from grodd.servicing.taking.staging import table_of
from grodd.servicing.usecases.add_payments import add_payments
from grodd.servicing.usecases.begin_takeover import begin_takeover
from grodd.servicing.usecases.map_takeover import map_takeover
from grodd.servicing.usecases.reconcile_takeover import reconcile_takeover
from grodd.web.forming import is_done, status_of
from grodd.web.http import Request, page_of, page_or_part
from grodd.web.imports.forms import FileForm
from grodd.web.imports.views import ERROR_COLUMNS
from grodd.web.takeovers import shown
from grodd.web.takeovers.forms import ColumnsForm, PortfolioForm, TotalsForm

ROWS_AT_ONCE_MAX = 200
"""More than a person should wait for; a worker takes them, and a page tells how far it is."""


@require_http_methods(["GET", "POST"])
@login_required
def begin(request: Request, programme_id: int) -> HttpResponse:
    """Hand in a portfolio, or go on with an earlier one."""
    programme = programme_taken_into(request.asker, programme_id=programme_id)
    language = {"language": programme.organisation.default_language}
    form = PortfolioForm(request.POST or None, request.FILES or None, initial=language)
    kept: dict[str, Any] = {"by": request.asker, "at": clock.now(), "programme_id": programme.pk}
    if form.is_valid():
        try:
            made = begin_takeover(**kept, **form.portfolio())
        except Refusal as refusal:
            form.add_error("file", str(refusal))
        else:
            return redirect("takeovers:columns", takeover_id=made.pk)
    found = takeovers_of(request.asker, programme_id=programme.pk)
    context = {"programme": programme, "form": form, "takeovers": found}
    return _page(request, "begin", context, status=status_of(form))


@require_http_methods(["GET", "POST"])
@login_required
def columns(request: Request, takeover_id: int) -> HttpResponse:
    """What the columns mean, and what the file leaves unsaid."""
    takeover = takeover_seen_by(request.asker, takeover_id=takeover_id)
    form = ColumnsForm(
        request.POST or None,
        headings=table_of(takeover).headings,
        mapping=takeover.mapping,
        rules=rules_of(takeover.rules),
        day=takeover.day,
    )
    kept: dict[str, Any] = {"by": request.asker, "at": clock.now(), "takeover_id": takeover.pk}
    if is_done(form, lambda: map_takeover(**kept, **form.chosen())):
        return redirect("takeovers:show", takeover_id=takeover.pk)
    context = {"takeover": takeover, "form": form}
    return _page(request, "columns", context, status=status_of(form))


@require_GET
@login_required
def show(request: Request, takeover_id: int) -> HttpResponse:
    """What becomes of the rows, and the control before anything is taken over."""
    takeover = takeover_seen_by(request.asker, takeover_id=takeover_id)
    if takeover.taken_at:
        return redirect("takeovers:report", takeover_id=takeover.pk)
    return _page(request, "show", _preview(takeover))


@require_POST
@login_required
def totals(request: Request, takeover_id: int) -> HttpResponse:
    """What the old system says."""
    takeover = takeover_seen_by(request.asker, takeover_id=takeover_id)
    form = _totals_form(takeover, request.POST)
    kept: dict[str, Any] = {"by": request.asker, "at": clock.now(), "takeover_id": takeover.pk}

    def keep() -> object:
        words = form.cleaned_data["explanation"]
        return reconcile_takeover(**kept, typed=form.typed(), explanation=words)

    if is_done(form, keep):
        return redirect("takeovers:show", takeover_id=takeover.pk)
    context = _preview(takeover) | {"totals_form": form}
    return _page(request, "show", context, status=422)


@require_POST
@login_required
def payments(request: Request, takeover_id: int) -> HttpResponse:
    """The payments of the loans, in a file of their own."""
    takeover = takeover_seen_by(request.asker, takeover_id=takeover_id)
    form = FileForm(request.POST, request.FILES)
    kept: dict[str, Any] = {"by": request.asker, "at": clock.now(), "takeover_id": takeover.pk}

    def keep() -> object:
        name, content = form.content()
        return add_payments(**kept, name=name, content=content)

    if is_done(form, keep):
        return redirect("takeovers:show", takeover_id=takeover.pk)
    context = _preview(takeover) | {"payments_form": form}
    return _page(request, "show", context, status=422)


@require_POST
@login_required
def take(request: Request, takeover_id: int) -> HttpResponse:
    """Take it over: every row, or with ``partly`` those that can be taken."""
    takeover = takeover_seen_by(request.asker, takeover_id=takeover_id)
    asked: dict[str, Any] = {
        "takeover_id": takeover.pk, "by": request.asker, "at": clock.now(),
        "partly": request.POST.get("partly") == "yes",
    }  # fmt: skip
    try:
        if takeover.rows_count > ROWS_AT_ONCE_MAX:
            url = reverse("takeovers:show", kwargs={"takeover_id": takeover.pk})
            return redirect("progress:show", key=take_over_later(**asked, url=url).key)
        take_over_portfolio(**asked)
    except Refusal as refusal:
        context = _preview(takeover) | {"refusal": refusal}
        return _page(request, "show", context, status=422)
    return redirect("takeovers:report", takeover_id=takeover.pk)


@require_GET
@login_required
def report(request: Request, takeover_id: int) -> HttpResponse:
    """The file beside what we compute: totals, statuses, instalments."""
    takeover = takeover_seen_by(request.asker, takeover_id=takeover_id)
    context = {
        "takeover": takeover,
        "figures": shown.figures(takeover),
        "totals": shown.totals(takeover),
        "statuses": shown.statuses(takeover),
        "compared": shown.compared(takeover),
        "differing": shown.differing(takeover),
        "exports": _exports(takeover, ""),
    }
    return _page(request, "report", context)


@require_GET
@login_required
def rows(request: Request, takeover_id: int) -> HttpResponse:
    """The rows behind a number."""
    takeover = takeover_seen_by(request.asker, takeover_id=takeover_id)
    page = page_of(request, rows_of(takeover, request.GET.dict()))
    context = {
        "takeover": takeover,
        "page": page,
        "found": shown.listed(takeover, page),
        "exports": _exports(takeover, request.GET.urlencode()),
    }
    return _page(request, "rows", context)


@require_GET
@login_required
def row(request: Request, takeover_id: int, row: int) -> HttpResponse:
    """All that one row says, and what it becomes."""
    takeover = takeover_seen_by(request.asker, takeover_id=takeover_id)
    found = row_of(takeover, row=row)
    context = {"takeover": takeover, "row": found, "error_columns": ERROR_COLUMNS}
    return _page(request, "row", context | shown.one_row(takeover, found))


def _page(
    request: Request, name: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """A page of takeovers; in the navigation they belong to the programmes."""
    request.area = "programmes"
    return page_or_part(request, "takeovers", name, context, status=status)


def _exports(takeover: Any, query: str) -> list[dict[str, str]]:
    address = reverse("takeovers:rows_csv", kwargs={"takeover_id": takeover.pk})
    return [{"label": "CSV", "url": f"{address}?{query}"}]


def _totals_form(takeover: Any, data: Any = None) -> TotalsForm:
    return TotalsForm(
        data, currency=takeover.currency, typed=takeover.typed, words=takeover.explanation
    )


def _preview(takeover: Any) -> dict[str, Any]:
    return {
        "takeover": takeover,
        "figures": shown.figures(takeover),
        "first": shown.first_rows(takeover),
        "errors": shown.errors(takeover),
        "errors_count": takeover.rows_wrong,
        "error_columns": ERROR_COLUMNS,
        "totals": shown.totals(takeover),
        "statuses": shown.statuses(takeover),
        "compared": shown.compared(takeover),
        "totals_form": _totals_form(takeover),
        "payments_form": FileForm(prefix=""),
        "good": takeover.found.get("rows", 0),
    }
