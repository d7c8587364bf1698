"""The board of a round: first look, reviewers, ranking with the budget line, proposals."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from grodd.assessment.queries import SCREENERS, assigned_to, case_managed_by, holds_in
from grodd.assessment.usecases.assign_evenly import assign_evenly
from grodd.assessment.usecases.assign_reviewer import assign_reviewer
from grodd.assessment.usecases.remove_assignment import remove_assignment
from grodd.base import clock
from grodd.base.errors import NotAllowed
from grodd.engines.money import Money
from grodd.engines.ranking import LineRule
from grodd.people.queries import holders
from grodd.people.roles import Role
from grodd.processes.declare_conflict import declare_conflict
from grodd.processes.propose_decision import propose_decision
from grodd.processes.screen_application import screen_application
from grodd.reports.assessment_board import (
    application_on_board,
    assessment_board,
    reviewers_free,
)
from grodd.reports.case_page import case_page
from grodd.reports.ranking_table import ranking_table
from grodd.reports.round_findings import ranking_findings
from grodd.web.assessment import shown
from grodd.web.assessment.forms import (
    AssignForm,
    EvenlyForm,
    PersonForm,
    ProposalForm,
    ScreeningForm,
    SetConflictForm,
)
from grodd.web.components.values import Tab
from grodd.web.forming import is_done, status_of
from grodd.web.http import Request, page_of, page_or_part


def _tabs(round_id: int, here: str) -> list[Tab]:
    parts = [
        ("queue", gettext("First look")),
        ("reviewers", gettext("Reviewers")),
        ("ranking", gettext("Ranking")),
    ]
    return [
        Tab(label, reverse(f"assessment:{name}", args=[round_id]), current=name == here)
        for name, label in parts
    ]


@require_GET
@login_required
def queue(request: Request, round_id: int) -> HttpResponse:
    """What waits for the first look."""
    board = assessment_board(request.asker, round_id=round_id)
    columns = [gettext("Application"), gettext("Applicant"), gettext("Came in")]
    page = page_of(request, board.queue)
    context = {
        "board": board, "tabs": _tabs(round_id, "queue"), "columns": columns,
        "page": page, "rows": shown.queue_rows(page),
    }  # fmt: skip
    return page_or_part(request, "assessment", "queue", context)


@require_GET
@login_required
def reviewers(request: Request, round_id: int) -> HttpResponse:
    """Who reviews what, and how far they are."""
    board = assessment_board(request.asker, round_id=round_id)
    columns = [gettext("Application"), gettext("Reviewers"), gettext("Handed in")]
    assessed = board.in_assessment()
    page = page_of(request, assessed)
    context = {
        "board": board, "tabs": _tabs(round_id, "reviewers"), "columns": columns,
        "page": page, "rows": shown.assessment_rows(page, leads=board.leads),
        "form": EvenlyForm(),
        "given": sum(row.given for row in assessed),
        "needed": sum(row.needed for row in assessed),
    }  # fmt: skip
    return page_or_part(request, "assessment", "reviewers", context)


@require_GET
@login_required
def ranking(request: Request, round_id: int) -> HttpResponse:
    """The ranking with the budget line drawn in it."""
    skip = request.GET.get("line") == LineRule.SKIP
    rule = LineRule.SKIP if skip else LineRule.STOP
    table = ranking_table(request.asker, round_id=round_id, rule=rule)
    rows = [(row, shown.reason_cell(row)) for row in table.rows]
    context = {
        "table": table, "tabs": _tabs(round_id, "ranking"), "rows": rows, "skip": skip,
        "columns": shown.ranking_columns(), "findings": ranking_findings(table),
        "leads": assessment_board(request.asker, round_id=round_id).leads,
    }  # fmt: skip
    return page_or_part(request, "assessment", "ranking", context)


@require_POST
@login_required
def evenly(request: Request, round_id: int) -> HttpResponse:
    """Share what is in assessment among the reviewers."""
    board = assessment_board(request.asker, round_id=round_id)
    form = EvenlyForm(request.POST)
    case_ids = [row.application.case_id for row in board.in_assessment() if row.application.case_id]
    for case_id in case_ids[:1]:
        case_managed_by(request.asker, case_id=case_id)
    due_on = form.cleaned_data["due_on"] if form.is_valid() else None
    added = assign_evenly(
        by=request.asker, case_ids=case_ids, seed=round_id, at=clock.now(), due_on=due_on
    )
    messages.success(request, gettext("%(count)s reviews were shared out.") % {"count": added})
    return redirect("assessment:reviewers", round_id=round_id)


@require_http_methods(["GET", "POST"])
@login_required
def screen(request: Request, application_id: int) -> HttpResponse:
    """Take the first look."""
    application = application_on_board(request.asker, application_id=application_id)
    page = case_page(request.asker, case_id=application.case_id or 0)
    if not holds_in(request.asker, page.case, *SCREENERS):
        raise NotAllowed
    form = ScreeningForm(request.POST or None)
    if is_done(
        form,
        lambda: screen_application(
            by=request.asker, application_id=application_id, at=clock.now(), **form.cleaned_data
        ),
    ):
        messages.success(request, gettext("The first look is written down."))
        return redirect("assessment:queue", round_id=application.round_id)
    context = {"form": form, "page": page, "application": application}
    return page_or_part(request, "assessment", "screen", context, status=status_of(form))


@require_http_methods(["GET", "POST"])
@login_required
def assign(request: Request, application_id: int) -> HttpResponse:
    """Give it to a reviewer by hand."""
    application = application_on_board(request.asker, application_id=application_id)
    case = case_managed_by(request.asker, case_id=application.case_id or 0)
    people = reviewers_free(request.asker, application, on=clock.today())
    form = AssignForm(request.POST or None, people=people)
    if is_done(
        form,
        lambda: assign_reviewer(
            by=request.asker,
            case_id=case.pk,
            reviewer_id=form.cleaned_data["person"],
            at=clock.now(),
            due_on=form.cleaned_data["due_on"],
        ),
    ):
        return redirect("assessment:assign", application_id=application_id)
    context = {
        "form": form, "application": application,
        "assignments": assigned_to([case.pk]).get(case.pk, []),
    }  # fmt: skip
    return page_or_part(request, "assessment", "assign", context, status=status_of(form))


@require_POST
@login_required
def take_back(request: Request, application_id: int) -> HttpResponse:
    """Take it back from a reviewer."""
    application = application_on_board(request.asker, application_id=application_id)
    case = case_managed_by(request.asker, case_id=application.case_id or 0)
    given = assigned_to([case.pk]).get(case.pk, [])
    form = PersonForm(request.POST, people=[one.reviewer for one in given])
    if form.is_valid():
        remove_assignment(
            by=request.asker,
            case_id=case.pk,
            reviewer_id=form.cleaned_data["person"],
            at=clock.now(),
        )
    return redirect("assessment:assign", application_id=application_id)


@require_http_methods(["GET", "POST"])
@login_required
def set_conflict(request: Request, application_id: int) -> HttpResponse:
    """Note another's conflict of interest."""
    application = application_on_board(request.asker, application_id=application_id)
    case = case_managed_by(request.asker, case_id=application.case_id or 0)
    roles = (Role.REVIEWER, Role.COMMITTEE_MEMBER, Role.COMMITTEE_CHAIR, Role.ADVISER)
    scope = case.scope
    people = holders(
        *roles, organisation_id=scope.organisation_id, scope_id=scope.pk, on=clock.today()
    )
    form = SetConflictForm(request.POST or None, people=people)
    if is_done(
        form,
        lambda: declare_conflict(
            by=request.asker,
            case_id=case.pk,
            person_id=form.cleaned_data["person"],
            reason=form.cleaned_data["reason"],
            at=clock.now(),
        ),
    ):
        return redirect("assessment:case", case_id=case.pk)
    context = {"form": form, "application": application}
    return page_or_part(request, "assessment", "set_conflict", context, status=status_of(form))


@require_http_methods(["GET", "POST"])
@login_required
def propose(request: Request, application_id: int) -> HttpResponse:
    """Put it up for decision."""
    application = application_on_board(request.asker, application_id=application_id)
    case_managed_by(request.asker, case_id=application.case_id or 0)
    asked = Money(application.amount_minor or 0, application.currency)
    start = {"hours": application.hours or 0}
    form = ProposalForm(request.POST or None, amount=asked, initial=start)
    if is_done(
        form,
        lambda: propose_decision(
            by=request.asker,
            application_id=application_id,
            proposal=form.cleaned_data["proposal"],
            amount=form.cleaned_data["amount"],
            hours=form.cleaned_data["hours"] or 0,
            at=clock.now(),
        ),
    ):
        messages.success(request, gettext("It is put up for decision."))
        return redirect("assessment:ranking", round_id=application.round_id)
    context = {"form": form, "application": application}
    return page_or_part(request, "assessment", "propose", context, status=status_of(form))
