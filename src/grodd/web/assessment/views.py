"""What I review: my list, the question before, the review itself, and a case with its reviews."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods

from grodd.assessment import queries
from grodd.assessment.usecases.confirm_no_conflict import confirm_no_conflict
from grodd.assessment.usecases.save_review import save_review
from grodd.assessment.usecases.submit_review import submit_review
from grodd.base import clock
from grodd.processes.declare_conflict import declare_conflict
from grodd.programmes.queries import programmes_seen_by, rounds_of
from grodd.reports.assessment_board import reads_cases
from grodd.reports.case_page import case_page, review_page
from grodd.web.assessment.forms import YES, ConflictForm, ReviewForm
from grodd.web.assessment.shown import review_columns, review_rows, score_figures
from grodd.web.forming import is_done, status_of
from grodd.web.http import Request, page_or_part


@require_GET
@login_required
def start(request: Request) -> HttpResponse:
    """What is waiting for me, and the boards of the rounds that I see."""
    rounds = [
        one
        for programme in programmes_seen_by(request.asker)
        if reads_cases(request.asker, programme)
        for one in rounds_of(programme)
    ]
    rows = review_rows(queries.assignments_of(request.asker))
    context = {
        "rows": rows,
        "columns": review_columns(),
        "rounds": [one for one in rounds if one.published_at],
    }
    return page_or_part(request, "assessment", "start", context)


@require_http_methods(["GET", "POST"])
@login_required
def conflict(request: Request, assignment_id: int) -> HttpResponse:
    """Ask for an interest of one's own before anything is read."""
    assignment = queries.assignment_of(request.asker, assignment_id=assignment_id)
    form = ConflictForm(request.POST or None)
    if is_done(form, lambda: _answer(request, form, assignment.pk, assignment.case_id)):
        if form.cleaned_data["answer"] == YES:
            messages.success(request, gettext("Thank you. Someone else will review it."))
            return redirect("assessment:start")
        return redirect("assessment:review", assignment_id=assignment_id)
    context = {"form": form, "assignment": assignment}
    return page_or_part(request, "assessment", "conflict", context, status=status_of(form))


def _answer(request: Request, form: ConflictForm, assignment_id: int, case_id: int) -> None:
    by, at = request.asker, clock.now()
    if form.cleaned_data["answer"] == YES:
        declare_conflict(
            by=by,
            case_id=case_id,
            person_id=by.person_id,
            reason=form.cleaned_data["reason"],
            at=at,
        )
    else:
        confirm_no_conflict(by=by, assignment_id=assignment_id, at=at)


@require_http_methods(["GET", "POST"])
@login_required
def review(request: Request, assignment_id: int) -> HttpResponse:
    """Read, score, save or hand in; afterwards read the others."""
    assignment = queries.assignment_of(request.asker, assignment_id=assignment_id)
    if assignment.no_conflict_at is None:
        return redirect("assessment:conflict", assignment_id=assignment_id)
    own, criteria = queries.review_of(assignment), queries.criteria_of(assignment.case)
    form = ReviewForm(request.POST or None, criteria=criteria, initial=_saved(own))
    act = submit_review if "hand_in" in request.POST else save_review
    if is_done(form, lambda: act(**_given(request, form, assignment_id))):
        messages.success(request, gettext("Your review is safe."))
        return redirect("assessment:review", assignment_id=assignment_id)
    page = review_page(request.asker, assignment_id=assignment_id)
    context = {
        "form": form, "page": page, "assignment": assignment, "own": own, "criteria": criteria,
        "reviews": queries.reviews_seen_by(request.asker, assignment.case),
    }  # fmt: skip
    return page_or_part(request, "assessment", "review", context, status=status_of(form))


def _given(request: Request, form: ReviewForm, assignment_id: int) -> dict[str, Any]:
    return {
        "by": request.asker,
        "assignment_id": assignment_id,
        "scores": form.scores(),
        "comment": form.cleaned_data["comment"],
        "at": clock.now(),
    }


def _saved(own: Any) -> dict[str, Any]:
    if own is None:
        return {}
    scores = {score.criterion.key: score.value for score in own.scores.all()}
    return ReviewForm.filled_with(scores, own.comment)


@require_GET
@login_required
def case(request: Request, case_id: int) -> HttpResponse:
    """A case with its reviews, for those who lead, decide or watch."""
    page = case_page(request.asker, case_id=case_id)
    score = queries.scores_of([page.case])[page.case.pk]
    context = {
        "page": page,
        "figures": score_figures(page.case, score, queries.criteria_of(page.case)),
        "score": score,
        "reviews": queries.reviews_seen_by(request.asker, page.case),
        "conflicts": queries.conflicts_of(page.case.pk),
    }
    return page_or_part(request, "assessment", "case", context)
