"""The gate, the result, the lesson, the end."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods, require_POST

from grodd.base import clock
from grodd.base.errors import NotAllowed
from grodd.followup import queries
from grodd.followup.usecases.report_result import report_result
from grodd.processes.complete_project import complete_project
from grodd.processes.open_gate import open_gate
from grodd.processes.write_project_lesson import write_project_lesson
from grodd.web.followup.forms import GateForm, LessonForm, ResultForm
from grodd.web.forming import is_done, status_of
from grodd.web.http import Request, page_or_part


@require_http_methods(["GET", "POST"])
@login_required
def gate(request: Request, project_id: int) -> HttpResponse:
    """Ask to stop, go on or scale up."""
    project = queries.project_seen_by(request.asker, project_id=project_id)
    if not queries.may_manage(request.asker, project):
        _must_own(request, project)
    form = GateForm(request.POST or None)
    if is_done(
        form,
        lambda: open_gate(
            project_id=project_id, by=request.asker, at=clock.now(), **form.cleaned_data
        ),
    ):
        messages.success(request, gettext("The question is put to those who decide."))
        return redirect("followup:detail", project_id=project_id)
    context = {"form": form, "project": project}
    return page_or_part(request, "followup", "gate", context, status=status_of(form))


@require_http_methods(["GET", "POST"])
@login_required
def result(request: Request, project_id: int) -> HttpResponse:
    """Put what came beside what was hoped."""
    project = queries.project_seen_by(request.asker, project_id=project_id)
    _must_own(request, project)
    form = ResultForm(
        request.POST or None,
        result=project.result,
        measures=queries.measures_of(project.result),
    )
    if is_done(
        form,
        lambda: report_result(
            project_id=project_id, by=request.asker, at=clock.now(), **form.given()
        ),
    ):
        messages.success(request, gettext("Your result is kept."))
        return redirect("followup:detail", project_id=project_id)
    context = {"form": form, "project": project}
    return page_or_part(request, "followup", "result", context, status=status_of(form))


@require_http_methods(["GET", "POST"])
@login_required
def lesson(request: Request, project_id: int) -> HttpResponse:
    """Write down what was learnt, and choose who may read it."""
    project = queries.project_seen_by(request.asker, project_id=project_id)
    _must_own(request, project)
    language = get_language() or "sv"
    form = LessonForm(request.POST or None, lesson=project.lesson, project=project)
    words = {
        "outcome": queries.outcome_of(project),
        "theme": queries.theme_of(project, language),
    }
    if is_done(
        form,
        lambda: write_project_lesson(
            project_id=project_id, by=request.asker, at=clock.now(), **form.given(**words)
        ),
    ):
        messages.success(request, gettext("Thank you. Your lesson is worth knowing."))
        return redirect("followup:detail", project_id=project_id)
    context = {"form": form, "project": project}
    return page_or_part(request, "followup", "lesson", context, status=status_of(form))


@require_POST
@login_required
def complete(request: Request, project_id: int) -> HttpResponse:
    """Close the project: result told, lesson written."""
    complete_project(project_id=project_id, by=request.asker, at=clock.now())
    messages.success(request, gettext("The project is completed. Well done!"))
    return redirect("followup:detail", project_id=project_id)


def _must_own(request: Request, project: Any) -> None:
    if not queries.is_owned(request.asker, project=project):
        raise NotAllowed
