"""Setting a vote up: what is stated, the ideas, the voters; open it, close it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from grodd.base import clock
from grodd.base.errors import NotFound
from grodd.processes.close_poll import close_poll
from grodd.processes.open_poll import open_poll
from grodd.processes.poll_round import poll_round
from grodd.programmes.queries import space_of
from grodd.voting import queries
from grodd.voting.usecases.create_poll import create_poll
from grodd.voting.usecases.exclude_voter import exclude_voter
from grodd.voting.usecases.remove_option import remove_option
from grodd.voting.usecases.set_option import set_option
from grodd.voting.usecases.set_terms import set_terms
from grodd.voting.usecases.set_theme_limits import set_theme_limits
from grodd.voting.usecases.set_voters import set_voters
from grodd.web.forming import is_done, status_of
from grodd.web.http import Request, page_of, page_or_part
from grodd.web.voting.forms import (
    ExcludeForm,
    IdeaForm,
    LimitsForm,
    TermsForm,
    VotersForm,
    idea_start,
    terms_start,
)
from grodd.web.voting.shown import idea_columns, idea_rows, poll_facts, rule_told


@require_http_methods(["GET", "POST"])
@login_required
def new(request: Request) -> HttpResponse:
    """Plan a vote of one's own; a round is put to the vote from its own page."""
    scopes = queries.scopes_to_poll_in(request.asker)
    currency = space_of(request.asker).currency
    form = TermsForm(request.POST or None, currency=currency, scopes=scopes)
    made: list[Any] = []

    def make() -> None:
        scope_id = form.cleaned_data["scope"]
        terms = form.terms()
        made.append(create_poll(by=request.asker, scope_id=scope_id, terms=terms, at=clock.now()))

    if is_done(form, make):
        return redirect("voting:setup", poll_id=made[0].pk)
    return _form_page(request, None, form, (gettext("Plan a vote"), gettext("Go on to the ideas")))


@require_POST
@login_required
def from_round(request: Request, round_id: int) -> HttpResponse:
    """Put the applications of a round to the vote, or add those that have passed since."""
    poll = poll_round(by=request.asker, round_id=round_id, at=clock.now())
    return redirect("voting:setup", poll_id=poll.pk)


@require_GET
@login_required
def overview(request: Request, poll_id: int) -> HttpResponse:
    """Everything about a vote, for the one who holds it."""
    poll = queries.poll_managed_by(request.asker, poll_id=poll_id)
    page = page_of(request, queries.options_of(poll))
    state = queries.state_of(poll, at=clock.now())
    entitled = queries.electorate_of(poll).count()
    context = {
        "poll": poll, "state": state, "page": page, "rule": rule_told(poll),
        "columns": idea_columns(is_draft=state == "draft"),
        "rows": idea_rows(poll, page, is_draft=state == "draft"),
        "facts": poll_facts(poll, entitled),
        "entitled": entitled,
        "voted": queries.voted(poll) if poll.opened_at else 0,
        "exclusions": queries.exclusions_of(poll),
        "round": getattr(poll, "round", None),
    }  # fmt: skip
    return page_or_part(request, "voting", "setup", context)


@require_http_methods(["GET", "POST"])
@login_required
def terms(request: Request, poll_id: int) -> HttpResponse:
    """What voters are told before they vote."""
    poll = queries.poll_managed_by(request.asker, poll_id=poll_id)
    form = TermsForm(request.POST or None, currency=poll.currency, initial=terms_start(poll))
    if is_done(
        form,
        lambda: set_terms(by=request.asker, poll_id=poll_id, terms=form.terms(), at=clock.now()),
    ):
        messages.success(request, gettext("What is stated before the vote is saved."))
        return redirect("voting:setup", poll_id=poll_id)
    words = (gettext("What is stated before the vote"), gettext("Save what is stated"))
    return _form_page(request, poll, form, words)


