"""The list of loans, the work of a day, what is at risk, and the ratios of a lender."""

from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpResponseBase
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_GET

from grodd.base import clock
from grodd.base.errors import NotFound
from grodd.base.typed import read_day, read_digits
from grodd.payments.queries import READERS, may
from grodd.reports.lending.listing import SORT_USUAL, loan_list
from grodd.reports.lending.month_end import loans_at
from grodd.reports.lending.ratios import ratios
from grodd.reports.lending.risk import CUTS, risk_report
from grodd.reports.lending.seen import Filter
from grodd.reports.lending.set_aside import may_book
from grodd.reports.lending.sheets import loans_sheet, month_end_sheet, work_sheet
from grodd.reports.lending.work import usual_whose, work_of
from grodd.servicing.queries import CARERS
from grodd.web.components.values import Cell, Column, Tab
from grodd.web.http import Request, page_of, page_or_part
from grodd.web.lending import aside, files, shown, tables, words

# On a phone a table has no heads to sort by.
ORDERS = (
    ("-late", gettext_lazy("The latest payers first")),
    ("next", gettext_lazy("By the next due day")),
    ("-principal", gettext_lazy("The largest loans first")),
    ("-due", gettext_lazy("Most due first")),
    ("reference", gettext_lazy("By reference")),
    ("borrower", gettext_lazy("By borrower")),
    ("title", gettext_lazy("By title")),
    ("adviser", gettext_lazy("By adviser")),
    ("region", gettext_lazy("By region")),
)
FIELDS = (
    "status", "late", "risk", "programme", "adviser", "region", "product", "funder", "vintage",
    "bad_by", "restructured", "search",
)  # fmt: skip


def asked(request: Request) -> Filter:
    """Which loans the address asks for."""
    given = {name: request.GET[name][:80] for name in FIELDS if request.GET.get(name)}
    return Filter(**given)


def number_in(request: Request, name: str = "page") -> int:
    """A whole number of the address; 1 where there is none."""
    number = read_digits(request.GET.get(name, ""), most=6)
    return 1 if number is None else number


@require_GET
@login_required
def listing(request: Request) -> HttpResponseBase:
    """The loans: filtered, searched, sorted, with totals of all that is found."""
    wanted, sort = asked(request), request.GET.get("sort", "") or SORT_USUAL
    today = clock.today()
    if files.wanted(request):
        sheet = loans_sheet(request.asker, wanted, sort=sort, on=today)
        return files.long_or_short(request, "loans", sheet)
    found = loan_list(request.asker, wanted, sort=sort, page=number_in(request), on=today)
    given = {name: getattr(wanted, name) for name in FIELDS}
    context = {
        "ways": words.ways("list"),
        "wanted": wanted,
        "sort": sort,
        "found": found,
        "figures": tables.total_figures(found.totals),
        "fields": words.filter_fields(found.rule, found.facets, given),
        "kept": [(name, given[name]) for name in ("search", "vintage", "bad_by", "restructured")],
        "special": shown.special(wanted),
        "columns": tables.list_columns(),
        "rows": tables.list_rows(found.rule, found.page),
        "sorts": [(key, str(label)) for key, label in ORDERS],
        "exports": files.links(request),
    }
    return page_or_part(request, "lending", "list", context)


@require_GET
@login_required
def work(request: Request) -> HttpResponseBase:
    """What waits for whoever looks after loans, one part of it at a time."""
    asker, today = request.asker, clock.today()
    whose = request.GET.get("whose", "")
    if files.wanted(request):
        sheet = work_sheet(asker, whose=whose or usual_whose(asker), on=today)
        return files.long_or_short(request, "work", sheet)
    found = work_of(
        asker,
        on=today,
        part=request.GET.get("part", ""),
        whose=whose,
        late=request.GET.get("late", ""),
        page=number_in(request),
    )
    context = {
        **shown.work(found, request.GET.get("late", "")),
        "ways": words.ways("work"),
        "writes": _writes(request),
        "back": urlencode({"next": request.get_full_path()}),
        "exports": files.links(request),
        "today": today,
    }
    return page_or_part(request, "lending", "work", context)


def _writes(request: Request) -> bool:
    """Whether the one who asks writes about loans where they work now."""
    where = request.asker.organisation_id
    held = {one.role for one in request.asker.held if one.organisation_id == where}
    return bool(held & set(CARERS))


@require_GET
@login_required
def risk(request: Request) -> HttpResponseBase:
    """What is at risk today, by class and cut in four ways, and at the month ends before."""
    cut = request.GET.get("by", "")
    cut = cut if cut in CUTS else CUTS[0]
    report = risk_report(request.asker, cut=cut, on=clock.today())
    if files.wanted(request):
        return files.as_file(request, "at-risk", shown.risk_heads(cut), shown.risk_lines(report))
    labels = {
        "programme": gettext("By programme"),
        "adviser": gettext("By adviser"),
        "region": gettext("By region"),
        "product": gettext("By product"),
    }
    context = {
        "ways": words.ways("risk"),
        "report": report,
        "now": [shown.risk_now(one, report) for one in report.now],
        "cuts": [Tab(labels[key], f"?by={key}#by", key == cut) for key in CUTS],
        "history": tables.history(report),
        "rule": shown.rule_words(report.rule),
        "aside": aside.both_table(report, books=may_book(request.asker)),
        "exports": files.links(request),
    }
    return page_or_part(request, "lending", "risk", context)


@require_GET
@login_required
def then(request: Request, day: str) -> HttpResponseBase:
    """The loans as they stood at the end of a month."""
    when = read_day(day)
    if when is None:
        raise NotFound
    late = read_digits(request.GET.get("late", ""), most=5) or 0
    asker, today = request.asker, clock.today()
    if files.wanted(request):
        sheet = month_end_sheet(asker, day=when, late_from=late, on=today)
        return files.long_or_short(request, "month-end", sheet, day=day)
    page = page_of(request, loans_at(asker, day=when, late_from=late, on=today))
    context = {
        "day": when,
        "late": late,
        "page": page,
        "columns": shown.then_columns(),
        "rows": [shown.then_row(one) for one in page],
        "exports": files.links(request),
    }
    return page_or_part(request, "lending", "then", context)


@require_GET
@login_required
def ratio_page(request: Request) -> HttpResponseBase:
    """The ratios of a year, each with how it is computed."""
    found = ratios(request.asker, on=clock.today())
    books = may(request.asker, *READERS, organisation_id=request.asker.organisation_id or 0)
    rows = shown.ratio_rows(found, reads_books=books)
    heads = [gettext("Ratio"), gettext("Value"), gettext("Amount"),
             gettext("Divided by"), gettext("How it is computed")]  # fmt: skip
    if files.wanted(request):
        flat = ([_plain(value) for value in row] for row in rows)
        return files.as_file(request, "ratios", heads, flat)
    columns: list[Any] = [
        Column(heads[0]), Column(heads[1], kind="number"), Column(heads[2], kind="money"),
        Column(heads[3], kind="money"), Column(heads[4]),
    ]  # fmt: skip
    context = {
        "ways": words.ways("ratios"),
        "found": found,
        "columns": columns,
        "rows": rows,
        "costs": shown.cost_words(found, reads_books=books),
        "exports": files.links(request),
    }
    return page_or_part(request, "lending", "ratios", context)


def _plain(value: object) -> object:
    return value.text if isinstance(value, Cell) else value
