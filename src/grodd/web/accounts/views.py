"""A person's own pages."""

from dataclasses import asdict
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from grodd.base import clock
from grodd.base.errors import NotFound, Refusal
from grodd.people.queries import own_grants, standing_consents
from grodd.people.roles import LABELS, Role
from grodd.people.usecases.change_profile import change_profile
from grodd.people.usecases.end_role import end_role
from grodd.people.usecases.give_consent import give_consent
from grodd.people.usecases.withdraw_consent import withdraw_consent
from grodd.people.values import Profile
from grodd.processes.erase_person import erase_person
from grodd.reports.personal_data import personal_data, written_out
from grodd.reports.personal_words import told
from grodd.web.accounts.forms import EraseForm, ProfileForm
from grodd.web.http import Request, page_or_part

WORDINGS = {
    "contact": gettext_lazy("You may tell me about other rounds and support that may suit me."),
    "name": gettext_lazy("You may show my name beside ideas and lessons of mine that are public."),
}
"""What one can say yes to here, by purpose."""


@require_http_methods(["GET", "POST"])
@login_required
def me(request: Request) -> HttpResponse:
    """Show, and on POST change, the profile."""
    person: Any = request.user
    first = {name: getattr(person, name) for name in ProfileForm.base_fields}
    form = ProfileForm(request.POST or None, initial=first)
    if form.is_valid():
        change_profile(by=request.asker, at=clock.now(), profile=Profile(**form.cleaned_data))
        messages.success(request, gettext("Your profile is saved."))
        return redirect("accounts:me")
    consents = {one.purpose: one for one in standing_consents(request.asker)}
    grants = own_grants(request.asker, on=clock.today())
    context = {
        "form": form,
        "grants": [(one, LABELS[Role(one.role)]) for one in grants],
        "consents": [(key, words, consents.get(key)) for key, words in WORDINGS.items()],
    }
    return page_or_part(request, "accounts", "me", context, status=422 if form.errors else 200)


@require_POST
@login_required
def consent(request: Request) -> HttpResponse:
    """Say yes to one of the purposes."""
    purpose = request.POST.get("purpose", "")
    if purpose not in WORDINGS:
        raise NotFound
    give_consent(by=request.asker, at=clock.now(), purpose=purpose, wording=str(WORDINGS[purpose]))
    return redirect("accounts:me")


@require_POST
@login_required
def withdraw(request: Request, consent_id: int) -> HttpResponse:
    """Take a yes back."""
    withdraw_consent(by=request.asker, at=clock.now(), consent_id=consent_id)
    return redirect("accounts:me")


@require_POST
@login_required
def lay_down(request: Request, grant_id: int) -> HttpResponse:
    """Lay a role of one's own down, from now on."""
    mine = own_grants(request.asker, on=clock.today()).filter(pk=grant_id)
    if not mine.exists():
        raise NotFound
    yesterday = clock.today() - timedelta(days=1)
    end_role(by=request.asker, at=clock.now(), grant_id=grant_id, last_day=yesterday)
    messages.success(request, gettext("You no longer hold that role."))
    return redirect("accounts:me")


@require_GET
@login_required
def data(request: Request) -> HttpResponse:
    """Show all that is kept on the reader."""
    shown = [(one, [list(told(row)) for row in one.rows]) for one in personal_data(request.asker)]
    return page_or_part(request, "accounts", "data", {"sections": shown})


@require_GET
@login_required
def data_json(request: Request) -> HttpResponse:
    """The same, for machines."""
    sections = [asdict(one) | {"label": str(one.label)} for one in personal_data(request.asker)]
    answer = JsonResponse({"sections": sections}, json_dumps_params={"ensure_ascii": False})
    answer["Content-Disposition"] = 'attachment; filename="grodd-my-data.json"'
    return answer


@require_GET
@login_required
def data_text(request: Request) -> HttpResponse:
    """The same, to read."""
    text = written_out(personal_data(request.asker))
    answer = HttpResponse(text, content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="grodd-my-data.txt"'
    return answer


@require_http_methods(["GET", "POST"])
@login_required
def erase(request: Request) -> HttpResponse:
    """Become a pseudonym, after being asked whether one means it."""
    form = EraseForm(request.POST or None)
    if form.is_valid():
        asker = request.asker
        try:
            erase_person(by=asker, at=clock.now(), person_id=asker.person_id)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            logout(request)
            return redirect("account_login")
    status = 422 if form.errors else 200
    consequences = [
        gettext("Your name, e-mail address and phone number are replaced by a pseudonym."),
        gettext("You are signed out everywhere, and cannot sign in again."),
        gettext("Every role you hold ends today."),
        gettext("Decisions, payments and the audit trail stay, without your name."),
    ]
    context = {"form": form, "consequences": consequences}
    return page_or_part(request, "accounts", "erase", context, status=status)
