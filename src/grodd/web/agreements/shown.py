"""What the pages of agreements show, as rows for the tables."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from grodd.agreements.lawful import warnings_of
from grodd.agreements.queries import spending_of
from grodd.agreements.servicing import AwardStanding
from grodd.engines.money import Money
from grodd.web.components.values import Cell, Column

STATE_TONES = {"offered": "warning", "accepted": "success", "cancelled": "neutral"}


def state_of(agreement: Any) -> str:
    """How far an agreement has come, in words."""
    words = {
        "offered": _("Waits for signatures"),
        "accepted": _("Accepted by both"),
        "cancelled": _("Cancelled"),
    }
    return words[agreement.state]


def agreement_table(agreements: Iterable[Any]) -> dict[str, Any]:
    """Agreements: what, who, kind, state."""
    columns = [_("Agreement"), _("With"), _("Kind"), _("State")]
    rows = [
        [
            Cell(each.title, url=reverse("agreements:detail", args=[each.pk])),
            each.recipient.name,
            _("Loan") if getattr(each, "loan", None) else _("Award"),
            Cell(state_of(each), tone=STATE_TONES[each.state]),
        ]
        for each in agreements
    ]
    return {"columns": columns, "rows": rows}


def waiting_table(applications: Iterable[Any]) -> dict[str, Any]:
    """Approved applications without an agreement."""
    columns = [_("Application"), _("Applicant"), Column(_("Decided"), kind="number")]
    rows = [
        [
            Cell(each.title, url=reverse("agreements:make", args=[each.pk])),
            each.owner.name,
            Money(each.matter.amount_decided_minor or 0, each.currency),
        ]
        for each in applications
    ]
    return {"columns": columns, "rows": rows}


def plan_table(schedule: dict[str, Any]) -> dict[str, Any]:
    """The repayment plan of the document, its figures under each other."""
    columns = [
        Column(label, kind="number" if place in schedule["numbers"] and place else "text")
        for place, label in enumerate(schedule["columns"])
    ]
    return {"columns": columns, "rows": schedule["rows"]}


def part_table(award: Any, *, pays: bool) -> dict[str, Any]:
    """The parts of an award and how far each has come; the way on for one who prepares payments."""
    columns = [_("Part"), _("When"), Column(_("Amount"), kind="number"), _("Payment")]
    rows = [
        [
            each.number,
            _("After check-in %(number)s") % {"number": each.after_check_in}
            if each.after_check_in
            else _("At the start"),
            Money(each.amount_minor, award.currency),
            part_payment(each, pays=pays),
        ]
        for each in award.instalments.select_related("order")
    ]
    return {"columns": columns, "rows": rows}


def part_payment(part: Any, *, pays: bool) -> Cell:
    """The payment of a part, or the way to prepare it."""
    pay = reverse("agreements:pay_part", args=[part.pk]) if pays else ""
    if part.order is None:
        return Cell(_("Prepare the payment") if pays else _("Not paid yet"), url=pay)
    words = {"prepared": _("Waits for approval"), "paid": _("Paid")}
    if part.order.state in words:
        return Cell(words[part.order.state])
    return Cell(_("Prepare it again") if pays else _("Not paid yet"), url=pay)


def award_figures(standing: AwardStanding) -> list[tuple[str, object]]:
    """What was given, paid, used and returned."""
    return [
        (_("Awarded"), standing.given),
        (_("Paid out"), standing.paid),
        (_("Used"), standing.used),
        (_("Returned"), standing.returned),
        (_("Left"), standing.left),
        (
            _("Hours used"),
            _("%(used)s of %(all)s") % {"used": standing.hours_used, "all": standing.hours},
        ),
    ]


def spending_table(award: Any, *, uses: bool) -> dict[str, Any]:
    """What was used, entry by entry; ``uses`` says whether the reader may take one back."""
    columns = [
        _("Day"),
        _("For what"),
        Column(_("Amount"), kind="number"),
        Column(_("Hours"), kind="number"),
        _("Receipt"),
        _("Who"),
        *([Column(_("What can be done"), kind="actions")] if uses else []),
    ]
    rows = [
        {
            "entry": each,
            "amount": Money(each.amount_minor, award.currency),
            "is_undone": hasattr(each, "mended_by"),
        }
        for each in spending_of(award)
    ]
    return {"columns": columns, "rows": rows, "uses": uses}


def lawful_warnings(agreement: Any) -> list[str]:
    """What the lender should know about the cost of a loan it offers, a sentence each."""
    loan = getattr(agreement, "loan", None)
    sentence = _("For who borrows, %(measure)s is %(found)s. %(law)s advises at most %(limit)s.")
    return [
        sentence % {"measure": measure, "found": found, "limit": limit, "law": law}
        for measure, found, limit, law in (warnings_of(loan) if loan else [])
    ]
