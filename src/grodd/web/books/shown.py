"""What the pages of the books show, as rows for the tables."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from grodd.base import display
from grodd.engines.money import Money
from grodd.ledger.queries import AccountLine, Entries, moved_on, turnover
from grodd.web.components.values import Cell, Column

TONES = {"prepared": "warning", "paid": "success", "cancelled": "neutral"}


def account_table(lines: Iterable[AccountLine]) -> dict[str, Any]:
    """Accounts, what is on them, and what is held for payments to come."""
    columns = [
        Column(_("Account")),
        Column(_("Balance"), kind="number"),
        Column(_("Held for payments"), kind="number"),
    ]
    rows = [
        [
            Cell(str(line.account), url=f"{reverse('books:journal')}?account={line.account.pk}"),
            line.balance,
            line.held or None,
        ]
        for line in lines
    ]
    return {"columns": columns, "rows": rows}


def journal_table(vouchers: Iterable[Any], account: Any = None) -> dict[str, Any]:
    """Vouchers: number, day, text, amount, and whether they undo or are undone.

    Of one account also what each voucher did to it.
    """
    columns = [
        Column(_("Voucher")),
        Column(_("Day")),
        Column(_("Text")),
        Column(_("Amount"), kind="number"),
    ]
    if account:
        columns.append(Column(_("On the account"), kind="number"))
    rows = [
        [
            Cell(str(each), url=reverse("books:voucher", args=[each.pk])),
            each.booked_on,
            Cell(each.text, note=reversal_note(each)),
            turnover(each),
            *([moved_on(account, each)] if account else []),
        ]
        for each in vouchers
    ]
    return {"columns": columns, "rows": rows}


def days_of(wanted: Entries) -> str:
    """The days that the journal is of, or its night, in words; empty for all."""
    if wanted.recorded_at:
        began = display.moment(wanted.recorded_at)
        return _("Booked by the night that began on %(began)s.") % {"began": began}
    first, last = (day and display.day(day) for day in (wanted.first, wanted.last))
    if first and last:
        return _("From %(first)s to %(last)s.") % {"first": first, "last": last}
    if first:
        return _("From %(first)s.") % {"first": first}
    return _("Until %(last)s.") % {"last": last} if last else ""


def reversal_note(voucher: Any) -> str:
    """That a voucher undoes another, or was undone."""
    if voucher.reverses_id:
        return _("Reverses %(voucher)s") % {"voucher": voucher.reverses}
    if undone := getattr(voucher, "reversed_by", None):
        return _("Reversed by %(voucher)s") % {"voucher": undone}
    return ""


def line_table(voucher: Any) -> dict[str, Any]:
    """The transfers of one voucher."""
    columns = [
        Column(_("To (debit)")),
        Column(_("From (credit)")),
        Column(_("Amount"), kind="number"),
    ]
    rows = [
        [str(each.debit), str(each.credit), Money(each.amount_minor, each.debit.currency)]
        for each in voucher.transfers.all()
    ]
    return {"columns": columns, "rows": rows}


def order_table(orders: Iterable[Any]) -> dict[str, Any]:
    """Payment orders: whom, what for, how much, how far."""
    columns = [
        Column(_("To")),
        Column(_("What for")),
        Column(_("Pay by")),
        Column(_("Amount"), kind="number"),
        Column(_("State")),
    ]
    rows = [
        [
            Cell(each.payee_name, url=reverse("books:order", args=[each.pk])),
            each.text,
            each.due_on,
            amount_of(each),
            Cell(state_of(each), tone=TONES[each.state]),
        ]
        for each in orders
    ]
    return {"columns": columns, "rows": rows}


def state_of(order: Any) -> str:
    """How far an order has come, in words."""
    words = {
        "prepared": _("Waits for approval"),
        "paid": _("Paid"),
        "cancelled": _("Cancelled"),
    }
    return words[order.state]


def amount_of(order: Any) -> Money:
    """What an order pays."""
    return Money(order.amount_minor, order.currency)


def order_facts(order: Any) -> list[tuple[str, object]]:
    """What is known about an order."""
    facts: list[tuple[str, object]] = [
        (_("To"), order.payee_name),
        (_("Account"), order.payee_account),
        (_("Amount"), amount_of(order)),
        (_("What for"), order.text),
        (_("Pay by"), order.due_on),
        (_("State"), Cell(state_of(order), tone=TONES[order.state])),
        (_("Prepared by"), str(order.prepared_by)),
    ]
    if order.approved_by:
        facts.append((_("Approved by"), str(order.approved_by)))
    if order.cancelled_reason:
        facts.append((_("Why it was cancelled"), order.cancelled_reason))
    return facts


def consequences(order: Any) -> list[str]:
    """What approving an order does."""
    facts = {
        "amount": Cell(amount_of(order)).text,
        "name": order.payee_name,
        "account": str(order.debit),
        "bank": str(order.treasury.bank),
    }
    return [
        _("The amount leaves %(bank)s and is booked on %(account)s.") % facts,
        _("%(name)s is paid. A loan begins to run from the day of payment.") % facts,
        _("A payment that was approved cannot be taken back here."),
    ]
