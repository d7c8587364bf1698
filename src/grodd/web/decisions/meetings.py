"""Meetings: plan, open, close, minutes."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from grodd.base import clock
from grodd.decisions import queries
from grodd.decisions.usecases.close_meeting import close_meeting
from grodd.decisions.usecases.open_meeting import open_meeting
from grodd.decisions.usecases.plan_meeting import plan_meeting
from grodd.decisions.usecases.write_minutes import write_minutes
from grodd.reports.minutes import minutes_page, minutes_pdf
from grodd.web.decisions.forms import MeetingForm, PresenceForm
from grodd.web.decisions.shown import matter_rows, meeting_state
from grodd.web.forming import is_done, status_of
from grodd.web.http import Request, page_or_part


@require_http_methods(["GET", "POST"])
@login_required
def plan(request: Request, body_id: int) -> HttpResponse:
    """Plan a meeting, or send matters round."""
    body = queries.body_seen_by(request.asker, body_id=body_id)
    queries.check_leads(request.asker, body, on=clock.today())
    form = MeetingForm(request.POST or None)
    if is_done(
        form,
        lambda: plan_meeting(
            by=request.asker, body_id=body.pk, at=clock.now(), **form.cleaned_data
        ),
    ):
        return redirect("decisions:body", body_id=body_id)
    title, label = gettext("Plan a meeting"), gettext("Plan it")
    context = {"body": body, "form": form, "title": title, "label": label}
    return page_or_part(request, "decisions", "body_form", context, status=status_of(form))


@require_GET
@login_required
def meeting(request: Request, meeting_id: int) -> HttpResponse:
    """A meeting: agenda, who is there, minutes."""
    row = queries.meeting_seen_by(request.asker, meeting_id=meeting_id)
    seats = queries.seats_of(row.body, on=clock.today())
    there = queries.present_seats(row)
    context = {
        "meeting": row,
        "state": meeting_state(row),
        "agenda": matter_rows(queries.matters_of(row)),
        "presence": PresenceForm(seats=seats, initial={"seats": sorted(there)}),
        "present": [one for one in seats if one.pk in there],
        "leads": queries.manages(request.asker, row.body)
        or queries.chairs(request.asker, row.body, on=clock.today()),
        "minutes": queries.minutes_of(row),
    }
    return page_or_part(request, "decisions", "meeting", context)


@require_POST
@login_required
def open_(request: Request, meeting_id: int) -> HttpResponse:
    """Open the meeting, or note who came."""
    row = queries.meeting_seen_by(request.asker, meeting_id=meeting_id)
    seats = queries.seats_of(row.body, on=clock.today())
    form = PresenceForm(request.POST, seats=seats)
    there = form.cleaned_data["seats"] if form.is_valid() else []
    open_meeting(by=request.asker, meeting_id=row.pk, seat_ids=there, at=clock.now())
    return redirect("decisions:meeting", meeting_id=meeting_id)


@require_POST
@login_required
def close(request: Request, meeting_id: int) -> HttpResponse:
    """Close the meeting."""
    close_meeting(by=request.asker, meeting_id=meeting_id, at=clock.now())
    return redirect("decisions:meeting", meeting_id=meeting_id)


@require_http_methods(["GET", "POST"])
@login_required
def minutes(request: Request, meeting_id: int) -> HttpResponse:
    """Read the minutes; on POST the chair signs them."""
    if request.method == "POST":
        write_minutes(by=request.asker, meeting_id=meeting_id, at=clock.now())
        return redirect("decisions:minutes", meeting_id=meeting_id)
    page = minutes_page(request.asker, meeting_id=meeting_id)
    chairs = queries.chairs(request.asker, page.meeting.body, on=clock.today())
    context = {"page": page, "document": page.document, "chairs": chairs}
    return page_or_part(request, "decisions", "minutes", context)


@require_GET
@login_required
def minutes_pdf_(request: Request, meeting_id: int) -> HttpResponse:
    """The minutes as PDF."""
    content = minutes_pdf(request.asker, meeting_id=meeting_id)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="minutes-{meeting_id}.pdf"'
    return response
