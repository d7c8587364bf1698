"""Running a programme in the browser."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from grodd.applications.queries import asked_of, reads_all
from grodd.base import clock
from grodd.base.errors import Refusal
from grodd.base.translated import said
from grodd.engines.money import Money
from grodd.programmes import queries
from grodd.programmes.gaps import Gap, gaps_of
from grodd.programmes.usecases.close_round import close_round
from grodd.programmes.usecases.create_round import create_round
from grodd.programmes.usecases.edit_round import edit_round
from grodd.programmes.usecases.publish_round import publish_round
from grodd.programmes.usecases.start_programme import start_programme
from grodd.servicing.taking.seen import may_take_over
from grodd.web.applications.forms import AnswersForm
from grodd.web.http import Request, page_or_part
from grodd.web.programmes.forms import RoundForm, StartForm
from grodd.web.programmes.letter_words import LETTERS


@require_GET
@login_required
def listing(request: Request) -> HttpResponse:
    """The programmes of the space."""
    context = {"programmes": list(queries.programmes_seen_by(request.asker)),
               "may_start": queries.may_start(request.asker)}  # fmt: skip
    return page_or_part(request, "programmes", "list", context)


@require_http_methods(["GET", "POST"])
@login_required
def start(request: Request) -> HttpResponse:
    """Start a programme from a ready one."""
    queries.check_may_start(request.asker)
    space = queries.space_of(request.asker)
    ready = [(key, said(told["label"])) for key, told in queries.ready_templates()]
    form = StartForm(request.POST or None, templates=ready, language=space.default_language)
    if form.is_valid():
        made = start_programme(
            organisation_id=space.pk,
            template=form.cleaned_data["template"],
            name=form.text("name"),
            by=request.asker,
            at=clock.now(),
        )
        return redirect("programmes:overview", programme_id=made.pk)
    status = 422 if form.errors else 200
    return page_or_part(request, "programmes", "start", {"form": form}, status=status)


@require_GET
@login_required
def overview(request: Request, programme_id: int) -> HttpResponse:
    """A programme: its rounds, its frame, its questions, criteria and letters."""
    programme = queries.programme_seen_by(request.asker, programme_id=programme_id)
    frame, rounds = queries.frame_of(programme), queries.rounds_of(programme)
    here = programme.organisation_id == request.asker.organisation_id
    context = {
        "programme": programme,
        "has_report": here and any(one.published_at for one in rounds),
        "frame": frame,
        "questions": queries.questions_now(programme),
        "least": Money(frame.amount_min_minor, frame.currency),
        "most": Money(frame.amount_max_minor, frame.currency),
        "rounds": [(one, _committed(one)) for one in rounds],
        "themes": queries.themes_of(programme.pk),
        "criteria": queries.criteria_now(programme),
        "letters": [(one, LETTERS[one.kind]) for one in queries.letters_of(programme)],
        "may_manage": queries.may_manage(request.asker, programme),
        "reads_all": reads_all(request.asker, programme),
        "may_take_over": queries.LOAN in frame.instruments
        and may_take_over(request.asker, programme),
    }
    return page_or_part(request, "programmes", "overview", context)


def _committed(round_: Any) -> str:
    return f"{round_.committed_minor * 100 // round_.budget_minor if round_.budget_minor else 0} %"


@require_GET
@login_required
def preview(request: Request, programme_id: int) -> HttpResponse:
    """The form as the applicant sees it; nothing is saved."""
    programme = queries.programme_seen_by(request.asker, programme_id=programme_id)
    rows = queries.questions_of(queries.form_of(programme))
    themes = queries.themes_of(programme.pk)
    questions = asked_of(rows, themes, queries.frame_of(programme).currency)
    form = AnswersForm(questions, {})
    context = {"programme": programme, "fields": [(one, form[one.key]) for one in questions]}
    return page_or_part(request, "programmes", "preview", context)


@require_http_methods(["GET", "POST"])
@login_required
def new_round(request: Request, programme_id: int) -> HttpResponse:
    """Plan a round."""
    programme = queries.programme_managed_by(request.asker, programme_id=programme_id)
    form = RoundForm(
        request.POST or None,
        currency=queries.frame_of(programme).currency,
        language=programme.organisation.default_language,
        initial={"opens_at": clock.now(), "reviews_needed": 2, "is_blind": True, "budget_hours": 0},
    )
    if form.is_valid():
        try:
            made = create_round(programme_id=programme.pk, plan=form.plan(), by=request.asker,
                                at=clock.now())  # fmt: skip
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("programmes:round", round_id=made.pk)
    status = 422 if form.errors else 200
    context = {"programme": programme, "form": form}
    return page_or_part(request, "programmes", "round", context, status=status)


@require_http_methods(["GET", "POST"])
@login_required
def round_page(request: Request, round_id: int) -> HttpResponse:
    """A round as its manager sees it; on POST, change it."""
    found = queries.round_managed_by(request.asker, round_id=round_id)
    form = RoundForm(
        request.POST or None,
        currency=found.currency,
        language=found.programme.organisation.default_language,
        initial=_round_start(found),
    )
    if form.is_valid():
        try:
            edit_round(round_id=round_id, plan=form.plan(), by=request.asker, at=clock.now())
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("programmes:round", round_id=round_id)
    gaps = [] if found.published_at else gaps_of(found, found.programme, on=clock.today())
    context = {"programme": found.programme, "round": found, "form": form,
               "gaps": [(gap, _mended_at(gap, found.programme)) for gap in gaps],
               "may_open": not any(gap.blocks for gap in gaps)}  # fmt: skip
    status = 422 if form.errors else 200
    return page_or_part(request, "programmes", "round", context, status=status)


def _round_start(found: Any) -> dict[str, Any]:
    names = ("name", "description", "easy", "opens_at", "closes_at", "budget_hours",
             "reviews_needed", "is_blind")  # fmt: skip
    start = {name: getattr(found, name) for name in names}
    return {**start, "budget": Money(found.budget_minor, found.currency)}


def _mended_at(gap: Gap, programme: Any) -> str:
    """The page that mends what is missing; nothing for what is mended on this very page."""
    if gap.where == "body" and programme.body_id:
        return reverse("decisions:body", args=[programme.body_id])
    if gap.where in {"frame", "questions", "criteria", "themes"}:
        return reverse(f"programmes:{gap.where}", args=[programme.pk])
    return "" if gap.where == "round" else reverse("programmes:overview", args=[programme.pk])


@require_POST
@login_required
def publish(request: Request, round_id: int) -> HttpResponse:
    """Publish a round."""
    publish_round(round_id=round_id, by=request.asker, at=clock.now())
    return redirect("programmes:round", round_id=round_id)


@require_POST
@login_required
def close(request: Request, round_id: int) -> HttpResponse:
    """Close a round."""
    close_round(round_id=round_id, by=request.asker, at=clock.now())
    return redirect("programmes:round", round_id=round_id)
