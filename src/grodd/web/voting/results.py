"""The result: three rules side by side, why each idea won or lost, and what happens next."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from grodd.base import clock
from grodd.base.errors import NotFound
from grodd.processes.explain_option import explain_option
from grodd.processes.propose_outcome import propose_outcome
from grodd.reports.poll_outcome import poll_outcome
from grodd.voting import queries
from grodd.voting.selection import selection_of
from grodd.web.http import Request, page_of, page_or_part
from grodd.web.voting import compared
from grodd.web.voting.shown import rule_told


@require_GET
@login_required
def result(request: Request, poll_id: int) -> HttpResponse:
    """What each rule chose, and what it means for voters and themes."""
    poll = queries.poll_seen_by(request.asker, poll_id=poll_id)
    if poll.closed_at is None:
        return redirect("voting:vote", poll_id=poll_id)
    row, reads = queries.result_of(poll), queries.reads(request.asker, poll)
    selection = selection_of(row.content)
    rules = compared.rules_shown(poll, selection, reads=reads)
    options = queries.options_of(poll)
    page = page_of(request, compared.by_votes(options, selection))
    context = {
        "poll": poll, "result": row, "rule": rule_told(poll), "reads": reads,
        "opening": queries.opening_of(poll), "figures": compared.figures(poll, row, selection),
        "rule_columns": compared.rule_columns(poll, rules),
        "rule_rows": compared.rule_rows(poll, selection, rules),
        "idea_columns": compared.idea_columns(poll, rules),
        "idea_rows": compared.idea_rows(
            poll, selection, page, rules, queries.explanations_of(poll)
        ), "page": page,
        "warnings": compared.warnings(selection, rules),
        "remarks": compared.remarks(options, selection, rules),
        "outcome": poll_outcome(poll, selection) if queries.manages(request.asker, poll) else None,
        "exports": [
            {"label": label, "url": reverse(f"voting:{label.lower()}", args=[poll_id])}
            for label in ("CSV", "PB")
        ] if reads else [],
    }  # fmt: skip
    return page_or_part(request, "voting", "result", context)


@require_GET
@login_required
def why(request: Request, poll_id: int, number: int) -> HttpResponse:
    """Why one idea won or lost under each rule."""
    poll = queries.poll_seen_by(request.asker, poll_id=poll_id)
    if poll.closed_at is None:
        return redirect("voting:vote", poll_id=poll_id)
    selection = selection_of(queries.result_of(poll).content)
    option = next((one for one in queries.options_of(poll) if one.number == number), None)
    if option is None:
        raise NotFound
    known = queries.explanations_of(poll)
    context = {
        "poll": poll, "option": option,
        "facts": compared.option_facts(poll, option, selection),
        "paid": compared.paid_rows(poll, selection, number),
        "lost": compared.lost_under(poll, selection, known, number),
    }  # fmt: skip
    return page_or_part(request, "voting", "why", context)


@require_POST
@login_required
def explain(request: Request, poll_id: int, number: int) -> HttpResponse:
    """Work out now what an idea lacked, if the worker has not come to it yet."""
    poll = queries.poll_seen_by(request.asker, poll_id=poll_id)
    for rule in compared.COUNTING:
        explain_option(poll_id=poll.pk, number=number, rule=rule)
    return redirect("voting:why", poll_id=poll_id, number=number)


@require_POST
@login_required
def propose(request: Request, poll_id: int) -> HttpResponse:
    """Put the winners under the stated rule up for decision."""
    matters: list[Any] = propose_outcome(by=request.asker, poll_id=poll_id, at=clock.now())
    told = ngettext(
        "%(count)s matter waits for the body that decides.",
        "%(count)s matters wait for the body that decides.",
        len(matters),
    )
    messages.success(request, told % {"count": len(matters)})
    return redirect("voting:result", poll_id=poll_id)
