"""Long work in the browser: a list of one's own, and a page for each."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from grodd.base import clock
from grodd.base.progress import ask_to_stop, task_of, tasks_of
from grodd.people.asker import Asker
from grodd.people.roles import Role
from grodd.web.http import Request, page_of, page_or_part

WATCHERS = (Role.ADMINISTRATOR, Role.FINANCE_OFFICER, Role.AUDITOR)
"""They also see the work that goes by itself in their space."""


def watched_by(asker: Asker) -> set[int]:
    """The spaces whose own work someone may watch."""
    return asker.organisations_where(*WATCHERS)


@require_GET
@login_required
def listing(request: Request) -> HttpResponse:
    """What one has started, the newest first."""
    page = page_of(request, tasks_of(request.asker.key, watched_by(request.asker)))
    return page_or_part(request, "progress", "list", {"page": page})


@require_GET
@login_required
def show(request: Request, key: UUID) -> HttpResponse:
    """How far one task has come; the page asks again by itself until it is over."""
    asker = request.asker
    task = task_of(asker.key, key=key, spaces=watched_by(asker))
    context = {"task": task, "is_own": task.owner == asker.key}
    return page_or_part(request, "progress", "show", context)


@require_POST
@login_required
def stop(request: Request, key: UUID) -> HttpResponse:
    """Ask for its end."""
    task = ask_to_stop(key=key, owner=request.asker.key, at=clock.now())
    return redirect("progress:show", key=task.key)
