"""Files and co-owners of an application."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from grodd.applications import queries
from grodd.applications.usecases.accept_co_owner import accept_co_owner
from grodd.applications.usecases.invite_co_owner import invite_co_owner
from grodd.applications.usecases.join_application import join_application
from grodd.applications.usecases.remove_attachment import remove_attachment
from grodd.applications.usecases.remove_co_owner import remove_co_owner
from grodd.base import clock
from grodd.base.errors import NotAllowed, Refusal
from grodd.web.applications.forms import InviteForm
from grodd.web.http import Request, page_or_part


@require_GET
@login_required
def file(request: Request, key: UUID) -> HttpResponse:
    """A file, to those who see its application; always as a download, never run here."""
    found = queries.attachment_seen_by(request.asker, key=str(key))
    response = HttpResponse(queries.content_of(found), content_type=found.file.content_type)
    response.headers["Content-Disposition"] = _disposition(found.file.name)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _disposition(name: str) -> str:
    plain = "".join(one for one in name if one.isascii() and (one.isalnum() or one in "._- "))
    return f'attachment; filename="{plain or "file"}"'


@require_POST
@login_required
def remove_file(request: Request, key: UUID) -> HttpResponse:
    """Take a file out of a draft."""
    removed = remove_attachment(key=str(key), by=request.asker, at=clock.now())
    return redirect("applications:write", application_id=removed.application_id)


@require_http_methods(["GET", "POST"])
@login_required
def co_owners(request: Request, application_id: int) -> HttpResponse:
    """Who writes along; on POST, invite one more."""
    application = queries.application_seen_by(request.asker, application_id=application_id)
    form = InviteForm(request.POST or None)
    if form.is_valid():
        try:
            invite_co_owner(
                application_id=application_id, by=request.asker, at=clock.now(),
                **form.cleaned_data,
            )  # fmt: skip
        except NotAllowed:
            raise
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, gettext("The invitation is on its way."))
            return redirect("applications:co_owners", application_id=application_id)
    context: dict[str, Any] = {
        "application": application,
        "form": form,
        "co_owners": queries.co_owners_of(application),
        "is_owner": queries.is_owner(request.asker, application),
    }
    status = 422 if form.errors else 200
    return page_or_part(request, "applications", "co_owners", context, status=status)


@require_POST
@login_required
def remove_co_owner_view(request: Request, application_id: int, co_owner_id: int) -> HttpResponse:
    """End someone's part."""
    removed = remove_co_owner(
        application_id=application_id, co_owner_id=co_owner_id, by=request.asker, at=clock.now()
    )
    if removed.person_id == request.asker.person_id:
        return redirect("applications:mine")
    return redirect("applications:co_owners", application_id=application_id)


@require_http_methods(["GET", "POST"])
@login_required
def accept(request: Request, token: str) -> HttpResponse:
    """Show an invitation; on POST, say yes to it."""
    found = queries.invitation(token=token)
    if request.method == "POST":
        accept_co_owner(token=token, by=request.asker, at=clock.now())
        return redirect("applications:detail", application_id=found.application_id)
    return page_or_part(request, "applications", "accept", {"invitation": found})


@require_http_methods(["GET", "POST"])
@login_required
def join(request: Request, co_owner_id: int) -> HttpResponse:
    """Show an invitation to the address that one signs in with; on POST, say yes to it."""
    found = queries.invitation_to(request.asker, co_owner_id=co_owner_id)
    if request.method == "POST":
        join_application(co_owner_id=co_owner_id, by=request.asker, at=clock.now())
        return redirect("applications:detail", application_id=found.application_id)
    return page_or_part(request, "applications", "accept", {"invitation": found})
