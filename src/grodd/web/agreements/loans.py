"""A loan: how it stands, its plan, what came in."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from grodd.agreements.queries import loan_seen_by, repayment_seen_by, repayments_of
from grodd.agreements.servicing import lines_of, standing_of
from grodd.base import clock
from grodd.base.errors import NotAllowed, Refusal
from grodd.engines.money import Money
from grodd.payments.queries import PREPARERS, may, refuse_unless
from grodd.people.roles import Role
from grodd.processes.order_disbursement import left_to_pay_out, order_disbursement
from grodd.processes.record_repayment import record_repayment
from grodd.processes.reverse_repayment import reverse_repayment
from grodd.web.agreements import shown
from grodd.web.agreements.forms import PayeeForm, ReasonForm, ReceivedForm
from grodd.web.http import Request, page_or_part


@require_http_methods(["GET", "POST"])
@login_required
def repayments(request: Request, loan_id: int) -> HttpResponse:
    """How a loan stands and what came in; on POST, one more repayment."""
    loan = loan_seen_by(request.asker, loan_id=loan_id)
    form = ReceivedForm(
        request.POST or None, currency=loan.currency, initial={"value_date": clock.today()}
    )
    if form.is_valid():
        try:
            record_repayment(by=request.asker, loan_id=loan.pk, at=clock.now(), **form.cleaned_data)
            return redirect("agreements:repayments", loan_id=loan.pk)
        except NotAllowed:
            raise
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    return _page(request, loan_id, form=form)


def _page(request: Request, loan_id: int, *, form: ReceivedForm) -> HttpResponse:
    loan = loan_seen_by(request.asker, loan_id=loan_id)
    scope = loan.agreement.scope
    where = {"organisation_id": scope.organisation_id, "scope_id": scope.pk}
    standing, missing = None, ""
    if loan.state == "repaying":
        try:
            standing = standing_of(loan, clock.today())
        except Refusal as refusal:
            missing = str(refusal)
    waits = loan.state in {"signed", "repaying"} and bool(left_to_pay_out(loan))
    context = {
        "loan": loan,
        "facts": shown.loan_figures(loan, standing),
        "missing": missing,
        "plan": shown.plan_table(loan, lines_of(loan)),
        "rows": [
            {"row": each, "paid": shown.paid_of(each), "amount": _amount(each, loan.currency)}
            for each in repayments_of(loan)
        ],
        "form": form,
        "records": loan.state == "repaying" and may(request.asker, Role.FINANCE_OFFICER, **where),
        "pays": waits and may(request.asker, *PREPARERS, **where),
    }
    status = 422 if form.errors else 200
    return page_or_part(request, "agreements", "loan", context, status=status)


def _amount(repayment: object, currency: str) -> Money:
    minor: int = repayment.amount_minor  # type: ignore[attr-defined] # entrances name no tables
    return Money(minor, currency)


@require_http_methods(["GET", "POST"])
@login_required
def pay(request: Request, loan_id: int) -> HttpResponse:
    """Prepare the payment of a signed loan."""
    loan = loan_seen_by(request.asker, loan_id=loan_id)
    agreement = loan.agreement
    scope = agreement.scope
    refuse_unless(
        request.asker, *PREPARERS, organisation_id=scope.organisation_id, scope_id=scope.pk
    )
    name = agreement.content["parties"]["recipient"]
    form = PayeeForm(request.POST or None, initial={"name": name, "due_on": loan.disburse_on})
    if form.is_valid():
        try:
            order_disbursement(
                by=request.asker,
                loan_id=loan_id,
                payee=form.payee(),
                due_on=form.cleaned_data["due_on"],
                at=clock.now(),
            )
            return redirect("agreements:repayments", loan_id=loan_id)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    amount = Money(loan.principal_minor, loan.currency)
    context = {"form": form, "agreement": agreement, "amount": amount}
    status = 422 if form.errors else 200
    return page_or_part(request, "agreements", "pay", context, status=status)


@require_http_methods(["GET", "POST"])
@login_required
def reverse(request: Request, repayment_id: int) -> HttpResponse:
    """Undo a repayment that was recorded wrongly."""
    repayment = repayment_seen_by(request.asker, repayment_id=repayment_id)
    loan = loan_seen_by(request.asker, loan_id=repayment.loan_id)
    scope = loan.agreement.scope
    refuse_unless(
        request.asker,
        Role.FINANCE_OFFICER,
        organisation_id=scope.organisation_id,
        scope_id=scope.pk,
    )
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        try:
            reason = form.cleaned_data["reason"]
            reverse_repayment(
                by=request.asker, repayment_id=repayment_id, reason=reason, at=clock.now()
            )
            return redirect("agreements:repayments", loan_id=loan.pk)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    context = {"form": form, "loan": loan, "amount": _amount(repayment, loan.currency)}
    status = 422 if form.errors else 200
    return page_or_part(request, "agreements", "reverse", context, status=status)
