"""Sign in as anyone in the cast, with one press. These views exist only in the demo."""

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET

from grodd.people.queries import demo_cast, person_with_address
from grodd.processes.demo.cast import CAST, DOMAIN
from grodd.web.http import page_or_part
from grodd.web.middleware import SECOND_STEP_PASSED


@require_GET
def cast(request: HttpRequest) -> HttpResponse:
    """Everyone one can be: who they are, and what one can do in their shoes."""
    here = {one.email for one in demo_cast(DOMAIN)}
    people = [
        {"key": one.key, "name": one.name, "what": one.what, "roles": one.labels}
        for one in CAST
        if one.email in here
    ]
    return page_or_part(request, "accounts", "demo_cast", {"people": people})


@require_GET
def enter(request: HttpRequest, key: str) -> HttpResponse:
    """Become someone; the second step counts as passed."""
    if not settings.DEMO:
        raise Http404
    person = person_with_address(f"{key}@{DOMAIN}")
    if person is None:
        raise Http404
    login(request, person, backend="django.contrib.auth.backends.ModelBackend")
    request.session[SECOND_STEP_PASSED] = True
    return redirect("home:start")
