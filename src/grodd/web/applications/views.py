"""Reading applications: one's own, one whole, and the list of a programme."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language, gettext, gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from grodd.applications import queries
from grodd.applications.usecases.open_late import open_late
from grodd.base import clock
from grodd.base.errors import NotAllowed, NotFound, Refusal
from grodd.decisions.queries import amount_decided
from grodd.processes.withdraw_application import withdraw_application
from grodd.programmes.queries import may_manage, programme_seen_by, rounds_of
from grodd.reports import letters
from grodd.reports.application_list import SORT_USUAL, Wanted, application_list
from grodd.reports.application_page import application_page, document, text_copy
from grodd.reports.documents import typeset
from grodd.web.applications.forms import LateForm, WithdrawForm
from grodd.web.components.values import Cell, Column
from grodd.web.decisions.shown import TONES, outcome_words
from grodd.web.http import Request, page_or_part, pdf_answer

# On a phone a table has no heads to sort by.
ORDERS = (
    ("-submitted", gettext_lazy("The latest first")),
    ("submitted", gettext_lazy("The earliest first")),
    ("title", gettext_lazy("By title")),
    ("number", gettext_lazy("By number")),
    ("phase", gettext_lazy("By phase")),
    ("-amount", gettext_lazy("The largest amount first")),
    ("amount", gettext_lazy("The smallest amount first")),
)
ROOMS = {"case": ("assessment:case", "case_id"), "matter": ("decisions:matter", "matter_id")}


@require_GET
@login_required
def mine(request: Request) -> HttpResponse:
    """What I own or co-own."""
    own = queries.applications_of(request.asker)[:100]
    told = [(one, queries.phase_told(one)) for one in own]
    return page_or_part(request, "applications", "mine", {"applications": told})


@require_GET
@login_required
def listing(request: Request, programme_id: int) -> HttpResponse:
    """The applications of a programme: filtered, searched, sorted."""
    programme = programme_seen_by(request.asker, programme_id=programme_id)
    if not queries.reads_all(request.asker, programme):
        raise NotFound
    wanted = _wanted(programme.pk, request.GET.dict())
    found = application_list(request.asker, wanted)
    context = {
        "programme": programme,
        "wanted": wanted,
        "found": found,
        "columns": _columns(),
        "rows": [_row(one) for one in found.page],
        "rounds": list(rounds_of(programme)),
        "sorts": [(key, str(label)) for key, label in ORDERS],
    }
    request.area = "programmes"
    return page_or_part(request, "applications", "list", context)


def _wanted(programme_id: int, asked: Mapping[str, str]) -> Wanted:
    return Wanted(
        programme_id=programme_id,
        round_id=int(asked["round"]) if asked.get("round", "").isdigit() else None,
        phase=asked.get("phase", ""),
        theme=asked.get("theme", ""),
        search=asked.get("search", ""),
        sort=asked.get("sort", "") or SORT_USUAL,
        page=int(asked["page"]) if asked.get("page", "").isdigit() else 1,
    )


def _columns() -> list[Column]:
    return [
        Column(gettext("Title"), "title"),
        Column(gettext("Number"), "number", "number"),
        Column(gettext("Applicant")),
        Column(gettext("Phase"), "phase"),
        Column(gettext("Theme")),
        Column(gettext("Amount"), "amount", "number"),
        Column(gettext("Submitted"), "submitted", "day"),
    ]


def _row(one: Any) -> list[Any]:
    day = clock.day_of(one.submitted_at) if one.submitted_at else None
    url = reverse("applications:detail", args=[one.pk])
    title = Cell(one.title or gettext("Untitled draft"), url=url)
    return [title, one.number, one.owner, one.phase, one.theme, one.amount, day]


@require_GET
@login_required
def detail(request: Request, application_id: int) -> HttpResponse:
    """One application: where it stands, what it says, what comes next."""
    page = application_page(request.asker, application_id=application_id, at=clock.now())
    if not page.is_mine:
        request.area = "programmes"
    context = {
        "page": page, "application": page.application, "rooms": _rooms(page.links),
        **(_decided(page.decision) if page.decision else {}),
    }  # fmt: skip
    return page_or_part(request, "applications", "detail", context)


def _decided(matter: Any) -> dict[str, Any]:
    facts = [
        (gettext("Money given"), amount_decided(matter)),
        (gettext("Hours given"), matter.hours_decided),
        (gettext("Reasons"), matter.reasons),
        (gettext("Conditions"), matter.conditions),
        (gettext("Next step"), matter.next_step),
    ]
    return {
        "outcome": outcome_words(matter.outcome),
        "tone": TONES[matter.outcome],
        "decision": [(label, value) for label, value in facts if value],
    }


def _rooms(links: list[tuple[str, str, int]]) -> list[tuple[str, str]]:
    """Label and address of the rooms that have a page."""
    found: list[tuple[str, str]] = []
    for key, label, pk in links:
        name, parameter = ROOMS[key]
        try:
            found.append((label, reverse(name, kwargs={parameter: pk})))
        except NoReverseMatch:
            continue
    return found


@require_GET
@login_required
def copy_text(request: Request, application_id: int) -> HttpResponse:
    """The application as plain text."""
    page = application_page(request.asker, application_id=application_id, at=clock.now())
    response = HttpResponse(text_copy(page), content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{page.application}.txt"'
    return response


@require_GET
@login_required
def copy_pdf(request: Request, application_id: int) -> HttpResponse:
    """The application as PDF."""
    page = application_page(request.asker, application_id=application_id, at=clock.now())
    made = typeset("document", document(page, language=(get_language() or "sv")[:2]))
    return pdf_answer(made, name=str(page.application))


@require_GET
@login_required
def receipt(request: Request, application_id: int) -> HttpResponse:
    """That it has come in, as PDF."""
    made = letters.receipt_pdf(request.asker, application_id=application_id)
    return pdf_answer(made, name=f"receipt-{application_id}")


@require_GET
@login_required
def letter(request: Request, application_id: int) -> HttpResponse:
    """The letter with the decision, as PDF."""
    made = letters.decision_letter_pdf(request.asker, application_id=application_id)
    return pdf_answer(made, name=f"decision-{application_id}")


@require_http_methods(["GET", "POST"])
@login_required
def late(request: Request, application_id: int) -> HttpResponse:
    """Open a draft after the deadline; the reason is written down."""
    application = queries.application_seen_by(request.asker, application_id=application_id)
    if not may_manage(request.asker, application.round.programme):
        raise NotAllowed
    form = LateForm(request.POST or None)
    if form.is_valid():
        open_late(
            application_id=application_id, by=request.asker, at=clock.now(), **form.cleaned_data
        )
        messages.success(request, gettext("The draft is open for its applicant."))
        return redirect("applications:detail", application_id=application_id)
    context = {"application": application, "form": form}
    status = 422 if form.errors else 200
    return page_or_part(request, "applications", "late", context, status=status)


@require_http_methods(["GET", "POST"])
@login_required
def withdraw(request: Request, application_id: int) -> HttpResponse:
    """Show what taking back means; on POST, do it."""
    application = queries.application_seen_by(request.asker, application_id=application_id)
    queries.must_own(request.asker, application)
    form = WithdrawForm(request.POST or None)
    if form.is_valid():
        try:
            withdraw_application(
                application_id=application_id, by=request.asker, at=clock.now(),
                **form.cleaned_data,
            )  # fmt: skip
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("applications:detail", application_id=application_id)
    context = {"application": application, "form": form}
    status = 422 if form.errors else 200
    return page_or_part(request, "applications", "withdraw", context, status=status)
