"""Votes as files."""

import csv
from dataclasses import replace
from io import StringIO
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods

from grodd.base import clock
from grodd.base.errors import NotAllowed
from grodd.voting import queries
from grodd.voting.selection import Selection, selection_of
from grodd.voting.usecases.import_votes import import_votes
from grodd.voting.votes_file import votes_file
from grodd.web.forming import is_done, status_of
from grodd.web.http import Request, page_or_part
from grodd.web.voting.forms import VotesFileForm
from grodd.web.voting.shown import table_of


@require_http_methods(["GET", "POST"])
@login_required
def bring(request: Request) -> HttpResponse:
    """Take in a vote that was held elsewhere."""
    scopes = queries.scopes_to_poll_in(request.asker)
    form = VotesFileForm(request.POST or None, request.FILES or None, scopes=scopes)
    made: list[Any] = []

    def take_in() -> None:
        name, content = form.content()
        made.append(
            import_votes(
                by=request.asker, scope_id=form.cleaned_data["scope"], name=name, content=content,
                currency=form.cleaned_data["currency"], at=clock.now(),
            )
        )  # fmt: skip

    if is_done(form, take_in):
        return redirect("voting:result", poll_id=made[0].pk)
    context = {
        "poll": None, "form": form, "plain": list(form),
        "title": gettext("Bring a vote from elsewhere"),
        "label": gettext("Read the file"),
    }  # fmt: skip
    return page_or_part(request, "voting", "form", context, status=status_of(form))


@require_GET
@login_required
def as_csv(request: Request, poll_id: int) -> HttpResponse:
    """The result, an idea on each row, with points in the amounts.

    What the reviews say of an idea is left out for whoever has an interest of their own in it.
    """
    poll, selection = _read(request, poll_id)
    out = StringIO()
    hidden = queries.interests_of(request.asker, poll)
    kept = {number: each for number, each in selection.values.items() if number not in hidden}
    shown = replace(selection, values=kept)
    csv.writer(out).writerows(table_of(poll, queries.options_of(poll), shown))
    return _file(out.getvalue().encode("utf-8-sig"), "text/csv; charset=utf-8", poll, "csv")


@require_GET
@login_required
def as_pb(request: Request, poll_id: int) -> HttpResponse:
    """The ballots and the winners under the stated rule, as a Pabulib file."""
    poll, selection = _read(request, poll_id)
    outcome = selection.outcomes.get(poll.rule)
    winners = () if outcome is None else outcome.winners
    content = votes_file(queries.held_poll(poll), selected=winners)
    return _file(content, "text/plain; charset=utf-8", poll, "pb")


def _read(request: Request, poll_id: int) -> tuple[Any, Selection]:
    """Ballots one by one are for those who answer for the vote, not for every voter."""
    poll = queries.poll_seen_by(request.asker, poll_id=poll_id)
    if not queries.reads(request.asker, poll):
        raise NotAllowed
    return poll, selection_of(queries.result_of(poll).content)


def _file(content: bytes, kind: str, poll: Any, ending: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="vote-{poll.pk}.{ending}"'
    return answer
