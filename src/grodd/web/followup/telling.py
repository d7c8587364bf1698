"""What those who run a project tell, and what others say about it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from grodd.base import clock
from grodd.base.errors import NotAllowed, Refusal
from grodd.followup import queries
from grodd.followup.usecases.record_check_in import record_check_in
from grodd.followup.usecases.save_check_in import save_check_in
from grodd.followup.usecases.set_goals import set_goals
from grodd.followup.usecases.write_remark import write_remark
from grodd.reports.project_page import project_page
from grodd.web.followup.forms import CheckInForm, GoalsForm, RemarkForm
from grodd.web.followup.views import shown_project
from grodd.web.forming import is_done, status_of
from grodd.web.http import Request, page_or_part


@require_http_methods(["GET", "POST"])
@login_required
def goals(request: Request, project_id: int) -> HttpResponse:
    """Say what to reach, and what would make us stop."""
    project = queries.project_seen_by(request.asker, project_id=project_id)
    if not queries.is_owned(request.asker, project=project):
        raise NotAllowed
    form = GoalsForm(
        request.POST or None,
        goals=queries.goals_of(project),
        stop_criteria=queries.stop_criteria_of(project),
        project=project,
    )

    def act() -> None:
        given = form.given()
        set_goals(project_id=project_id, by=request.asker, at=clock.now(), **given)

    if is_done(form, act):
        messages.success(request, gettext("Your goals are set. Good luck!"))
        return redirect("followup:detail", project_id=project_id)
    context = {"form": form, "project": project}
    return page_or_part(request, "followup", "goals", context, status=status_of(form))


@require_http_methods(["GET", "POST"])
@login_required
def check_in(request: Request, check_in_id: int) -> HttpResponse:
    """Two minutes on how it goes; what is typed can be kept and sent later."""
    row = queries.check_in_of(request.asker, check_in_id=check_in_id)
    if request.method == "GET" and (row.done_at or row.project.state != "running"):
        return redirect("followup:detail", project_id=row.project_id)
    goals_set = queries.goals_of(row.project)
    form = CheckInForm(
        request.POST or None,
        goals=goals_set,
        currency=row.project.result.currency,
        initial=row.draft,
    )
    if sent := _kept_or_sent(request, check_in_id, form):
        messages.success(request, sent)
        return redirect("followup:detail", project_id=row.project_id)
    context = {"form": form, "check_in": row, "project": row.project, "goals": goals_set}
    return page_or_part(request, "followup", "check_in", context, status=status_of(form))


def _kept_or_sent(request: Request, check_in_id: int, form: CheckInForm) -> str:
    """What to say when it went through; nothing when the form has to be shown again."""
    who: dict[str, Any] = {"check_in_id": check_in_id, "by": request.asker, "at": clock.now()}
    if "save" in request.POST:
        kept = _is_kept(form, lambda: save_check_in(typed=form.typed(), **who))
        return gettext("What you wrote is kept. Send it when you are ready.") if kept else ""
    if is_done(form, lambda: record_check_in(word=form.word(), **who)):
        return gettext("Thank you for telling. See you at the next check-in.")
    return ""


def _is_kept(form: CheckInForm, act: Callable[[], object]) -> bool:
    """Keeping asks for nothing to be right; a refusal is shown with what was typed."""
    try:
        act()
    except Refusal as refusal:
        form.is_valid()
        form.add_error(None, str(refusal))
        return False
    return True


@require_POST
@login_required
def remark(request: Request, check_in_id: int) -> HttpResponse:
    """Say something about a check-in."""
    form = RemarkForm(request.POST)
    project_id = queries.project_of_check_in(request.asker, check_in_id=check_in_id)
    if is_done(
        form,
        lambda: write_remark(
            check_in_id=check_in_id,
            text=form.cleaned_data["text"],
            by=request.asker,
            at=clock.now(),
        ),
    ):
        return redirect("followup:detail", project_id=project_id)
    page = project_page(request.asker, project_id=project_id)
    return shown_project(request, page, remark=form, at=check_in_id)
