"""The lists of loans that can be long, as files."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext

from grodd.base import display
from grodd.engines.money import Money
from grodd.people.asker import Asker
from grodd.reports.lending.cash_rows import Behind, rows_behind
from grodd.reports.lending.listing import CHUNK, Row, all_of_list, count_of_list
from grodd.reports.lending.month_end import loans_at
from grodd.reports.lending.names import BEHIND, PARTS, STATES
from grodd.reports.lending.seen import Filter
from grodd.reports.lending.work import Part, Task, all_work, count_of_work
from grodd.reports.sheets import Sheet


def loans_sheet(asker: Asker, wanted: Filter, *, sort: str, on: date) -> Sheet:
    """Every loan that is wanted.

    Raises:
        NotFound: They hold no role here that reads loans; so of each list below.
    """
    rows = all_of_list(asker, wanted, sort=sort, on=on)
    heads = [
        gettext("Loan"), gettext("Title"), gettext("Borrower"), gettext("Programme"),
        gettext("Status"), gettext("Days late"), gettext("Eased"), gettext("Currency"),
        gettext("Still lent"), gettext("Due and unpaid"), gettext("Next due"),
        gettext("Amount then"), gettext("Adviser"), gettext("Region"),
    ]  # fmt: skip
    count = count_of_list(asker, wanted, on=on)
    return Sheet("loans", gettext("Loans"), heads, (_loan(one) for one in rows), count)


def work_sheet(asker: Asker, *, whose: str, on: date) -> Sheet:
    """Every task of the day, part by part."""
    heads = [
        gettext("Part"), gettext("Loan"), gettext("Title"), gettext("Borrower"), gettext("Phone"),
        gettext("Email"), gettext("Days late"), gettext("Currency"), gettext("Due and unpaid"),
        gettext("Next due"), gettext("Amount then"), gettext("Promised"), gettext("By"),
        gettext("To look at again"), gettext("Said last"), gettext("Adviser"),
    ]  # fmt: skip
    tasks = all_work(asker, on=on, whose=whose)
    count = count_of_work(asker, on=on, whose=whose)
    return Sheet(
        "work", gettext("Work of the day"), heads, (_task(part, one) for part, one in tasks), count
    )


def month_end_sheet(asker: Asker, *, day: date, late_from: int, on: date) -> Sheet:
    """The loans as they stood at the end of a month."""
    rows = loans_at(asker, day=day, late_from=late_from, on=on)
    heads = [
        gettext("Loan"), gettext("Title"), gettext("Status"), gettext("Days late"),
        gettext("Currency"), gettext("Still lent"), gettext("Due and unpaid"),
        gettext("Interest not due yet"), gettext("Provision"),
    ]  # fmt: skip
    lines = (_at_month_end(one) for one in rows.iterator(CHUNK))
    title = gettext("The loans on %(day)s") % {"day": display.day(day)}
    return Sheet(f"loans-{day}", title, heads, lines, rows.count())


def cash_rows_sheet(asker: Asker, *, month: date, which: Behind, on: date) -> Sheet:
    """The instalments or payments behind a figure of the cash flow."""
    rows = rows_behind(asker, month=month, which=which, on=on)
    heads = [
        gettext("Loan"), gettext("Title"), gettext("Day"), gettext("Currency"),
        gettext("Principal"), gettext("Interest and fees"),
    ]  # fmt: skip
    lines = (_behind(one) for one in rows.iterator(CHUNK))
    title = f"{BEHIND[which]}, {display.month(month)}"
    return Sheet(f"{which.value}-{month:%Y-%m}", title, heads, lines, rows.count())


def parts_behind(one: Mapping[str, Any]) -> tuple[Any, str, str, date, str]:
    """Loan, reference, title, day and currency, of an instalment or of a payment."""
    if "due_on" in one:
        path, day = "loan", one["due_on"]
    else:
        path, day = "event__loan", one["event__day"]
    return (
        one[f"{path}_id"], one[f"{path}__reference"], one[f"{path}__agreement__title"], day,
        one[f"{path}__currency"],
    )  # fmt: skip


def amounts_then(one: Mapping[str, Any]) -> list[Money]:
    """What a loan stood at when a month ended."""
    names = ("principal_minor", "overdue_minor", "accrued_minor", "provision_minor")
    return [Money(one[name], one["loan__currency"]) for name in names]


def _loan(one: Row) -> list[Any]:
    return [
        one.reference, one.title, one.borrower, one.programme, str(STATES[one.state]),
        one.days_late, int(one.is_restructured), one.principal.currency, one.principal, one.due,
        one.next_due_on, one.next_due, one.adviser, one.region,
    ]  # fmt: skip


def _task(part: Part, one: Task) -> list[Any]:
    loan, word = one.loan, one.word
    return [
        str(PARTS[part]), loan.reference, loan.title, loan.borrower, one.phone, one.email,
        loan.days_late, loan.due.currency, loan.due, loan.next_due_on, loan.next_due,
        word.amount if word else None, word.pay_on if word else None, one.review_on,
        one.said[0] if one.said else "", loan.adviser,
    ]  # fmt: skip


def _at_month_end(one: Mapping[str, Any]) -> list[Any]:
    return [
        one["loan__reference"], one["loan__agreement__title"], str(STATES[one["state"]]),
        one["days_late"], one["loan__currency"], *amounts_then(one),
    ]  # fmt: skip


def _behind(one: Mapping[str, Any]) -> list[Any]:
    _pk, reference, title, day, currency = parts_behind(one)
    return [reference, title, day, currency, Money(one["principal"], currency),
            Money(one["other"], currency)]  # fmt: skip
