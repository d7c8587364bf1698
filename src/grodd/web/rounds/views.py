"""Public pages of rounds."""

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from grodd.base import clock
from grodd.base.translated import said_only
from grodd.engines.money import Money
from grodd.programmes import queries
from grodd.web.http import Request, page_or_part


@require_GET
def open_now(request: Request) -> HttpResponse:
    """The rounds that take applications now."""
    rounds = list(queries.open_rounds(at=clock.now()))
    return page_or_part(request, "rounds", "open", {"rounds": rounds})


@require_GET
def page(request: Request, key: str) -> HttpResponse:
    """One round: what it gives, to whom, until when."""
    found = queries.published_round(key=key)
    frame = queries.frozen_frame(found)
    easy = said_only(found.easy)
    shown = request.GET.get("text", "easy" if request.reading.easy_read else "ordinary")
    context = {
        "has_easy": bool(easy),
        "easy": easy if shown == "easy" else "",
        "round": found,
        "frame": frame,
        "least": Money(frame.amount_min_minor, frame.currency),
        "most": Money(frame.amount_max_minor, frame.currency),
        "is_open": queries.is_open(found, at=clock.now()),
        "may_apply": queries.may_apply(request.asker, found),
        "questions": queries.eligibility_of(frame),
    }
    return page_or_part(request, "rounds", "page", context)


@require_GET
def check(request: Request, key: str) -> HttpResponse:
    """The self-check: answers stay in the address and are kept nowhere."""
    found = queries.published_round(key=key)
    questions = queries.eligibility_of(queries.frozen_frame(found))
    given = {one.key: request.GET.get(one.key, "") for one in questions}
    against = [one for one in questions if given[one.key] not in {"", _needed(one.answer_needed)}]
    context = {
        "round": found,
        "questions": [(one, given[one.key]) for one in questions],
        "against": against,
        "is_done": bool(questions) and all(given.values()),
        "is_open": queries.is_open(found, at=clock.now()),
    }
    return page_or_part(request, "rounds", "check", context)


def _needed(answer: bool) -> str:
    return "yes" if answer else "no"
