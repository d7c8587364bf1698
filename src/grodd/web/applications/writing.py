"""Writing a draft and handing it in."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods, require_POST

from grodd.applications import queries
from grodd.applications.refusals import ApplicationNotWhole
from grodd.applications.usecases.attach_file import attach_file
from grodd.applications.usecases.save_draft import save_draft
from grodd.applications.usecases.start_application import start_application
from grodd.base import clock
from grodd.base.errors import ChangedMeanwhile, NotAllowed, Refusal
from grodd.processes.submit_application import submit_application
from grodd.web.applications.forms import AnswersForm, answers_in
from grodd.web.http import Request, page_or_part


@require_POST
@login_required
def start(request: Request, round_id: int) -> HttpResponse:
    """Begin a draft."""
    made = start_application(
        round_id=round_id,
        language=(get_language() or "sv")[:2],
        by=request.asker,
        at=clock.now(),
    )
    return redirect("applications:write", application_id=made.pk)


@require_http_methods(["GET", "POST"])
@login_required
def write(request: Request, application_id: int) -> HttpResponse:
    """Show the form; on POST, save it with its files."""
    if request.method == "POST":
        try:
            _save(request, application_id)
            _attach(request, application_id)
        except ChangedMeanwhile as refusal:
            return _conflict(request, application_id, refusal)
        except Refusal as refusal:
            return _form(request, application_id, refusal=refusal, status=422)
        if "continue" in request.POST:
            return redirect("applications:submit", application_id=application_id)
        messages.success(request, gettext("Your draft is saved."))
        return redirect("applications:write", application_id=application_id)
    return _form(request, application_id)


@require_POST
@login_required
def autosave(request: Request, application_id: int) -> HttpResponse:
    """Save what was written so far and tell whether it is safe; the page stays as it is."""
    context: dict[str, Any] = {"state": "saved", "at": clock.now()}
    status = 200
    try:
        context["version"] = _save(request, application_id)
    except ChangedMeanwhile as refusal:
        context |= {"state": "failed", "refusal": refusal, "at": None}
        status = 409
    return render(request, "applications/_saved.html", context, status=status)


@require_http_methods(["GET", "POST"])
@login_required
def submit(request: Request, application_id: int) -> HttpResponse:
    """Show what handing in means; on POST, do it."""
    application = queries.application_seen_by(request.asker, application_id=application_id)
    if not queries.may_write(request.asker, application):
        raise NotAllowed
    if request.method == "POST":
        try:
            submit_application(application_id=application_id, by=request.asker, at=clock.now())
        except ApplicationNotWhole as refusal:
            return _form(request, application_id, refusal=refusal, status=422)
        messages.success(
            request, gettext("Your application is submitted. A receipt is on its way.")
        )
        return redirect("applications:detail", application_id=application_id)
    problems = queries.problems_of(application)
    if problems:
        return _form(request, application_id, refusal=ApplicationNotWhole(problems), status=422)
    context = {"application": application, "answers": queries.shown_answers(application),
               "is_owner": queries.is_owner(request.asker, application)}  # fmt: skip
    return page_or_part(request, "applications", "submit", context)


def _save(request: Request, application_id: int) -> int:
    application = queries.application_seen_by(request.asker, application_id=application_id)
    sent = request.POST.get("version", "")
    saved = save_draft(
        application_id=application_id,
        version=int(sent) if sent.isdigit() else -1,
        answers=answers_in(queries.asked_in(application.round), request.POST),
        by=request.asker,
        at=clock.now(),
    )
    return saved.draft_version


def _attach(request: Request, application_id: int) -> None:
    sent = [(key, upload) for key, uploads in request.FILES.lists() for upload in uploads]
    for key, upload in sent:
        attach_file(
            application_id=application_id,
            question_key=key,
            name=upload.name or key,
            content=upload.read(),
            by=request.asker,
            at=clock.now(),
        )


def _form(
    request: Request, application_id: int, *, refusal: Refusal | None = None, status: int = 200
) -> HttpResponse:
    application = queries.application_seen_by(request.asker, application_id=application_id)
    if not queries.may_write(request.asker, application):
        raise NotAllowed
    if not queries.is_editable(application, at=clock.now()):
        return redirect("applications:detail", application_id=application_id)
    questions = queries.asked_in(application.round)
    problems = refusal.problems if isinstance(refusal, ApplicationNotWhole) else ()
    easy = request.reading.easy_read
    form = AnswersForm(questions, application.answers, problems, easy=easy)
    context = {
        "application": application,
        "fields": [(asked, form[asked.key]) for asked in questions],
        "form": form,
        "untranslated": [asked for asked in questions if asked.language],
        "refusal": refusal,
        "attachments": queries.attachments_of(application),
        "is_owner": queries.is_owner(request.asker, application),
    }
    return page_or_part(request, "applications", "write", context, status=status)


def _conflict(request: Request, application_id: int, refusal: Refusal) -> HttpResponse:
    """Both texts beside each other; the writer's own stands in the form, ready to save again."""
    application = queries.application_seen_by(request.asker, application_id=application_id)
    questions = queries.asked_in(application.round)
    mine = {**application.answers, **answers_in(questions, request.POST)}
    theirs = {asked.key: shown for asked, shown in queries.shown_answers(application)}
    form = AnswersForm(questions, mine)
    context = {
        "application": application,
        "refusal": refusal,
        "newest": queries.newest_draft(application),
        "form": form,
        "rows": [
            (asked, form[asked.key], theirs.get(asked.key))
            for asked in questions
            if asked.kind != "file" and mine.get(asked.key) != application.answers.get(asked.key)
        ],
    }
    return page_or_part(request, "applications", "conflict", context, status=409)
