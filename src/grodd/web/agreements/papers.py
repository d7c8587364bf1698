"""The documents of a loan, to print or to keep."""

from collections.abc import Mapping
from datetime import date
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from grodd.agreements.queries import loan_seen_by
from grodd.base import clock
from grodd.reports.loan_documents import Document, loan_document
from grodd.reports.loan_sheets import loan_sheet
from grodd.web.agreements.loan_forms import PaperForm
from grodd.web.http import Request, page_or_part
from grodd.web.lending.files import as_file

LANGUAGES = ("sv", "fi", "en")
LABELS: dict[Document, Promise] = {
    Document.STATEMENT: gettext_lazy("Statement of account"),
    Document.PLAN: gettext_lazy("Repayment plan"),
    Document.NOTICE: gettext_lazy("Payment notice"),
    Document.REMINDER: gettext_lazy("Reminder"),
    Document.DEMAND: gettext_lazy("Collection demand"),
    Document.SETTLEMENT: gettext_lazy("What ends the loan"),
    Document.INTEREST: gettext_lazy("Interest of the year"),
}
WHEN_LATE = frozenset({Document.REMINDER, Document.DEMAND})
WHILE_RUNNING = frozenset({*WHEN_LATE, Document.NOTICE, Document.SETTLEMENT})


@require_GET
@login_required
def document(request: Request, loan_id: int, kind: str) -> HttpResponse:
    """One document as PDF, as of a day, in the reader's language or the one asked for."""
    if kind not in set(Document):
        raise Http404
    made = loan_document(
        request.asker,
        loan_id=loan_id,
        document=Document(kind),
        on=_day(request.GET.get("on", "")),
        language=language_in(request),
    )
    return pdf_of(made, f"{kind}-{loan_id}")


@require_GET
@login_required
def choose(request: Request, loan_id: int) -> HttpResponse:
    """Any document of a loan, as of a day and in a language of one's own choice."""
    loan = loan_seen_by(request.asker, loan_id=loan_id)
    start = {"on": clock.today(), "language": language_in(request)}
    form = PaperForm(request.GET if "kind" in request.GET else None, initial=start)
    form.offer([(kind.value, label) for kind, label in LABELS.items()])
    if form.is_valid():
        given = form.cleaned_data
        asked = {"on": given["on"].isoformat(), "language": given["language"]}
        return redirect(_address(loan_id, Document(given["kind"]), asked))
    status = 422 if form.errors else 200
    context = {"loan": loan, "form": form}
    return page_or_part(request, "agreements", "documents", context, status=status)


@require_GET
@login_required
def table(request: Request, loan_id: int, what: str) -> HttpResponseBase:
    """The plan or the statement of a loan as CSV or XLSX."""
    sheet = loan_sheet(request.asker, loan_id=loan_id, what=what, on=clock.today())
    return as_file(request, sheet.name, sheet.heads, sheet.rows)


def tables_of(loan_id: int, what: str) -> list[dict[str, str]]:
    """Where a table of a loan is had as a file."""
    address = reverse("agreements:table", args=[loan_id, what])
    return [{"label": kind.upper(), "url": f"{address}?as={kind}"} for kind in ("csv", "xlsx")]


def language_in(request: Request) -> str:
    """The language that the address asks for, or the reader's own."""
    language = request.GET.get("language", "")
    return language if language in LANGUAGES else (get_language() or "sv").split("-")[0]


def pdf_of(made: bytes, name: str) -> HttpResponse:
    """A PDF that opens where it is clicked."""
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response


def _day(written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return clock.today()


def links(
    loan_id: int, *, running: bool, late: bool, years: range, language: str = ""
) -> list[tuple[str, Promise | str]]:
    """The documents that make sense for a loan now, and the interest of past years.

    Args:
        loan_id: Which loan.
        running: It is being repaid, or was called in.
        late: Something is late.
        years: The past years in which it was lent.
        language: That of the one they are for, where somebody else prints them.

    Returns:
        Address and words of each.
    """
    hidden = frozenset() if running else WHILE_RUNNING
    hidden |= frozenset() if late else WHEN_LATE
    asked = {"language": language} if language else {}
    found: list[tuple[str, Promise | str]] = [
        (_address(loan_id, kind, asked), label)
        for kind, label in LABELS.items()
        if kind not in hidden
    ]
    for year in reversed(years):
        url = _address(loan_id, Document.INTEREST, {"on": f"{year}-12-31", **asked})
        found.append((url, _("Interest of the year %(year)s") % {"year": year}))
    return found


def _address(loan_id: int, kind: Document, asked: Mapping[str, str]) -> str:
    address = reverse("agreements:document", args=[loan_id, kind.value])
    return f"{address}?{urlencode(asked)}" if asked else address
