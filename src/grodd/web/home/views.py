"""The start page, and the choices that follow a person: language and space."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from grodd.base import clock
from grodd.people.queries import spaces_of
from grodd.people.usecases.choose_language import choose_language
from grodd.reports.waiting import next_step_of, waiting_for
from grodd.web.home.accessibility import KNOWN_EXCEPTIONS, OFFERED, REVIEWED_ON
from grodd.web.home.waiting import next_step, shown
from grodd.web.http import Request, page_or_part
from grodd.web.middleware import SPACE_IN_SESSION

COOKIE_AGE_SECONDS = 365 * 24 * 3600


@require_GET
@login_required
def start(request: Request) -> HttpResponse:
    """What waits for me; where nothing does, the next step."""
    waiting = shown(waiting_for(request.asker, at=clock.now()))
    step = {} if waiting else next_step(next_step_of(request.asker))
    context = {"waiting": waiting, "next_step": step}
    return page_or_part(request, "home", "start", context)


@require_GET
def accessibility(request: Request) -> HttpResponse:
    """How well everyone can use these pages."""
    context = {"offered": OFFERED, "known": KNOWN_EXCEPTIONS, "reviewed_on": REVIEWED_ON}
    return page_or_part(request, "home", "accessibility", context)


@require_POST
def language(request: Request) -> HttpResponse:
    """Choose a language; it follows the person, or the browser before they have signed in."""
    response = redirect(_back(request))
    chosen = request.POST.get("language", "")
    if chosen in dict(settings.LANGUAGES):
        if request.asker.person_id:
            choose_language(by=request.asker, language=chosen)
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            chosen,
            max_age=COOKIE_AGE_SECONDS,
            samesite="Lax",
            httponly=True,
            secure=settings.SESSION_COOKIE_SECURE,
        )
    return response


@require_POST
@login_required
def space(request: Request) -> HttpResponse:
    """Work in another of one's spaces."""
    chosen = request.POST.get("space", "")
    if chosen in {str(one.pk) for one in spaces_of(request.asker)}:
        request.session[SPACE_IN_SESSION] = int(chosen)
    return redirect("home:start")


def _back(request: HttpRequest) -> str:
    wished = request.POST.get("next", "/")
    safe = url_has_allowed_host_and_scheme(wished, allowed_hosts={request.get_host()})
    return wished if safe else "/"
