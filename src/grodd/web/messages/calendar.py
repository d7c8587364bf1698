"""A person's calendar, for the calendar program of their own: iCalendar at a secret address."""

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy, override
from django.views.decorators.http import require_GET, require_POST
from icalendar import Alarm, Calendar, Event

from grodd.base import clock, display
from grodd.people.queries import asker_of, calendar_owner, calendar_secret
from grodd.people.usecases.renew_calendar import renew_calendar
from grodd.people.usecases.stop_calendar import stop_calendar
from grodd.reports.calendar_feed import Kind, Occasion, occasions_of
from grodd.web.http import Request, page_or_part
from grodd.web.messages.views import ways

WORDS = {
    Kind.DRAFT: gettext_lazy("Last day to apply: %(title)s"),
    Kind.CHECK_IN: gettext_lazy("Check-in: %(title)s"),
    Kind.REPAYMENT: gettext_lazy("Repay %(amount)s: %(title)s"),
    Kind.REVIEW: gettext_lazy("Last day to review: %(title)s"),
    Kind.MEETING: gettext_lazy("Meeting: %(title)s"),
}
PLACES = {
    Kind.DRAFT: "applications:write",
    Kind.CHECK_IN: "followup:check_in",
    Kind.REPAYMENT: "agreements:repayments",
    Kind.REVIEW: "assessment:review",
    Kind.MEETING: "decisions:meeting",
}
READ_AGAIN_AFTER = timedelta(hours=6)


@require_GET
@login_required
def page(request: Request) -> HttpResponse:
    """The secret address, and what to do with it."""
    secret = calendar_secret(request.asker)
    address = ""
    if secret:
        where = reverse("messages:feed", args=[request.asker.key, secret])
        address = f"{settings.BASE_URL}{where}"
    occasions = occasions_of(request.asker, at=clock.now())
    ahead = [(_title(one), one) for one in occasions if _is_ahead(one)][:10]
    context = {"address": address, "ahead": ahead, "ways": ways("calendar")}
    return page_or_part(request, "messages", "calendar", context)


def _is_ahead(one: Occasion) -> bool:
    return one.day >= clock.today()


@require_POST
@login_required
def renew(request: Request) -> HttpResponse:
    """Make a new secret address."""
    renew_calendar(by=request.asker)
    messages.success(request, gettext("Here is your new address. The old one works no more."))
    return redirect("messages:calendar")


@require_POST
@login_required
def stop(request: Request) -> HttpResponse:
    """Close the address."""
    stop_calendar(by=request.asker)
    messages.success(request, gettext("Nobody can read your calendar any more."))
    return redirect("messages:calendar")


@require_GET
def feed(request: HttpRequest, key: UUID, secret: str) -> HttpResponse:
    """The calendar of whoever knows the address; calendar programs cannot sign in."""
    del request
    person = calendar_owner(key=key, secret=secret)
    asker = asker_of(person, on=clock.today())
    with override(person.language):
        content = _calendar(occasions_of(asker, at=clock.now())).to_ical()
    answer = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    answer["Cache-Control"] = "private, max-age=3600"
    answer["X-Robots-Tag"] = "noindex"
    return answer


def _calendar(occasions: list[Occasion]) -> Calendar:
    made = Calendar()
    made.add("prodid", "-//Grodd//Grodd//EN")
    made.add("version", "2.0")
    made.add("x-wr-calname", "Grodd")
    made.add("refresh-interval", READ_AGAIN_AFTER, parameters={"value": "DURATION"})
    for one in occasions:
        made.add_component(_event(one))
    return made


def _event(one: Occasion) -> Event:
    event = Event()
    address = f"{settings.BASE_URL}{reverse(PLACES[one.kind], args=[one.target])}"
    event.add("uid", f"{one.kind}-{one.pk}@grodd")
    event.add("dtstamp", clock.now())
    event.add("summary", _title(one))
    event.add("dtstart", one.start)
    # The day after is where a whole day ends (RFC 5545, 3.6.1).
    event.add("dtend", one.end or one.start + timedelta(days=1))
    event.add("url", address)
    event.add("description", address)
    if one.place:
        event.add("location", one.place)
    if one.kind != Kind.MEETING:
        event.add("transp", "TRANSPARENT")
        event.add_component(_reminder(one))
    return event


def _reminder(one: Occasion) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", _title(one))
    alarm.add("trigger", timedelta(days=-1))
    return alarm


def _title(one: Occasion) -> str:
    amount = display.money(one.amount) if one.amount else ""
    return str(WORDS[one.kind]) % {"title": one.title, "amount": amount}
