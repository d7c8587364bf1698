"""Changing a loan: a form, a look at what it would do, and only then the change."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from grodd.agreements.queries import PROVIDERS, event_seen_by, loan_seen_by
from grodd.agreements.usecases.change_terms import change_terms
from grodd.agreements.usecases.charge_fee import Fee, charge_fee
from grodd.agreements.usecases.ease_late_interest import ease_late_interest
from grodd.agreements.usecases.order_return import order_return
from grodd.agreements.usecases.terminate_loan import terminate_loan
from grodd.agreements.usecases.undo_event import undo_event
from grodd.agreements.usecases.waive_debt import waive_debt
from grodd.base import clock
from grodd.base.errors import Refusal
from grodd.base.typed import read_day
from grodd.engines.allocation import Component
from grodd.payments.queries import PREPARERS, refuse_unless
from grodd.processes.propose_write_off import propose_write_off
from grodd.reports.act_effects import (
    Effect,
    easing_effect,
    fee_effect,
    termination_effect,
    waiver_effect,
    write_off_effect,
)
from grodd.reports.loan_page import preview_change
from grodd.reports.rhythm_choices import rhythm_choices
from grodd.web.agreements import loan_forms as forms
from grodd.web.agreements.forms import PayeeForm
from grodd.web.agreements.loan_words import EVENTS, effect_lines, plan_table
from grodd.web.http import Request, page_or_part

TERMS: dict[str, tuple[Promise, type[forms.ChangeForm]]] = {
    "rate": (gettext_lazy("Change the rate"), forms.RateForm),
    "pause": (gettext_lazy("Pause the repayment"), forms.HolidayForm),
    "due-day": (gettext_lazy("Move the due day"), forms.DueDayForm),
    "rhythm": (gettext_lazy("Change how often it is repaid"), forms.RhythmForm),
    "longer": (gettext_lazy("Make the loan longer"), forms.ExtensionForm),
    "to-balance": (gettext_lazy("Add arrears to the balance"), forms.ToBalanceForm),
    "set-aside": (gettext_lazy("Set arrears aside"), forms.AsideForm),
}
ACTS: dict[str, Promise] = {
    "ease": gettext_lazy("Lower late interest for a time"),
    "waive": gettext_lazy("Give up a fee or interest"),
    "fee": gettext_lazy("Charge a fee"),
    "terminate": gettext_lazy("Call the loan in"),
    "write-off": gettext_lazy("Ask for a write-off"),
}
ALL = [
    *(("agreements:change", slug, label) for slug, (label, _form) in TERMS.items()),
    *(("agreements:act", slug, label) for slug, label in ACTS.items()),
]
OFFERED = {
    "repaying": ALL,
    "terminated": [row for row in ALL if row[1] in {"ease", "waive", "write-off"}],
}
"""What can be done with a loan, by its state: the address, its last part, and the words."""

CLAIMED = frozenset({"repaying", "terminated", "written_off"})


def ways_of(loan: Any, *, services: bool, manages: bool) -> list[tuple[str, Promise]]:
    """What the reader can do with the loan as it stands: address and words."""
    if not services:
        return []
    found = [
        (reverse(name, args=[loan.pk, slug]), label)
        for name, slug, label in OFFERED.get(loan.state, ())
    ]
    if loan.state in CLAIMED:
        interrupt = reverse("agreements:interrupt", args=[loan.pk])
        found.append((interrupt, gettext_lazy("Keep the claim from lapsing")))
    if loan.state in CLAIMED and manages:
        propose = reverse("agreements:propose_takeover", args=[loan.pk])
        found.append((propose, gettext_lazy("Let somebody else take over the loan")))
    return found


def serviced(request: Request, loan_id: int) -> Any:
    """The loan, for one who services it."""
    loan = loan_seen_by(request.asker, loan_id=loan_id)
    scope = loan.agreement.scope
    refuse_unless(
        request.asker, *PROVIDERS, organisation_id=scope.organisation_id, scope_id=scope.pk
    )
    return loan


@require_http_methods(["GET", "POST"])
@login_required
def change(request: Request, loan_id: int, what: str) -> HttpResponse:
    """Fill in a change of terms, look at the plan it would give, and then make it."""
    loan = serviced(request, loan_id)
    if what not in TERMS:
        raise Http404
    label, form_class = TERMS[what]
    form = _change_form(request, loan_id, form_class)
    context: dict[str, Any] = {"loan": loan, "label": label, "form": form}
    if form.is_valid():
        try:
            wished = form.change()
            if "confirm" in request.POST:
                change_terms(
                    by=request.asker,
                    loan_id=loan_id,
                    change=wished,
                    reason=form.cleaned_data["reason"],
                    at=clock.now(),
                )
                return redirect("agreements:repayments", loan_id=loan_id)
            found = preview_change(request.asker, loan_id=loan_id, change=wished)
            context |= {
                "sentence": found.difference.sentence,
                "plan": plan_table(found.rows, loan.currency),
            }
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    status = 422 if form.errors else 200
    return page_or_part(request, "agreements", "change", context, status=status)


def _change_form(
    request: Request, loan_id: int, form_class: type[forms.ChangeForm]
) -> forms.ChangeForm:
    """The form, with what can be chosen of this loan."""
    today = clock.today()
    if form_class is not forms.RhythmForm:
        return form_class(request.POST or None, initial={"day": today})
    day = read_day(request.POST.get("day", "")) or today
    choices = rhythm_choices(request.asker, loan_id=loan_id, on=day)
    return forms.RhythmForm(request.POST or None, initial={"day": today}, choices=choices)


@require_http_methods(["GET", "POST"])
@login_required
def act(request: Request, loan_id: int, what: str) -> HttpResponse:
    """Give up, charge, call in, or ask a body for a write-off: first look, then do."""
    loan = serviced(request, loan_id)
    if what not in ACTS:
        raise Http404
    form = _form(request, what, loan.currency)
    context: dict[str, Any] = {"loan": loan, "label": ACTS[what], "form": form, "what": what}
    if form.is_valid():
        try:
            if "confirm" in request.POST:
                _do(request, loan_id, what, dict(form.cleaned_data))
                return redirect("agreements:repayments", loan_id=loan_id)
            found = _effect(request, loan_id, what, form.cleaned_data)
            context |= {
                "effect": effect_lines(found),
                "sentence": found.sentence,
                "plan": plan_table(found.rows, loan.currency),
            }
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    status = 422 if form.errors else 200
    return page_or_part(request, "agreements", "act", context, status=status)


def _form(request: Request, what: str, currency: str) -> Any:
    today = {"day": clock.today()}
    made: dict[str, Callable[[], Any]] = {
        "ease": lambda: forms.EaseForm(request.POST or None, initial=today),
        "waive": lambda: forms.WaiveForm(request.POST or None, currency=currency, initial=today),
        "fee": lambda: forms.FeeForm(request.POST or None, initial=today),
        "terminate": lambda: forms.TerminateForm(request.POST or None),
        "write-off": lambda: forms.WriteOffForm(request.POST or None, currency=currency),
    }
    return made[what]()


def _effect(request: Request, loan_id: int, what: str, given: dict[str, Any]) -> Effect:
    """What it would do."""
    asker, today = request.asker, clock.today()
    if what == "ease":
        eased = forms.eased_of(given)
        return easing_effect(asker, loan_id=loan_id, eased=eased, today=today)
    if what == "waive":
        component = Component(given["component"])
        return waiver_effect(
            asker, loan_id=loan_id, component=component, amount=given["amount"], day=given["day"]
        )
    if what == "fee":
        return fee_effect(asker, loan_id=loan_id, fee=given["fee"], day=given["day"])
    if what == "terminate":
        for_arrears = given["for_arrears"] == "yes"
        return termination_effect(
            asker, loan_id=loan_id, due_on=given["due_on"], for_arrears=for_arrears, today=today
        )
    return write_off_effect(asker, loan_id=loan_id, amount=given["amount"], today=today)


def _do(request: Request, loan_id: int, what: str, given: dict[str, Any]) -> None:
    common: dict[str, Any] = {"by": request.asker, "loan_id": loan_id, "at": clock.now()}
    if what == "ease":
        ease_late_interest(eased=forms.eased_of(given), reason=given["reason"], **common)
    elif what == "waive":
        component = Component(given.pop("component"))
        waive_debt(component=component, **given, **common)
    elif what == "fee":
        charge_fee(fee=Fee(given["fee"]), day=given["day"], **common)
    elif what == "terminate":
        for_arrears = given.pop("for_arrears") == "yes"
        terminate_loan(for_arrears=for_arrears, **given, **common)
    else:
        propose_write_off(**given, **common)


@require_http_methods(["GET", "POST"])
@login_required
def undo(request: Request, event_id: int) -> HttpResponse:
    """Undo a change, a fee, a waiver or a notice."""
    event = event_seen_by(request.asker, event_id=event_id)
    loan = serviced(request, event.loan_id)
    form = forms.WhyForm(request.POST or None)
    if form.is_valid():
        try:
            undo_event(
                by=request.asker,
                event_id=event_id,
                reason=form.cleaned_data["reason"],
                at=clock.now(),
            )
            return redirect("agreements:repayments", loan_id=loan.pk)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    context = {"form": form, "loan": loan, "event": event, "label": EVENTS[event.kind]}
    status = 422 if form.errors else 200
    return page_or_part(request, "agreements", "undo", context, status=status)


@require_http_methods(["GET", "POST"])
@login_required
def give_back(request: Request, loan_id: int) -> HttpResponse:
    """Prepare the payment of what is kept for the borrower."""
    loan = loan_seen_by(request.asker, loan_id=loan_id)
    scope = loan.agreement.scope
    refuse_unless(
        request.asker, *PREPARERS, organisation_id=scope.organisation_id, scope_id=scope.pk
    )
    name = loan.agreement.recipient.name
    form = PayeeForm(request.POST or None, initial={"name": name, "due_on": clock.today()})
    if form.is_valid():
        try:
            order_return(
                by=request.asker,
                loan_id=loan_id,
                payee=form.payee(),
                due_on=form.cleaned_data["due_on"],
                at=clock.now(),
            )
            return redirect("agreements:repayments", loan_id=loan_id)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    context = {"form": form, "loan": loan}
    status = 422 if form.errors else 200
    return page_or_part(request, "agreements", "give_back", context, status=status)
