"""A loan that somebody else takes over: the proposal, the document, and how all agree."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from grodd.agreements.queries import (
    is_owner,
    is_provider,
    loan_seen_by,
    manages,
    takeover_file_seen_by,
    takeover_seen_by,
    works_with,
)
from grodd.agreements.takeovers import ConsentParty, awaited
from grodd.agreements.usecases.agree_to_takeover import agree_to_takeover
from grodd.agreements.usecases.cancel_takeover import cancel_takeover
from grodd.agreements.usecases.propose_takeover import propose_takeover
from grodd.base import clock
from grodd.base.errors import NotAllowed, Refusal
from grodd.base.translated import language_of
from grodd.reports.claim_papers import takeover_pdf
from grodd.web.agreements.claim_forms import AgreeForm, ConsentPaperForm, TakeoverForm
from grodd.web.agreements.loan_forms import WhyForm
from grodd.web.agreements.papers import language_in, pdf_of
from grodd.web.agreements.views import handed_out, stored
from grodd.web.http import Request, page_or_part

TONES = {"proposed": "warning", "done": "success", "cancelled": "neutral"}


@require_http_methods(["GET", "POST"])
@login_required
def propose(request: Request, loan_id: int) -> HttpResponse:
    """Write the document, and ask those whom it concerns."""
    loan = loan_seen_by(request.asker, loan_id=loan_id)
    if not manages(request.asker, loan.agreement):
        raise NotAllowed
    standing = [
        (str(each.pk), each.given_by) for each in loan.securities.filter(released_on__isnull=True)
    ]
    form = TakeoverForm(request.POST or None, standing=standing)
    if form.is_valid():
        given = form.cleaned_data
        try:
            made = propose_takeover(
                by=request.asker,
                loan_id=loan_id,
                email=given["email"],
                keeps=[int(each) for each in given.get("keeps", ())],
                reason=given["reason"],
                at=clock.now(),
            )
            return redirect("agreements:takeover", takeover_id=made.pk)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    status = 422 if form.errors else 200
    context = {"loan": loan, "form": form}
    return page_or_part(request, "agreements", "propose_takeover", context, status=status)


@require_GET
@login_required
def takeover(request: Request, takeover_id: int) -> HttpResponse:
    """The document, who has agreed, and who is asked."""
    return _page(request, takeover_id)


def _page(
    request: Request, takeover_id: int, *, form: ConsentPaperForm | None = None
) -> HttpResponse:
    row = takeover_seen_by(request.asker, takeover_id=takeover_id)
    is_open = row.state == "proposed"
    missing = awaited(row) if is_open else []
    loan = row.loan
    mine = {"old": row.old_id, "new": row.new_id}
    hands_in = is_provider(request.asker, loan.agreement) and (
        request.asker.person_id not in mine.values()
    )
    words = row.content[language_of(row.content)]
    context = {
        "takeover": row,
        "loan": loan,
        "words": words,
        "state": _state_words(row.state),
        "tone": TONES[row.state],
        "consents": _consents(row),
        "missing": missing,
        "agrees_as": [
            each.party for each in missing if mine.get(each.party) == request.asker.person_id
        ],
        "form": form or (_paper_form(missing) if hands_in and missing else None),
        "cancels": is_open
        and (request.asker.person_id in mine.values() or manages(request.asker, loan.agreement)),
        "reads_loan": works_with(request.asker, loan.agreement)
        or is_owner(request.asker, loan.agreement)
        or row.old_id == request.asker.person_id,
    }
    status = 422 if form else 200
    return page_or_part(request, "agreements", "takeover", context, status=status)


def _state_words(state: str) -> str:
    words = {
        "proposed": _("Waits for answers"),
        "done": _("Taken over"),
        "cancelled": _("Did not happen"),
    }
    return words[state]


def _consents(row: Any) -> list[dict[str, Any]]:
    names = {"old": row.old.name, "new": row.new.name}
    return [
        {
            "name": each.security.given_by if each.security else names[each.party],
            "at": each.agreed_at,
            "paper": each.paper,
        }
        for each in row.consents.select_related("security", "paper")
    ]


def _paper_form(missing: Any, *given: Any) -> ConsentPaperForm:
    choices = [
        (f"{each.party}:{each.security.pk if each.security else ''}", each.name) for each in missing
    ]
    return ConsentPaperForm(*given, awaited=choices)


@require_POST
@login_required
def agree(request: Request, takeover_id: int) -> HttpResponse:
    """Say yes for oneself, to the document that was shown."""
    takeover_seen_by(request.asker, takeover_id=takeover_id)
    form = AgreeForm(request.POST)
    if form.is_valid():
        agree_to_takeover(
            by=request.asker,
            takeover_id=takeover_id,
            party=ConsentParty(form.cleaned_data["party"]),
            content_sha256=form.cleaned_data["sha256"],
            at=clock.now(),
        )
    return redirect("agreements:takeover", takeover_id=takeover_id)


@require_POST
@login_required
def paper(request: Request, takeover_id: int) -> HttpResponse:
    """Hand in a paper that one of them signed by hand."""
    row = takeover_seen_by(request.asker, takeover_id=takeover_id)
    if not is_provider(request.asker, row.loan.agreement):
        raise NotAllowed
    form = _paper_form(awaited(row), request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, takeover_id, form=form)
    party, _colon, security = form.cleaned_data["who"].partition(":")
    space = row.loan.agreement.scope.organisation_id
    agree_to_takeover(
        by=request.asker,
        takeover_id=takeover_id,
        party=ConsentParty(party),
        content_sha256=row.content_sha256,
        at=clock.now(),
        security_id=int(security) if security else None,
        paper=stored(request, form.cleaned_data["paper"], space),
    )
    return redirect("agreements:takeover", takeover_id=takeover_id)


@require_http_methods(["GET", "POST"])
@login_required
def cancel(request: Request, takeover_id: int) -> HttpResponse:
    """Turn it down, or take it back."""
    row = takeover_seen_by(request.asker, takeover_id=takeover_id)
    concerned = request.asker.person_id in {row.old_id, row.new_id}
    if not (concerned or manages(request.asker, row.loan.agreement)):
        raise NotAllowed
    form = WhyForm(request.POST or None)
    form.fields["reason"].help_text = _("The others read this.")
    if form.is_valid():
        try:
            cancel_takeover(
                by=request.asker,
                takeover_id=takeover_id,
                reason=form.cleaned_data["reason"],
                at=clock.now(),
            )
            return redirect("agreements:takeover", takeover_id=takeover_id)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    status = 422 if form.errors else 200
    context = {"takeover": row, "form": form}
    return page_or_part(request, "agreements", "cancel_takeover", context, status=status)


@require_GET
@login_required
def pdf(request: Request, takeover_id: int) -> HttpResponse:
    """The document on paper, in the reader's language or the one asked for."""
    made = takeover_pdf(request.asker, takeover_id=takeover_id, language=language_in(request))
    return pdf_of(made, f"takeover-{takeover_id}")


@require_GET
@login_required
def file(request: Request, takeover_id: int, key: UUID) -> HttpResponse:
    """A signed paper, to those whom it concerns."""
    return handed_out(takeover_file_seen_by(request.asker, takeover_id=takeover_id, key=key))
