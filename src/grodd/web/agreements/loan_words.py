"""The words and rows that the pages of a loan show."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from grodd.agreements.servicing import Standing
from grodd.base import display
from grodd.engines.allocation import Component
from grodd.engines.life import Row, Share
from grodd.engines.money import Money
from grodd.reports.act_effects import Effect
from grodd.reports.lending import names
from grodd.reports.loan_page import LoanPage, Named, Secured, TakenFrom
from grodd.reports.loan_tables import eased_words, rate_words
from grodd.reports.plan_words import Difference
from grodd.web.components.values import Cell, Column

TONES = {
    "offered": "warning", "signed": "warning", "repaying": "info", "terminated": "danger",
    "repaid": "success", "written_off": "danger", "recovered": "success", "cancelled": "neutral",
}  # fmt: skip
STATES = {key: (word, TONES[key]) for key, word in names.STATES.items()}
EVENTS = {
    "draw": gettext_lazy("Paid out"),
    "opening": gettext_lazy("Taken over"),
    "payment": gettext_lazy("Payment"),
    "waiver": gettext_lazy("Given up"),
    "eased": gettext_lazy("Late interest lowered"),
    "charge": gettext_lazy("Fee charged"),
    "rate": gettext_lazy("New rate"),
    "holiday": gettext_lazy("Pause in repaying"),
    "due_day": gettext_lazy("Another due day"),
    "rhythm": gettext_lazy("Another rhythm"),
    "extension": gettext_lazy("Another length"),
    "to_balance": gettext_lazy("Arrears added to the balance"),
    "aside": gettext_lazy("Arrears set aside"),
    "termination": gettext_lazy("Called in"),
    "write_off": gettext_lazy("Written off"),
    "return": gettext_lazy("Paid back to the borrower"),
    "reversal": gettext_lazy("Undone"),
}
UNDONE_WITH_REASON = frozenset(
    {
        "waiver", "eased", "charge", "rate", "holiday", "due_day", "rhythm", "extension",
        "to_balance", "aside", "termination",
    }
)  # fmt: skip
PARTS = {
    "fee": gettext_lazy("fee"),
    "late_interest": gettext_lazy("late interest"),
    "interest": gettext_lazy("interest"),
    "principal": gettext_lazy("principal"),
}
SECURITIES = {
    "own_debt": gettext_lazy("Surety as for own debt"),
    "secondary": gettext_lazy("Secondary surety"),
    "pledge": gettext_lazy("Pledge"),
    "floating_charge": gettext_lazy("Floating charge"),
}
SHARING = {
    "joint": gettext_lazy("For all of it, with the others"),
    "pro_rata": gettext_lazy("For a share of it"),
}
AHEAD = {
    "next_then_lower": gettext_lazy("Pays the next instalment, and the rest lowers the principal"),
    "lower": gettext_lazy("Lowers the instalments to come"),
    "shorter": gettext_lazy("Makes the loan shorter"),
    "next": gettext_lazy("Pays the next instalments"),
    "last": gettext_lazy("Pays the last instalments, from the end"),
    "next_last": gettext_lazy("Pays the next instalment, and the rest the last ones"),
    "keep": gettext_lazy("Is kept until the next instalment falls due"),
    "return": gettext_lazy("Goes back to the borrower"),
}
PLAN, CAME_IN, HAPPENED = "#plan", "#repayments", "#happened"
"""Places on the page of a loan."""

SET_ASIDE_FROM = 2_000


def key_figures(loan: Any, standing: Standing | None) -> list[dict[str, Any]]:
    """The figures at the top of the page, each with its place on it."""
    if standing is None:
        whole = Money(loan.principal_minor, loan.currency)
        return [{"label": _("Lent"), "value": whole, "url": PLAN}]
    lent = Money(loan.principal_minor, loan.currency)
    figures: list[dict[str, Any]] = [
        {
            "label": _("Still lent"),
            "value": standing.principal,
            "note": _("of %(lent)s") % {"lent": display.money(lent)},
            "url": CAME_IN,
        },
        {
            "label": _("Owed now"),
            "value": standing.owed_now,
            "note": _late(standing) if standing.days_late else _("Nothing is late"),
            "tone": "danger" if standing.days_late else "",
            "url": PLAN,
        },
    ]
    if due := standing.following:
        note = _("on %(day)s") % {"day": display.day(due.due)}
        next_to_pay = {"label": _("Next to pay"), "value": due.total, "note": note, "url": PLAN}
        figures.append(next_to_pay)
    return figures


def _late(standing: Standing) -> str:
    days = standing.days_late
    return ngettext(
        "%(days)s day late, late interest counted",
        "%(days)s days late, late interest counted",
        days,
    ) % {"days": days}


def facts(loan: Any, standing: Standing | None, *, is_now: bool = True) -> list[tuple[str, object]]:
    """What is known besides; ``is_now`` says that it is about today."""
    word, tone = STATES[loan.state]
    found: list[tuple[str, object]] = [
        (_("State"), Cell(word, tone=tone)),
        (_("Interest"), rate_of(loan, standing)),
    ]
    rhythm = standing.life.rhythm if standing else loan.rhythm
    found.append((_("An instalment falls due"), display.rhythm(rhythm)))
    if standing is None:
        return found
    if standing.payoff and is_now:
        early = reverse("agreements:early", args=[loan.pk])
        found.append((_("Pays it all off today"), Cell(standing.payoff, url=early)))
    if standing.life.restructured:
        found.append((_("Terms"), _("Eased since the agreement")))
    if standing.kept:
        found.append((_("Kept for the borrower"), Cell(standing.kept, url=CAME_IN)))
    if standing.life.lost:
        lost = Money(standing.life.lost, loan.currency)
        found.append((_("Lost, and still claimed"), Cell(lost, url=HAPPENED)))
    return found


def effect_lines(effect: Effect) -> list[tuple[str, object]]:
    """How the loan would stand, and how it stands without the act, where that differs."""
    before, after = effect.before, effect.after
    day = {"day": display.day(after.day)}
    pairs = [
        (_("Still lent"), before.principal, after.principal),
        (_("Lost, and still claimed"), _lost(before), _lost(after)),
    ]
    if _lost(before) == _lost(after):
        pairs += [
            (_("Owed on %(day)s") % day, before.owed_now, after.owed_now),
            (_("Pays it all off on %(day)s") % day, before.payoff, after.payoff),
            (_("Next to pay"), _next(before), _next(after)),
            (_("What the loan still costs"), _cost(before), _cost(after)),
        ]
    return [
        (label, Cell(new, note=_("%(amount)s without it") % {"amount": display.money(old)}))
        for label, old, new in pairs
        if old != new
    ]


def _next(standing: Standing) -> Money:
    owed = standing.following
    return owed.total if owed else Money.zero(standing.principal.currency)


def _lost(standing: Standing) -> Money:
    return Money(standing.life.lost, standing.principal.currency)


def _cost(standing: Standing) -> Money:
    """Interest, late interest and fees that are still to be paid."""
    parts = (
        owed.total - owed.of(Component.PRINCIPAL) for owed in (*standing.due, *standing.coming)
    )
    return sum(parts, Money.zero(standing.principal.currency))


def rate_of(loan: Any, standing: Standing | None) -> str:
    """The rate now, as the reader writes it."""
    if standing:
        return rate_words(standing.life)
    return display.rate(loan.annual_rate_bp / 10_000)


def taken_facts(taken: TakenFrom | None) -> list[tuple[str, object]]:
    """The row of a file that the loan was taken over from."""
    if taken is None:
        return []
    url = reverse("takeovers:row", kwargs={"takeover_id": taken.takeover_id, "row": taken.row})
    said = _("Row %(row)s of %(file)s") % {"row": taken.row, "file": taken.file}
    return [(_("Taken over from"), Cell(said, url=url))]


def plan_table(
    rows: Iterable[Row],
    currency: str,
    on: date | None = None,
    *,
    vouchers: Mapping[int, object] | None = None,
) -> dict[str, Any]:
    """A plan; with a day also what was paid of each instalment, and which are late.

    ``vouchers`` are those by which interest and fees became income, by instalment, as cells.
    """
    rows = list(rows)
    fees = any(row.owed[0] or row.owed[1] for row in rows)
    labels = [_("Principal"), _("Interest"), *([_("Fees")] if fees else []), _("Left")]
    columns: list[Column | str] = [
        _("No."),
        Column(_("Due"), kind="day"),
        Column(_("To pay"), kind="money"),
        *([_("Paid")] if on else []),
        *(Column(label, kind="money") for label in labels),
        *([_("Voucher")] if vouchers else []),
    ]
    lines = [_plan_row(row, currency, fees=fees, on=on) for row in rows]
    if vouchers:
        for row, line in zip(rows, lines, strict=True):
            line.append(vouchers.get(row.number, ""))
    return {"columns": columns, "rows": lines}


def _plan_row(row: Row, currency: str, *, fees: bool, on: date | None) -> list[object]:
    fee, late, interest, principal = (Money(minor, currency) for minor in row.owed)
    number = _("Set aside") if row.number > SET_ASIDE_FROM else row.number
    cells: list[object] = [number, row.due, Money(row.amount, currency)]
    cells += [_paid(row, currency, on)] if on else []
    cells += [principal, interest, *([fee + late] if fees else [])]
    return [*cells, Money(row.balance_after, currency)]


def _paid(row: Row, currency: str, on: date) -> Cell:
    if not row.left:
        return Cell(_("Paid"), tone="success") if row.amount else Cell(_("Nothing to pay"))
    paid = Money(sum(row.paid), currency)
    if row.due < on:
        note = _("%(paid)s paid") % {"paid": display.money(paid)} if paid else ""
        return Cell(_("Late"), tone="danger", note=note)
    return Cell(paid) if paid else Cell("")


def event_lines(events: Iterable[Any], currency: str, *, services: bool) -> list[dict[str, Any]]:
    """What happened, the last first, with the way to undo it."""
    return [
        {
            "day": each.day,
            "text": _event(each),
            "amount": Money(each.amount_minor, currency) if each.amount_minor else "",
            "note": each.reason,
            "who": each.who,
            "told": each.told,
            "is_undone": each.undone is not None,
            "undo": undo_url(each) if services and each.undone is None else "",
            "matter": reverse("decisions:matter", args=[each.matter])
            if services and each.matter
            else "",
        }
        for each in events
    ]


def _event(event: Any) -> str | Promise:
    """What happened; of a time of hardship also how long and how much."""
    return eased_words(event) if event.kind == "eased" else EVENTS[event.kind]


def undo_url(event: Any) -> str:
    """Where a mistake is undone."""
    if event.kind not in UNDONE_WITH_REASON:
        return ""
    return reverse("agreements:undo_event", args=[event.pk])


def voucher_cells(
    vouchers: Mapping[int, Sequence[Named]], reference: str, *, reads: bool
) -> dict[int, Cell]:
    """The vouchers of each payment or instalment; for who reads the books a way to them."""
    return {number: _vouchers(named, reference, reads) for number, named in vouchers.items()}


def _vouchers(named: Sequence[Named], reference: str, reads: bool) -> Cell:
    names = ", ".join(each.name for each in named)
    if not reads:
        return Cell(names)
    one = reverse("books:voucher", args=[named[0].pk])
    several = f"{reverse('books:journal')}?{urlencode({'q': reference})}"
    return Cell(names, url=one if len(named) == 1 else several)


def payment_table(page: LoanPage, *, records: bool, reads: bool) -> dict[str, Any]:
    """What came in, the last first, what it paid, and the way to reverse it.

    ``reads`` says that the vouchers can be opened.
    """
    columns: list[Column | str] = [
        Column(_("Day"), kind="day"),
        Column(_("Amount"), kind="money"),
        _("Paid"),
        _("Voucher"),
        *([_("What can be done")] if records else []),
    ]
    shown = {each.key for each in page.payments.object_list}
    shares = page.standing.life.shares_of(shown) if page.standing else ()
    paid = paid_by(shares, page.loan.currency)
    vouchers = voucher_cells(page.vouchers, page.loan.reference, reads=reads)
    rows = [
        [*_payment_row(each, page, paid), vouchers.get(each.pk, "")]
        for each in page.payments.object_list
    ]
    if records:
        for row, each in zip(rows, page.payments.object_list, strict=True):
            url = reverse("agreements:reverse", args=[each.pk])
            row.append("" if each.undone else Cell(_("Reverse"), url=url))
    return {"columns": columns, "rows": rows}


def _payment_row(payment: Any, page: LoanPage, paid: Mapping[str, str]) -> list[object]:
    return [
        payment.day,
        Money(payment.amount_minor, page.loan.currency),
        paid.get(payment.key, "") if payment.undone is None else Cell(_("Undone"), tone="neutral"),
    ]


def paid_by(shares: Iterable[Share], currency: str) -> dict[str, str]:
    """How much each payment paid of each kind, in words."""
    kinds: dict[str, Counter[str]] = {}
    for share in shares:
        if share.amount and not share.given_up:
            kinds.setdefault(share.key, Counter())[share.component] += share.amount
    words = {kind: str(word) for kind, word in PARTS.items()}
    return {
        key: ", ".join(
            f"{words[kind]} {display.money(Money(found[kind], currency))}"
            for kind in words
            if found[kind]
        )
        for key, found in kinds.items()
    }


def figure_table(figures: Iterable[tuple[date, Money]]) -> dict[str, Any]:
    """What ends the loan on each day."""
    columns = [Column(_("Day"), kind="day"), Column(_("To pay"), kind="money")]
    return {"columns": columns, "rows": [list(pair) for pair in figures]}


def version_lines(versions: Sequence[Any], loan: Any) -> list[dict[str, Any]]:
    """The versions of the plan, each with what was different in it."""
    return [
        {
            "number": each.number,
            "at": each.made_at,
            "why": EVENTS[each.cause.kind] if each.cause else _("Agreement"),
            "sentence": Difference(each.difference, loan.currency).sentence,
            "url": reverse("agreements:plan", args=[loan.pk, each.number]),
        }
        for each in versions
    ]


def security_table(
    securities: Iterable[Secured], currency: str, *, services: bool
) -> dict[str, Any]:
    """What stands behind the loan."""
    columns = [
        _("Given by"), _("Kind"), Column(_("For at most"), kind="money"),
        Column(_("Answers for today"), kind="money"), _("State"),
        *([_("Release"), _("Replace")] if services else []),
    ]  # fmt: skip
    rows = [
        [
            Cell(each.given_by, note=each.what),
            Cell(SECURITIES[each.kind], note=str(SHARING[each.sharing])),
            Money(each.limit_minor, currency) if each.limit_minor else _("All of the loan"),
            _answers(each, answers, due),
            _security_state(each),
            *(_security_ways(each) if services else ()),
        ]
        for each, answers, due in securities
    ]
    return {"columns": columns, "rows": rows}


def _answers(security: Any, answers: Money | None, due: Money | None) -> Cell:
    """How much it answers for, and what is due of that; a secondary one is asked last."""
    if answers is None:
        return Cell("")
    note = ""
    if due and security.kind != "secondary":
        note = _("%(due)s of it is due") % {"due": display.money(due)}
    return Cell(answers, note=note)


def _security_ways(security: Any) -> tuple[Cell, Cell]:
    """Letting it go, and putting something in its place."""
    if security.released_on is not None:
        return Cell(""), Cell("")
    add = reverse("agreements:add_security", args=[security.loan_id])
    return (
        Cell(_("Release"), url=reverse("agreements:release", args=[security.pk])),
        Cell(_("Replace"), url=f"{add}?replaces={security.pk}"),
    )


def _security_state(security: Any) -> Cell:
    if security.released_on is not None:
        day = display.day(security.released_on)
        return Cell(_("Released"), tone="neutral", note=security.release_reason or day)
    return Cell(_("Stands"), tone="success")
