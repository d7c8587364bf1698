"""Voting: the votes that concern me, and the page where each click is saved."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from grodd.base import clock
from grodd.base.errors import NotFound, Refusal
from grodd.people.asker import Asker
from grodd.voting import queries
from grodd.voting.usecases.save_ballot import save_ballot
from grodd.web.http import Request, page_of, page_or_part
from grodd.web.voting.forms import BallotForm
from grodd.web.voting.shown import (
    CHOSEN_NOTHING,
    card_of,
    cards,
    poll_columns,
    poll_rows,
    rule_told,
)


@require_GET
@login_required
def listing(request: Request) -> HttpResponse:
    """The votes that I may take part in or read about."""
    page = page_of(request, queries.polls_seen_by(request.asker))
    voted = queries.voted_polls(request.asker, [poll.pk for poll in page])
    context = {
        "page": page,
        "columns": poll_columns(),
        "rows": poll_rows(page, voted, at=clock.now()),
        "manages": request.asker.organisation_id in request.asker.everywhere(*queries.MANAGERS),
    }
    return page_or_part(request, "voting", "list", context)


@require_GET
@login_required
def vote(request: Request, poll_id: int) -> HttpResponse:
    """What can be voted for, and what I have chosen so far."""
    poll = queries.poll_seen_by(request.asker, poll_id=poll_id)
    state = queries.state_of(poll, at=clock.now())
    if state == "draft" and queries.manages(request.asker, poll):
        return redirect("voting:setup", poll_id=poll_id)
    context = {
        "poll": poll, "state": state, "rule": rule_told(poll),
        "manages": queries.manages(request.asker, poll), "budget": queries.budget_of(poll),
        **_voter(request.asker, poll, queries.options_of(poll), state),
    }  # fmt: skip
    return page_or_part(request, "voting", "vote", context)


def _running(poll: Any, state: str) -> dict[int, int] | None:
    shows = poll.shows_running_votes and state in {"open", "over"}
    return queries.running_votes(poll) if shows else None


def _voter(asker: Asker, poll: Any, options: list[Any], state: str) -> dict[str, Any]:
    """What the page shows of the one who looks at it."""
    excluded = queries.exclusion_of(asker, poll)
    may = state == "open" and excluded is None and queries.is_entitled(asker, poll)
    chosen = queries.own_choices(asker, poll)
    barred = queries.barred_from(asker, poll) if may else frozenset[int]()
    running = _running(poll, state)
    return {
        "excluded": excluded, "may": may, "has_voted": chosen is not None,
        "cards": cards(poll, options, chosen or CHOSEN_NOTHING, barred, running),
        "count": len(chosen or ()), "of": len(options),
    }  # fmt: skip


@require_POST
@login_required
def ballot(request: Request, poll_id: int) -> HttpResponse:
    """Support an idea or not; saved before the answer is given."""
    form = BallotForm(request.POST)
    if not form.is_valid():
        raise NotFound
    number, refusal = form.cleaned_data["option"], None
    try:
        save_ballot(by=request.asker, poll_id=poll_id, at=clock.now(), **form.given())
    except Refusal as no:
        if not request.htmx:
            raise
        refusal = no
    if not request.htmx:
        return redirect(f"{reverse('voting:vote', args=[poll_id])}#option-{number}")
    return _answer(request, poll_id, number, refusal)


def _answer(request: Request, poll_id: int, number: int, refusal: Refusal | None) -> HttpResponse:
    """The card as it stands now, and the receipt."""
    asker = request.asker
    poll = queries.poll_seen_by(asker, poll_id=poll_id)
    options = {one.number: one for one in queries.options_of(poll)}
    if number not in options:
        raise NotFound
    chosen = queries.own_choices(asker, poll) or CHOSEN_NOTHING
    barred = queries.barred_from(asker, poll)
    running = _running(poll, "open")
    context = {
        "poll": poll, "may": True, "saved_at": clock.now(), "refusal": refusal, "has_voted": True,
        "card": card_of(poll, options[number], chosen, barred, running), "count": len(chosen),
        "of": len(options), "said": _said(options[number], number in chosen),
    }  # fmt: skip
    return render(request, "voting/_saved.html", context, status=200 if refusal is None else 422)


def _said(option: Any, supports: bool) -> str:
    words = (
        gettext("You vote for “%(idea)s”.")
        if supports
        else gettext("You do not vote for “%(idea)s”.")
    )
    return words % {"idea": option.title}
