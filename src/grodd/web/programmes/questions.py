"""The questions of a programme's form: add, change, order, take away."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from grodd.base import clock
from grodd.base.errors import NotAllowed, NotFound, Refusal
from grodd.base.translated import said
from grodd.programmes import queries
from grodd.programmes.usecases.move_question import move_question
from grodd.programmes.usecases.remove_question import remove_question
from grodd.programmes.usecases.save_question import save_question
from grodd.web.forming import is_done, status_of
from grodd.web.http import Request, page_or_part
from grodd.web.programmes.question_forms import KINDS, MEANINGS, QuestionForm, question_start

STEPS = {"up": -1, "down": 1, "first": -1_000, "last": 1_000}


@require_GET
@login_required
def questions(request: Request, programme_id: int) -> HttpResponse:
    """Every question in order, and those that could be added."""
    programme = queries.programme_managed_by(request.asker, programme_id=programme_id)
    form = queries.form_of(programme)
    kinds, meanings = dict(KINDS), dict(MEANINGS)
    asked = queries.questions_of(form)
    context = {
        "programme": programme,
        "form_version": form,
        "questions": [(one, kinds[one.kind], meanings[one.meaning]) for one in asked],
        "ready": [(one["key"], said(one["label"])) for one in queries.ready_questions(form)],
    }
    return page_or_part(request, "programmes", "questions", context)


@require_http_methods(["GET", "POST"])
@login_required
def question(request: Request, programme_id: int, key: str = "") -> HttpResponse:
    """Change a question; without a key, add one, empty or from a ready programme."""
    programme = queries.programme_managed_by(request.asker, programme_id=programme_id)
    form_version = queries.form_of(programme)
    found = queries.question_of(form_version, key=key) if key else None
    wished = request.GET.get("from", "")
    form = QuestionForm(
        request.POST or None,
        language=programme.organisation.default_language,
        initial=question_start(found) if found else _ready(form_version, wished),
    )

    def save() -> None:
        save_question(
            programme_id=programme_id, key=key, words=form.words(), by=request.asker,
            at=clock.now(),
        )  # fmt: skip

    if is_done(form, save):
        messages.success(request, gettext("The question is saved."))
        return redirect("programmes:questions", programme_id=programme_id)
    context = {"programme": programme, "question": found, "form": form}
    return page_or_part(request, "programmes", "question", context, status=status_of(form))


def _ready(form: Any, key: str) -> dict[str, Any]:
    if not key:
        return {}
    for one in queries.ready_questions(form):
        if one["key"] == key:
            return question_start(one)
    raise NotFound


@require_POST
@login_required
def move(request: Request, programme_id: int, key: str) -> HttpResponse:
    """Move a question up or down."""
    steps = STEPS.get(request.POST.get("to", ""), 0)
    move_question(programme_id=programme_id, key=key, steps=steps, by=request.asker, at=clock.now())
    return redirect("programmes:questions", programme_id=programme_id)


@require_POST
@login_required
def remove(request: Request, programme_id: int, key: str) -> HttpResponse:
    """Take a question out of the form."""
    try:
        remove_question(programme_id=programme_id, key=key, by=request.asker, at=clock.now())
    except NotAllowed:
        raise
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, gettext("The question is taken away."))
    return redirect("programmes:questions", programme_id=programme_id)
