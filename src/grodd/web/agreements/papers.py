"""The documents of a loan, to print or to keep."""

from datetime import date

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.views.decorators.http import require_GET

from grodd.base import clock
from grodd.reports.loan_documents import Document, loan_document
from grodd.web.http import Request

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
    loan_id: int, *, running: bool, late: bool, language: str = ""
) -> list[tuple[str, Promise]]:
    """The documents that make sense for a loan now: address and words.

    ``language`` is that of the one they are for, where somebody else prints them.
    """
    asked = f"?language={language}" if language else ""
    hidden = frozenset() if running else WHILE_RUNNING
    hidden |= frozenset() if late else WHEN_LATE
    return [
        (reverse("agreements:document", args=[loan_id, kind.value]) + asked, label)
        for kind, label in LABELS.items()
        if kind not in hidden
    ]
