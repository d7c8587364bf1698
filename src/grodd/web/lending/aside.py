"""What is set aside for losses, as tables and words: by class, booked, and a level to come."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from grodd.base import display
from grodd.engines.money import Money, total
from grodd.reports.lending.booked import Beside
from grodd.reports.lending.risk import RiskReport
from grodd.reports.lending.set_aside import SetAside, ToSay
from grodd.servicing.provisions import Posting
from grodd.web.components.values import Cell, Column
from grodd.web.lending.words import loans_url


def both_table(report: RiskReport, *, books: bool) -> dict[str, Any] | None:
    """Both figures of each programme; to who says levels, with the way to say one."""
    if not report.aside:
        return None
    columns = [
        Column(gettext("Programme")), Column(gettext("Set aside by class"), kind="money"),
        Column(gettext("Booked"), kind="money"), Column(gettext("Difference"), kind="money"),
    ]  # fmt: skip
    if books:
        columns.append(Column(gettext("What can be done"), kind="actions"))
    currencies = {one.booked.currency for one in report.aside}
    return {
        "columns": columns,
        "rows": [_both_line(one, books=books) for one in report.aside],
        "foot": _both_foot(report.aside, books=books)
        if len(report.aside) > len(currencies) == 1
        else None,
    }


def _both_line(one: Beside, *, books: bool) -> list[Any]:
    booked = reverse("lending:set_aside", args=[one.scope_id])
    line = [
        Cell(one.name, url=booked),
        Cell(one.by_class, url=loans_url(programme=one.scope_id, status="running")),
        Cell(one.booked, url=booked, note=as_of_words(one)),
        Cell(one.difference, note=difference_words(one.difference)),
    ]
    if books:
        url = reverse("lending:book_aside", args=[one.scope_id])
        line.append(Cell(gettext("Book what is set aside"), url=url))
    return line


def _both_foot(aside: tuple[Beside, ...], *, books: bool) -> list[Any]:
    currency = aside[0].booked.currency
    by_class = total([one.by_class for one in aside], currency)
    booked = total([one.booked for one in aside], currency)
    return [gettext("All"), by_class, booked, booked - by_class, *([""] if books else [])]


def as_of_words(one: Beside) -> str:
    """Of which day the booked level is."""
    if one.as_of is None:
        return gettext("Never booked")
    return gettext("As of %(day)s") % {"day": display.day(one.as_of)}


def difference_words(difference: Money) -> str:
    """Which of the two figures is the larger one."""
    if not difference:
        return gettext("The same")
    if difference.minor > 0:
        return gettext("More in the books than by class")
    return gettext("Less in the books than by class")


def figures(found: SetAside) -> list[dict[str, Any]]:
    """Both figures of a programme, and how far they are apart."""
    shown: list[dict[str, Any]] = []
    for one in found.figures:
        shown += [
            {"label": gettext("Set aside by class"), "value": one.by_class,
             "note": gettext("To steer by, counted today")},
            {"label": gettext("Booked"), "value": one.booked, "note": as_of_words(one)},
            {"label": gettext("Difference"), "value": one.difference,
             "note": difference_words(one.difference)},
        ]  # fmt: skip
    return shown


def level_heads() -> list[str]:
    """The heads of the levels that were booked."""
    return [
        gettext("Judged as of"), gettext("Level before"), gettext("New level"), gettext("Posted"),
        gettext("Why so much"), gettext("Booked by"), gettext("Voucher"),
    ]  # fmt: skip


def level_columns() -> list[Column]:
    """The same as columns of a page."""
    kinds = ("day", "money", "money", "money", "text", "text", "text")
    return [Column(head, kind=kind) for head, kind in zip(level_heads(), kinds, strict=True)]


def level_rows(found: SetAside) -> Iterator[list[Any]]:
    """The levels that were booked; vouchers lead to the books for who reads those."""
    for one in found.rows:
        before, level = (Money(each, one.currency) for each in (one.before_minor, one.level_minor))
        way = reverse("books:voucher", args=[one.voucher_id]) if found.reads_books else ""
        voucher = Cell(str(one.voucher), url=way)
        yield [one.as_of, before, level, level - before, one.reason, str(one.booked_by), voucher]


def now_lines(say: ToSay) -> list[tuple[str, Any]]:
    """What stands now, for who is about to say a level."""
    nothing = Money(0, say.currency)
    by_class = say.now.by_class if say.now else nothing
    booked = say.now.booked if say.now else nothing
    day = as_of_words(say.now) if say.now else gettext("Never booked")
    return [
        (gettext("Set aside by class today"), by_class),
        (gettext("In the books"), f"{display.money(booked)} · {day}"),
    ]


def posting_lines(found: Posting) -> list[tuple[str, Any]]:
    """What a level would post: from which level to which, and on which accounts."""
    return [
        (gettext("Level before"), found.before),
        (gettext("New level"), found.after),
        (gettext("Still lent that day"), found.lent),
        (gettext("Will be posted"), found.move.amount),
        (gettext("To (debit)"), str(found.move.debit)),
        (gettext("From (credit)"), str(found.move.credit)),
    ]


def posting_sentence(found: Posting) -> str:
    """What it means for the result."""
    words = {"amount": display.money(found.move.amount)}
    if found.after > found.before:
        return gettext("%(amount)s more is set aside, and weighs on the result.") % words
    return gettext("%(amount)s less is set aside, and comes back to the result.") % words
