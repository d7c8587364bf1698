"""Payment orders: the list, and the page where a second person approves."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from grodd.base import clock
from grodd.base.display import money
from grodd.base.errors import NotAllowed, Refusal
from grodd.payments.queries import may, order_seen_by, orders_seen_by
from grodd.payments.usecases.cancel_order import cancel_order
from grodd.people.asker import Asker
from grodd.people.roles import Role
from grodd.processes.approve_payment import approve_payment
from grodd.web.books import shown
from grodd.web.books.forms import DayForm, ReasonForm
from grodd.web.http import Request, page_of, page_or_part

WORK_WITH_MONEY = (Role.PROGRAMME_MANAGER, Role.FINANCE_OFFICER, Role.AUDITOR)


@require_GET
@login_required
def orders(request: Request) -> HttpResponse:
    """Payments that wait, were made or were let go."""
    where = request.asker.organisation_id
    if where not in request.asker.everywhere(*WORK_WITH_MONEY):
        order_seen_by(request.asker, order_id=0)
    found = orders_seen_by(request.asker)
    page = page_of(request, found)
    context = {"table": shown.order_table(page.object_list), "page": page}
    return page_or_part(request, "books", "orders", context)


@require_GET
@login_required
def order(request: Request, order_id: int) -> HttpResponse:
    """One order, and what approving it does."""
    form = DayForm(initial={"paid_on": clock.today()})
    return _page(request, order_id, form=form)


@require_POST
@login_required
def approve(request: Request, order_id: int) -> HttpResponse:
    """Pay what another person prepared."""
    order_seen_by(request.asker, order_id=order_id)
    form = DayForm(request.POST)
    if form.is_valid():
        try:
            approve_payment(
                by=request.asker,
                order_id=order_id,
                paid_on=form.cleaned_data["paid_on"],
                at=clock.now(),
            )
            return redirect("books:order", order_id=order_id)
        except NotAllowed:
            raise
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    return _page(request, order_id, form=form)


@require_POST
@login_required
def cancel(request: Request, order_id: int) -> HttpResponse:
    """Let a prepared payment go."""
    order_seen_by(request.asker, order_id=order_id)
    form = ReasonForm(request.POST)
    if form.is_valid():
        cancel_order(
            by=request.asker,
            order_id=order_id,
            reason=form.cleaned_data["reason"],
            at=clock.now(),
        )
        return redirect("books:order", order_id=order_id)
    return _page(request, order_id, cancelling=form)


def _page(
    request: Request,
    order_id: int,
    *,
    form: DayForm | None = None,
    cancelling: ReasonForm | None = None,
) -> HttpResponse:
    found = order_seen_by(request.asker, order_id=order_id)
    waits = found.state == "prepared"
    context = {
        "order": found,
        "amount": money(shown.amount_of(found)),
        "facts": shown.order_facts(found),
        "consequences": shown.consequences(found),
        "form": form or DayForm(initial={"paid_on": clock.today()}),
        "cancelling": cancelling or ReasonForm(),
        "prepared_it": waits and found.prepared_by_id == request.asker.person_id,
        "approves": waits and _may(request.asker, found, Role.FINANCE_OFFICER),
        "cancels": waits
        and _may(request.asker, found, Role.FINANCE_OFFICER, Role.PROGRAMME_MANAGER),
    }
    wrong = any(each is not None and each.errors for each in (form, cancelling))
    return page_or_part(request, "books", "order", context, status=422 if wrong else 200)


def _may(asker: Asker, found: object, *roles: Role) -> bool:
    scope = found.scope  # type: ignore[attr-defined] # an order; entrances do not name tables
    return may(asker, *roles, organisation_id=scope.organisation_id, scope_id=scope.pk)
