"""What a person has been told, and how they want to hear of it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from grodd.base import clock, outbox
from grodd.people.queries import message_wishes
from grodd.people.topics import BOUND, LABELS
from grodd.people.usecases.choose_messages import choose_messages
from grodd.processes.inbox import inbox_of, lines_of, open_message
from grodd.reports.letters import own_letter_pdf
from grodd.web.components.values import Tab
from grodd.web.forming import is_done, status_of
from grodd.web.http import Request, page_of, page_or_part, pdf_answer
from grodd.web.messages.forms import WishesForm


def ways(here: str) -> list[Tab]:
    """The pages of this area."""
    known = {
        "list": gettext("Messages"),
        "wishes": gettext("How I want to hear"),
        "calendar": gettext("Calendar"),
    }
    return [
        Tab(label, reverse(f"messages:{name}"), current=name == here)
        for name, label in known.items()
    ]


@require_GET
@login_required
def listing(request: Request) -> HttpResponse:
    """Everything that the reader has been told, the newest first."""
    page = page_of(request, inbox_of(request.asker))
    lines = lines_of(page.object_list)
    context = {"page": page, "lines": lines, "ways": ways("list")}
    return page_or_part(request, "messages", "list", context)


@require_GET
@login_required
def open_one(request: Request, message_id: int) -> HttpResponse:
    """One message; it is read from now on."""
    opened = open_message(by=request.asker, at=clock.now(), message_id=message_id)
    wished = "easy" if request.reading.easy_read else "ordinary"
    is_easy = bool(opened.easy) and request.GET.get("text", wished) == "easy"
    context = {
        "message": opened, "is_easy": is_easy, "topic": LABELS[opened.topic],
        "is_bound": opened.topic in BOUND,
    }  # fmt: skip
    return page_or_part(request, "messages", "open", context)


@require_GET
@login_required
def letter(request: Request, message_id: int) -> HttpResponse:
    """A letter of one's own as PDF."""
    made = own_letter_pdf(request.asker, message_id=message_id)
    return pdf_answer(made, name=f"letter-{message_id}")


@require_POST
@login_required
def read_all(request: Request) -> HttpResponse:
    """Every message is read from now on."""
    outbox.mark_read(request.asker.key, at=clock.now())
    return redirect("messages:list")


@require_http_methods(["GET", "POST"])
@login_required
def wishes(request: Request) -> HttpResponse:
    """How the reader wants to hear of each kind of event."""
    form = WishesForm(request.POST or None, wishes=message_wishes(request.asker))
    if is_done(form, lambda: choose_messages(by=request.asker, wishes=form.wishes())):
        messages.success(request, gettext("From now on you hear of things as you chose."))
        return redirect("messages:wishes")
    pairs = [(form[f"{topic}_mail"], form[f"{topic}_list"]) for topic in form.free]
    context = {
        "form": form, "pairs": pairs, "ways": ways("wishes"),
        "bound": [label for topic, label in LABELS.items() if topic in BOUND],
    }  # fmt: skip
    return page_or_part(request, "messages", "wishes", context, status=status_of(form))
