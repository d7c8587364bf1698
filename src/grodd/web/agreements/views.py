"""The list, the document, and how the two parties say yes."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from grodd.agreements.queries import (
    Party,
    agreement_seen_by,
    agreements_seen_by,
    approved_application,
    awaiting_agreement,
    file_seen_by,
    is_owner,
    is_provider,
    manages,
    may_use,
    reads_claims,
)
from grodd.agreements.refusals import AgreementSettled
from grodd.agreements.servicing import award_standing
from grodd.agreements.terms import AwardTerms, LoanTerms
from grodd.base import clock, files
from grodd.base.errors import NotAllowed, Refusal
from grodd.processes.accept_agreement import accept_agreement
from grodd.processes.cancel_agreement import cancel_agreement
from grodd.processes.make_agreement import make_agreement
from grodd.reports.agreement_document import agreement_pdf, schedule_table
from grodd.web.agreements import shown
from grodd.web.agreements.forms import AcceptForm, AwardForm, CancelForm, LoanForm, PaperForm
from grodd.web.http import Request, page_of, page_or_part

LATE_POINTS_BP = 800
FUND = "social_fund"


@require_GET
@login_required
def listing(request: Request) -> HttpResponse:
    """My agreements, or those of my programmes, and what waits for one."""
    agreements = agreements_seen_by(request.asker)
    page = page_of(request, agreements)
    waiting = awaiting_agreement(request.asker)
    context = {
        "table": shown.agreement_table(page.object_list),
        "page": page,
        "lapsing": reads_claims(request.asker),
        "waiting": shown.waiting_table(waiting) if waiting else None,
    }
    return page_or_part(request, "agreements", "list", context)


@require_http_methods(["GET", "POST"])
@login_required
def make(request: Request, application_id: int) -> HttpResponse:
    """Write an agreement from an approval."""
    application = approved_application(request.asker, application_id=application_id)
    is_loan = application.round.programme.kind == FUND
    form = _terms_form(request, application) if is_loan else _award_form(request, application)
    if form.is_valid():
        terms = (LoanTerms if is_loan else AwardTerms)(**form.cleaned_data)
        try:
            made = make_agreement(
                by=request.asker, application_id=application_id, terms=terms, at=clock.now()
            )
            return redirect("agreements:detail", agreement_id=made.pk)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    context = {"form": form, "application": application}
    status = 422 if form.errors else 200
    return page_or_part(request, "agreements", "make", context, status=status)


def _award_form(request: Request, application: Any) -> AwardForm:
    """It proposes all at once, from today."""
    start = {"months": application.months or 1, "instalments": 1, "starts_on": clock.today()}
    return AwardForm(request.POST or None, initial=start)


def _terms_form(request: Request, application: Any) -> LoanForm:
    """It proposes what the programme proposes, for as long as was asked, from today."""
    rhythms, today = application.round.frame.rhythms, clock.today()
    usual = rhythms[0]
    start = {
        "rhythm": usual,
        "instalments": usual.within(application.months or 1),
        "grace": 0,
        "disburse_on": today,
        "first_due_on": usual.after(today, 1) if len(rhythms) == 1 else None,
        "late_points_bp": LATE_POINTS_BP,
    }
    form = LoanForm(request.POST or None, rhythms=rhythms, initial=start)
    if application.months:
        asked = ngettext(
            "The application asks for %(months)s month.",
            "The application asks for %(months)s months.",
            application.months,
        )
        form.fields["instalments"].help_text = asked % {"months": application.months}
    if application.applicant_id is None:
        form.ask_purpose()
    return form


@require_GET
@login_required
def detail(request: Request, agreement_id: int) -> HttpResponse:
    """The document, who said yes, and what it led to."""
    return _detail(request, agreement_id, form=PaperForm())


def _detail(
    request: Request, agreement_id: int, *, form: PaperForm, status: int = 200
) -> HttpResponse:
    agreement = agreement_seen_by(request.asker, agreement_id=agreement_id)
    acceptances = list(agreement.acceptances.select_related("person", "paper"))
    said_yes = {each.party for each in acceptances}
    open_ = agreement.state == "offered"
    provider = is_provider(request.asker, agreement)
    owner = is_owner(request.asker, agreement)
    award = getattr(agreement, "award", None)
    uses = agreement.state == "accepted" and may_use(request.asker, agreement)
    context = {
        "agreement": agreement,
        "state": shown.state_of(agreement),
        "tone": shown.STATE_TONES[agreement.state],
        "schedule": shown.plan_table(schedule_table(agreement.content)),
        "acceptances": acceptances,
        "accepts_as": [
            party
            for party, may in (("recipient", owner), ("provider", provider and not owner))
            if open_ and may and party not in said_yes
        ],
        "hands_in_paper": open_ and provider and not owner and "recipient" not in said_yes,
        "form": form,
        "award": award,
        "provider": provider,
        "warnings": shown.lawful_warnings(agreement) if provider else [],
        "uses": uses,
        "cancels": open_ and (owner or manages(request.asker, agreement)),
        "owner": owner,
        "figures": shown.award_figures(award_standing(award)) if award else None,
        "parts": shown.part_table(award, pays=provider) if award else None,
        "spending": shown.spending_table(award, uses=uses) if award else None,
    }
    return page_or_part(request, "agreements", "detail", context, status=status)


@require_GET
@login_required
def pdf(request: Request, agreement_id: int) -> HttpResponse:
    """The document on paper."""
    agreement = agreement_seen_by(request.asker, agreement_id=agreement_id)
    response = HttpResponse(agreement_pdf(agreement), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="agreement-{agreement.pk}.pdf"'
    return response


@require_http_methods(["GET", "POST"])
@login_required
def cancel(request: Request, agreement_id: int) -> HttpResponse:
    """Turn an offered agreement down, or take it back."""
    agreement = agreement_seen_by(request.asker, agreement_id=agreement_id)
    turns_down = is_owner(request.asker, agreement)
    if not (turns_down or manages(request.asker, agreement)):
        raise NotAllowed
    if agreement.state != "offered":
        raise AgreementSettled
    form = CancelForm(request.POST or None, turns_down=turns_down)
    if form.is_valid():
        cancel_agreement(
            by=request.asker,
            agreement_id=agreement_id,
            reason=form.cleaned_data["reason"],
            is_over=form.cleaned_data.get("then", "over") == "over",
            at=clock.now(),
        )
        return redirect("agreements:detail", agreement_id=agreement_id)
    context = {"form": form, "agreement": agreement, "turns_down": turns_down}
    status = 422 if form.errors else 200
    return page_or_part(request, "agreements", "cancel", context, status=status)


@require_POST
@login_required
def accept(request: Request, agreement_id: int) -> HttpResponse:
    """Say yes for one party, to the document that was shown."""
    agreement_seen_by(request.asker, agreement_id=agreement_id)
    form = AcceptForm(request.POST)
    if not form.is_valid():
        return _detail(request, agreement_id, form=PaperForm(), status=422)
    accept_agreement(
        by=request.asker,
        agreement_id=agreement_id,
        party=Party(form.cleaned_data["party"]),
        content_sha256=form.cleaned_data["sha256"],
        at=clock.now(),
    )
    return redirect("agreements:detail", agreement_id=agreement_id)


@require_POST
@login_required
def paper(request: Request, agreement_id: int) -> HttpResponse:
    """Hand in a paper that the recipient signed by hand."""
    agreement = agreement_seen_by(request.asker, agreement_id=agreement_id)
    if not is_provider(request.asker, agreement):
        raise NotAllowed
    form = PaperForm(request.POST, request.FILES)
    if not form.is_valid():
        return _detail(request, agreement_id, form=form, status=422)
    accept_agreement(
        by=request.asker,
        agreement_id=agreement_id,
        party=Party.RECIPIENT,
        content_sha256=agreement.content_sha256,
        at=clock.now(),
        paper=stored(request, form.cleaned_data["paper"], agreement.scope.organisation_id),
    )
    return redirect("agreements:detail", agreement_id=agreement_id)


def stored(request: Request, upload: object, space: int) -> files.StoredFile:
    """Keep an uploaded file outside the web root."""
    return files.store(
        upload.chunks(),  # type: ignore[attr-defined] # an UploadedFile of a FileField
        name=upload.name,  # type: ignore[attr-defined] # same
        content_type=upload.content_type or "",  # type: ignore[attr-defined] # same
        stored_by=request.asker.key,
        at=clock.now(),
        space=space,
    )


@require_GET
@login_required
def file(request: Request, agreement_id: int, key: UUID) -> HttpResponse:
    """A signed paper or a receipt, to those who see the agreement."""
    return handed_out(file_seen_by(request.asker, agreement_id=agreement_id, key=key))


def handed_out(found: files.StoredFile) -> HttpResponse:
    """The bytes of a file that the reader may see, to be saved."""
    response = HttpResponse(files.read(found), content_type="application/octet-stream")
    name = found.name.encode("ascii", "replace").decode().replace('"', "'")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
