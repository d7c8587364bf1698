"""The tables of a loan's documents: columns and rows of text, as the reader writes them."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grodd.agreements.models import Loan, LoanEvent
from grodd.agreements.replaying import Told, event_of
from grodd.agreements.servicing import Standing
from grodd.base import display
from grodd.engines.allocation import Component, Owed
from grodd.engines.life import Eased, Life, Row, Side
from grodd.engines.money import Money

NBSP = "\u00a0"
KINDS: dict[str, Promise] = {
    "draw": gettext_lazy("Paid out"),
    "opening": gettext_lazy("Taken over"),
    "payment": gettext_lazy("Payment"),
    "waiver": gettext_lazy("Given up"),
    "charge": gettext_lazy("Fee charged"),
    "to_balance": gettext_lazy("Arrears added to the balance"),
    "write_off": gettext_lazy("Written off"),
    "return": gettext_lazy("Paid back to the borrower"),
    "reversal": gettext_lazy("Undone"),
}


def rate_words(life: Life) -> str:
    """The yearly rate with two decimals at most, as the contract says it."""
    percent = Decimal(life.annual_rate.numerator * 100) / Decimal(life.annual_rate.denominator)
    return f"{display.number(round(percent, 2).normalize())}{NBSP}%"


def eased_words(event: Told) -> str:
    """How much late interest a time of hardship takes away, and when."""
    eased = event_of(event)
    assert isinstance(eased, Eased), event
    return _("Late interest is lowered by %(share)s from %(day)s until %(until)s") % {
        "share": display.percent(float(eased.share)),
        "day": display.day(eased.day),
        "until": display.day(eased.until),
    }


def _moneys(currency: str, *minors: int) -> list[str]:
    return [display.money(Money(minor, currency)) for minor in minors]


def plan_rows(rows: Iterable[Row], currency: str) -> dict[str, Any]:
    """The whole plan, with what was paid of each instalment."""
    columns = [_("No."), _("Due"), _("Principal"), _("Interest"), _("Fees"), _("Paid"), _("Left")]
    lines = []
    for row in rows:
        fee, late, interest, principal = row.owed
        amounts = (principal, interest, fee + late, sum(row.paid), row.balance_after)
        lines.append([str(row.number), display.day(row.due), *_moneys(currency, *amounts)])
    return {"columns": columns, "rows": lines, "numbers": [2, 3, 4, 5, 6]}


def parts_of(owed: Sequence[Owed], currency: str) -> list[list[str]]:
    """Principal, interest, late interest and fees, each by itself, and the sum."""
    words = (
        (Component.PRINCIPAL, _("Principal owed")),
        (Component.INTEREST, _("Interest")),
        (Component.LATE_INTEREST, _("Late interest")),
        (Component.FEE, _("Fees")),
    )
    pairs = [(label, sum(each.of(part).minor for each in owed)) for part, label in words]
    pairs.append((_("Together"), sum(minor for _label, minor in pairs)))
    return [[label, display.money(Money(minor, currency))] for label, minor in pairs]


def late_table(standing: Standing, currency: str) -> dict[str, Any]:
    """Instalment by instalment what is late, with late interest to the day."""
    columns = [
        _("Due"), _("Principal"), _("Interest"), _("Late interest"), _("Fees"), _("Together")
    ]  # fmt: skip
    rows = [
        [
            display.day(owed.due),
            *_moneys(
                currency,
                owed.of(Component.PRINCIPAL).minor,
                owed.of(Component.INTEREST).minor,
                owed.of(Component.LATE_INTEREST).minor,
                owed.of(Component.FEE).minor,
                owed.total.minor,
            ),
        ]
        for owed in standing.due
    ]
    return {"columns": columns, "rows": rows, "numbers": [1, 2, 3, 4, 5]}


def settlement_table(figures: Sequence[tuple[date, Money]]) -> dict[str, Any]:
    """What ends the loan, day by day."""
    rows = [[display.day(day), display.money(amount)] for day, amount in figures]
    return {"columns": [_("Day"), _("To pay")], "rows": rows, "numbers": [1]}


def _paid_on(life: Life) -> dict[tuple[date, str], Counter[Component]]:
    """What each event paid on each day, by kind (unit: minor units)."""
    paid: dict[tuple[date, str], Counter[Component]] = defaultdict(Counter)
    for share in life.shares:
        if not share.given_up:
            paid[share.day, share.key][share.component] += share.amount
    return paid


class Movement(NamedTuple):
    """What moved on a loan; amounts in minor units, out of the lender's bank below zero."""

    day: date
    what: str
    amount: int
    principal: int
    interest: int
    fees: int
    lent: int


def statement_heads() -> list[str]:
    """The columns of a statement."""
    return [
        _("Day"), _("What"), _("Amount"), _("Principal"), _("Interest"), _("Fees"), _("Still lent")
    ]  # fmt: skip


def statement_rows(loan: Loan, life: Life, events: Sequence[LoanEvent], on: date) -> dict[str, Any]:
    """Every movement of the loan as text."""
    rows = [
        [display.day(each.day).replace(" ", NBSP), each.what, *_moneys(loan.currency, *each[2:])]
        for each in movements(life, events, on)
    ]
    return {"columns": statement_heads(), "rows": rows, "numbers": [2, 3, 4, 5, 6]}


def movements(life: Life, events: Sequence[LoanEvent], on: date) -> list[Movement]:
    """Every movement of the loan by day: what came, what it paid, and what was lent after it."""
    names = {event.key: event for event in events}
    moves: dict[tuple[date, str], Counter[Side]] = defaultdict(Counter)
    for posting in life.postings:
        if posting.key in names:
            sums = moves[posting.day, posting.key]
            sums[posting.debit] += posting.amount
            sums[posting.credit] -= posting.amount
    paid = _paid_on(life)
    for event in events:
        is_draw = event.kind == LoanEvent.Kind.DRAW and event.day <= on
        if is_draw and not hasattr(event, "reversed_by"):
            moves[event.day, event.key] = Counter(
                {Side.PRINCIPAL: event.amount_minor, Side.BANK: -event.amount_minor}
            )
    rows = []
    lent = 0
    for (day, key), sums in sorted(moves.items()):
        lent += sums[Side.PRINCIPAL]
        parts = paid[day, key]
        fee, interest = parts[Component.FEE], parts[Component.INTEREST]
        if names[key].kind == LoanEvent.Kind.TO_BALANCE:
            interest = -sums[Side.DUE]
        label = str(KINDS.get(names[key].kind, ""))
        interest += parts[Component.LATE_INTEREST]
        rows.append(
            Movement(day, label, sums[Side.BANK], -sums[Side.PRINCIPAL], interest, fee, lent)
        )
    return rows


def interest_of_year(life: Life, year: int) -> Counter[Component]:
    """What was paid in a year, by kind (unit: minor units); what bounced is not counted."""
    sums: Counter[Component] = Counter()
    for share in life.shares:
        if share.day.year == year and not share.given_up:
            sums[share.component] += share.amount
    return sums
