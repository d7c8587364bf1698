"""What a view takes and gives."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django_htmx.middleware import HtmxDetails

from grodd.people.asker import Asker
from grodd.people.values import Reading

ROWS_PER_PAGE = 50


class Request(HttpRequest):
    """A request of someone who has signed in, as the middleware leaves it."""

    htmx: HtmxDetails
    asker: Asker
    reading: Reading
    area: str
    """Set by a view whose page is found under another area than that of its address."""


def page_of(request: HttpRequest, rows: Any) -> Page[Any]:
    """The page of ``rows`` (a query or a list) that the address asks for, or the nearest one."""
    return Paginator(rows, ROWS_PER_PAGE).get_page(request.GET.get("page"))


def page_or_part(
    request: HttpRequest, area: str, name: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """The whole page, or for htmx the part of it that the page includes.

    ``<area>/<name>.html`` includes ``<area>/_<name>.html``. A boosted request gets the whole page.
    """
    htmx: HtmxDetails = request.htmx  # type: ignore[attr-defined] # HtmxMiddleware sets it
    part = bool(htmx) and not htmx.boosted
    template = f"{area}/_{name}.html" if part else f"{area}/{name}.html"
    response = render(request, template, context, status=status)
    response["Vary"] = "HX-Request"
    return response


def pdf_answer(made: bytes, *, name: str) -> HttpResponse:
    """A document, opened in the browser; ``name`` is the file's when it is kept."""
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response
