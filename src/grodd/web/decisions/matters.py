"""Matters: vote, step out, decide, release."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from grodd.agreements.queries import is_loss
from grodd.base import clock
from grodd.decisions import queries
from grodd.decisions.usecases.cast_vote import cast_vote
from grodd.decisions.usecases.set_agenda import set_agenda
from grodd.processes.decide_fast_track import decide_fast_track
from grodd.processes.decide_matter import decide_matter
from grodd.processes.release_decision import release_decision
from grodd.processes.step_out import step_out
from grodd.reports.matter_subject import subject_of
from grodd.web.decisions.forms import (
    AgendaForm,
    DecisionForm,
    FastTrackForm,
    StepOutForm,
    VoteForm,
)
from grodd.web.decisions.shown import TONES, outcome_words
from grodd.web.forming import is_done, status_of
from grodd.web.http import Request, page_or_part


@require_GET
@login_required
def matter(request: Request, matter_id: int) -> HttpResponse:
    """What is proposed, how it stands, and what I can do with it."""
    row = queries.matter_seen_by(request.asker, matter_id=matter_id)
    today, by = clock.today(), request.asker
    open_meetings = [one for one in queries.meetings_of(row.body) if one.closed_at is None]
    context = {
        "matter": row, "about": subject_of(by, row), "facts": _facts(row),
        "outcome": outcome_words(row.outcome),
        "tone": TONES[row.outcome],
        "recusals": queries.recusals_of(row),
        "seated": by.person_id in {one.person_id for one in queries.seats_of(row.body, on=today)},
        "vote": VoteForm(initial={"choice": queries.own_vote(by, row)}),
        "counted": queries.counted(row, on=today) if row.meeting else None,
        "leads": queries.manages(by, row.body) or queries.chairs(by, row.body, on=today),
        "manages": queries.manages(by, row.body),
        "trusted": not is_loss(row) and queries.delegation_held(by, row.body, on=today),
        "agenda": AgendaForm(meetings=open_meetings, initial={"meeting": row.meeting_id}),
    }  # fmt: skip
    return page_or_part(request, "decisions", "matter", context)


def _facts(row: Any) -> list[tuple[str, Any]]:
    facts: list[tuple[str, Any]] = [
        (gettext("Body"), row.body.name),
        (gettext("Meeting"), str(row.meeting) if row.meeting else gettext("On no agenda")),
        (gettext("Money proposed"), queries.amount_of(row)),
        (gettext("Hours proposed"), row.hours),
    ]
    if row.decided_at:
        facts += [
            (gettext("Decided"), row.decided_at),
            (gettext("Money given"), queries.amount_decided(row)),
            (gettext("Hours given"), row.hours_decided),
            (gettext("Reasons"), row.reasons),
            (gettext("Conditions"), row.conditions),
            (gettext("Next step"), row.next_step),
            (gettext("Told to whoever applied"), row.released_at),
        ]
    return facts


@require_POST
@login_required
def agenda(request: Request, matter_id: int) -> HttpResponse:
    """Put it on an agenda, or take it off."""
    row = queries.matter_seen_by(request.asker, matter_id=matter_id)
    form = AgendaForm(request.POST, meetings=queries.meetings_of(row.body))
    wished = form.cleaned_data["meeting"] if form.is_valid() else row.meeting_id
    set_agenda(by=request.asker, matter_id=row.pk, meeting_id=wished, at=clock.now())
    return redirect("decisions:matter", matter_id=matter_id)


@require_POST
@login_required
def vote(request: Request, matter_id: int) -> HttpResponse:
    """Vote, or change one's vote."""
    queries.matter_seen_by(request.asker, matter_id=matter_id)
    form = VoteForm(request.POST)
    if form.is_valid():
        choice = form.cleaned_data["choice"]
        cast_vote(by=request.asker, matter_id=matter_id, choice=choice, at=clock.now())
        messages.success(request, gettext("Your vote is counted."))
    return redirect("decisions:matter", matter_id=matter_id)


@require_http_methods(["GET", "POST"])
@login_required
def out(request: Request, matter_id: int) -> HttpResponse:
    """Step out because of an interest of one's own."""
    row = queries.matter_seen_by(request.asker, matter_id=matter_id)
    form = StepOutForm(request.POST or None)
    if is_done(
        form,
        lambda: step_out(
            by=request.asker,
            matter_id=row.pk,
            reason=form.cleaned_data["reason"],
            at=clock.now(),
        ),
    ):
        return redirect("decisions:body", body_id=row.body_id)
    words = (gettext("Step out of this matter"), gettext("Step out"))
    return _form_page(request, row, form, words)


@require_http_methods(["GET", "POST"])
@login_required
def decide(request: Request, matter_id: int) -> HttpResponse:
    """Count the votes and write down the decision."""
    row = queries.matter_seen_by(request.asker, matter_id=matter_id)
    queries.check_leads(request.asker, row.body, on=clock.today())
    form = DecisionForm(
        request.POST or None, amount=queries.amount_of(row), initial={"hours": row.hours}
    )
    if is_done(
        form,
        lambda: decide_matter(
            by=request.asker,
            matter_id=row.pk,
            terms=form.terms(),
            at=clock.now(),
            send_back=form.cleaned_data["send_back"],
        ),
    ):
        return redirect("decisions:matter", matter_id=matter_id)
    words = (gettext("Decide"), gettext("Count the votes and decide"))
    return _form_page(request, row, form, words)


@require_http_methods(["GET", "POST"])
@login_required
def fast_track(request: Request, matter_id: int) -> HttpResponse:
    """Decide alone."""
    row = queries.matter_seen_by(request.asker, matter_id=matter_id)
    form = FastTrackForm(
        request.POST or None, amount=queries.amount_of(row), initial={"hours": row.hours}
    )
    if is_done(
        form,
        lambda: decide_fast_track(
            by=request.asker,
            matter_id=row.pk,
            approve=form.cleaned_data["answer"] == "yes",
            terms=form.terms(),
            at=clock.now(),
        ),
    ):
        return redirect("decisions:matter", matter_id=matter_id)
    words = (gettext("Decide alone"), gettext("Decide now"))
    return _form_page(request, row, form, words)


@require_POST
@login_required
def release(request: Request, matter_id: int) -> HttpResponse:
    """Tell whoever applied."""
    release_decision(by=request.asker, matter_id=matter_id, at=clock.now())
    messages.success(request, gettext("The letter is on its way."))
    return redirect("decisions:matter", matter_id=matter_id)


def _form_page(request: Request, row: Any, form: Any, words: tuple[str, str]) -> HttpResponse:
    context = {"matter": row, "form": form, "title": words[0], "label": words[1]}
    return page_or_part(request, "decisions", "matter_form", context, status=status_of(form))
