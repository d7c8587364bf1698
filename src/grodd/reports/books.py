"""The books as files: every account, and the journal line by line."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext, gettext_lazy

from grodd.engines.money import Money
from grodd.ledger.models import Account
from grodd.ledger.queries import AccountLine, Entries, from_its_side
from grodd.payments.queries import account_seen_by, accounts_seen_by, journal_lines_seen_by
from grodd.people.asker import Asker
from grodd.reports.sheets import Sheet

CHUNK = 2_000
KINDS = {
    Account.Kind.ASSET: gettext_lazy("Asset"),
    Account.Kind.LIABILITY: gettext_lazy("Liability"),
    Account.Kind.EQUITY: gettext_lazy("Equity"),
    Account.Kind.INCOME: gettext_lazy("Income"),
    Account.Kind.EXPENSE: gettext_lazy("Cost"),
    Account.Kind.MEMO: gettext_lazy("Beside the balance sheet"),
}


def accounts_sheet(asker: Asker) -> Sheet:
    """Every account and what is on it now.

    Raises:
        NotFound: There are no books here that they may read; so of each below.
    """
    lines = accounts_seen_by(asker)
    heads = [
        gettext("Number"), gettext("Account"), gettext("Kind"), gettext("Currency"),
        gettext("Balance"), gettext("Held for payments"),
    ]  # fmt: skip
    rows = (_account(one) for one in lines)
    return Sheet("accounts", gettext("Accounts"), heads, rows, len(lines))


def journal_sheet(asker: Asker, wanted: Entries) -> Sheet:
    """Every line of the vouchers that are wanted, newest voucher first.

    Of one account only its own lines, with what each did to it: they add up to its balance.
    """
    account = None
    if wanted.account_id:
        account = account_seen_by(asker, account_id=wanted.account_id)
    lines = journal_lines_seen_by(asker, wanted)
    heads = [
        gettext("Voucher"), gettext("Day"), gettext("Text"), gettext("To (debit)"),
        gettext("From (credit)"), gettext("Reverses"), gettext("Currency"), gettext("Amount"),
    ]  # fmt: skip
    heads += [gettext("On %(account)s") % {"account": account}] if account else []
    rows = (_line(one, account) for one in lines.iterator(CHUNK))
    return Sheet("journal", gettext("Journal"), heads, rows, lines.count())


def _account(one: AccountLine) -> list[Any]:
    account = one.account
    kind = str(KINDS[Account.Kind(account.kind)])
    return [account.number, account.name, kind, account.currency, one.balance, one.held]


def _line(one: Mapping[str, Any], account: Account | None) -> list[Any]:
    minor = one["amount_minor"]
    row = [
        _name_of(one, "voucher"),
        one["voucher__booked_on"],
        one["voucher__text"],
        f"{one['debit__number']} {one['debit__name']}",
        f"{one['credit__number']} {one['credit__name']}",
        _name_of(one, "voucher__reverses") if one["voucher__reverses__number"] else "",
        one["debit__currency"],
        Money(minor, one["debit__currency"]),
    ]
    if account is None:
        return row
    return [*row, from_its_side(account, minor if one["debit_id"] == account.pk else -minor)]


def _name_of(one: Mapping[str, Any], path: str) -> str:
    """A voucher as it is called: ``A12``."""
    return f"{one[f'{path}__series__key']}{one[f'{path}__number']}"
