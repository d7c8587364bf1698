"""The living page, and the pages one meets when something is wrong."""

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from grodd.base import clock
from grodd.web.gallery import samples
from grodd.web.gallery.forms import filled_wrongly, fresh

LOST = {"400": 400, "403": 403, "404": 404, "409": 409, "429": 429, "500": 500, "offline": 200}


def _only_where_it_belongs() -> None:
    """A real installation has no such page."""
    if not (settings.DEBUG or settings.DEMO):
        raise Http404


@require_GET
def show(request: HttpRequest) -> HttpResponse:
    """Every component in every state."""
    _only_where_it_belongs()
    pages = Paginator(range(1, 241), 20)
    context = samples.everything(clock.now()) | {
        "form": fresh(),
        "wrong_form": filled_wrongly(),
        "list_page": pages.get_page(request.GET.get("page", "4")),
        "sort": request.GET.get("sort", "-amount"),
        "query": request.GET.get("q", ""),
    }
    return render(request, "gallery/show.html", context)


@require_GET
def lost(request: HttpRequest, name: str) -> HttpResponse:
    """One of the pages of last resort, with its own status."""
    _only_where_it_belongs()
    if name not in LOST:
        raise Http404
    return render(request, f"{name}.html", {}, status=LOST[name])
