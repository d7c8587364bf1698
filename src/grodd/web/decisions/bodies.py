"""Bodies: their rules, seats and those who may decide alone."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from grodd.base import clock
from grodd.decisions import queries
from grodd.decisions.usecases.delegate import delegate
from grodd.decisions.usecases.end_delegation import end_delegation
from grodd.decisions.usecases.end_seat import end_seat
from grodd.decisions.usecases.give_seat import give_seat
from grodd.decisions.usecases.save_body import BodyRules, save_body
from grodd.web.decisions.forms import NewBodyForm, RulesForm, SeatForm, TrustForm
from grodd.web.decisions.shown import log_rows, matter_rows, meeting_columns, meeting_rows
from grodd.web.forming import is_done, status_of
from grodd.web.http import Request, page_or_part

USUAL_RULES = {
    "quorum_rule": "share",
    "quorum_value": 50,
    "majority_rule": "simple",
    "chair_has_casting_vote": True,
}


@require_GET
@login_required
def start(request: Request) -> HttpResponse:
    """The bodies that I see, with what waits in each."""
    bodies = [
        {"body": one, "waiting": len(queries.matters_waiting(one))}
        for one in queries.bodies_seen_by(request.asker)
    ]
    context = {"bodies": bodies, "may_make": queries.sets_up_bodies(request.asker)}
    return page_or_part(request, "decisions", "start", context)


@require_http_methods(["GET", "POST"])
@login_required
def new(request: Request) -> HttpResponse:
    """Make a body; then give people their seats."""
    scopes = queries.scopes_to_set_up(request.asker)
    form = NewBodyForm(request.POST or None, scopes=scopes, initial=USUAL_RULES)
    made: list[int] = []

    def make() -> None:
        rules_ = dict(form.cleaned_data)
        scope_id = rules_.pop("scope_id")
        row = save_body(
            by=request.asker, scope_id=scope_id, rules=BodyRules(**rules_), at=clock.now()
        )
        made.append(row.pk)

    if is_done(form, make):
        messages.success(request, gettext("The body is made. Now give people their seats."))
        return redirect("decisions:body", body_id=made[0])
    return page_or_part(request, "decisions", "new_body", {"form": form}, status=status_of(form))


@require_GET
@login_required
def body(request: Request, body_id: int) -> HttpResponse:
    """A body: what waits, meetings, seats, and who may decide alone."""
    row = queries.body_seen_by(request.asker, body_id=body_id)
    today = clock.today()
    context = {
        "body": row,
        "manages": queries.manages(request.asker, row),
        "leads": queries.manages(request.asker, row)
        or queries.chairs(request.asker, row, on=today),
        "seats": queries.seats_of(row, on=today),
        "delegations": queries.delegations_of(row, on=today),
        "waiting": matter_rows(queries.matters_waiting(row)),
        "to_release": matter_rows(queries.matters_to_release(row)),
        "meetings": meeting_rows(queries.meetings_of(row)),
        "meeting_columns": meeting_columns(),
    }
    return page_or_part(request, "decisions", "body", context)


@require_http_methods(["GET", "POST"])
@login_required
def rules(request: Request, body_id: int) -> HttpResponse:
    """Change how a body decides."""
    row = queries.body_managed_by(request.asker, body_id=body_id)
    start_with = {name: getattr(row, name) for name in RulesForm.base_fields}
    form = RulesForm(request.POST or None, initial=start_with)
    if is_done(
        form,
        lambda: save_body(
            by=request.asker,
            body_id=row.pk,
            rules=BodyRules(**form.cleaned_data),
            at=clock.now(),
        ),
    ):
        messages.success(request, gettext("The rules are saved."))
        return redirect("decisions:body", body_id=body_id)
    return _form_page(request, row, form, "rules")


@require_http_methods(["GET", "POST"])
@login_required
def seat(request: Request, body_id: int) -> HttpResponse:
    """Give someone a seat."""
    row = queries.body_managed_by(request.asker, body_id=body_id)
    form = SeatForm(request.POST or None, people=_committee(row), initial=_from_today())
    if is_done(
        form,
        lambda: give_seat(
            by=request.asker,
            body_id=row.pk,
            person_id=form.cleaned_data["person"],
            is_chair=form.cleaned_data["is_chair"],
            valid_from=form.cleaned_data["valid_from"],
            at=clock.now(),
        ),
    ):
        return redirect("decisions:body", body_id=body_id)
    return _form_page(request, row, form, "seat")


@require_http_methods(["GET", "POST"])
@login_required
def trust(request: Request, body_id: int) -> HttpResponse:
    """Let someone decide alone up to a limit."""
    row = queries.body_seen_by(request.asker, body_id=body_id)
    queries.check_leads(request.asker, row, on=clock.today())
    currency = row.scope.organisation.currency
    form = TrustForm(
        request.POST or None, people=_committee(row), currency=currency, initial=_from_today()
    )
    if is_done(
        form,
        lambda: delegate(
            by=request.asker,
            body_id=row.pk,
            person_id=form.cleaned_data["person"],
            limit=form.cleaned_data["limit"],
            hours_max=form.cleaned_data["hours_max"],
            valid_from=form.cleaned_data["valid_from"],
            at=clock.now(),
        ),
    ):
        return redirect("decisions:body", body_id=body_id)
    return _form_page(request, row, form, "trust")


@require_GET
@login_required
def log(request: Request, body_id: int) -> HttpResponse:
    """Every decision by one person."""
    row = queries.body_seen_by(request.asker, body_id=body_id)
    columns = [
        gettext("Decided"), gettext("Matter"), gettext("By"), gettext("Outcome"),
        gettext("Reasons"),
    ]  # fmt: skip
    rows = log_rows(queries.fast_tracks_of(row))
    return page_or_part(
        request, "decisions", "log", {"body": row, "columns": columns, "rows": rows}
    )


@require_POST
@login_required
def end(request: Request, seat_id: int) -> HttpResponse:
    """End a seat today."""
    at = clock.now()
    row = end_seat(by=request.asker, seat_id=seat_id, last_day=clock.day_of(at), at=at)
    return redirect("decisions:body", body_id=row.body_id)


@require_POST
@login_required
def end_trust(request: Request, delegation_id: int) -> HttpResponse:
    """Take back that someone may decide alone."""
    at = clock.now()
    row = end_delegation(
        by=request.asker, delegation_id=delegation_id, last_day=clock.day_of(at), at=at
    )
    return redirect("decisions:body", body_id=row.body_id)


def _committee(body: Any) -> Any:
    return queries.candidates(body, on=clock.today())


def _from_today() -> dict[str, Any]:
    return {"valid_from": clock.today()}


def _form_page(request: Request, body: Any, form: Any, what: str) -> HttpResponse:
    titles = {
        "rules": (gettext("How the body decides"), gettext("Save the rules")),
        "seat": (gettext("Give a seat"), gettext("Give the seat")),
        "trust": (gettext("Let one person decide"), gettext("Trust them with this")),
    }
    title, label = titles[what]
    context = {"body": body, "form": form, "title": title, "label": label}
    return page_or_part(request, "decisions", "body_form", context, status=status_of(form))
