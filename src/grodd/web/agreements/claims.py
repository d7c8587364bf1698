"""Claims that could lapse: the list, the letter, and what counts the time anew."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from grodd.agreements.queries import interruption_seen_by
from grodd.agreements.usecases.record_interruption import record_interruption
from grodd.agreements.usecases.send_interruption import send_interruption
from grodd.agreements.usecases.take_back_interruption import take_back_interruption
from grodd.base import clock
from grodd.base.errors import Refusal
from grodd.reports.claim_papers import letter_pdf
from grodd.reports.lapsing import lapsing_claims, lapsing_sheet
from grodd.web.agreements.changing import serviced
from grodd.web.agreements.claim_forms import ReachedForm
from grodd.web.agreements.claim_lines import HAPPENED, lapsing_table
from grodd.web.agreements.loan_forms import WhyForm
from grodd.web.agreements.papers import language_in, pdf_of
from grodd.web.http import Request, page_of, page_or_part
from grodd.web.lending import files


@require_GET
@login_required
def lapsing(request: Request) -> HttpResponseBase:
    """The claims that lapse within a year, the soonest first."""
    if files.wanted(request):
        sheet = lapsing_sheet(request.asker, on=clock.today())
        return files.long_or_short(request, "lapsing", sheet)
    found = lapsing_claims(request.asker, on=clock.today())
    page = page_of(request, found)
    context = {
        "table": lapsing_table(page.object_list, clock.today()),
        "page": page,
        "exports": files.links(request),
    }
    return page_or_part(request, "agreements", "lapsing", context)


@require_http_methods(["GET", "POST"])
@login_required
def interrupt(request: Request, loan_id: int) -> HttpResponse:
    """Send the letter, or record what else counts the time anew."""
    loan = serviced(request, loan_id)
    form = ReachedForm(request.POST or None, initial={"day": clock.today()})
    if form.is_valid():
        try:
            record_interruption(
                by=request.asker, loan_id=loan_id, reached=form.reached(), at=clock.now()
            )
            return redirect("agreements:repayments", loan_id=loan_id)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    status = 422 if form.errors else 200
    context = {"loan": loan, "form": form}
    return page_or_part(request, "agreements", "interrupt", context, status=status)


@require_POST
@login_required
def send(request: Request, loan_id: int) -> HttpResponse:
    """Send the letter now."""
    serviced(request, loan_id)
    send_interruption(by=request.asker, loan_id=loan_id, at=clock.now())
    return redirect("agreements:repayments", loan_id=loan_id)


@require_http_methods(["GET", "POST"])
@login_required
def take_back(request: Request, interruption_id: int) -> HttpResponse:
    """It no longer counts: the letter came back, or it was a mistake."""
    row = interruption_seen_by(request.asker, interruption_id=interruption_id)
    loan = serviced(request, row.loan_id)
    form = WhyForm(request.POST or None)
    if form.is_valid():
        take_back_interruption(
            by=request.asker,
            interruption_id=interruption_id,
            reason=form.cleaned_data["reason"],
            at=clock.now(),
        )
        return redirect("agreements:repayments", loan_id=loan.pk)
    status = 422 if form.errors else 200
    context = {"loan": loan, "form": form, "row": row, "label": HAPPENED[row.kind]}
    return page_or_part(request, "agreements", "take_back_interruption", context, status=status)


@require_GET
@login_required
def letter(request: Request, interruption_id: int) -> HttpResponse:
    """The letter as PDF, in the reader's language or the one asked for."""
    made = letter_pdf(request.asker, interruption_id=interruption_id, language=language_in(request))
    return pdf_of(made, f"letter-{interruption_id}")
