"""Money expected and money that came, and what went bad of each quarter's loans."""

from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponseBase
from django.utils.translation import gettext
from django.views.decorators.http import require_GET

from grodd.base import clock
from grodd.base.errors import NotFound
from grodd.base.typed import read_day
from grodd.reports.lending.cash import cash_flow
from grodd.reports.lending.cash_rows import Behind, rows_behind
from grodd.reports.lending.names import BEHIND
from grodd.reports.lending.sheets import cash_rows_sheet
from grodd.reports.lending.vintages import vintage_tables
from grodd.web.http import Request, page_of, page_or_part
from grodd.web.lending import files, money, words

YEARS = range(1900, 9999)
"""A month after the last of them would be none that a calendar has."""


@require_GET
@login_required
def cash(request: Request) -> HttpResponseBase:
    """A year back and a year ahead, month by month."""
    found = cash_flow(request.asker, on=clock.today())
    if files.wanted(request):
        return files.as_file(request, "cash-flow", money.flow_heads(), money.flow_lines(found))
    context = {
        "ways": words.ways("cash"),
        "flows": [money.flow(one) for one in found],
        "exports": files.links(request),
    }
    return page_or_part(request, "lending", "cash", context)


@require_GET
@login_required
def cash_rows(request: Request, month: str, kind: str) -> HttpResponseBase:
    """The instalments or payments behind a figure of the cash flow."""
    first, which = month_of(month), _behind(kind)
    asker, today = request.asker, clock.today()
    if files.wanted(request):
        sheet = cash_rows_sheet(asker, month=first, which=which, on=today)
        return files.long_or_short(request, "cash-rows", sheet, month=month, kind=kind)
    page = page_of(request, rows_behind(asker, month=first, which=which, on=today))
    context: dict[str, Any] = {
        "month": words.month_words(first),
        "label": BEHIND[which],
        "page": page,
        "columns": money.behind_columns(),
        "rows": [money.behind_row(one) for one in page],
        "exports": files.links(request),
    }
    return page_or_part(request, "lending", "cash_rows", context)


def month_of(text: str) -> date:
    """The first day of a month written as ``2026-03``.

    Raises:
        NotFound: There is no such month.
    """
    day = read_day(f"{text}-01")
    if day is None or day.year not in YEARS:
        raise NotFound
    return day


def _behind(kind: str) -> Behind:
    if kind not in set(Behind):
        raise NotFound
    return Behind(kind)


@require_GET
@login_required
def vintages(request: Request) -> HttpResponseBase:
    """Of what was paid out in each quarter: what went bad within so many months."""
    found = vintage_tables(request.asker, on=clock.today())
    if files.wanted(request):
        heads = [
            gettext("Paid out in"), gettext("Currency"), gettext("Loans"),
            gettext("Lent"), gettext("Months"), gettext("Gone bad"), gettext("Share")
        ]  # fmt: skip
        return files.as_file(request, "vintages", heads, money.vintage_lines(found))
    context = {
        "ways": words.ways("vintages"),
        "tables": [money.vintage_table(one) for one in found],
        "exports": files.links(request),
    }
    return page_or_part(request, "lending", "vintages", context)
