"""Search lessons, read one, share it or hide it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from grodd.base import clock
from grodd.base.errors import NotAllowed
from grodd.library.queries import lesson_seen_by, search, themes
from grodd.library.usecases.share_lesson import share_lesson
from grodd.library.usecases.withdraw_lesson import withdraw_lesson
from grodd.web.forming import is_done
from grodd.web.http import Request, page_or_part
from grodd.web.library import shown
from grodd.web.library.forms import ShareForm


@require_GET
@login_required
def find(request: Request) -> HttpResponse:
    """Lessons that I may read, best first."""
    words = request.GET.get("q", "").strip()
    theme = request.GET.get("theme", "")
    outcome = shown.outcome_asked(request.GET.get("outcome", ""))
    found = search(request.asker, words=words, theme=theme, outcome=outcome)
    asked = {"q": words, "theme": theme, "outcome": outcome}
    context = {
        "words": words,
        "is_filtered": bool(words or theme or outcome),
        "lessons": [shown.found_lesson(one, found.keys) for one in found.lessons],
        "more": found.count - len(found.lessons),
        "outcomes": shown.outcome_tabs(asked),
        "themes": shown.theme_tabs(asked, themes(request.asker)),
    }
    return page_or_part(request, "library", "search", context)


@require_GET
@login_required
def lesson(request: Request, lesson_id: int) -> HttpResponse:
    """One lesson; whoever wrote it chooses who may read it."""
    return _lesson(request, lesson_id)


def _lesson(request: Request, lesson_id: int, form: ShareForm | None = None) -> HttpResponse:
    row = lesson_seen_by(request.asker, lesson_id=lesson_id)
    mine = row.written_by_id == request.asker.person_id
    start = ShareForm(initial={"reach": row.reach, "names_author": row.names_author})
    context = {
        "lesson": row,
        **shown.lesson_words(row, mine=mine),
        "form": form or (start if mine else None),
    }
    return page_or_part(request, "library", "lesson", context, status=422 if form else 200)


@require_POST
@login_required
def share(request: Request, lesson_id: int) -> HttpResponse:
    """Let others read my lesson."""
    row = lesson_seen_by(request.asker, lesson_id=lesson_id)
    if row.written_by_id != request.asker.person_id:
        raise NotAllowed
    form = ShareForm(request.POST)
    if not is_done(
        form,
        lambda: share_lesson(
            lesson_id=lesson_id, by=request.asker, at=clock.now(), **form.cleaned_data
        ),
    ):
        return _lesson(request, lesson_id, form)
    messages.success(request, gettext("Your lesson is shared. Thank you!"))
    return redirect("library:lesson", lesson_id=lesson_id)


@require_POST
@login_required
def hide(request: Request, lesson_id: int) -> HttpResponse:
    """Take my lesson back."""
    withdraw_lesson(lesson_id=lesson_id, by=request.asker, at=clock.now())
    messages.success(request, gettext("Your lesson is hidden. You can share it again."))
    return redirect("library:lesson", lesson_id=lesson_id)
