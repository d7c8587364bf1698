"""Who asks, in which language, and what a refusal looks like when no form caught it."""

from collections.abc import Callable
from urllib.parse import urlencode

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext

from grodd.base import clock
from grodd.base.errors import NotAllowed, NotFound, Refusal
from grodd.people.asker import NOBODY, Asker
from grodd.people.queries import asker_of, needs_second_factor
from grodd.web.reading import COOKIE, reading_of, take_over

Handler = Callable[[HttpRequest], HttpResponse]

SPACE_IN_SESSION = "space"
READING_TAKEN = "reading_taken"
SECOND_STEP_PASSED = "second_step_passed"
OPEN_WITHOUT_SECOND_STEP = (
    "/accounts/",
    "/static/",
    "/language/",
    "/reading/",
    "/spaces/",
    "/sign-in/",
)
STRONG = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


class AskerMiddleware:
    """Puts the one who asks on the request; the trusted pass a second step before anything else."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, with ``request.asker`` in place."""
        request.asker = SimpleLazyObject(lambda: _asker(request))  # type: ignore[attr-defined]
        if where := _second_step(request):
            return redirect(where)
        return self.get_response(request)


def _asker(request: HttpRequest) -> Asker:
    if not request.user.is_authenticated:
        return NOBODY
    space = request.session.get(SPACE_IN_SESSION)
    return asker_of(request.user, on=clock.today(), organisation_id=space)


def _second_step(request: HttpRequest) -> str:
    """Where this person must go first: to set up a second step, to use it, or nowhere.

    A session that began before the second step was set up has not passed it, so having one is
    not enough: this very session must have used it.
    """
    if request.path.startswith(OPEN_WITHOUT_SECOND_STEP) or not request.user.is_authenticated:
        return ""
    if request.session.get(SECOND_STEP_PASSED):
        return ""
    asker: Asker = request.asker  # type: ignore[attr-defined] # set above
    if not needs_second_factor(asker):
        return ""
    if any(one.get("method") == "mfa" for one in get_authentication_records(request, request.user)):
        request.session[SECOND_STEP_PASSED] = True
        return ""
    return _way_to_second_step(request)


def _way_to_second_step(request: HttpRequest) -> str:
    adapter = get_adapter()
    if not adapter.is_mfa_enabled(request.user, types=STRONG):
        messages.info(request, gettext("Your role needs a second step at sign-in. Set it up here."))
        return reverse("mfa_index")
    has_code = adapter.is_mfa_enabled(request.user, types=(Authenticator.Type.TOTP,))
    name = "mfa_reauthenticate" if has_code else "mfa_reauthenticate_webauthn"
    return f"{reverse(name)}?{urlencode({'next': request.get_full_path()})}"


class LanguageMiddleware:
    """The language follows the person; before they sign in, the cookie, then the browser."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in the person's language."""
        if request.user.is_authenticated and request.user.language != translation.get_language():
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = request.user.language
        return self.get_response(request)


class ReadingMiddleware:
    """Puts how someone reads on the request; what they chose at the door goes with them."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, with ``request.reading`` in place."""
        own = reading_of(request)
        asker: Asker = request.asker  # type: ignore[attr-defined] # the middleware before this one
        if COOKIE in request.COOKIES and asker.person_id and READING_TAKEN not in request.session:
            own = take_over(request, asker, own)
            request.session[READING_TAKEN] = True
        request.reading = own  # type: ignore[attr-defined]
        return self.get_response(request)


class RefusalMiddleware:
    """A refusal that no form caught becomes a page that says what happened and what helps."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; refusals arrive in ``process_exception``."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer 404 for what is not there for this person, 403 and 409 with the reason."""
        if isinstance(error, NotFound):
            return render(request, "404.html", {}, status=404)
        if isinstance(error, NotAllowed):
            return render(request, "403.html", {"refusal": error}, status=403)
        if isinstance(error, Refusal):
            return render(request, "409.html", {"refusal": error}, status=409)
        return None