@require_http_methods(["GET", "POST"])
@login_required
def idea(request: Request, poll_id: int, number: int | None = None) -> HttpResponse:
    """Put an idea to the vote, or change it."""
    poll = queries.poll_managed_by(request.asker, poll_id=poll_id)
    option = next((one for one in queries.options_of(poll) if one.number == number), None)
    if number is not None and option is None:
        raise NotFound
    close = [] if option is None else [each.person for each in option.interests.all()]
    form = IdeaForm(
        request.POST or None,
        currency=poll.currency,
        people=[*queries.possible_voters(poll), *close],
        initial=None if option is None else idea_start(option, poll.currency),
    )

    def save() -> None:
        set_option(
            by=request.asker, poll_id=poll_id, idea=form.idea(), number=number, at=clock.now()
        )

    if is_done(form, save):
        messages.success(request, gettext("The idea is put to the vote."))
        return redirect("voting:setup", poll_id=poll_id)
    title = gettext("Put an idea to the vote") if option is None else option.title
    return _form_page(request, poll, form, (title, gettext("Save the idea")))


@require_POST
@login_required
def take_out(request: Request, poll_id: int, number: int) -> HttpResponse:
    """Take an idea out of the vote."""
    remove_option(by=request.asker, poll_id=poll_id, number=number, at=clock.now())
    return redirect("voting:setup", poll_id=poll_id)


@require_http_methods(["GET", "POST"])
@login_required
def voters(request: Request, poll_id: int) -> HttpResponse:
    """Who votes, where that is a list."""
    poll = queries.poll_managed_by(request.asker, poll_id=poll_id)
    form = VotersForm(
        request.POST or None,
        people=queries.possible_voters(poll),
        initial={"voters": queries.listed_voters(poll)},
    )

    def save() -> None:
        ids = form.cleaned_data["voters"]
        set_voters(by=request.asker, poll_id=poll_id, person_ids=ids, at=clock.now())

    if is_done(form, save):
        return redirect("voting:setup", poll_id=poll_id)
    words = (gettext("Who votes"), gettext("Save the list"))
    return _form_page(request, poll, form, words)


@require_http_methods(["GET", "POST"])
@login_required
def limits(request: Request, poll_id: int) -> HttpResponse:
    """How many awards each theme gets at least and at most."""
    poll = queries.poll_managed_by(request.asker, poll_id=poll_id)
    themes = sorted({one.theme for one in queries.options_of(poll) if one.theme})
    kept = {one.theme: one for one in poll.theme_limits.all()}
    start = {
        f"{word}_{place}": getattr(kept[theme], word)
        for place, theme in enumerate(themes)
        for word in ("least", "most")
        if theme in kept
    }
    form = LimitsForm(request.POST or None, themes=themes, initial=start)

    def save() -> None:
        set_theme_limits(by=request.asker, poll_id=poll_id, limits=form.limits(), at=clock.now())

    if is_done(form, save):
        return redirect("voting:setup", poll_id=poll_id)
    words = (gettext("Spread over themes"), gettext("Save the limits"))
    return _form_page(request, poll, form, words)


@require_POST
@login_required
def open_(request: Request, poll_id: int) -> HttpResponse:
    """Let people vote."""
    open_poll(by=request.asker, poll_id=poll_id, at=clock.now())
    messages.success(request, gettext("The vote is open. Everyone who may vote gets a mail."))
    return redirect("voting:setup", poll_id=poll_id)


@require_POST
@login_required
def close(request: Request, poll_id: int) -> HttpResponse:
    """End the vote and count it."""
    close_poll(by=request.asker, poll_id=poll_id, at=clock.now())
    return redirect("voting:result", poll_id=poll_id)


@require_http_methods(["GET", "POST"])
@login_required
def exclude(request: Request, poll_id: int) -> HttpResponse:
    """Keep a person from voting after all."""
    poll = queries.poll_managed_by(request.asker, poll_id=poll_id)
    form = ExcludeForm(request.POST or None, people=queries.possible_voters(poll))

    def act() -> None:
        (person_id, *_) = form.cleaned_data["person"] or (0,)
        reason = form.cleaned_data["reason"]
        exclude_voter(
            by=request.asker, poll_id=poll_id, person_id=person_id, reason=reason, at=clock.now()
        )

    if is_done(form, act):
        return redirect("voting:setup", poll_id=poll_id)
    words = (gettext("Keep someone from voting"), gettext("Exclude this person"))
    return _form_page(request, poll, form, words)


def _form_page(request: Request, poll: Any, form: Any, words: tuple[str, str]) -> HttpResponse:
    folded = [form[name] for name in getattr(form, "folded", ())]
    plain = [each for each in form if each not in folded]
    context = {
        "poll": poll, "form": form, "title": words[0], "label": words[1], "plain": plain,
        "folded": folded,
    }  # fmt: skip
    return page_or_part(request, "voting", "form", context, status=status_of(form))
