"""A loan: how it stands, its plan, what came in, and what ending it early would mean."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods

from grodd.agreements.payment_words import sentence
from grodd.agreements.queries import PROVIDERS, loan_seen_by, manages, repayment_seen_by
from grodd.base import clock
from grodd.base.errors import NotAllowed, Refusal
from grodd.engines.life import Ahead
from grodd.engines.money import Money
from grodd.payments.queries import PREPARERS, READERS, may, refuse_unless
from grodd.people.roles import Role
from grodd.processes.order_disbursement import left_to_pay_out, order_disbursement
from grodd.processes.record_repayment import record_repayment
from grodd.processes.reverse_repayment import reverse_repayment
from grodd.reports.loan_page import LoanPage, early_page, loan_page, plan_version
from grodd.reports.money_findings import repayment_plan
from grodd.reports.plan_words import Difference
from grodd.web.agreements import loan_words as words
from grodd.web.agreements import papers
from grodd.web.agreements.changing import ways_of
from grodd.web.agreements.claim_lines import happened_on, limitation_facts, people_of
from grodd.web.agreements.forms import PayeeForm, ReceivedForm
from grodd.web.agreements.loan_forms import BouncedForm, EarlyForm
from grodd.web.http import Request, page_or_part
from grodd.web.lending.care_part import care_part

TAKES_MONEY = frozenset({"repaying", "terminated", "written_off"})
DRAWABLE = frozenset({"signed", "repaying"})


@require_http_methods(["GET", "POST"])
@login_required
def repayments(request: Request, loan_id: int) -> HttpResponse:
    """How a loan stands and what came in; on POST, one more repayment."""
    page = loan_page(
        request.asker,
        loan_id=loan_id,
        on=clock.today(),
        whole="whole" in request.GET,
        number=request.GET.get("page", "1"),
    )
    today = clock.today()
    start = {"value_date": today, "ahead": page.loan.rules.ahead.value}
    form = ReceivedForm(
        request.POST or None, currency=page.loan.currency, latest=today, initial=start
    )
    form.ask_ahead()
    if form.is_valid():
        given = dict(form.cleaned_data)
        ahead = Ahead(chosen) if (chosen := given.pop("ahead")) else None
        try:
            record_repayment(
                by=request.asker, loan_id=loan_id, at=clock.now(), ahead=ahead, **given
            )
            return redirect("agreements:repayments", loan_id=loan_id)
        except NotAllowed:
            raise
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    return _page(request, page, form=form)


def _page(request: Request, page: LoanPage, *, form: ReceivedForm) -> HttpResponse:
    today = clock.today()
    loan, standing = page.loan, page.standing
    scope = loan.agreement.scope
    where = {"organisation_id": scope.organisation_id, "scope_id": scope.pk}
    services = may(request.asker, *PROVIDERS, **where)
    records = loan.state in TAKES_MONEY and may(request.asker, Role.FINANCE_OFFICER, **where)
    reverses = records or (
        loan.state == "repaid" and may(request.asker, Role.FINANCE_OFFICER, **where)
    )
    reads = _reads_books(request, scope.organisation_id)
    is_running = loan.state in {"repaying", "terminated"} and page.until is None
    context = {
        "loan": loan,
        "figures": words.key_figures(loan, standing),
        "facts": [
            *words.facts(loan, standing, is_now=page.until is None),
            *limitation_facts(page),
            *words.taken_facts(page.taken),
        ],
        "counted": sentence(loan.rules),
        "missing": str(page.missing) if page.missing else "",
        "until": page.until,
        "plan": words.plan_table(
            page.rows,
            loan.currency,
            today if standing else None,
            vouchers=words.voucher_cells(page.raised, loan.reference, reads=reads),
        ),
        "drawn": repayment_plan(page.rows, loan.currency),
        "payments": words.payment_table(page, records=reverses, reads=reads),
        "payments_page": page.payments,
        "securities": words.security_table(page.securities, loan.currency, services=services),
        "secures": services and loan.state not in {"repaid", "recovered", "cancelled"},
        "people": people_of(page),
        "happened": happened_on(page, services=services),
        "versions": words.version_lines(page.versions, loan),
        **_papers(page, services=services, running=is_running),
        "form": form,
        "records": records,
        "pays": loan.state in DRAWABLE
        and bool(page.left)
        and may(request.asker, *PREPARERS, **where),
        "ends_early": is_running and standing is not None,
        "changes": ways_of(loan, services=services, manages=manages(request.asker, loan.agreement)),
        "asked": page.asked if services else None,
        "kept": services and standing is not None and bool(standing.kept),
        **care_part(request, loan),
    }
    status = 422 if form.errors else 200
    return page_or_part(request, "agreements", "loan", context, status=status)


def _papers(page: LoanPage, *, services: bool, running: bool) -> dict[str, Any]:
    """What can be printed or taken along; nothing before the loan stands."""
    loan, standing, today = page.loan, page.standing, clock.today()
    if standing is None:
        return {"papers": (), "plan_files": (), "moved_files": ()}
    return {
        "papers": papers.links(
            loan.pk,
            running=running,
            late=bool(standing.days_late),
            years=range((loan.disbursed_on or today).year, today.year),
            language=page.borrower.language if services else "",
        ),
        "plan_files": papers.tables_of(loan.pk, "plan"),
        "moved_files": papers.tables_of(loan.pk, "statement"),
    }


def _reads_books(request: Request, organisation_id: int) -> bool:
    """Whether the books of the lender are open to the reader in the space they work in."""
    here = request.asker.organisation_id == organisation_id
    return here and may(request.asker, *READERS, organisation_id=organisation_id)


@require_GET
@login_required
def plan(request: Request, loan_id: int, number: int) -> HttpResponse:
    """One version of the plan, as it was."""
    version, rows = plan_version(request.asker, loan_id=loan_id, number=number)
    loan = version.loan
    context = {
        "loan": loan,
        "version": version,
        "in_force": version.number == loan.schedule_version,
        "sentence": Difference(version.difference, loan.currency).sentence,
        "plan": words.plan_table(rows, loan.currency),
    }
    return page_or_part(request, "agreements", "plan", context)


@require_GET
@login_required
def early(request: Request, loan_id: int) -> HttpResponse:
    """What ends the loan on each of the coming days, and what an amount would do."""
    loan = loan_seen_by(request.asker, loan_id=loan_id)
    form = EarlyForm(
        request.GET if "amount" in request.GET else None,
        currency=loan.currency,
        initial={"on": clock.today()},
    )
    given: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
    on, amount = given.get("on") or clock.today(), given.get("amount")
    page = early_page(request.asker, loan_id=loan_id, on=max(on, clock.today()), amount=amount)
    context = {
        "loan": page.loan,
        "form": form,
        "figures": words.figure_table(page.figures),
        "choices": [
            {
                "label": words.AHEAD[ahead.value],
                "sentence": preview.difference.sentence,
                "plan": words.plan_table(preview.rows, loan.currency),
            }
            for ahead, preview in page.choices
        ],
    }
    status = 422 if form.errors else 200
    return page_or_part(request, "agreements", "early", context, status=status)


@require_http_methods(["GET", "POST"])
@login_required
def pay(request: Request, loan_id: int) -> HttpResponse:
    """Prepare the payment of a signed loan, or of a part of it."""
    loan = loan_seen_by(request.asker, loan_id=loan_id)
    agreement = loan.agreement
    scope = agreement.scope
    refuse_unless(
        request.asker, *PREPARERS, organisation_id=scope.organisation_id, scope_id=scope.pk
    )
    name = agreement.recipient.name
    left = left_to_pay_out(loan)
    start = {"name": name, "due_on": loan.disburse_on, "amount": left}
    form = PayeeForm(request.POST or None, initial=start)
    form.ask_amount(loan.currency)
    if form.is_valid():
        try:
            order_disbursement(
                by=request.asker,
                loan_id=loan_id,
                payee=form.payee(),
                due_on=form.cleaned_data["due_on"],
                at=clock.now(),
                amount=form.cleaned_data["amount"],
            )
            return redirect("agreements:repayments", loan_id=loan_id)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    context = {"form": form, "agreement": agreement, "amount": left}
    status = 422 if form.errors else 200
    return page_or_part(request, "agreements", "pay", context, status=status)


@require_http_methods(["GET", "POST"])
@login_required
def reverse(request: Request, repayment_id: int) -> HttpResponse:
    """Undo a repayment that bounced or was recorded wrongly."""
    repayment = repayment_seen_by(request.asker, repayment_id=repayment_id)
    loan = loan_seen_by(request.asker, loan_id=repayment.loan_id)
    scope = loan.agreement.scope
    refuse_unless(
        request.asker,
        Role.FINANCE_OFFICER,
        organisation_id=scope.organisation_id,
        scope_id=scope.pk,
    )
    day = max(clock.today(), repayment.day)
    form = BouncedForm(request.POST or None, latest=day, initial={"bounced_on": day})
    if form.is_valid():
        try:
            reverse_repayment(
                by=request.asker, repayment_id=repayment_id, at=clock.now(), **form.cleaned_data
            )
            return redirect("agreements:repayments", loan_id=loan.pk)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    amount = Money(repayment.amount_minor, loan.currency)
    context = {"form": form, "loan": loan, "amount": amount}
    status = 422 if form.errors else 200
    return page_or_part(request, "agreements", "reverse", context, status=status)
