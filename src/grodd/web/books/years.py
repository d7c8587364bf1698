"""Opening the next financial year."""

from datetime import timedelta

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from grodd.base import clock
from grodd.base.errors import NotAllowed
from grodd.payments.queries import last_year_seen_by
from grodd.payments.usecases.open_next_year import open_next_year
from grodd.web.books.views import keeps
from grodd.web.fields import DayField
from grodd.web.forming import is_done, status_of
from grodd.web.http import Request, page_or_part


class YearForm(forms.Form):
    """The day that the year begins, as it was shown."""

    starts_on = DayField(widget=forms.HiddenInput)


@require_http_methods(["GET", "POST"])
@login_required
def next_year(request: Request) -> HttpResponse:
    """Show what opening the next year means; on POST, open it."""
    last = last_year_seen_by(request.asker)
    if not keeps(request):
        raise NotAllowed
    starts_on = last.ends_on + timedelta(days=1)
    form = YearForm(request.POST or None, initial={"starts_on": starts_on})

    def open_it() -> None:
        open_next_year(by=request.asker, starts_on=form.cleaned_data["starts_on"], at=clock.now())

    if is_done(form, open_it):
        messages.success(request, gettext("The year is open. You can book in it now."))
        return redirect("books:periods")
    context = {"last": last, "starts_on": starts_on, "form": form}
    return page_or_part(request, "books", "next_year", context, status=status_of(form))
