"""Accounts, journal and periods."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from grodd.base import clock
from grodd.base.errors import NotAllowed, NotFound, Refusal
from grodd.ledger.charts import Chart
from grodd.payments.payees import written_bankgiro, written_iban
from grodd.payments.queries import (
    account_seen_by,
    accounts_seen_by,
    journal_seen_by,
    may,
    periods_seen_by,
    treasury_seen_by,
    voucher_seen_by,
)
from grodd.payments.usecases.book_by_hand import book_by_hand
from grodd.payments.usecases.close_month import close_month
from grodd.payments.usecases.reverse_by_hand import reverse_by_hand
from grodd.payments.usecases.say_where_to_pay import say_where_to_pay
from grodd.people.roles import Role
from grodd.processes.open_books import open_books as open_the_books
from grodd.reports.books import accounts_sheet, journal_sheet
from grodd.reports.later.makers import entries_in
from grodd.web.books import shown
from grodd.web.books.forms import AccountForm, BookForm, OpenForm, ReasonForm
from grodd.web.http import Request, page_of, page_or_part
from grodd.web.lending import files


def keeps(request: Request) -> bool:
    """Whether the one who asks keeps the books of the space they work in."""
    where = request.asker.organisation_id
    return where is not None and may(request.asker, Role.FINANCE_OFFICER, organisation_id=where)


@require_GET
@login_required
def accounts(request: Request) -> HttpResponseBase:
    """Every account and what is on it; or the way to open books where there are none."""
    if files.wanted(request):
        return files.long_or_short(request, "accounts", accounts_sheet(request.asker))
    treasury = treasury_seen_by(request.asker)
    context = {
        "treasury": treasury,
        "keeps": keeps(request),
        "accounts": shown.account_table(accounts_seen_by(request.asker)) if treasury else None,
        "form": OpenForm(initial={"starts_on": clock.today().replace(month=1, day=1)}),
        "exports": files.links(request),
    }
    return page_or_part(request, "books", "accounts", context)


@require_POST
@login_required
def open_books(request: Request) -> HttpResponse:
    """Open the books of the space."""
    treasury = treasury_seen_by(request.asker)
    form = OpenForm(request.POST)
    if not keeps(request):
        raise NotAllowed
    if form.is_valid():
        open_the_books(
            by=request.asker,
            organisation_id=request.asker.organisation_id or 0,
            chart=Chart(form.cleaned_data["chart"]),
            starts_on=form.cleaned_data["starts_on"],
            at=clock.now(),
        )
        return redirect("books:accounts")
    context = {"treasury": treasury, "keeps": True, "accounts": None, "form": form}
    return page_or_part(request, "books", "accounts", context, status=422)


@require_http_methods(["GET", "POST"])
@login_required
def account(request: Request) -> HttpResponse:
    """Which account borrowers pay to."""
    treasury = treasury_seen_by(request.asker)
    if treasury is None:
        raise NotFound
    if not keeps(request):
        raise NotAllowed
    start = {
        "bankgiro": written_bankgiro(treasury.bankgiro), "iban": written_iban(treasury.iban)
    }  # fmt: skip
    form = AccountForm(request.POST or None, initial=start)
    if form.is_valid():
        try:
            say_where_to_pay(
                by=request.asker,
                organisation_id=treasury.organisation_id,
                at=clock.now(),
                **form.cleaned_data,
            )
            return redirect("books:accounts")
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    status = 422 if form.errors else 200
    return page_or_part(request, "books", "account", {"form": form}, status=status)


@require_GET
@login_required
def journal(request: Request) -> HttpResponseBase:
    """Vouchers, newest first; of one account, of some days, or with a word in their text."""
    asker, wanted = request.asker, entries_in(request.asker, request.GET.dict())
    if files.wanted(request):
        return files.long_or_short(request, "journal", journal_sheet(asker, wanted))
    page = page_of(request, journal_seen_by(asker, wanted))
    account = None
    if wanted.account_id:
        account = account_seen_by(asker, account_id=wanted.account_id)
    context = {
        "table": shown.journal_table(page.object_list, account),
        "page": page,
        "wanted": wanted,
        "days": shown.days_of(wanted),
        "account": account,
        "keeps": keeps(request),
        "exports": files.links(request),
    }
    return page_or_part(request, "books", "journal", context)


@require_http_methods(["GET", "POST"])
@login_required
def voucher(request: Request, voucher_id: int) -> HttpResponse:
    """One voucher; on POST, its reversal."""
    found = voucher_seen_by(request.asker, voucher_id=voucher_id)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            undone = reverse_by_hand(
                by=request.asker,
                voucher_id=voucher_id,
                booked_on=clock.today(),
                reason=form.cleaned_data["reason"],
                at=clock.now(),
            )
            return redirect("books:voucher", voucher_id=undone.pk)
        except NotAllowed:
            raise
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    note = shown.reversal_note(found)
    keeping = keeps(request) and not note
    context = {"voucher": found, "table": shown.line_table(found), "note": note, "form": form,
               "keeps": keeping}  # fmt: skip
    return page_or_part(request, "books", "voucher", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@login_required
def book(request: Request) -> HttpResponse:
    """A voucher by hand."""
    treasury = treasury_seen_by(request.asker)
    if treasury is None:
        raise NotFound
    if not keeps(request):
        raise NotAllowed
    lines = accounts_seen_by(request.asker)
    form = BookForm(request.POST or None, lines=lines, currency=treasury.bank.currency)
    if form.is_valid():
        given = dict(form.cleaned_data)
        sides = (given.pop("debit"), given.pop("credit"))
        try:
            made = book_by_hand(by=request.asker, sides=sides, at=clock.now(), **given)
            return redirect("books:voucher", voucher_id=made.pk)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    status = 422 if form.errors else 200
    return page_or_part(request, "books", "book", {"form": form}, status=status)


@require_GET
@login_required
def periods(request: Request) -> HttpResponse:
    """The months of the books, open and closed."""
    context = {"periods": list(periods_seen_by(request.asker)), "keeps": keeps(request)}
    return page_or_part(request, "books", "periods", context)


@require_POST
@login_required
def close(request: Request, period_id: int) -> HttpResponse:
    """Close a month for good."""
    periods_seen_by(request.asker)
    close_month(by=request.asker, period_id=period_id, at=clock.now())
    return redirect("books:periods")
