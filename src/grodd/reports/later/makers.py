"""What can be made: each file by its key, from what its address says."""

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import IO

from django.utils.text import slugify
from django.utils.translation import gettext

from grodd.base import clock
from grodd.base.errors import NotFound
from grodd.base.progress import Heard
from grodd.base.typed import read_day, read_digits
from grodd.ledger.queries import Entries
from grodd.people.asker import Asker
from grodd.reports.books import accounts_sheet, journal_sheet
from grodd.reports.lapsing import lapsing_sheet
from grodd.reports.lending.cash_rows import Behind
from grodd.reports.lending.listing import SORT_USUAL
from grodd.reports.lending.seen import Filter
from grodd.reports.lending.sheets import (
    cash_rows_sheet,
    loans_sheet,
    month_end_sheet,
    work_sheet,
)
from grodd.reports.lending.work import usual_whose
from grodd.reports.nights import nights_sheet, vouchers_of_night
from grodd.reports.programme_report import programme_report, report_size
from grodd.reports.sheets import CSV, XLSX, Sheet, write_sheet

ROWS_AT_ONCE = 2_000
"""A list of more rows is made by a worker: a workbook of so many takes half a second, on a slow
machine two."""
APPLICATIONS_AT_ONCE = 20_000
"""A report on more of them is made by a worker. The database counts: 20 000 take 0.2 s of the
processor, 60 000 0.35 s, several times that on a slow machine."""
FACT_LENGTH_MAX = 80
YEARS = range(1900, 9999)
"""A month after the last of them would be none that a calendar has."""
TABLES = frozenset({"csv", "xlsx"})
TYPES = {"csv": CSV, "xlsx": XLSX, "pdf": "application/pdf"}

Facts = Mapping[str, str]
Write = Callable[[IO[bytes], str, Heard], None]
"""Writes the file into something, in a language, and tells how far it has come."""


@dataclass(frozen=True, slots=True)
class Wish:
    """A file that somebody wants.

    Attributes:
        what: Its key in ``MAKERS``.
        ending: ``csv``, ``xlsx`` or ``pdf``.
        facts: Of what, as an address says it.
    """

    what: str
    ending: str
    facts: Facts


@dataclass(frozen=True, slots=True)
class Making:
    """A file that can be made.

    Attributes:
        name: Of the file, with its ending.
        title: What a reader calls it.
        size: How much there is to do.
        is_long: Whether it is too much for somebody to wait for.
        write: Makes it.
    """

    name: str
    title: str
    size: int
    is_long: bool
    write: Write


def making_of(asker: Asker, wish: Wish, *, at: datetime) -> Making:
    """How the file is made, for whoever may read what is in it.

    Raises:
        NotFound: when there is no such file, or not for them.
    """
    facts = {name: text[:FACT_LENGTH_MAX] for name, text in wish.facts.items()}
    if wish.ending in TABLES and wish.what in SHEETS:
        return _table(SHEETS[wish.what](asker, facts, at), wish.ending)
    if wish.ending == "pdf" and wish.what == "programme-report":
        return _report(asker, facts, at)
    raise NotFound


def is_long(sheet: Sheet) -> bool:
    """Whether a table is too long for somebody to wait for."""
    return sheet.count > ROWS_AT_ONCE


def _table(sheet: Sheet, ending: str) -> Making:
    def write(into: IO[bytes], language: str, heard: Heard) -> None:
        write_sheet(sheet, into, ending=ending, language=language, heard=heard)

    title = f"{sheet.title} ({ending.upper()})"
    return Making(f"{sheet.name}.{ending}", title, sheet.count, is_long(sheet), write)


def _report(asker: Asker, facts: Facts, at: datetime) -> Making:
    programme_id = _number(facts, "programme")
    year = read_digits(facts.get("year", ""), most=4)
    year = year if year in YEARS else None
    name, size = report_size(asker, programme_id=programme_id)

    def write(into: IO[bytes], _language: str, heard: Heard) -> None:
        heard(0, size)
        made = programme_report(asker, programme_id=programme_id, year=year, at=at)
        heard(size, size)
        into.write(made)

    title = gettext("Report: %(name)s (PDF)") % {"name": name}
    return Making(f"{slugify(name)}.pdf", title, size, size > APPLICATIONS_AT_ONCE, write)


def _loans(asker: Asker, facts: Facts, at: datetime) -> Sheet:
    known = {one.name for one in dataclasses.fields(Filter)}
    wanted = Filter(**{name: text for name, text in facts.items() if name in known and text})
    return loans_sheet(asker, wanted, sort=facts.get("sort") or SORT_USUAL, on=clock.day_of(at))


def _work(asker: Asker, facts: Facts, at: datetime) -> Sheet:
    whose = facts.get("whose") or usual_whose(asker)
    return work_sheet(asker, whose=whose, on=clock.day_of(at))


def _month_end(asker: Asker, facts: Facts, at: datetime) -> Sheet:
    day = read_day(facts.get("day", ""))
    if day is None:
        raise NotFound
    late = read_digits(facts.get("late", ""), most=5) or 0
    return month_end_sheet(asker, day=day, late_from=late, on=clock.day_of(at))


def _cash_rows(asker: Asker, facts: Facts, at: datetime) -> Sheet:
    month = read_day(f"{facts.get('month', '')}-01")
    which = facts.get("kind", "")
    if month is None or month.year not in YEARS or which not in set(Behind):
        raise NotFound
    return cash_rows_sheet(asker, month=month, which=Behind(which), on=clock.day_of(at))


def _journal(asker: Asker, facts: Facts, _at: datetime) -> Sheet:
    return journal_sheet(asker, entries_in(asker, facts))


def entries_in(asker: Asker, facts: Facts) -> Entries:
    """Which part of the journal an address asks for.

    Raises:
        NotFound: It asks for the vouchers of a night that booked none, or is not for them.
    """
    if "night" in facts:
        night_id = _number(facts, "night")
        return vouchers_of_night(asker, night_id=night_id, work=facts.get("work", ""))
    return Entries(
        account_id=read_digits(facts.get("account", ""), most=15),
        text=facts.get("q", "")[:FACT_LENGTH_MAX],
        first=read_day(facts.get("first", "")),
        last=read_day(facts.get("last", "")),
    )


def _number(facts: Facts, name: str) -> int:
    number = read_digits(facts.get(name, ""), most=9)
    if number is None:
        raise NotFound
    return number


SHEETS: Mapping[str, Callable[[Asker, Facts, datetime], Sheet]] = {
    "loans": _loans,
    "work": _work,
    "month-end": _month_end,
    "cash-rows": _cash_rows,
    "accounts": lambda asker, _facts, _at: accounts_sheet(asker),
    "journal": _journal,
    "nights": lambda asker, _facts, _at: nights_sheet(asker),
    "lapsing": lambda asker, _facts, at: lapsing_sheet(asker, on=clock.day_of(at)),
}
