"""What stands behind a loan: recording it, replacing it, letting it go."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from grodd.agreements.queries import security_seen_by
from grodd.agreements.usecases.add_security import Promise, add_security
from grodd.agreements.usecases.release_security import release_security
from grodd.base import clock
from grodd.base.errors import Refusal
from grodd.web.agreements.changing import serviced
from grodd.web.agreements.loan_forms import SecurityForm, WhyForm
from grodd.web.http import Request, page_or_part


@require_http_methods(["GET", "POST"])
@login_required
def add(request: Request, loan_id: int) -> HttpResponse:
    """Record what stands behind the loan, or what takes the place of something that does."""
    loan = serviced(request, loan_id)
    standing = [
        (str(each.pk), each.given_by) for each in loan.securities.filter(released_on__isnull=True)
    ]
    form = SecurityForm(
        request.POST or None,
        currency=loan.currency,
        standing=standing,
        initial={"from_on": clock.today(), "replaces": request.GET.get("replaces", "")},
    )
    if form.is_valid():
        given: dict[str, Any] = dict(form.cleaned_data)
        replaces = given.pop("replaces")
        try:
            add_security(
                by=request.asker,
                loan_id=loan_id,
                promise=Promise(**given),
                at=clock.now(),
                replaces_id=int(replaces) if replaces else None,
            )
            return redirect("agreements:repayments", loan_id=loan_id)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    status = 422 if form.errors else 200
    return page_or_part(
        request, "agreements", "security", {"loan": loan, "form": form}, status=status
    )


@require_http_methods(["GET", "POST"])
@login_required
def release(request: Request, security_id: int) -> HttpResponse:
    """Let it go before the loan is paid."""
    security = security_seen_by(request.asker, security_id=security_id)
    loan = serviced(request, security.loan_id)
    form = WhyForm(request.POST or None)
    if form.is_valid():
        try:
            release_security(
                by=request.asker,
                security_id=security_id,
                reason=form.cleaned_data["reason"],
                at=clock.now(),
            )
            return redirect("agreements:repayments", loan_id=loan.pk)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    context = {"loan": loan, "form": form, "security": security}
    status = 422 if form.errors else 200
    return page_or_part(request, "agreements", "release", context, status=status)
