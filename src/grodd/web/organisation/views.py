"""A space's people and roles, its rules, its trail and the mail that did not leave."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from grodd.base import clock
from grodd.base.errors import NotFound, Refusal
from grodd.people.asker import Asker
from grodd.people.queries import (
    RUNS_OR_READS,
    grant_seen_by,
    grants_seen_by,
    invitations_seen_by,
    members_seen_by,
    names_by_key,
    scopes_seen_by,
    space_where,
)
from grodd.people.rights import may_give
from grodd.people.roles import LABELS, Role
from grodd.people.usecases.end_role import end_role
from grodd.people.usecases.give_role import give_role
from grodd.people.usecases.invite_person import invite_person
from grodd.people.values import Place, Term
from grodd.processes.inbox import lines_of
from grodd.processes.see_to_mail import see_to_mail
from grodd.processes.send_again import send_again
from grodd.reports.audit_trail import audit_trail
from grodd.reports.failed_messages import failed_messages
from grodd.web.components.values import Column
from grodd.web.http import Request, page_of
from grodd.web.organisation.forms import GiveForm, InviteForm
from grodd.web.organisation.ways import page_of_space


def roles_to_give(asker: Asker, space_id: int) -> list[Role]:
    """The roles that the asker may hand out in the whole space."""
    return [role for role in Role if may_give(asker, role, Place(space_id))]


def _page(
    request: Request, *, give_form: GiveForm | None = None, invite_form: InviteForm | None = None
) -> HttpResponse:
    """Everyone with a role, and the forms that give and invite."""
    asker = request.asker
    space = space_where(asker, *RUNS_OR_READS)
    choices = _choices(asker, space.pk)
    people = members_seen_by(asker, organisation_id=space.pk)
    today = clock.today()
    grants = [
        {
            "grant": one,
            "role": LABELS[Role(one.role)],
            "ended": bool(one.valid_until and one.valid_until < today),
            "may_end": may_give(asker, one.role, Place(space.pk, one.scope_id)),
        }
        for one in grants_seen_by(asker, organisation_id=space.pk)
    ]
    context = {
        "space": space,
        "grants": grants,
        "invitations": [
            (one, LABELS[Role(one.role)])
            for one in invitations_seen_by(asker, organisation_id=space.pk)
        ],
        "may_give": bool(choices["roles"]),
        "give_form": give_form or GiveForm(people=people, initial={"valid_from": today}, **choices),
        "invite_form": invite_form or InviteForm(prefix="invite", **choices),
    }
    wrong = (give_form and give_form.errors) or (invite_form and invite_form.errors)
    return page_of_space(request, "people", context, status=422 if wrong else 200)


def _choices(asker: Asker, space_id: int) -> dict[str, Any]:
    return {
        "roles": roles_to_give(asker, space_id),
        "scopes": list(scopes_seen_by(asker, organisation_id=space_id)),
    }


@require_GET
@login_required
def people(request: Request) -> HttpResponse:
    """Who may do what in the space."""
    return _page(request)


@require_POST
@login_required
def give(request: Request) -> HttpResponse:
    """Give someone of the space a role."""
    asker = request.asker
    space = space_where(asker, Role.ADMINISTRATOR, Role.PROGRAMME_MANAGER)
    members = members_seen_by(asker, organisation_id=space.pk)
    form = GiveForm(request.POST, people=members, **_choices(asker, space.pk))
    if form.is_valid():
        said = form.cleaned_data
        try:
            give_role(
                by=asker,
                at=clock.now(),
                person_id=int(said["person"]),
                role=said["role"],
                place=Place(space.pk, said["scope"]),
                term=Term(said["valid_from"], said["valid_until"]),
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, gettext("The role is given."))
            return redirect("organisation:people")
    return _page(request, give_form=form)


@require_POST
@login_required
def invite(request: Request) -> HttpResponse:
    """Invite someone by mail."""
    asker = request.asker
    space = space_where(asker, Role.ADMINISTRATOR, Role.PROGRAMME_MANAGER)
    form = InviteForm(request.POST, prefix="invite", **_choices(asker, space.pk))
    if form.is_valid():
        said = form.cleaned_data
        place = Place(space.pk, said["scope"])
        invite_person(by=asker, at=clock.now(), email=said["email"], role=said["role"], place=place)
        messages.success(request, gettext("The invitation is on its way."))
        return redirect("organisation:people")
    return _page(request, invite_form=form)


@require_http_methods(["GET", "POST"])
@login_required
def end(request: Request, grant_id: int) -> HttpResponse:
    """Ask, and on POST end a role at once."""
    grant = grant_seen_by(request.asker, grant_id=grant_id)
    if not may_give(request.asker, grant.role, Place(grant.organisation_id, grant.scope_id)):
        raise NotFound
    context: dict[str, Any] = {"grant": grant, "role": LABELS[Role(grant.role)]}
    if request.method == "POST":
        yesterday = clock.today() - timedelta(days=1)
        try:
            end_role(by=request.asker, at=clock.now(), grant_id=grant_id, last_day=yesterday)
        except Refusal as refusal:
            context["refusal"] = refusal
            return page_of_space(request, "end", context, status=422)
        messages.success(request, gettext("The role has ended."))
        return redirect("organisation:people")
    return page_of_space(request, "end", context)


@require_GET
@login_required
def trail(request: Request) -> HttpResponse:
    """What was done in the space, and by whom."""
    subject = request.GET.get("subject", "").strip()
    page = page_of(request, audit_trail(request.asker, subject=subject))
    who = names_by_key(event.actor for event in page)
    context = {
        "page": page,
        "subject": subject,
        "columns": [gettext("Number"), gettext("When"), gettext("Who"), gettext("What"),
                    gettext("To what"), gettext("Facts")],
        "rows": [
            (one.number, one.at, who.get(one.actor, one.actor), one.action, one.subject,
             ", ".join(f"{name}: {value}" for name, value in one.facts.items()))
            for one in page
        ],
    }  # fmt: skip
    return page_of_space(request, "trail", context)


@require_GET
@login_required
def messages_failed(request: Request) -> HttpResponse:
    """Mail that could not be delivered."""
    page = page_of(request, failed_messages(request.asker))
    who = names_by_key(key for one in page for key in (one.recipient, one.seen_to_by) if key)
    context = {
        "page": page,
        "columns": [
            gettext("Written"), gettext("To"), gettext("About"), gettext("What went wrong"),
            Column(gettext("What can be done"), kind="actions"),
        ],
        "rows": [
            (one, who.get(one.recipient, one.recipient), told.subject,
             who.get(one.seen_to_by, one.seen_to_by))
            for one, told in zip(page, lines_of(page), strict=True)
        ],
    }  # fmt: skip
    return page_of_space(request, "messages", context)


@require_POST
@login_required
def message_again(request: Request, message_id: int) -> HttpResponse:
    """Send a mail again that did not arrive."""
    send_again(by=request.asker, message_id=message_id, at=clock.now())
    messages.success(request, gettext("The mail is on its way again."))
    return redirect("organisation:messages")


@require_POST
@login_required
def message_seen_to(request: Request, message_id: int) -> HttpResponse:
    """Tick off a mail that did not arrive."""
    see_to_mail(by=request.asker, message_id=message_id, at=clock.now())
    messages.success(request, gettext("Noted: it is seen to, and no longer waits for you."))
    return redirect("organisation:messages")
