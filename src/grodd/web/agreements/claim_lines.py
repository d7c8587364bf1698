"""The claim on the page of a loan: when it lapses, whom it concerns, what happened to it."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grodd.base import display
from grodd.reports.claim_lines import Claimed
from grodd.reports.lapsing import INTERRUPTIONS, Lapsing
from grodd.reports.loan_page import LoanPage
from grodd.web.agreements.loan_words import SECURITIES, STATES, event_lines
from grodd.web.components.values import Cell, Column

HAPPENED = {
    "letter": gettext_lazy("Letter that keeps the claim from lapsing"),
    "demand": gettext_lazy("A demand reached the borrower"),
    "acknowledgement": gettext_lazy("The borrower acknowledged the debt"),
    "court": gettext_lazy("A step in court"),
    "proposed": gettext_lazy("Somebody else is asked to take over the loan"),
    "done": gettext_lazy("Somebody else took over the loan"),
}
TAKEOVERS = frozenset({"proposed", "done"})


def limitation_facts(page: LoanPage) -> list[tuple[str, object]]:
    """When the claim lapses, and why then; for those who work with the loan."""
    if page.limitation is None or page.loan.state not in {"repaying", "terminated", "written_off"}:
        return []
    found = page.limitation
    told = {
        "years": found.years,
        "day": display.day(found.last),
        "why": INTERRUPTIONS[found.why],
    }
    if found.as_consumer:
        note = _(
            "%(years)s years, the term for consumers, because a person owes it; from %(day)s, "
            "%(why)s"
        )
    else:
        note = _("%(years)s years from %(day)s, %(why)s")
    return [(_("The claim lapses on"), Cell(found.lapses, note=note % told))]


def lapsing_table(found: Iterable[Lapsing], today: date) -> dict[str, Any]:
    """Claims that lapse soon: which, who owes it, when, and from when it is counted."""
    columns = [
        _("Loan"), _("Borrower"), _("State"), Column(_("The claim lapses on"), kind="day"),
        _("Counted from"),
    ]  # fmt: skip
    return {"columns": columns, "rows": [_lapsing_row(each, today) for each in found]}


def _lapsing_row(found: Lapsing, today: date) -> list[object]:
    loan, limitation = found.loan, found.limitation
    word, tone = STATES[loan.state]
    lapsed = limitation.lapses < today
    return [
        Cell(loan.reference, url=reverse("agreements:repayments", args=[loan.pk])),
        loan.agreement.recipient.name,
        Cell(word, tone=tone),
        Cell(limitation.lapses, note=_("Has lapsed") if lapsed else ""),
        Cell(limitation.last, note=str(INTERRUPTIONS[limitation.why])),
    ]


def people_of(page: LoanPage) -> list[tuple[str, object]]:
    """Who owes the loan, who stands behind it, who helps."""
    found: list[tuple[str, object]] = [(_("Borrower"), page.borrower.name)]
    guarantors = [
        f"{each.given_by} ({str(SECURITIES[each.kind]).lower()})"
        for each, _answers, _due in page.securities
        if each.released_on is None
    ]
    if guarantors:
        found.append((_("Stand behind it"), ", ".join(guarantors)))
    if page.adviser:
        found.append((_("Adviser"), page.adviser))
    return found


def happened_on(page: LoanPage, *, services: bool) -> list[dict[str, Any]]:
    """Events and what happened to the claim in one line of time, the last first."""
    events = event_lines(page.events, page.loan.currency, services=services)
    claims = [_line(each, services=services) for each in page.claims]
    return sorted([*claims, *events], key=lambda one: (one["day"], one["told"]), reverse=True)


def _line(claimed: Claimed, *, services: bool) -> dict[str, Any]:
    is_takeover = claimed.kind in TAKEOVERS
    letter = ""
    if is_takeover:
        letter = reverse("agreements:takeover", args=[claimed.pk])
    elif claimed.kind == "letter":
        letter = reverse("agreements:letter", args=[claimed.pk])
    undoes = services and not is_takeover and not claimed.is_undone
    return {
        "day": claimed.day,
        "text": HAPPENED[claimed.kind],
        "note": claimed.text,
        "who": claimed.who,
        "told": claimed.at,
        "is_undone": claimed.is_undone,
        "undo": reverse("agreements:take_back_interruption", args=[claimed.pk]) if undoes else "",
        "letter": letter,
    }
