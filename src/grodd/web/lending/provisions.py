"""What is booked for losses of a programme: the levels there were, and a new one."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods

from grodd.base import clock
from grodd.reports.lending.set_aside import ToSay, preview_level, to_say
from grodd.reports.lending.set_aside import set_aside as read_set_aside
from grodd.servicing.usecases.book_provision import book_provision
from grodd.web.forming import is_done, status_of
from grodd.web.http import Request, page_or_part
from grodd.web.lending import aside, files
from grodd.web.lending.forms import LevelForm


@require_GET
@login_required
def set_aside(request: Request, scope_id: int) -> HttpResponseBase:
    """Both figures of a programme, and every level that was booked."""
    found = read_set_aside(request.asker, scope_id=scope_id, on=clock.today())
    rows = list(aside.level_rows(found))
    if files.wanted(request):
        flat = ([*row[:-1], row[-1].text] for row in rows)
        return files.as_file(request, "set-aside", aside.level_heads(), flat)
    context = {
        "found": found,
        "scope_id": scope_id,
        "figures": aside.figures(found),
        "columns": aside.level_columns(),
        "rows": rows,
        "exports": files.links(request),
    }
    return page_or_part(request, "lending", "set_aside", context)


@require_http_methods(["GET", "POST"])
@login_required
def book(request: Request, scope_id: int) -> HttpResponse:
    """Fill in a level, look at what it would post, and then book it."""
    today = clock.today()
    say = to_say(request.asker, scope_id=scope_id, on=today)
    start = {"as_of": today}
    form = LevelForm(request.POST or None, currency=say.currency, today=today, initial=start)
    context: dict[str, Any] = {"say": say, "scope_id": scope_id, "form": form}
    if "confirm" in request.POST and is_done(form, lambda: _book(request, scope_id, form)):
        messages.success(request, gettext("The level is booked."))
        return redirect("lending:set_aside", scope_id=scope_id)
    if not form.errors:
        is_done(form, lambda: context.update(_look(say, form)))
    context["now"] = aside.now_lines(say)
    return page_or_part(request, "lending", "book_aside", context, status=status_of(form))


def _book(request: Request, scope_id: int, form: LevelForm) -> None:
    book_provision(
        by=request.asker, scope_id=scope_id, level=form.level(), key=form.cleaned_data["key"],
        at=clock.now(),
    )  # fmt: skip


def _look(say: ToSay, form: LevelForm) -> dict[str, Any]:
    found = preview_level(say, form.level(), on=clock.today())
    return {"effect": aside.posting_lines(found), "sentence": aside.posting_sentence(found)}
