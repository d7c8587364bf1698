"""The portfolio as a page, and the same figures as CSV and XLSX."""

import csv
from io import BytesIO, StringIO
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_GET
from openpyxl import Workbook

from grodd.base import clock
from grodd.base.typed import read_digits
from grodd.reports import portfolio_findings
from grodd.reports.findings import Finding
from grodd.reports.later.makers import Wish, making_of
from grodd.reports.portfolio import MONEY, Portfolio, Wanted, portfolio
from grodd.reports.programme_report import programme_report
from grodd.reports.sheets import XLSX
from grodd.web.http import Request, page_or_part, pdf_answer
from grodd.web.portfolio import shown
from grodd.web.progress.making import later

# A year outside may be typed into the address, but no database compares a date with it.
YEARS_OF_DATES = range(1900, 9999)


@require_GET
@login_required
def show(request: Request) -> HttpResponse:
    """Funnel, money, themes, waiting times and loans; filtered by the address."""
    wanted = _wanted(request)
    found = portfolio(request.asker, wanted, at=clock.now())
    query = urlencode({name: value for name, value in request.GET.items() if value})
    context: dict[str, Any] = {
        "found": found,
        "wanted": wanted,
        "findings": [one for one in _findings(found) if one],
        "rounds": shown.lines_table(found.by_round, gettext("Round")),
        "money": shown.lines_table(found.by_round, gettext("Round"), steps=(), money=MONEY),
        "themes": shown.lines_table(found.by_theme, gettext("Theme"), money=shown.GIVEN),
        "reports": _reports(found, wanted),
        "kinds": shown.kinds_table(found.by_kind),
        "risk": shown.risk_table(found.at_risk),
        "exports": [
            {"label": label, "url": f"{reverse(f'portfolio:{label.lower()}')}?{query}"}
            for label in ("CSV", "XLSX")
        ],
    }
    return page_or_part(request, "portfolio", "show", context)


@require_GET
@login_required
def report(request: Request, programme_id: int) -> HttpResponse:
    """The report of one programme as PDF, in the reader's language; a long one is made later."""
    year, at = _wanted(request).year, clock.now()
    facts = {"programme": str(programme_id), "year": str(year or "")}
    if making_of(request.asker, Wish("programme-report", "pdf", facts), at=at).is_long:
        return redirect(
            later("programme-report", {**facts, "as": "pdf"}, back=reverse("portfolio:show"))
        )
    made = programme_report(request.asker, programme_id=programme_id, year=year, at=at)
    return pdf_answer(made, name=f"programme-{programme_id}")


@require_GET
@login_required
def as_csv(request: Request) -> HttpResponse:
    """The rounds as comma-separated values, with points in the amounts."""
    out = StringIO()
    csv.writer(out).writerows(shown.flat(_found(request)))
    response = HttpResponse(out.getvalue().encode("utf-8-sig"), content_type="text/csv")
    response["Content-Disposition"] = 'attachment; filename="portfolio.csv"'
    return response


@require_GET
@login_required
def as_xlsx(request: Request) -> HttpResponse:
    """The rounds as a workbook."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(gettext("Portfolio")[:31])
    for row in shown.flat(_found(request)):
        sheet.append(row)
    out = BytesIO()
    book.save(out)
    response = HttpResponse(out.getvalue(), content_type=XLSX)
    response["Content-Disposition"] = 'attachment; filename="portfolio.xlsx"'
    return response


def _findings(found: Portfolio) -> list[Finding | None]:
    return [
        portfolio_findings.funnel(found.totals),
        portfolio_findings.money_of_rounds(found.by_round),
        portfolio_findings.over_time(found.flows),
        portfolio_findings.risk(found.at_risk),
    ]


def _reports(found: Portfolio, wanted: Wanted) -> list[tuple[str, str]]:
    """Name and address of the printed report of each programme that is shown."""
    year = f"?year={wanted.year}" if wanted.year else ""
    return [
        (name, reverse("portfolio:report", args=[pk]) + year)
        for pk, name in found.programmes
        if wanted.programme_id in {None, pk}
    ]


def _found(request: Request) -> Portfolio:
    return portfolio(request.asker, _wanted(request), at=clock.now())


def _wanted(request: Request) -> Wanted:
    given = {name: request.GET.get(name, "") for name in ("programme", "round", "year")}
    whole = {name: read_digits(text, most=9) for name, text in given.items()}
    year = whole["year"] if whole["year"] in YEARS_OF_DATES else None
    return Wanted(whole["programme"], whole["round"], year)
