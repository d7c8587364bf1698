"""Files that take long: one says that one wants it, and fetches it when it is ready."""

from collections.abc import Mapping
from urllib.parse import urlencode
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_http_methods

from grodd.base import clock
from grodd.base.made_files import KEPT, file_of
from grodd.reports.later.make_file import make_file_later
from grodd.reports.later.makers import Wish, making_of
from grodd.web.http import Request, page_or_part

OURS = frozenset({"what", "as", "from", "page"})
"""What the address says besides the facts that a file is made from."""
URL_LENGTH_MAX = 300


def later(what: str, facts: Mapping[str, str], *, back: str) -> str:
    """Where one asks for a file that a worker makes.

    Args:
        what: The key that the file is made by.
        facts: What it is made from; with ``as``, the kind of file.
        back: The page that one comes from, which takes the facts as its filters.
    """
    kept = {name: text for name, text in facts.items() if name != "page"}
    return f"{reverse('progress:make')}?{urlencode({**kept, 'what': what, 'from': back})}"


@require_http_methods(["GET", "POST"])
@login_required
def make(request: Request) -> HttpResponse:
    """What is to be made and how much it is; on POST, have it made."""
    given = request.GET.dict()
    facts = {name: text for name, text in given.items() if name not in OURS}
    wish = Wish(given.get("what", ""), given.get("as", ""), facts)
    at = clock.now()
    making = making_of(request.asker, wish, at=at)
    back = _back(given.get("from", ""), facts)
    if request.method == "POST":
        task = make_file_later(wish=wish, by=request.asker, at=at, url=back)
        return redirect("progress:show", key=task.key)
    context = {"making": making, "ending": wish.ending, "back": back, "days": KEPT.days}
    return page_or_part(request, "progress", "make", context)


@require_GET
@login_required
def file(request: Request, key: UUID) -> HttpResponse:
    """What one's own task made."""
    made = file_of(request.asker.key, key=key, at=clock.now())
    answer = HttpResponse(made.path.read_bytes(), content_type=made.content_type)
    answer["Content-Disposition"] = f'attachment; filename="{made.name}"'
    return answer


def _back(path: str, facts: Mapping[str, str]) -> str:
    """The page that the file was asked for on, with its filters."""
    if not url_has_allowed_host_and_scheme(path, allowed_hosts=None) or "?" in path:
        return ""
    whole = f"{path}?{urlencode(facts)}" if facts else path
    return whole if len(whole) <= URL_LENGTH_MAX else path[:URL_LENGTH_MAX]
