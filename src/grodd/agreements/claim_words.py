"""What the papers about a claim say, frozen in every language at once.

Who signs or gets a letter reads their own language; the hash is over all of them, so that
everybody says yes to one and the same thing.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from grodd.agreements.models import Loan, Security
from grodd.agreements.servicing import Standing
from grodd.base import display
from grodd.engines.money import Money

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper in one language.

    Attributes:
        title: What it is.
        paragraphs: What it says.
        facts: Labels with figures and names.
    """

    title: str
    paragraphs: Sequence[str]
    facts: Sequence[Pair]


def frozen(paper: Callable[[], Paper]) -> dict[str, Any]:
    """The paper in every language, as JSON values."""
    content: dict[str, Any] = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            made = paper()
        content[language] = {
            "title": made.title,
            "paragraphs": [each for each in made.paragraphs if each],
            "facts": [list(pair) for pair in made.facts if pair[1]],
        }
    return content


@dataclass(frozen=True, slots=True)
class Change:
    """What a takeover is about.

    Attributes:
        loan: The loan, with its agreement.
        standing: How it stands.
        old: Who owes it.
        new: Who is to owe it.
        stays: What stays behind it, if those who gave it agree.
        goes: What is released.
    """

    loan: Loan
    standing: Standing
    old: str
    new: str
    stays: Sequence[Security]
    goes: Sequence[Security]


def takeover_paper(change: Change) -> Paper:
    """Who owes the loan from now on, what is owed, and who still stands behind it."""
    names = {"old": change.old, "new": change.new}
    paragraphs = [
        _(
            "%(new)s takes over the loan from %(old)s, with everything that is owed on it. The "
            "plan, the interest and the fees go on as they were agreed."
        )
        % names,
        _(
            "It holds from the moment when the last of those whom it concerns has agreed. From "
            "then on %(new)s owes the loan, and %(old)s no longer does. Notices go to %(new)s. "
            "%(old)s keeps reading what happened until then."
        )
        % names,
    ]
    if change.stays:
        paragraphs.append(
            _("These stay behind the loan for %(new)s, if each of them agrees: %(who)s.")
            % {**names, "who": _listed(change.stays)}
        )
    if change.goes:
        paragraphs.append(
            _(
                "These are released at the same moment, because they have promised nothing for "
                "%(new)s: %(who)s."
            )
            % {**names, "who": _listed(change.goes)}
        )
    return Paper(
        _("New borrower on loan %(loan)s") % {"loan": change.loan.reference},
        paragraphs,
        _takeover_facts(change),
    )


def _listed(securities: Sequence[Security]) -> str:
    return ", ".join(f"{each.given_by} ({each.what})" if each.what else each.given_by
                     for each in securities)  # fmt: skip


def _takeover_facts(change: Change) -> list[Pair]:
    standing, loan = change.standing, change.loan
    told = {"day": display.day(standing.day)}
    return [
        (_("Lender"), _lender(loan)),
        (_("Borrower until then"), change.old),
        (_("Borrower from then on"), change.new),
        (_("Loan"), loan.reference),
        (_("Still lent on %(day)s") % told, display.money(standing.principal)),
        (_("Late on %(day)s") % told, _amount(standing.owed_now)),
        (_("Pays it all off on %(day)s") % told, _amount(standing.payoff)),
        (_("Lost, and still claimed"), _amount(_lost(loan, standing))),
        (_("Kept on the loan, goes with it"), _amount(standing.kept)),
    ]


def _lender(loan: Loan) -> str:
    return str(loan.agreement.content["parties"]["provider"])


def _amount(amount: Money) -> str:
    return display.money(amount) if amount else ""


def _lost(loan: Loan, standing: Standing) -> Money:
    return Money(standing.life.lost + standing.life.claims, loan.currency)


def interruption_paper(loan: Loan, standing: Standing, *, borrower: str, lapses: date) -> Paper:
    """That the claim stands, how large it is, and from when the time is counted anew."""
    day = display.day(standing.day)
    whole = standing.payoff + _lost(loan, standing)
    agreed = loan.agreement.accepted_at
    guarantors = list(loan.securities.filter(released_on__isnull=True))
    paragraphs = [
        _(
            "%(lender)s has a claim on %(borrower)s from loan %(loan)s. With this letter we ask "
            "for it again, so that it does not lapse. The time is counted anew from the day that "
            "the letter reaches you."
        )
        % {"lender": _lender(loan), "borrower": borrower, "loan": loan.reference},
        _(
            "You need not do anything because of this letter. If you want to pay, or if it is "
            "hard, call us, and we will look for a way together. If you think that the claim is "
            "wrong, write to us and say why."
        ),
        _("The letter also goes to those who stand behind the loan: %(who)s.")
        % {"who": _listed(guarantors)}
        if guarantors
        else "",
    ]
    return Paper(
        _("Your debt on loan %(loan)s") % {"loan": loan.reference},
        paragraphs,
        [
            (_("Creditor"), _lender(loan)),
            (_("Debtor"), borrower),
            (_("Ground"), _("Loan %(loan)s, agreed on %(day)s")
             % {"loan": loan.reference, "day": display.day(agreed.date()) if agreed else ""}),
            (_("Principal owed"), display.money(standing.principal + _lost(loan, standing))),
            (_("Interest and fees to %(day)s") % {"day": day},
             _amount(standing.payoff - standing.principal)),
            (_("Together"), display.money(whole)),
            (_("Without this letter it would lapse on"), display.day(lapses)),
        ],
    )  # fmt: skip
