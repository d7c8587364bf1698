"""The start page, and the choices that follow a person: language and space."""

from dataclasses import asdict, replace

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext, override
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from grodd.base import clock
from grodd.people.queries import spaces_of
from grodd.people.usecases.choose_language import choose_language
from grodd.people.usecases.choose_reading import choose_reading
from grodd.people.values import Reading
from grodd.reports.going import going_for
from grodd.reports.waiting import next_step_of, waiting_for
from grodd.web import staying
from grodd.web.forming import status_of
from grodd.web.home import going
from grodd.web.home.accessibility import statement
from grodd.web.home.forms import ReadingForm
from grodd.web.home.waiting import next_step, shown
from grodd.web.http import Request, page_or_part
from grodd.web.middleware import SPACE_IN_SESSION
from grodd.web.reading import keep

WORDS_SHOWN_FROM = 12
"""Shorter values are keys and numbers, which say nothing without their labels."""


@require_GET
@login_required
def start(request: Request) -> HttpResponse:
    """What waits for me, or else the next step; then how things go."""
    waiting = shown(waiting_for(request.asker, at=clock.now()))
    step = {} if waiting else next_step(next_step_of(request.asker))
    goes = going.shown(going_for(request.asker, at=clock.now()), request.asker)
    context = {"waiting": waiting, "next_step": step, **goes}
    return page_or_part(request, "home", "start", context)


@require_GET
def accessibility(request: Request) -> HttpResponse:
    """How well everyone can use these pages."""
    return page_or_part(request, "home", "accessibility", {"statement": statement()})


@require_POST
def language(request: Request) -> HttpResponse:
    """Choose a language; it follows the person, or the browser before they have signed in."""
    response = redirect(_back(request))
    chosen = request.POST.get("language", "")
    if chosen in dict(settings.LANGUAGES):
        if request.asker.person_id:
            choose_language(by=request.asker, language=chosen)
        keep(response, replace(request.reading, language=chosen))
    return response


@require_http_methods(["GET", "POST"])
def reading(request: Request) -> HttpResponse:
    """Language, easy words, size, contrast, light or dark: chosen once, here."""
    form = ReadingForm(request.POST or None, initial=asdict(request.reading))
    if form.is_valid():
        chosen = Reading(**form.cleaned_data)
        if request.asker.person_id:
            choose_reading(by=request.asker, reading=chosen)
        with override(chosen.language):
            messages.success(request, gettext("The pages now follow your choices."))
        response = redirect(_back(request, reverse("home:reading")))
        keep(response, chosen)
        return response
    context = {"form": form, "back": request.POST.get("next") or request.GET.get("next", "")}
    return page_or_part(request, "home", "reading", context, status=status_of(form))


@require_POST
@login_required
def space(request: Request) -> HttpResponse:
    """Work in another of one's spaces."""
    chosen = request.POST.get("space", "")
    if chosen in {str(one.pk) for one in spaces_of(request.asker)}:
        request.session[SPACE_IN_SESSION] = int(chosen)
    return redirect("home:start")


@require_POST
@login_required
def stay(request: Request) -> HttpResponse:
    """Stay signed in: the session lasts its whole length from now on."""
    staying.extend(request)
    if request.headers.get("X-Requested-With") == "fetch":
        return HttpResponse(status=204)
    messages.success(request, gettext("You stay signed in."))
    return redirect(_back(request))


@require_GET
@login_required
def kept(request: Request) -> HttpResponse:
    """A form that was sent after the session had ended, ready to be sent again."""
    found = staying.kept_for(request, request.asker)
    if found is None:
        return redirect("home:start")
    words = [value for _, value in found.pairs if len(value) > WORDS_SHOWN_FROM]
    return page_or_part(request, "home", "kept", {"kept": found, "words": words})


@require_POST
@login_required
def forget(request: Request) -> HttpResponse:
    """Throw the form that waits away."""
    staying.forget(request)
    messages.success(request, gettext("It is thrown away."))
    return redirect("home:start")


def _back(request: HttpRequest, otherwise: str = "/") -> str:
    wished = request.POST.get("next") or otherwise
    safe = url_has_allowed_host_and_scheme(wished, allowed_hosts={request.get_host()})
    return wished if safe else otherwise
