"""Writing about a loan: a note, a promise to pay, the next review, who looks after it.

Each is a page of its own that goes back to where one came from; with JavaScript it opens in a
dialog over the list, and the list comes back at the same loan.
"""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from grodd.base import clock
from grodd.servicing.queries import advisers_for, card_of, loan_cared_for, promise_cared_for
from grodd.servicing.usecases.keep_card import keep_card
from grodd.servicing.usecases.record_promise import record_promise
from grodd.servicing.usecases.set_review import set_review
from grodd.servicing.usecases.withdraw_promise import withdraw_promise
from grodd.servicing.usecases.write_note import write_note
from grodd.web.forming import is_done, status_of
from grodd.web.http import Request, page_or_part
from grodd.web.lending import forms


def _back(request: Request, loan_id: int) -> str:
    """Where one came from, at the loan; else the page of the loan."""
    wished = request.POST.get("next") or request.GET.get("next", "")
    if wished and url_has_allowed_host_and_scheme(wished, {request.get_host()}):
        return f"{wished.partition('#')[0]}#loan-{loan_id}"
    return f"{reverse('agreements:repayments', args=[loan_id])}#care"


def _tell(
    request: Request, loan: Any, form: Form, words: dict[str, str], act: Callable[[], object]
) -> HttpResponse:
    """Show a form about a loan; when it is filled in well, do it and go back."""
    back = _back(request, loan.pk)
    if is_done(form, act):
        messages.success(request, words["done"])
        return redirect(back)
    context = {"loan": loan, "form": form, "words": words, "back": back}
    return page_or_part(request, "lending", "tell", context, status=status_of(form))


@require_http_methods(["GET", "POST"])
@login_required
def note(request: Request, loan_id: int) -> HttpResponse:
    """Write a note."""
    loan = loan_cared_for(request.asker, loan_id=loan_id)
    form = forms.NoteForm(request.POST or None)
    words = {
        "title": gettext("Write a note"),
        "button": gettext("Save the note"),
        "done": gettext("The note is saved."),
    }
    return _tell(
        request, loan, form, words,
        lambda: write_note(
            by=request.asker, loan_id=loan_id, at=clock.now(), **form.cleaned_data
        ),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@login_required
def promise(request: Request, loan_id: int) -> HttpResponse:
    """Record a promise to pay."""
    loan = loan_cared_for(request.asker, loan_id=loan_id)
    start = {"promised_on": clock.today()}
    form = forms.PromiseForm(request.POST or None, currency=loan.currency, initial=start)
    words = {
        "title": gettext("Record a promise to pay"),
        "button": gettext("Save the promise"),
        "done": gettext("The promise is saved."),
    }
    return _tell(
        request, loan, form, words,
        lambda: record_promise(
            by=request.asker, loan_id=loan_id, word=form.word(), at=clock.now()
        ),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@login_required
def review(request: Request, loan_id: int) -> HttpResponse:
    """Set the day of the next review."""
    loan = loan_cared_for(request.asker, loan_id=loan_id)
    start = {"review_on": card_of(loan).review_on}
    form = forms.ReviewForm(_sent(request), initial=start)
    words = {
        "title": gettext("Set the next review"),
        "button": gettext("Save the day"),
        "done": gettext("The next review is set."),
    }
    return _tell(
        request, loan, form, words,
        lambda: set_review(
            by=request.asker, loan_id=loan_id, at=clock.now(), **form.cleaned_data
        ),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@login_required
def card(request: Request, loan_id: int) -> HttpResponse:
    """Say who looks after the loan, where it belongs, and when it is looked at again."""
    loan = loan_cared_for(request.asker, loan_id=loan_id)
    known = card_of(loan)
    form = forms.CardForm(
        _sent(request),
        advisers=_advisers(loan),
        initial={
            "adviser": str(known.adviser_id or ""),
            "region": known.region,
            "review_on": known.review_on,
        },
    )
    words = {
        "title": gettext("Who looks after this loan"),
        "button": gettext("Save the card"),
        "done": gettext("The card is saved."),
    }
    return _tell(
        request, loan, form, words,
        lambda: keep_card(by=request.asker, loan_id=loan_id, facts=form.facts(), at=clock.now()),
    )  # fmt: skip


def _advisers(loan: Any) -> list[tuple[str, str]]:
    return [(str(one.pk), str(one)) for one in advisers_for(loan, on=clock.today())]


def _sent(request: Request) -> Any:
    """What was sent; a form in which everything may be empty is still sent."""
    return request.POST if request.method == "POST" else None


@require_http_methods(["GET", "POST"])
@login_required
def withdraw(request: Request, promise_id: int) -> HttpResponse:
    """Take back a promise that no longer holds."""
    found = promise_cared_for(request.asker, promise_id=promise_id)
    form = Form(_sent(request))
    words = {
        "title": gettext("Take back the promise"),
        "lead": gettext("It stays on the page of the loan, and is neither kept nor broken."),
        "button": gettext("Take it back"),
        "done": gettext("The promise no longer counts."),
    }
    return _tell(
        request, found.loan, form, words,
        lambda: withdraw_promise(by=request.asker, promise_id=promise_id, at=clock.now()),
    )  # fmt: skip
