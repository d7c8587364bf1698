"""The space itself, and the organisations that it serves."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from grodd.base import clock
from grodd.base.errors import NotAllowed, NotFound, Refusal
from grodd.people.queries import (
    RUNS_OR_READS,
    customers_seen_by,
    organisation_seen_by,
    scopes_seen_by,
    space_where,
)
from grodd.people.registering import REGISTRARS
from grodd.people.roles import Role
from grodd.people.usecases.add_organisation import add_organisation
from grodd.people.usecases.change_licences import change_licences
from grodd.people.usecases.change_organisation import change_organisation
from grodd.people.values import OrganisationFacts
from grodd.web.components.values import Cell
from grodd.web.http import Request
from grodd.web.organisation.forms import LEGAL_FORMS, LicenceForm, OrganisationForm
from grodd.web.organisation.ways import page_of_space

BANK = "bank"


@require_http_methods(["GET", "POST"])
@login_required
def settings_of_space(request: Request) -> HttpResponse:
    """Name and number of the space, and its areas of responsibility."""
    space = space_where(request.asker, Role.ADMINISTRATOR)
    return _edit(
        request,
        space,
        "settings",
        scopes=scopes_seen_by(request.asker, organisation_id=space.pk),
        licences=LicenceForm(initial={"is_bank": BANK in space.licences}),
    )


@require_POST
@login_required
def licences(request: Request) -> HttpResponse:
    """Say what the space is licensed to do."""
    space_where(request.asker, Role.ADMINISTRATOR)
    form = LicenceForm(request.POST)
    held = (BANK,) if form.is_valid() and form.cleaned_data["is_bank"] else ()
    change_licences(by=request.asker, at=clock.now(), licences=held)
    messages.success(request, gettext("The organisation is saved."))
    return redirect("organisation:settings")


@require_http_methods(["GET", "POST"])
@login_required
def customers(request: Request) -> HttpResponse:
    """The organisations that the space serves; on POST, one more."""
    asker = request.asker
    space = space_where(asker, *RUNS_OR_READS, Role.ADVISER)
    may_add = asker.has(*REGISTRARS, organisation_id=space.pk)
    form = OrganisationForm(request.POST or None, initial={"country": space.country})
    if form.is_valid():
        facts = OrganisationFacts(**form.cleaned_data)
        try:
            add_organisation(by=asker, at=clock.now(), space_id=space.pk, facts=facts)
        except NotAllowed:
            raise
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, gettext("The organisation is added."))
            return redirect("organisation:customers")
    forms_of = dict(LEGAL_FORMS)
    rows = [
        (Cell(one.name, url=f"{request.path}{one.pk}/" if may_add else ""), one.number,
         forms_of[one.legal_form])
        for one in customers_seen_by(asker, organisation_id=space.pk)
    ]  # fmt: skip
    columns = [gettext("Name"), gettext("Number"), gettext("Legal form")]
    context = {"form": form if may_add else None, "columns": columns, "rows": rows}
    status = 422 if form.errors else 200
    return page_of_space(request, "customers", context, status=status)


@require_http_methods(["GET", "POST"])
@login_required
def customer(request: Request, organisation_id: int) -> HttpResponse:
    """One of them; on POST, mend what is known."""
    found = organisation_seen_by(request.asker, organisation_id=organisation_id)
    here = request.asker.organisation_id
    if found.is_space or here is None or found.served_by_id != here:
        raise NotFound
    if not request.asker.has(*REGISTRARS, organisation_id=here):
        raise NotFound
    return _edit(request, found, "customer")


def _edit(request: Request, row: Any, name: str, **more: Any) -> HttpResponse:
    """A form filled with what is known; on POST it is written."""
    first = {key: getattr(row, key) for key in OrganisationForm.base_fields}
    form = OrganisationForm(request.POST or None, initial=first)
    if form.is_valid():
        facts = OrganisationFacts(**form.cleaned_data)
        try:
            change_organisation(
                by=request.asker, at=clock.now(), organisation_id=row.pk, facts=facts
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, gettext("The organisation is saved."))
            return redirect(request.path)
    context = {"organisation": row, "form": form, **more}
    status = 422 if form.errors else 200
    return page_of_space(request, name, context, status=status)
