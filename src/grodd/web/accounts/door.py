"""The ways in that are ours: a link by mail, and an invitation. The rest is django-allauth's."""

from collections.abc import Mapping

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from allauth.core.ratelimit import consume_or_429
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext, override
from django.views.decorators.http import require_http_methods

from grodd.base import clock
from grodd.base.errors import Refusal
from grodd.people.queries import invitation_with, person_with_address
from grodd.people.roles import LABELS, Role
from grodd.people.usecases.accept_invitation import accept_invitation
from grodd.people.usecases.make_sign_in_link import MINUTES, make_sign_in_link
from grodd.people.usecases.use_sign_in_link import use_sign_in_link
from grodd.processes.join_by_invitation import join_by_invitation
from grodd.processes.mailing import mail_to
from grodd.web.accounts.forms import JoinForm, LinkForm
from grodd.web.http import page_or_part
from grodd.web.middleware import SPACE_IN_SESSION


@require_http_methods(["GET", "POST"])
def ask_link(request: HttpRequest) -> HttpResponse:
    """Ask for a sign-in link. The answer is the same whether the address is known or not."""
    form = LinkForm(request.POST or None)
    if not form.is_valid():
        status = 422 if form.errors else 200
        return page_or_part(request, "accounts", "ask_link", {"form": form}, status=status)
    email = form.cleaned_data["email"]
    too_many: HttpResponse | None = consume_or_429(
        request, action="request_login_code", key=email.lower()
    )
    if too_many:
        return too_many
    if token := make_sign_in_link(email=email, at=clock.now()):
        _send(email, token)
    return page_or_part(request, "accounts", "link_sent", {"email": email, "minutes": MINUTES})


@require_http_methods(["GET", "POST"])
def open_link(request: HttpRequest, token: str) -> HttpResponse:
    """Come in by a link. Reading the page does not use it up: mail filters open every link."""
    if request.method == "GET":
        return page_or_part(request, "accounts", "open_link", {"token": token})
    try:
        person = use_sign_in_link(token=token, at=clock.now())
    except Refusal as refusal:
        context = {"token": token, "refusal": refusal}
        return page_or_part(request, "accounts", "open_link", context, status=422)
    return _let_in(request, person)


@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Answer an invitation: as the one who is signed in, or as someone new."""
    invited = invitation_with(token)
    known = person_with_address(invited.email) is not None
    new = not request.user.is_authenticated and not known
    form = JoinForm(request.POST or None) if new else None
    context = {
        "invitation": invited,
        "role": LABELS[Role(invited.role)],
        "form": form,
        "sign_in": f"{reverse('account_login')}?next={request.path}",
    }
    ready = form.is_valid() if form else request.user.is_authenticated
    if request.method == "POST" and ready:
        try:
            return _accept(request, token, invited.organisation_id, form)
        except Refusal as refusal:
            context["refusal"] = refusal
            return page_or_part(request, "accounts", "invitation", context, status=422)
    status = 422 if form and form.errors else 200
    return page_or_part(request, "accounts", "invitation", context, status=status)


def _accept(request: HttpRequest, token: str, space_id: int, form: JoinForm | None) -> HttpResponse:
    """Hold the role from now on, and begin in its space."""
    if form is None:
        assert request.user.is_authenticated
        accept_invitation(token=token, person_id=request.user.pk, at=clock.now())
        answer: HttpResponse = redirect("home:start")
    else:
        language = (get_language() or "sv").split("-")[0]
        person = join_by_invitation(
            token=token, at=clock.now(), language=language, **form.cleaned_data
        )
        answer = _let_in(request, person)
    request.session[SPACE_IN_SESSION] = space_id
    return answer


def _let_in(request: HttpRequest, person: object) -> HttpResponse:
    """Sign in someone whose address a mail has proven; a second step still comes after this."""
    record_authentication(request, person, method="code")
    answer: HttpResponse = perform_login(request, person, email_verification="none")
    return answer


def _send(email: str, token: str) -> None:
    person = person_with_address(email)
    assert person is not None, "a link is only made for a person"
    url = f"{settings.BASE_URL}{reverse('accounts:open_link', kwargs={'token': token})}"
    with override(person.language):
        subject = gettext("Your link to sign in")
        body = gettext(
            "Hi %(name)s,\n\nThis link signs you in. It works once, for %(minutes)s minutes:\n\n"
            "%(url)s\n\nIf you did not ask for it, you can leave it. Nothing happens."
        ) % {"name": person.name, "minutes": MINUTES, "url": url}
    mail_to(person.email, subject, body, language=person.language)


def too_many_attempts(request: HttpRequest, *_args: object, **_more: object) -> HttpResponse:
    """The answer to someone who has guessed too often (django-axes)."""
    return render(request, "429.html", {}, status=429)


def address_tried(request: HttpRequest, credentials: Mapping[str, object] | None = None) -> str:
    """Whose account someone tries to open: one who guesses must not shut out a whole office."""
    given = credentials or request.POST
    found = given.get("email") or given.get("username") or given.get("login") or ""
    return str(found).lower()
