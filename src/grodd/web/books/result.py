"""The result of a period by account; each amount leads to its vouchers."""

from collections.abc import Iterator
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext, pgettext
from django.views.decorators.http import require_GET

from grodd.base import clock, display
from grodd.payments.queries import year_seen_by
from grodd.reports.result import Lines, Part, Result, result_of, result_sheet
from grodd.web.books.forms import EVERY, PARTS, ResultForm
from grodd.web.components.values import Cell, Column
from grodd.web.http import Request, page_or_part
from grodd.web.lending import files


@require_GET
@login_required
def result(request: Request) -> HttpResponseBase:
    """What each income and expense account got; at first of the year so far."""
    today = clock.today()
    year = year_seen_by(request.asker, on=today)
    usual = {
        "part": EVERY,
        "first": year.starts_on.isoformat(),
        "last": max(year.starts_on, min(year.ends_on, today)).isoformat(),
    }
    form = ResultForm({**usual, **request.GET.dict()})
    if not form.is_valid():
        return page_or_part(request, "books", "result", {"form": form}, status=422)
    first, last, part = (form.cleaned_data[name] for name in ("first", "last", "part"))
    found = result_of(request.asker, first=first, last=last, part=part)
    if files.wanted(request):
        sheet = result_sheet(found, first=first, last=last)
        return files.as_file(request, sheet.name, sheet.heads, sheet.rows)
    context = {
        "form": form,
        "days": gettext("From %(first)s to %(last)s.")
        % {"first": display.day(first), "last": display.day(last)},
        "figures": list(_figures(found, part)),
        "columns": [Column(gettext("Account")), Column(gettext("Amount"), kind="money")],
        "tables": [
            (label, _rows(lines, first, last))
            for label, lines in (
                (pgettext("of a period", "Income"), found.income),
                (pgettext("of a period", "Costs"), found.costs),
            )
            if lines
        ],
        "exports": files.links(request),
    }
    return page_or_part(request, "books", "result", context)


def result_url(first: date, last: date, part: str) -> str:
    """The accounts behind a figure of a period."""
    return f"{reverse('books:result')}?{urlencode({**_days(first, last), 'part': part})}"


def _rows(lines: Lines, first: date, last: date) -> list[list[Any]]:
    return [
        [str(account), Cell(money, url=_journal_url(account.pk, first, last))]
        for account, money in lines
    ]


def _journal_url(account_id: int, first: date, last: date) -> str:
    chosen = {"account": account_id, **_days(first, last)}
    return f"{reverse('books:journal')}?{urlencode(chosen)}"


def _days(first: date, last: date) -> dict[str, str]:
    return {"first": first.isoformat(), "last": last.isoformat()}


def _figures(found: Result, part: Part | None) -> Iterator[dict[str, Any]]:
    """In each currency the income, the costs and what is left; of a part its sum."""
    for one in found.sums:
        if part is not None:
            is_income = part in {Part.EARNED, Part.REVENUE}
            yield {"label": PARTS[part], "value": one.income if is_income else one.costs}
            continue
        yield {"label": pgettext("of a period", "Income"), "value": one.income}
        yield {"label": pgettext("of a period", "Costs"), "value": one.costs}
        yield {"label": gettext("Result"), "value": one.left}
