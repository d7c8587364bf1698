"""An award in use: what was used, parts to pay, money that comes back."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from grodd.agreements.queries import (
    award_seen_by,
    instalment_seen_by,
    may_use,
    spending_seen_by,
)
from grodd.base import clock
from grodd.base.errors import NotAllowed, Refusal
from grodd.engines.money import Money
from grodd.payments.queries import PREPARERS, refuse_unless
from grodd.people.roles import Role
from grodd.processes.order_instalment import order_instalment
from grodd.processes.record_spending import Use, record_spending
from grodd.processes.return_unused import return_unused
from grodd.processes.take_back_spending import take_back_spending
from grodd.web.agreements.forms import PayeeForm, ReceivedForm, SpendForm
from grodd.web.agreements.views import stored
from grodd.web.http import Request, page_or_part


@require_http_methods(["GET", "POST"])
@login_required
def spend(request: Request, award_id: int) -> HttpResponse:
    """Write down what was used."""
    award = award_seen_by(request.asker, award_id=award_id)
    if not may_use(request.asker, award.agreement):
        raise NotAllowed
    form = SpendForm(
        request.POST or None,
        request.FILES or None,
        currency=award.currency,
        initial={"spent_on": clock.today()},
    )
    if form.is_valid():
        try:
            use = _use(request, form.cleaned_data, award)
            record_spending(by=request.asker, award_id=award_id, use=use, at=clock.now())
            return redirect("agreements:detail", agreement_id=award.agreement_id)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    context = {"form": form, "agreement": award.agreement, "limit": limit_of(award)}
    status = 422 if form.errors else 200
    return page_or_part(request, "agreements", "spend", context, status=status)


def limit_of(award: Any) -> Money:
    """Above what a receipt is needed."""
    return Money(award.receipt_above_minor, award.currency)


def _use(request: Request, given: dict[str, Any], award: Any) -> Use:
    receipt = given.pop("receipt")
    space = award.agreement.scope.organisation_id
    return Use(
        key=f"form:{given['key']}",
        spent_on=given["spent_on"],
        text=given["text"],
        amount=given["amount"] or Money.zero(award.currency),
        hours=given["hours"] or 0,
        receipt=stored(request, receipt, space) if receipt else None,
    )


@require_POST
@login_required
def take_back(request: Request, spending_id: int) -> HttpResponse:
    """Mend an entry by its opposite."""
    entry = spending_seen_by(request.asker, spending_id=spending_id)
    take_back_spending(by=request.asker, spending_id=entry.pk, at=clock.now())
    award = award_seen_by(request.asker, award_id=entry.award_id)
    return redirect("agreements:detail", agreement_id=award.agreement_id)


@require_http_methods(["GET", "POST"])
@login_required
def give_back(request: Request, award_id: int) -> HttpResponse:
    """Book unused money that came back."""
    award = award_seen_by(request.asker, award_id=award_id)
    scope = award.agreement.scope
    refuse_unless(
        request.asker,
        Role.FINANCE_OFFICER,
        organisation_id=scope.organisation_id,
        scope_id=scope.pk,
    )
    form = ReceivedForm(request.POST or None, currency=award.currency, latest=clock.today())
    if form.is_valid():
        given = dict(form.cleaned_data)
        returned = given.pop("received")
        try:
            return_unused(
                by=request.asker, award_id=award_id, returned=returned, at=clock.now(), **given
            )
            return redirect("agreements:detail", agreement_id=award.agreement_id)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    context = {"form": form, "agreement": award.agreement}
    status = 422 if form.errors else 200
    return page_or_part(request, "agreements", "return", context, status=status)


@require_http_methods(["GET", "POST"])
@login_required
def pay(request: Request, instalment_id: int) -> HttpResponse:
    """Prepare the payment of one part."""
    part = instalment_seen_by(request.asker, instalment_id=instalment_id)
    award = award_seen_by(request.asker, award_id=part.award_id)
    scope = award.agreement.scope
    refuse_unless(
        request.asker, *PREPARERS, organisation_id=scope.organisation_id, scope_id=scope.pk
    )
    owner = award.agreement.recipient
    form = PayeeForm(request.POST or None, initial={"name": owner.name, "due_on": clock.today()})
    if form.is_valid():
        try:
            order_instalment(
                by=request.asker,
                instalment_id=instalment_id,
                payee=form.payee(),
                due_on=form.cleaned_data["due_on"],
                at=clock.now(),
            )
            return redirect("agreements:detail", agreement_id=award.agreement_id)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    amount = Money(part.amount_minor, award.currency)
    context = {"form": form, "agreement": award.agreement, "amount": amount}
    status = 422 if form.errors else 200
    return page_or_part(request, "agreements", "pay", context, status=status)
