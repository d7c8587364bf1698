"""Staying signed in: when a session ends, said in time; and what was sent after it had ended.

A form that is sent too late is kept for an hour, for the person whose browser it is, and offered
to them once they have signed in again. Passwords and files are never kept.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.core.signing import BadSignature, dumps, loads
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from grodd.base import clock
from grodd.people.asker import Asker

Handler = Callable[[HttpRequest], HttpResponse]

ENDS = "session_ends"
KEPT = "kept_form"
COOKIE = "whose"
SALT = "grodd.web.whose"
WARN_BEFORE = timedelta(hours=24)
KEPT_FOR = timedelta(hours=1)
KEPT_LENGTH_MAX = 200_000
"""Longest form that is kept (unit: characters)."""
NEVER_KEPT = ("csrfmiddlewaretoken", "password", "code")


@dataclass(frozen=True, slots=True)
class Kept:
    """A form that was sent too late: where to, and each name with its value, in order."""

    path: str
    pairs: tuple[tuple[str, str], ...]


def ends_at(request: HttpRequest) -> datetime | None:
    """When the session of someone who has signed in ends; None for everyone else."""
    if not request.user.is_authenticated:
        return None
    told = request.session.get(ENDS)
    return datetime.fromtimestamp(told, UTC) if told else None


def extend(request: HttpRequest) -> None:
    """Let the session last its whole length from now on."""
    request.session.modified = True


class StayingMiddleware:
    """Knows when the session ends, and keeps what was sent after it had."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; a form that came too late leads to the door, and from there back to itself."""
        was_in = request.user.is_authenticated
        response = self.get_response(request)
        asker: Asker = request.asker  # type: ignore[attr-defined] # set before this one
        if request.user.is_authenticated:
            _note(request, response, asker)
        elif was_in:
            response.delete_cookie(COOKIE)
        elif _is_too_late(request, response) and _keep(request):
            way = urlencode({"next": reverse("home:kept")})
            return redirect(f"{reverse(settings.LOGIN_URL)}?{way}")
        return response


def _note(request: HttpRequest, response: HttpResponse, asker: Asker) -> None:
    """Saving a session lets it last its whole length again, so that its end moves with it."""
    if request.method == "POST" and _is_kept(request):
        forget(request)
    if request.session.modified:  # as at sign-in
        end = clock.now() + timedelta(seconds=settings.SESSION_COOKIE_AGE)
        request.session[ENDS] = int(end.timestamp())
    if COOKIE not in request.COOKIES or _whose(request) != asker.key:
        response.set_cookie(
            COOKIE, dumps(asker.key, salt=SALT), max_age=90 * 24 * 3600, samesite="Lax",
            httponly=True, secure=settings.SESSION_COOKIE_SECURE,
        )  # fmt: skip


def _is_kept(request: HttpRequest) -> bool:
    kept = request.session.get(KEPT)
    return kept is not None and bool(kept["path"] == request.get_full_path())


def _is_too_late(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether a form of someone who had signed in here met a closed door."""
    to_door = response.get("Location", "").startswith(reverse(settings.LOGIN_URL))
    by_script = "HX-Request" in request.headers
    return bool(request.method == "POST" and to_door and not by_script and _whose(request))


def _keep(request: HttpRequest) -> bool:
    pairs = [
        (name, str(value))
        for name, values in request.POST.lists()
        for value in values
        if not any(word in name for word in NEVER_KEPT)
    ]
    if not pairs or sum(len(name) + len(value) for name, value in pairs) > KEPT_LENGTH_MAX:
        return False
    request.session[KEPT] = {
        "path": request.get_full_path(),
        "pairs": pairs,
        "whose": _whose(request),
        "until": (clock.now() + KEPT_FOR).isoformat(),
    }
    return True


def kept_for(request: HttpRequest, asker: Asker) -> Kept | None:
    """The form that waits for the asker; someone else's, or an old one, is thrown away."""
    found = request.session.get(KEPT)
    if not found:
        return None
    if found["whose"] != asker.key or datetime.fromisoformat(found["until"]) < clock.now():
        forget(request)
        return None
    return Kept(found["path"], tuple((name, value) for name, value in found["pairs"]))


def forget(request: HttpRequest) -> None:
    """Throw the form that waits away."""
    request.session.pop(KEPT, None)


def _whose(request: HttpRequest) -> str:
    """The key of the person whose browser this was last; nothing for a stranger's."""
    try:
        return str(loads(request.COOKIES.get(COOKIE, ""), salt=SALT))
    except BadSignature:
        return ""
